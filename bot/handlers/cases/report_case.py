"""/vuviec: reporting that somebody needs help; for officers their cases first.

What follows the word is not heard, unless it is the name of a list or a number: a story typed
behind it is dropped.
"""

import re

from bot.conversations.cases.case_menu import CaseMenuConversation
from bot.conversations.cases.intake import open_intake
from bot.conversations.reporting.report import ReportConversation
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.cases.case_numbers import ask_for_case_number, starts_with_case_number
from bot.handlers.cases.withdrawing import withdraw_later
from domain.answers import fold, tells_of_danger
from domain.cases.actions import CaseAction, CaseCommand, Refusal
from domain.cases.case import CASE_ROLES, Case, Relation
from domain.notices.base import Notice
from domain.notices.case_work import (
    CaseCard,
    CaseDone,
    CaseList,
    CaseNotFound,
    CaseRefused,
    CaseStatus,
)
from domain.notices.intake import AskedInGroup
from services.cases.commands import allowed, do, named_case, relation
from services.people.posts import posts_of
from storage.cases import cases

_PREVENTION = re.compile(r"phong,? chong|tuyen truyen|truyen thong|tap huan|sinh hoat|hoat dong")
"""What a branch does against violence is part of its report, and tells of none."""

_LISTS = {
    "": "all",
    "cua toi": "mine",
    "mine": "mine",
    "chua ai nhan": "free",
    "free": "free",
    "qua han": "overdue",
    "overdue": "overdue",
}


def report_or_list_cases(call: Call) -> Outcome:
    """The list for officers, a new report for everybody else; in a group into a private chat."""
    if call.contact.is_group:
        return Outcome((AskedInGroup(_get_message_id(call)),))
    words = fold(call.words[:40]).strip()
    if not is_case_officer(call) or words in ("moi", "new"):
        return _begin_intake(call)
    if words[:1].isdecimal():
        return show_case(call)
    return Outcome((CaseList(_LISTS.get(words, "all")),))


def answer_danger_in_report(call: Call, event: Event) -> Outcome | None:
    """Danger told while a report is being filled in comes first; the form waits, its answers kept.

    None: there is none, or what is open is no report (who words an announcement may speak of it).
    """
    frame = call.session.frame
    in_report = frame is not None and frame.name == ReportConversation.name
    told = in_report and event.what == "text" and not event.pressed
    if not told or not tells_of_danger(event.text) or _PREVENTION.search(fold(event.text[:400])):
        return None
    return _begin_intake(call)


def is_case_officer(call: Call) -> bool:
    """Whether one of her posts makes her work on cases."""
    return any(post.role in CASE_ROLES for post in posts_of(call))


def _get_message_id(call: Call) -> str:
    return call.inbound.message_id if call.inbound is not None else ""


def _begin_intake(call: Call) -> Outcome:
    posts = posts_of(call)
    view = call.units.tree.at(call.now.date())
    province = call.units.id_of(call.units.province(call.now.date()).key)
    communes = [view.commune(call.units.unit(post.unit_id).key) for post in posts]
    own = next((call.units.id_of(c.key) for c in communes if c is not None), 0)
    message = _get_message_id(call)
    state, notices = open_intake(
        call.now,
        own or province,
        own,
        stranger=not posts,
        message_ref=f"{call.contact.id}:{message}" if message else "",
    )
    return Outcome(notices, opens=("intake", state))


# --- one case ----------------------------------------------------------------------------------


def show_case(call: Call) -> Outcome:
    """What a case says, to officers it has reached; where it stands, to who reported it."""
    if (unnamed := ask_for_case_number(call, "xem")) is not None:
        return unnamed
    case = named_case(call, call.words)
    if case is None:
        return Outcome((CaseNotFound(),))
    withdraw_later(call)
    if allowed(call, CaseAction.VIEW, case):
        cases.record_view(call.tx, case, call.person_id, call.now)
        return Outcome((CaseCard(case.id),))
    return Outcome((CaseStatus(case.id),))


def take_case(call: Call) -> Outcome:
    """Take a case: one officer does, the others and the reporter learn of it."""
    return _act_on_named_case(call, CaseAction.TAKE, "nhanviec")


def record_consent(call: Call) -> Outcome:
    """The person who needs help has agreed: officers are told now."""
    return _act_on_named_case(call, CaseAction.CONSENT, "dongy")


def reopen_case(call: Call) -> Outcome:
    """Help is needed again."""
    return _act_on_named_case(call, CaseAction.REOPEN, "molai")


def mark_case_urgent(call: Call) -> Outcome:
    """A case has become urgent: the others hear of it, and its clock is that of danger."""
    return _act_on_named_case(call, CaseAction.RAISE, "khan")


def _act_on_named_case(call: Call, act: CaseAction, command: str) -> Outcome:
    unnamed = ask_for_case_number(call, command)
    return unnamed or act_on_case(call, CaseCommand(act), named_case(call, call.words))


def act_on_case(call: Call, done: CaseCommand, case: Case | None) -> Outcome:
    """Do it, and say what became of it; a menu that stood open is done with."""
    frame = call.session.frame
    in_menu = frame is not None and frame.name == CaseMenuConversation.name
    return Outcome((_run_command(call, done, case),), sets_aside=in_menu)


def _run_command(call: Call, done: CaseCommand, case: Case | None) -> Notice:
    if case is None:
        return CaseNotFound()
    after = do(call, case, done)
    if isinstance(after, Refusal):
        return _explain_refusal(call, case, after)
    waits = done.act is CaseAction.OFFER or (
        done.act is CaseAction.CLOSE and after.pending is not None
    )
    return CaseDone(case.id, done.act.value, waits)


def _explain_refusal(call: Call, case: Case, why: Refusal) -> Notice:
    """Whoever may not know of a case hears what she would hear of one that is not there."""
    if why is Refusal.NOT_YOURS and not relation(call, case) - {Relation.REPORTER}:
        return CaseNotFound()
    others = case.owner_id is not None and case.owner_id != call.person_id
    return CaseRefused(case.id, taken=others)


HANDLERS = (
    Handler(
        ("vuviec", "vu_viec", "case"),
        report_or_list_cases,
        in_groups=True,
        typed=("vu viec",),
        however_long=True,
        anywhere=("case",),
    ),
    Handler(("xem",), show_case, typed=("xem",), takes=starts_with_case_number),
    Handler(("nhanviec",), take_case, typed=("nhan", "nhan viec"), takes=starts_with_case_number),
    Handler(("dongy",), record_consent, typed=("dong y",), takes=starts_with_case_number),
    Handler(("khan",), mark_case_urgent, typed=("khan", "khan cap"), takes=starts_with_case_number),
    Handler(("molai",), reopen_case, typed=("mo lai",), takes=starts_with_case_number),
)
