"""/vuviec: reporting that somebody needs help; officers see their list of cases first.

What follows the word is ignored unless it is a number or the name of a list: a story typed behind
it is dropped.
"""

from dataclasses import replace
from datetime import timedelta

from bot.conversations.cases.case_menu import CaseMenuConversation
from bot.conversations.cases.intake import open_intake
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.cases.case_numbers import (
    ask_for_case_number,
    format_short_number,
    starts_with_case_number,
)
from bot.handlers.cases.talk import find_talk_cases, may_be_named
from bot.handlers.cases.withdrawing import withdraw_later
from domain.answers import fold
from domain.cases.actions import CaseAction, CaseCommand, Refusal
from domain.cases.case import CASE_ROLES, Case, Relation
from domain.cases.commands import ENDINGS
from domain.cases.intake import Urgency
from domain.notices.base import Notice
from domain.notices.case_work import (
    CaseCard,
    CaseDone,
    CaseList,
    CaseNotFound,
    CaseRefused,
    CaseStatus,
)
from domain.notices.intake import (
    AskedInGroup,
    IntakeNumbers,
    IntakeStanding,
    NotShownHere,
    TypeItsNumber,
)
from services.cases.commands import (
    carry_out,
    find_named_case,
    find_relations_to,
    is_allowed,
    record_list_looked_at,
    record_looks,
    record_view,
)
from services.cases.filing import call_again
from services.cases.silence import await_answer
from services.people.posts import list_posts
from storage.cases import cases

_ENDED_LATELY = timedelta(days=14)

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
    """Show officers the list of cases, let everybody else report one.

    In a group, lead her into a private chat.
    """
    if call.contact.is_group:
        return Outcome((AskedInGroup(),))
    words = fold(call.words[:40]).strip()
    if not is_case_officer(call) or words in ("moi", "new"):
        return _begin_intake(call)
    if words[:1].isdecimal():
        return show_case(call)
    which = _LISTS.get(words, "all")
    record_list_looked_at(call, which)
    return Outcome((CaseList(which),))


def begin_in_danger(call: Call, words: str = "", *, cried: bool = True) -> Outcome:
    """Open the intake after danger was told in words: the numbers come first.

    `cried`: they told of danger itself, and not only that help is wished.
    """
    outcome = _begin_intake(call, words, cried=cried)
    first = outcome.notices[0] if cried else IntakeNumbers()
    return replace(outcome, notices=(first, *outcome.notices[1:]))


def is_case_officer(call: Call) -> bool:
    """Tell whether one of her posts makes her work on cases."""
    return any(post.role in CASE_ROLES for post in list_posts(call))


def _get_message_id(call: Call) -> str:
    return call.inbound.message_id if call.inbound is not None else ""


def _begin_intake(call: Call, words: str = "", *, cried: bool = False) -> Outcome:
    """Open the intake for her own commune, or for the province if she has none.

    If she answers nothing, she hears after a while that nobody was told.
    """
    posts = list_posts(call)
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
        words=words,
        cried=cried,
    )
    await_answer(call, call.now)
    return Outcome(notices, opens=("intake", state))


# --- one case ----------------------------------------------------------------------------------


def show_case(call: Call) -> Outcome:
    """Show a case: what it says to the officers it has reached, its state to its reporter.

    Without a number the one open case she reported is meant, else the one that ended last; where
    her phone is not known to be safe, nothing is shown without it.
    """
    if not call.words.strip():
        ended = cases.load_ended_of(call.tx, call.person_id, call.now - _ENDED_LATELY)
        mine = find_talk_cases(call) or ended[-1:]
        if not may_be_named(mine) or not (mine or is_case_officer(call)):
            return Outcome((TypeItsNumber(),))
        number = format_short_number(mine[0]) if len(mine) == 1 else ""
        call = replace(call, words=number)
    if (missing_number := ask_for_case_number(call, "xem")) is not None:
        return missing_number
    case = find_named_case(call, call.words)
    if case is None:
        return Outcome((CaseNotFound(),))
    withdraw_later(call)
    if is_allowed(call, CaseAction.VIEW, case):
        record_view(call, case)
        return Outcome((CaseCard(case.id),))
    if find_relations_to(call, case) != {Relation.REPORTER}:
        record_looks(call, [case], "status")
        return Outcome((CaseStatus(case.id),))
    if case.phone_is_safe is False:
        return Outcome((NotShownHere(),))
    standing = (IntakeStanding(case.id),) if case.is_open and case.owner_id is None else ()
    return Outcome((CaseStatus(case.id), *standing))


def take_case(call: Call) -> Outcome:
    """Take a case; the other officers and the reporter learn of it."""
    return _act_on_named_case(call, CaseAction.TAKE, "nhanviec")


def record_consent(call: Call) -> Outcome:
    """Record that the person who needs help has agreed; officers are told now."""
    return _act_on_named_case(call, CaseAction.CONSENT, "dongy")


def reopen_case(call: Call) -> Outcome:
    """Reopen a case because help is needed again."""
    return _act_on_named_case(call, CaseAction.REOPEN, "molai")


def mark_case_urgent(call: Call) -> Outcome:
    """Mark a case as urgent: the others hear of it, and its clock becomes that of danger."""
    missing_number = ask_for_case_number(call, "khan")
    return missing_number or mark_as_urgent(call, find_named_case(call, call.words))


def mark_as_urgent(call: Call, case: Case | None) -> Outcome:
    """Mark this case as urgent; in one of danger its reporter's word calls the officers again."""
    hers = case is not None and case.is_open and case.reporter_id == call.person_id
    if case is not None and hers and case.urgency is Urgency.DANGER:
        call_again(call, case)
        return Outcome((CaseDone(case.id, CaseAction.RAISE.value),))
    return act_on_case(call, CaseCommand(CaseAction.RAISE), case)


def _act_on_named_case(call: Call, action: CaseAction, command: str) -> Outcome:
    missing_number = ask_for_case_number(call, command)
    return missing_number or act_on_case(
        call, CaseCommand(action), find_named_case(call, call.words)
    )


def act_on_case(call: Call, command: CaseCommand, case: Case | None) -> Outcome:
    """Run a case command and say what became of it; a menu that stood open is closed."""
    frame = call.session.frame
    in_menu = frame is not None and frame.name == CaseMenuConversation.name
    return Outcome((_run_command(call, command, case),), sets_aside=in_menu)


def _run_command(call: Call, command: CaseCommand, case: Case | None) -> Notice:
    if case is None:
        return CaseNotFound()
    after = carry_out(call, case, command)
    if isinstance(after, Refusal):
        return _explain_refusal(call, case, after, command.action)
    waits = command.action is CaseAction.OFFER or (command.action in ENDINGS and after.is_open)
    done = "not_reached" if command.reached is False else command.action.value
    return CaseDone(case.id, done, waits)


def _explain_refusal(call: Call, case: Case, why: Refusal, action: CaseAction) -> Notice:
    """Say why the command was refused.

    Whoever may not know of a case hears the same as of a case that does not exist.
    """
    if why is Refusal.NOT_YOURS and not find_relations_to(call, case) - {Relation.REPORTER}:
        return CaseNotFound()
    others = case.owner_id is not None and case.owner_id != call.person_id
    takes = action in (CaseAction.TAKE, CaseAction.TAKE_OVER, CaseAction.ACCEPT)
    holds = takes and case.owner_id == call.person_id
    return CaseRefused(case.id, others, holds, action.value)


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
