"""/viec: what an officer does about a case, chosen from menus; nothing is typed in free words."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import TypeVar

from bot.conversations.cases.case_menu import open_menu
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.cases.case_numbers import number_wanted, numbered, short
from bot.handlers.cases.report_case import deed
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


def viec(call: Call) -> Outcome:
    """`/viec 42`: the menu; `/viec 42 dichvu legal accessed`: a deed."""
    if (unnamed := number_wanted(call, "viec")) is not None:
        return unnamed
    number, _, rest = call.words.partition(" ")
    case = named_case(call, number)
    if case is None or not allowed(call, CaseAction.STATUS, case):
        return Outcome((CaseNotFound(),))
    name, *words = rest.split() or [""]
    act = _BY_NAME.get(name)
    if act is None:
        return _menu(case, "work", {a.value: _command(case, a) for a in _now(call, case)})
    return _ACTS.get(act, _at_once)(call, case, act, words)


def _now(call: Call, case: Case) -> list[CaseAction]:
    actor, line = acting_on(call, case), line_of(call, case)
    return [act for act in _NAMES if can_now(actor, act, case, line)]


def _command(case: Case, act: CaseAction, *more: str) -> str:
    if act is CaseAction.SAY:
        return f"/tin {short(case)}"
    return " ".join([f"/viec {short(case)} {_NAMES[act]}", *more])


def _menu(case: Case, menu: str, offered: dict[str, str]) -> Outcome:
    if not offered:
        return Outcome((CaseRefused(case.id),))
    state, notices = open_menu(case.id, menu, offered)
    return Outcome(notices, opens=("case_menu", state))


# --- deeds -------------------------------------------------------------------------------------

Asked = Callable[[Call, Case, CaseAction, list[str]], Outcome]


def _at_once(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    return deed(call, CaseCommand(act), case)


def _service(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    """Which service, then how far it came; only one that was accessed counts."""
    service = _one_of(Service, words[:1])
    if service is None:
        services = FOR_TRAFFICKING if case.kind is Kind.TRAFFICKING else _services(case)
        return _menu(case, "service", {s.value: _command(case, act, s.value) for s in services})
    state = _one_of(ServiceState, words[1:2])
    if state is None:
        states = {s.value: _command(case, act, service.value, s.value) for s in ServiceState}
        return _menu(case, "service_state", states)
    return deed(call, CaseCommand(act, service=service, service_state=state), case)


def _services(case: Case) -> tuple[Service, ...]:
    rest = tuple(service for service in Service if service not in FOR_VIOLENCE)
    return FOR_VIOLENCE if case.kind is Kind.VIOLENCE else FOR_VIOLENCE + rest


def _help(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    given = _one_of(Help, words[:1])
    if given is None:
        offered = (Help.COUNSEL, Help.SUPPORT)
        return _menu(case, "help", {h.value: _command(case, act, h.value) for h in offered})
    return deed(call, CaseCommand(act, help=given), case)


def _refer(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    """To whom it is referred is which service is asked for."""
    service = _one_of(Service, words[:1])
    if service is None:
        offered = {s.value: _command(case, act, s.value) for s in _services(case)}
        return _menu(case, "refer", offered)
    return deed(call, CaseCommand(act, service=service), case)


def _follow_up(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    """In some days, or a day as typed ("20/10")."""
    at = _day(call, words)
    if at is None:
        return _menu(case, "follow_up", {d: _command(case, act, d) for d in FOLLOW_UP_DAYS})
    return deed(call, CaseCommand(act, at=at), case)


def _day(call: Call, words: list[str]) -> datetime | None:
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


def _offer(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    """To a colleague over the same unit; the case changes hands when she accepts."""
    over = officers.officers_over(call.tx, line_of(call, case))
    left_out = case.excluded | {call.person_id}
    ids = dict.fromkeys(o.person_id for o in over if o.person_id not in left_out)
    if not words or not words[0].isdecimal() or int(words[0]) not in ids:
        return _menu(case, "officer", {str(i): _command(case, act, str(i)) for i in ids})
    return deed(call, CaseCommand(act, to=int(words[0])), case)


def _other_case(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    """Another case of hers: about the same person, or the very same report."""
    if words:
        other = named_case(call, words[0])
        if other is None or other.id == case.id or not allowed(call, CaseAction.VIEW, other):
            return Outcome((CaseNotFound(),))
        if act is CaseAction.DUPLICATE and not _looked_after(call, other):
            return Outcome((CaseRefused(case.id),))
        return deed(call, CaseCommand(act, to=other.id), case)
    seen = seen_cases(call.tx, call.units, actor_of(call), call.now)
    others = [c for c in seen if c.id != case.id][-_MOST_OTHERS:]
    return _menu(case, "case", {str(c.id): _command(case, act, short(c)) for c in others})


def _looked_after(call: Call, case: Case) -> bool:
    """Whether a double may lean on it: two that lean on each other would both be dropped."""
    locked = cases.lock(call.tx, case.id)
    return locked is not None and locked.is_open


def _out_of_scope(call: Call, case: Case, act: CaseAction, words: list[str]) -> Outcome:
    """Only with a reason, from a list."""
    if not words or words[0] not in REASONS:
        return _menu(case, "reason", {r: _command(case, act, r) for r in REASONS})
    return deed(call, CaseCommand(act, reason=Confidential(words[0])), case)


def _one_of(kind: Callable[[str], T], words: list[str]) -> T | None:
    try:
        return kind(words[0]) if words else None
    except ValueError:
        return None


_ACTS: Mapping[CaseAction, Asked] = {
    CaseAction.SERVICE: _service,
    CaseAction.HELP: _help,
    CaseAction.REFER: _refer,
    CaseAction.FOLLOW_UP: _follow_up,
    CaseAction.OFFER: _offer,
    CaseAction.JOIN: _other_case,
    CaseAction.DUPLICATE: _other_case,
    CaseAction.OUT_OF_SCOPE: _out_of_scope,
}

HANDLERS = (Handler(("viec",), viec, typed=("viec",), takes=numbered),)
