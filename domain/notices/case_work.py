"""What is said to those who work on a case, and to whoever reported it.

Ids only; what a case says is read when the message is sent, for whoever may see it at that moment.
`CaseSaid`, `CaseOffered` and their like may lie on a lock screen: neither name, place nor kind.
"""

from domain.notices.base import Notice


class CaseList(Notice, frozen=True, tag="case_list/1"):
    """Her cases. `which`: "all", "mine", "free" or "overdue"."""

    which: str = "all"


class CaseCard(Notice, frozen=True, tag="case_card/1"):
    """What a case says: for those who may see it, and withdrawn after a while."""

    case_id: int


class CaseStatus(Notice, frozen=True, tag="case_status/1"):
    """Where a case stands and what was said to her: for whoever reported it."""

    case_id: int


class CaseMenu(Notice, frozen=True, tag="case_menu/1"):
    """What may be chosen about a case. `menu`: a bot.handlers.cases.menus name; `options`: what is
    offered (an act, a service, an officer's id, another case's id)."""

    case_id: int
    menu: str
    options: tuple[str, ...]
    again: bool = False


class CaseNotFound(Notice, frozen=True, tag="case_not_found/1"):
    """There is no such case, or it is none of hers: the same words."""


class CaseNumberWanted(Notice, frozen=True, tag="case_number_wanted/1"):
    """A command about a case came without its number. `command`: as typed after the slash."""

    command: str


class CaseRefused(Notice, frozen=True, tag="case_refused/1"):
    """It cannot be done now. `taken`: somebody else has taken it."""

    case_id: int
    taken: bool = False


class CaseDone(Notice, frozen=True, tag="case_done/1"):
    """It was recorded. `act`: a domain.cases.actions.Act; `waits`: another must agree first."""

    case_id: int
    act: str
    waits: bool = False


class CaseOffered(Notice, frozen=True, tag="case_offered/1"):
    """A colleague asks whether she takes a case on."""

    case_id: int


class CaseAnswered(Notice, frozen=True, tag="case_answered/1"):
    """What was asked of a colleague was answered: a transfer or closing, accepted or not."""

    case_id: int
    what: str
    accepted: bool


class CaseClosing(Notice, frozen=True, tag="case_closing/1"):
    """A colleague wants to close a case: a second person must agree."""

    case_id: int


class CaseReopened(Notice, frozen=True, tag="case_reopened/1"):
    """To whoever holds it: help is needed again."""

    case_id: int


class CaseEnded(Notice, frozen=True, tag="case_ended/1"):
    """To the reporter: it was closed, or is being looked after under another number."""

    case_id: int


class CaseSaid(Notice, frozen=True, tag="case_said/1"):
    """The other side wrote; the words open with a further step."""

    case_id: int
    message_id: int


class CasePassedOn(Notice, frozen=True, tag="case_passed_on/1"):
    """Her words were passed on; `nobody`: nobody has taken the case yet, they will find them.

    `more`: what she writes next goes there too.
    """

    case_id: int
    nobody: bool = False
    more: bool = False


class CaseTalk(Notice, frozen=True, tag="case_talk/1"):
    """What she writes now goes to the other side of this case, until she says that it is all."""

    case_id: int


class CaseTalkOver(Notice, frozen=True, tag="case_talk_over/1"):
    """What she writes is no longer passed on."""
