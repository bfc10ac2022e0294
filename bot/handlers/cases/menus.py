"""/viec: what an officer does about a case, chosen from menus; nothing is typed in free words."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import TypeVar

from bot.conversations.cases.case_menu import open_menu
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.cases.case_numbers import ask_for_case_number, starts_with_case_number, format_short_number
from bot.handlers.cases.report_case import act_on_case
from domain.answers import Status
from domain.answers.dates.coming import read_coming
from domain.cases.actions import CaseAction, CaseCommand
from domain.cases.case import Case
from domain.cases.intake import Kind
from domain.cases.social_services import FOR_TRAFFICKING, FOR_VIOLENCE, Help, Service, ServiceState
from domain.confidential import Confidential
from domain.notices.case_work import CaseNotFound, CaseRefused
from services.cases.access import can_now, seen_cases
from services.cases.commands import acting_on, actor_of, allowed, named_case
from services.cases.telling import line_of
from storage import officers
from storage.cases import cases

FOLLOW_UP_DAYS = ("1", "3", "7", "14", "30")
REASONS = ("no_help_needed", "other_province", "no_way_to_reach", "mistake")
_MOST_OTHERS = 8
_FOLLOW_UP_AT = time(8)

_NAMES: Mapping[CaseAction, str] = {
    CaseAction.TAKE: "nhan",
    CaseAction.ACCEPT: "nhangiao",
    CaseAction.DECLINE: "tuchoi",
    CaseAction.AGREE: "dongy",
    CaseAction.DISAGREE: "khongdongy",
    CaseAction.SAY: "tin",
    CaseAction.RAISE: "khan",
    CaseAction.SERVICE: "dichvu",
    CaseAction.HELP: "giup",
    CaseAction.FOLLOW_UP: "hen",
    CaseAction.REFER: "chuyen",
    CaseAction.REFERRAL_ACCEPTED: "noikhacnhan",
    CaseAction.REFERRAL_DROPPED: "noikhackhongnhan",
    CaseAction.OFFER: "giao",
    CaseAction.SERVE: "xong",
    CaseAction.CLOSE: "dong",
    CaseAction.JOIN: "cungnguoi",
    CaseAction.DUPLICATE: "trung",
    CaseAction.OUT_OF_SCOPE: "ngoai",
    CaseAction.REOPEN: "molai",
}
"""What may be done about a case, in the order of the menu, and the word of its command."""

T = TypeVar("T")

_BY_NAME = {name: act for act, name in _NAMES.items()}


def work_on_case(call: Call) -> Outcome:
    """`/viec 42`: the menu; `/viec 42 dichvu legal accessed`: a deed."""
    if (unnamed := ask_for_case_number(call, "viec")) is not None:
        return unnamed
    number, _, rest = call.words.partition(" ")
    case = named_case(call, number)
    if case is None or not allowed(call, CaseAction.STATUS, case):
        return Outcome((CaseNotFound(),))
    name, *words = rest.split() or [""]
    act = _BY_NAME.get(name)
    if act is None:
        return _offer_menu(case, "work", {a.value: _format_command(case, a) for a in _list_possible_actions(call, case)})
    return _ACTION_HANDLERS.get(act, _act_at_once)(call, case, act, words)


def _list_possible_actions(call: Call, case: Case) -> list[CaseAction]:
    actor, line = acting_on(call, case), line_of(call, case)
    return [act for act in _NAMES if can_now(actor, act, case, line)]


def _format_command(case: Case, act: CaseAction, *more: str) -> str:
    if act is CaseAction.SAY:
        return f"/tin {format_short_number(case)}"
    return " ".join([f"/viec {format_short_number(case)} {_NAMES[act]}", *more])


def _offer_menu(case: Case, menu: str, offered: dict[str, str]) -> Outcome:
    if not offered:
        return Outcome((CaseRefused(case.id),))
    state, notices = open_menu(case.id, menu, offered)
    return Outcome(notices, opens=("case_menu", state))


# --- deeds -------------------------------------------------------------------------------------

ActionHandler = Callable[[Call, Case, CaseAction, list[str]], Outcome]


def _act_at_once(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    return act_on_case(call, CaseCommand(act), case)


def _record_service(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    """Which service, then how far it came; only one that was accessed counts."""
    service = _read_member(Service, words[:1])
    if service is None:
        services = FOR_TRAFFICKING if case.kind is Kind.TRAFFICKING else _list_services(case)
        return _offer_menu(case, "service", {s.value: _format_command(case, act, s.value) for s in services})
    state = _read_member(ServiceState, words[1:2])
    if state is None:
        states = {s.value: _format_command(case, act, service.value, s.value) for s in ServiceState}
        return _offer_menu(case, "service_state", states)
    return act_on_case(call, CaseCommand(act, service=service, service_state=state), case)


def _list_services(case: Case) -> tuple[Service, ...]:
    rest = tuple(service for service in Service if service not in FOR_VIOLENCE)
    return FOR_VIOLENCE if case.kind is Kind.VIOLENCE else FOR_VIOLENCE + rest


def _record_help(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    given = _read_member(Help, words[:1])
    if given is None:
        offered = (Help.COUNSEL, Help.SUPPORT)
        return _offer_menu(case, "help", {h.value: _format_command(case, act, h.value) for h in offered})
    return act_on_case(call, CaseCommand(act, help=given), case)


def _refer_case(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    """To whom it is referred is which service is asked for."""
    service = _read_member(Service, words[:1])
    if service is None:
        offered = {s.value: _format_command(case, act, s.value) for s in _list_services(case)}
        return _offer_menu(case, "refer", offered)
    return act_on_case(call, CaseCommand(act, service=service), case)


def _set_follow_up(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    """In some days, or a day as typed ("20/10")."""
    at = _read_day(call, words)
    if at is None:
        return _offer_menu(case, "follow_up", {d: _format_command(case, act, d) for d in FOLLOW_UP_DAYS})
    return act_on_case(call, CaseCommand(act, at=at), case)


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


def _offer_case(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    """To a colleague over the same unit; the case changes hands when she accepts."""
    over = officers.find_officers_over(call.tx, line_of(call, case))
    left_out = case.excluded | {call.person_id}
    ids = dict.fromkeys(o.person_id for o in over if o.person_id not in left_out)
    if not words or not words[0].isdecimal() or int(words[0]) not in ids:
        return _offer_menu(case, "officer", {str(i): _format_command(case, act, str(i)) for i in ids})
    return act_on_case(call, CaseCommand(act, to=int(words[0])), case)


def _link_other_case(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    """Another case of hers: about the same person, or the very same report."""
    if words:
        other = named_case(call, words[0])
        if other is None or other.id == case.id or not allowed(call, CaseAction.VIEW, other):
            return Outcome((CaseNotFound(),))
        if act is CaseAction.DUPLICATE and not _is_open_now(call, other):
            return Outcome((CaseRefused(case.id),))
        return act_on_case(call, CaseCommand(act, to=other.id), case)
    seen = seen_cases(call.tx, call.units, actor_of(call), call.now)
    others = [c for c in seen if c.id != case.id][-_MOST_OTHERS:]
    return _offer_menu(case, "case", {str(c.id): _format_command(case, act, format_short_number(c)) for c in others})


def _is_open_now(call: Call, case: Case) -> bool:
    """Whether a double may lean on it: two that lean on each other would both be dropped."""
    locked = cases.lock(call.tx, case.id)
    return locked is not None and locked.is_open


def _drop_as_out_of_scope(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    """Only with a reason, from a list."""
    if not words or words[0] not in REASONS:
        return _offer_menu(case, "reason", {r: _format_command(case, act, r) for r in REASONS})
    return act_on_case(call, CaseCommand(act, reason=Confidential(words[0])), case)


def _read_member(kind: Callable[[str], T], words: list[str]) -> T | None:
    try:
        return kind(words[0]) if words else None
    except ValueError:
        return None


_ACTION_HANDLERS: Mapping[CaseAction, ActionHandler] = {
    CaseAction.SERVICE: _record_service,
    CaseAction.HELP: _record_help,
    CaseAction.REFER: _refer_case,
    CaseAction.FOLLOW_UP: _set_follow_up,
    CaseAction.OFFER: _offer_case,
    CaseAction.JOIN: _link_other_case,
    CaseAction.DUPLICATE: _link_other_case,
    CaseAction.OUT_OF_SCOPE: _drop_as_out_of_scope,
}

HANDLERS = (Handler(("viec",), work_on_case, typed=("viec",), takes=starts_with_case_number),)
