"""Notices to those who work on a case, and to whoever reported it.

They hold ids only; a case's content is read when the message is sent, for whoever may see it at
that moment. `CaseSaid`, `CaseOffered` and the like may show on a lock screen: their words hold
neither name nor place nor kind.
"""

from datetime import datetime

from domain.notices.base import Notice


class CaseList(Notice, frozen=True, tag="case_list/1"):
    """Lists her cases. `which`: "all", "mine", "free" (nobody has taken them) or "overdue"."""

    which: str = "all"


class CaseCard(Notice, frozen=True, tag="case_card/1"):
    """Shows a case's content to those who may see it; it is withdrawn after a while."""

    case_id: int


class CaseStatus(Notice, frozen=True, tag="case_status/1"):
    """Shows whoever reported a case where it stands, and what was said to her."""

    case_id: int


class CaseMenu(Notice, frozen=True, tag="case_menu/1"):
    """Offers what may be chosen about a case.

    `menu`: a name from bot.handlers.cases.menus. `options`: what is offered (an action, a service,
    an officer's id, another case's id). `again`: what was answered before was none of these.
    """

    case_id: int
    menu: str
    options: tuple[str, ...]
    again: bool = False


class CaseNotFound(Notice, frozen=True, tag="case_not_found/1"):
    """Says that there is no such case; the same words where it is none of hers."""


class CaseNumberWanted(Notice, frozen=True, tag="case_number_wanted/1"):
    """Asks for the case number that a command lacked. `command`: as typed after the slash."""

    command: str


class CaseRefused(Notice, frozen=True, tag="case_refused/1"):
    """Says that it cannot be done now. `taken`: somebody else has taken the case. `holds`: she
    asked to take what she holds already. `act`: the domain.cases.actions.CaseAction she asked for,
    where it is known."""

    case_id: int
    taken: bool = False
    holds: bool = False
    act: str = ""


class CaseDone(Notice, frozen=True, tag="case_done/1"):
    """Says that an action was recorded.

    `act`: a domain.cases.actions.CaseAction; "not_reached" for a contact tried in vain, and
    "noted_only" for words to the reporter that were kept as a record and not sent. `waits`:
    somebody else must agree first.
    """

    case_id: int
    act: str
    waits: bool = False


class CaseOffered(Notice, frozen=True, tag="case_offered/1"):
    """Says that a colleague asks her to take a case on."""

    case_id: int


class CaseAnswered(Notice, frozen=True, tag="case_answered/1"):
    """Says what a colleague answered. `what`: "transfer" or "closing"; "withdrawn" where whoever
    asked to end it does so no more. `accepted`: she agreed."""

    case_id: int
    what: str
    accepted: bool


class CaseClosing(Notice, frozen=True, tag="case_closing/1"):
    """Says that a colleague wants to end a case, to which a second person must agree; in which way
    and why stands on the card."""

    case_id: int


class CaseContacted(Notice, frozen=True, tag="case_contacted/1"):
    """Tells the reporter that the officer has reached the woman, or (`reached` False) that this had
    been recorded by mistake; tells whoever holds the case that another officer reached her."""

    case_id: int
    reached: bool = True


class CaseReminded(Notice, frozen=True, tag="case_reminded/1"):
    """Tells whoever holds a case that a colleague or somebody above reminds her of it."""

    case_id: int


class CaseAssigned(Notice, frozen=True, tag="case_assigned/1"):
    """Tells whoever knows of a case, the new owner and the one before among them, and the reporter
    who holds it from now on."""

    case_id: int


class CaseToldOutside(Notice, frozen=True, tag="case_told_outside/1"):
    """Tells the owner and the reporter that somebody outside the Union was told at this moment."""

    case_id: int
    at: datetime


class CaseReopened(Notice, frozen=True, tag="case_reopened/1"):
    """Tells whoever holds a case that it was opened again: help is needed."""

    case_id: int


class CaseEnded(Notice, frozen=True, tag="case_ended/1"):
    """Tells the reporter, and whoever held it, how a case ended; she may say that it has not."""

    case_id: int


class CaseReporterLost(Notice, frozen=True, tag="case_reporter_lost/1"):
    """Tells officers that whoever reported the case cannot be written to any more. It names neither
    place nor kind."""

    case_id: int


class CaseSaid(Notice, frozen=True, tag="case_said/1"):
    """Says that the other side wrote; the words open with a further step."""

    case_id: int
    message_id: int


class CasePassedOn(Notice, frozen=True, tag="case_passed_on/1"):
    """Says that her words were passed on.

    `nobody`: nobody reads them yet: they are kept for whoever takes the case, or the reporter is
    gone. `more`: what she writes next goes there too. `urgent`: they told of danger, and the
    officers were called again.
    """

    case_id: int
    nobody: bool = False
    more: bool = False
    urgent: bool = False


class CaseCalled(Notice, frozen=True, tag="case_called/1"):
    """Tells officers that the reporter calls for help again (`what` "again"), told of danger and
    did not confirm it ("unconfirmed"), told of danger and answered nothing more ("silent"), wishes
    it to stop ("stop"), or sent a photo or voice message, which nobody can open. It names neither
    place nor kind."""

    case_id: int
    what: str = "again"


class CaseTalk(Notice, frozen=True, tag="case_talk/1"):
    """Says that what she writes now goes to the other side of a case, until she is done."""

    case_id: int


class CaseTalkOver(Notice, frozen=True, tag="case_talk_over/1"):
    """Says that what she writes is no longer passed on."""
