"""/viec: what an officer does about a case, chosen from menus; nothing is typed in free words.

Every menu asks first whether she may do what it leads to: what it offers tells of the case.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TypeVar

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.cases.case_numbers import (
    ask_for_case_number,
    format_short_number,
    starts_with_case_number,
)
from bot.handlers.cases.case_words import (
    BY_NAME,
    NAMES,
    NOT_REACHED,
    can_act_now,
    format_command,
    offer_menu,
    offer_to_record,
    read_command,
)
from bot.handlers.cases.report_case import act_on_case, show_case
from bot.handlers.cases.talk import talk_in_case
from domain.answers import Status
from domain.answers.dates.coming import read_coming
from domain.cases.actions import CaseAction, CaseCommand, Outside, find_undone
from domain.cases.case import Case, Relation
from domain.cases.changes import NOT_SAFE_YET
from domain.cases.commands import ENDINGS
from domain.cases.duties import Duty
from domain.cases.intake import CaseKind
from domain.cases.outside_words import ReadOutside, read_told_outside
from domain.cases.social_services import (
    FOR_TRAFFICKING,
    FOR_VIOLENCE,
    HelpGiven,
    Service,
    ServiceState,
)
from domain.confidential import Confidential
from domain.notices.case_work import CaseDone, CaseNotFound, CaseRefused
from services.cases.access import list_visible_cases
from services.cases.commands import (
    find_actor,
    find_named_case,
    find_relations_to,
    is_allowed,
    list_colleagues,
    lock_if_open,
    record_looks,
)
from services.cases.contact import has_unread_words, held_it_before, note_contact_before

FOLLOW_UP_DAYS = ("1", "3", "7", "14", "30")
REASONS = ("no_help_needed", "other_province", "no_way_to_reach", "mistake")
CLOSING_REASONS = ("safe_now", "with_others", "her_wish", "moved_away")
REFUSING_REASONS: Mapping[str, tuple[str, ...]] = {
    CaseAction.CLOSE.value: (NOT_SAFE_YET, "needs_more", "not_asked"),
    CaseAction.DUPLICATE.value: ("not_the_same", "needs_more"),
    CaseAction.OUT_OF_SCOPE.value: ("in_scope", NOT_SAFE_YET, "needs_more"),
}
"""Why a second officer does not agree, by the end that was asked for."""
_MOST_OTHERS = 8
_FOLLOW_UP_AT = time(8)

T = TypeVar("T")


def work_on_case(call: Call) -> Outcome:
    """Show the menu of a case (`/viec 42`), or act on it (`/viec 42 dichvu legal accessed`)."""
    if (missing_number := ask_for_case_number(call, "viec")) is not None:
        return missing_number
    number, _, rest = call.words.partition(" ")
    case = find_named_case(call, number)
    if case is None or not is_allowed(call, CaseAction.STATUS, case):
        return Outcome((CaseNotFound(),))
    if find_relations_to(call, case) == {Relation.REPORTER}:
        return show_case(replace(call, words=number))
    if (outside := read_told_outside(rest, call.now)) is not None:
        return _record_told_outside(call, case, outside)
    name, *words = read_command(rest).split() or [""]
    action = BY_NAME.get(name)
    if action is None:
        return offer_menu(case, "work", _list_possible_actions(call, case))
    if action is CaseAction.CONTACT and held_it_before(call, case):
        return _record_contact_before(call, case, reached=words[:1] != [NOT_REACHED])
    if action is CaseAction.DISAGREE and not case.is_open:
        return _object_after_the_end(call, case, words)
    if not can_act_now(call, case, action) and action in _INSTEAD:
        action = _INSTEAD[action]
    if not can_act_now(call, case, action):
        return _act_at_once(call, case, action, [])  # which says why not
    if action in (CaseAction.AGREE, *ENDINGS) and has_unread_words(call, case):
        return _show_unread_words(case)
    return _ACTION_HANDLERS.get(action, _act_at_once)(call, case, action, words)


_INSTEAD = {CaseAction.OFFER: CaseAction.ASSIGN, CaseAction.ASSIGN: CaseAction.OFFER}
"""GIAO means one thing to whoever holds the case and another to those above her."""


def _list_possible_actions(call: Call, case: Case) -> dict[str, str]:
    """List what she may do now, with the command of each; contact is two choices of one tap."""
    offered = {}
    for action in NAMES:
        if can_act_now(call, case, action):
            offered[action.value] = format_command(case, action)
            if action is CaseAction.CONTACT:
                offered["not_reached"] = format_command(case, action, NOT_REACHED)
    return offered


# --- actions -----------------------------------------------------------------------------------

ActionHandler = Callable[[Call, Case, CaseAction, list[str]], Outcome]


def _act_at_once(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    return act_on_case(call, CaseCommand(action), case)


def _record_contact(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    """Record that she was reached, or that it was tried in vain."""
    reached = words[:1] != [NOT_REACHED]
    return act_on_case(call, CaseCommand(action, reached=reached), case)


def _record_contact_before(call: Call, case: Case, *, reached: bool) -> Outcome:
    """Record what whoever held it before did; whoever holds it now hears of it."""
    note_contact_before(call, case, reached=reached)
    return Outcome((CaseDone(case.id, "contact_before"),))


def _object_after_the_end(call: Call, case: Case, words: list[str]) -> Outcome:
    """Open the case again for whoever did not agree a moment too late, with why."""
    if not can_act_now(call, case, CaseAction.REOPEN):
        return _act_at_once(call, case, CaseAction.DISAGREE, [])
    reasons = REFUSING_REASONS[CaseAction.CLOSE.value]
    known = {reason for each in REFUSING_REASONS.values() for reason in each}
    if not words or words[0] not in known:
        act = CaseAction.DISAGREE
        return offer_menu(case, "reason", {r: format_command(case, act, r) for r in reasons})
    return act_on_case(call, CaseCommand(CaseAction.REOPEN, reason=Confidential(words[0])), case)


def _show_unread_words(case: Case) -> Outcome:
    """Have the reporter's last words looked at before the case ends over them."""
    offered = {"see": f"/xem {format_short_number(case)}"}
    return offer_menu(case, "unread", offered)


def _serve(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    """Record that she was served; where nobody recorded contact or help, ask what was done."""
    undone = find_undone(case)
    if not undone:
        return act_on_case(call, CaseCommand(action), case)
    offered = {}
    if Duty.CONTACT in undone:
        offered["contact"] = format_command(case, CaseAction.CONTACT)
        offered["not_reached"] = format_command(case, CaseAction.CONTACT, NOT_REACHED)
    for more in (CaseAction.HELP, CaseAction.SERVICE, CaseAction.REFER):
        if can_act_now(call, case, more):
            offered[more.value] = format_command(case, more)
    return offer_menu(case, "undone", offered)


def _say(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    said = " ".join([format_short_number(case), *words])
    return talk_in_case(replace(call, words=said))


def _tell_outside(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    """Record whom outside the Union somebody has told; who must not know is not proposed."""
    if len(words) > 1 and (told := read_outside_option(words)) is not None:
        return _record_each(call, case, told)
    outside = _read_member(Outside, words[:1])
    if outside is None:
        near = {Outside.CHAIR} if case.commune_left_out else set()
        proposed = [each for each in Outside if each not in near]
        offered = {o.value: format_command(case, action, o.value) for o in proposed}
        return offer_menu(case, "outside", offered)
    return act_on_case(call, CaseCommand(action, outside=outside), case)


def format_outside_option(told: ReadOutside, now: datetime) -> str:
    """Write what was read as the words of a command: `police+health 2025-10-14T22:00:00+07:00`."""
    return f"{'+'.join(told.whom)} {(told.at or now).isoformat(timespec='minutes')}"


def read_outside_option(words: list[str]) -> ReadOutside | None:
    """Read what `format_outside_option` wrote."""
    try:
        whom = tuple(Outside(each) for each in words[0].split("+"))
        return ReadOutside(whom, datetime.fromisoformat(words[1]))
    except ValueError:
        return None


def _record_told_outside(call: Call, case: Case, told: ReadOutside) -> Outcome:
    """Record what she typed in words; a moment before the case was opened is shown first, since it
    may have been read wrongly."""
    if told.at is not None and told.at < case.opened_at.replace(second=0, microsecond=0):
        return offer_to_record_outside(case, told, call.now)
    return _record_each(call, case, told)


def offer_to_record_outside(case: Case, told: ReadOutside, now: datetime) -> Outcome:
    """Show whom she told, and when, before it is recorded."""
    option = format_outside_option(told, now)
    command = format_command(case, CaseAction.TELL_OUTSIDE, option)
    return offer_to_record(case, {f"outside {option}": command})


def _record_each(call: Call, case: Case, told: ReadOutside) -> Outcome:
    commands = [CaseCommand(CaseAction.TELL_OUTSIDE, outside=o, at=told.at) for o in told.whom]
    return [act_on_case(call, command, case) for command in commands][-1]


def _disagree(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    """Say no to the end of the case, with why; whoever asked for it takes it back with no word."""
    pending = case.pending
    if pending is None or pending.by == call.person_id:
        return act_on_case(call, CaseCommand(action), case)
    reasons = REFUSING_REASONS.get(pending.ending, REFUSING_REASONS[CaseAction.CLOSE.value])
    if not words or words[0] not in reasons:
        return offer_menu(case, "reason", {r: format_command(case, action, r) for r in reasons})
    return act_on_case(call, CaseCommand(action, reason=Confidential(words[0])), case)


def _close(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    """Close the case; the second officer, where one must agree, is told why."""
    if not case.closed_by_two:
        return act_on_case(call, CaseCommand(action), case)
    if not words or words[0] not in CLOSING_REASONS:
        offered = {r: format_command(case, action, r) for r in CLOSING_REASONS}
        return offer_menu(case, "reason", offered)
    return act_on_case(call, CaseCommand(action, reason=Confidential(words[0])), case)


def _record_service(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    """Ask which service, then how far it came; only a service that was accessed counts."""
    service = _read_member(Service, words[:1])
    if service is None:
        services = FOR_TRAFFICKING if case.kind is CaseKind.TRAFFICKING else _list_services(case)
        return offer_menu(
            case, "service", {s.value: format_command(case, action, s.value) for s in services}
        )
    state = _read_member(ServiceState, words[1:2])
    if state is None:
        states = {
            s.value: format_command(case, action, service.value, s.value) for s in ServiceState
        }
        return offer_menu(case, "service_state", states)
    return act_on_case(call, CaseCommand(action, service=service, service_state=state), case)


def _list_services(case: Case) -> tuple[Service, ...]:
    """Return the services of a case: against violence those for it alone, else these first."""
    rest = tuple(service for service in Service if service not in FOR_VIOLENCE)
    return FOR_VIOLENCE if case.kind is CaseKind.VIOLENCE else FOR_VIOLENCE + rest


def _record_help(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    given = _read_member(HelpGiven, words[:1])
    if given is None:
        offered = (HelpGiven.COUNSEL, HelpGiven.SUPPORT)
        return offer_menu(
            case, "help", {h.value: format_command(case, action, h.value) for h in offered}
        )
    return act_on_case(call, CaseCommand(action, help=given), case)


def _refer_case(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    """Refer the case; the service that is asked for tells to whom."""
    service = _read_member(Service, words[:1])
    if service is None:
        offered = {s.value: format_command(case, action, s.value) for s in _list_services(case)}
        return offer_menu(case, "refer", offered)
    return act_on_case(call, CaseCommand(action, service=service), case)


def _set_follow_up(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    """Set the day of the follow-up: in some days, or a day as typed ("20/10")."""
    at = _read_day(call, words)
    if at is None:
        return offer_menu(
            case, "follow_up", {d: format_command(case, action, d) for d in FOLLOW_UP_DAYS}
        )
    return act_on_case(call, CaseCommand(action, at=at), case)


def _read_day(call: Call, words: list[str]) -> datetime | None:
    if words and words[0] in FOLLOW_UP_DAYS and len(words) == 1:
        day = call.now.date() + timedelta(days=int(words[0]))
        return datetime.combine(day, _FOLLOW_UP_AT, call.now.tzinfo)
    reading = read_coming(" ".join(words), call.now) if words else None
    if reading is None or reading.status not in (Status.VALUE, Status.CONFIRM):
        return None
    first = reading.value[0]
    if first <= call.now.date():
        return None
    return datetime.combine(first, _FOLLOW_UP_AT, call.now.tzinfo)


def _hand_on(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    """Offer the case to a colleague over the same unit, who must accept it, or give it to her."""
    ids = [who for who in list_colleagues(call, case) if who != case.owner_id]
    if not words or not words[0].isdecimal() or int(words[0]) not in ids:
        return offer_menu(
            case, "officer", {str(i): format_command(case, action, str(i)) for i in ids}
        )
    return act_on_case(call, CaseCommand(action, to=int(words[0])), case)


def _link_other_case(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    """Link another case of hers: one about the same person, or the very same report."""
    if words:
        other = find_named_case(call, words[0])
        if other is None or other.id == case.id or not is_allowed(call, CaseAction.VIEW, other):
            return Outcome((CaseNotFound(),))
        # Two cases that point to each other as duplicates would both be dropped.
        if action is CaseAction.DUPLICATE and not lock_if_open(call, other):
            return Outcome((CaseRefused(case.id),))
        return act_on_case(call, CaseCommand(action, to=other.id), case)
    seen = list_visible_cases(call.tx, call.units, find_actor(call), call.now)
    others = [c for c in seen if c.id != case.id][-_MOST_OTHERS:]
    record_looks(call, others, "menu")
    return offer_menu(
        case,
        "case",
        {str(c.id): format_command(case, action, format_short_number(c)) for c in others},
    )


def _drop_as_out_of_scope(call: Call, case: Case, action: CaseAction, words: list[str]) -> Outcome:
    """Drop the case as out of scope, with a reason from a list only."""
    if not words or words[0] not in REASONS:
        return offer_menu(case, "reason", {r: format_command(case, action, r) for r in REASONS})
    return act_on_case(call, CaseCommand(action, reason=Confidential(words[0])), case)


def _read_member(kind: Callable[[str], T], words: list[str]) -> T | None:
    """Return the member of an enum that the first word names, else None."""
    try:
        return kind(words[0]) if words else None
    except ValueError:
        return None


_ACTION_HANDLERS: Mapping[CaseAction, ActionHandler] = {
    CaseAction.SERVICE: _record_service,
    CaseAction.HELP: _record_help,
    CaseAction.REFER: _refer_case,
    CaseAction.FOLLOW_UP: _set_follow_up,
    CaseAction.CONTACT: _record_contact,
    CaseAction.TELL_OUTSIDE: _tell_outside,
    CaseAction.SERVE: _serve,
    CaseAction.SAY: _say,
    CaseAction.CLOSE: _close,
    CaseAction.DISAGREE: _disagree,
    CaseAction.OFFER: _hand_on,
    CaseAction.ASSIGN: _hand_on,
    CaseAction.JOIN: _link_other_case,
    CaseAction.DUPLICATE: _link_other_case,
    CaseAction.OUT_OF_SCOPE: _drop_as_out_of_scope,
}

HANDLERS = (Handler(("viec",), work_on_case, typed=("viec",), takes=starts_with_case_number),)
