"""/baocao: open what is owed now; /nhapho: enter it for a branch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.conversations.choose import open_choice
from bot.conversations.reporting.opening import offered
from bot.conversations.reporting.reading import quick_items
from bot.conversations.reporting.report import open_report
from bot.conversations.reporting.state import report_key
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.answers import read_quick_report
from domain.answers.dates.months import month_named, names_month
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.reopening import PeriodLocked
from domain.notices.reporting import (
    AlreadySent,
    Amounts,
    BranchesHaveSent,
    BranchNotFound,
    NothingOwed,
)
from domain.org.search import search
from domain.org.tree import Unit
from domain.people.roles import Action, may
from domain.periods import Period, due_day, opens_at, owed_periods
from services.people.posts import posts_for, posts_of
from services.reporting.due_days import due_of
from services.reporting.reopening import locked, reopened, takes_reports
from storage import extensions, reports
from storage.extensions import Extension
from storage.moments import moment
from storage.reports import Report

_HISTORY_MONTHS = 12
_MOST_OFFERED = 12
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """A unit she may report for, and whether it is another's report."""

    unit_id: int
    unit: Unit
    on_behalf: bool = False


def start_report(call: Call) -> Outcome:
    """Open the oldest report owed by her unit, or by the unit whose id follows.

    After the id a period may be named ("/baocao 12 2025-10"): it is opened first where it is owed.
    For her own unit a month may be named in words ("báo cáo tháng 9").
    """
    named, _, period = call.words.partition(" ")
    own_units = [find_reporting_unit(call, int(named))] if named.isdecimal() else find_own_units(call)
    match [own for own in own_units if own is not None]:
        case []:
            return Outcome((NotForYou(),))
        case [own]:
            return open_owed(call, own, period if named.isdecimal() else read_month(call))
        case several:
            return ask_which_unit(several, "/baocao")


def read_month(call: Call) -> str:
    """The month her words name ("tháng 9"), as stored; "" where they name none."""
    month = month_named(call.words, call.plan.year)
    return "" if month is None else str(month)


def open_report_said_in_passing(call: Call) -> Outcome | None:
    """A report said outside any form ("thoát nghèo 3 hộ"): the form opens with it filled in."""
    if call.what != "text" or not call.words:
        return None
    readings = read_quick_report(call.words, quick_items(call.plan))
    own_units = find_own_units(call) if readings else []
    if len(own_units) != 1:
        return None
    owed = find_owed_periods(call, own_units[0])
    if not owed:
        return _answer_for_sent(call, own_units[0])
    if report_key(own_units[0].unit_id, str(owed[0])) in call.session.parked:
        return None  # a form set aside is taken up by /baocao, never written over
    opened = open_report(call.plan, **load_form_facts(call, own_units[0], owed[0]))
    filled = offered(call.plan, opened, readings)
    return None if filled is None else open_conversation("report", filled)


def offer_correction(call: Call) -> Outcome | None:
    """How a sent report is corrected; None while one is owed, or for somebody of several units."""
    own_units = find_own_units(call)
    if len(own_units) != 1 or find_owed_periods(call, own_units[0]):
        return None
    return _answer_for_sent(call, own_units[0])


def _answer_for_sent(call: Call, own: ReportingUnit) -> Outcome:
    """What is said in passing belongs to a report that was sent: how to correct it."""
    period = Period.of(call.now.date(), call.plan.settings.cutoff_day)
    report = reports.in_force(call.tx, own.unit_id, str(period))
    if report is None:
        return Outcome((_tell_nothing_owed(call, own),))
    return Outcome((_tell_already_sent(own, report),))


def _tell_already_sent(own: ReportingUnit, report: Report) -> AlreadySent:
    return AlreadySent(own.unit.name, report.period, report.number, moment(report.sent_at))


def start_report_for_branch(call: Call) -> Outcome:
    """An officer enters a report for a branch that has not sent it: named, or picked."""
    offices = find_overseen_units(call)
    if not offices:
        return Outcome((NotForYou(),))
    branches = find_branches_meant(call, offices)
    if not branches:
        return Outcome((BranchNotFound(),))
    match _select_owing(call, branches):
        case []:
            return Outcome((BranchesHaveSent(branches[0].name if len(branches) == 1 else ""),))
        case [only]:
            return open_owed(call, only)
        case several:
            return _choose_branch(call, several)


def find_overseen_units(call: Call) -> list[Unit]:
    """The units for whose branches she may report."""
    return [call.units.unit(p.unit_id) for p in posts_for(call, Action.REPORT_FOR_BRANCH)]


def find_branches_meant(call: Call, offices: Sequence[Unit]) -> list[Unit]:
    """The branches of her offices; of these the ones named, or those of the commune named."""
    view = call.units.tree.at(call.now.date())
    branches = [branch for office in offices for branch in view.branches(office.key)]
    if not call.words:
        return branches
    named = search(view, call.words[:_LONGEST_NAME])
    wanted = {branch for unit in named for branch in view.branches(unit.key)}
    return [branch for branch in branches if branch in wanted]


def _select_owing(call: Call, branches: Sequence[Unit]) -> list[ReportingUnit]:
    own_units = [
        ReportingUnit(call.units.id_of(branch.key), branch, on_behalf=True) for branch in branches
    ]
    sent = reports.sent_periods_of(call.tx, [own.unit_id for own in own_units])
    granted = extensions.load_granted(call.tx, extensions.OPEN)
    return [s for s in own_units if find_owed_periods(call, s, sent.get(s.unit_id, ()), granted)]


def _choose_branch(call: Call, own_units: list[ReportingUnit]) -> Outcome:
    """The first of them by name, with their communes where there are several; the rest typed."""
    view = call.units.tree.at(call.now.date())
    communes = [view.commune(own.unit.key) for own in own_units]
    several = len(set(communes)) > 1
    options = [
        (
            f"{own.unit.name}, {commune.name}" if several and commune else own.unit.name,
            f"/baocao {own.unit_id}",
        )
        for own, commune in zip(own_units[:_MOST_OFFERED], communes, strict=False)
    ]
    more = len(own_units) - len(options)
    state, notices = open_choice("unit", options, more, "/nhapho")
    return Outcome(notices, opens=("choose", state), in_between=True)


def find_own_units(call: Call) -> list[ReportingUnit]:
    """The units she reports for herself."""
    units = dict.fromkeys(p.unit_id for p in posts_for(call, Action.REPORT))
    return [ReportingUnit(unit_id, call.units.unit(unit_id)) for unit_id in units]


def find_reporting_unit(call: Call, unit_id: int) -> ReportingUnit | None:
    """The unit of this id, where she may report for it; else None."""
    try:
        unit = call.units.unit(unit_id)
    except KeyError:
        return None
    posts = posts_of(call)
    if any(p.unit_id == unit_id for p in posts):
        return ReportingUnit(unit_id, unit)
    line = call.units.line(unit_id, call.now.date())
    return (
        ReportingUnit(unit_id, unit, True) if may(posts, Action.REPORT_FOR_BRANCH, line) else None
    )


def ask_which_unit(own_units: list[ReportingUnit], command: str) -> Outcome:
    options = [(own.unit.name, f"{command} {own.unit_id}") for own in own_units]
    state, notices = open_choice("unit", options)
    return Outcome(notices, opens=("choose", state), in_between=True)


def open_conversation(name: str, opened: tuple[msgspec.Struct, tuple[Notice, ...]]) -> Outcome:
    state, notices = opened
    return Outcome(notices, opens=(name, state))


# --- one unit's report -------------------------------------------------------------------------


def find_owed_periods(
    call: Call,
    own: ReportingUnit,
    sent_periods: Collection[str] | None = None,
    granted: Sequence[Extension] | None = None,
) -> tuple[Period, ...]:
    """The periods this unit owes now, the older first; a form that asks nothing is not owed.

    `granted`: what was reopened, read before for many units.
    """
    level = own.unit.level
    if sent_periods is None:
        sent_periods = reports.sent_periods(call.tx, own.unit_id)
    sent = {Period.parse(p) for p in sent_periods}
    asked = [p for p in call.plan.periods if call.plan.form(level, p)]
    until = reopened(call, own.unit_id, granted)
    return owed_periods(call.now, call.plan.settings, asked, sent, level, until)


def open_owed(call: Call, own: ReportingUnit, wanted: str = "") -> Outcome:
    owed = find_owed_periods(call, own)
    sent = reports.in_force(call.tx, own.unit_id, wanted) if wanted else None
    if sent is not None:
        return Outcome((_tell_already_sent(own, sent),))
    if wanted and (shut := _find_lock(call, own, wanted)) is not None:
        return Outcome((shut,))
    if not owed:
        return Outcome((_tell_nothing_owed(call, own),))
    period = next((p for p in owed if str(p) == wanted), owed[0])
    key = report_key(own.unit_id, str(period))
    if key in call.session.parked:
        return Outcome(resumes=key)
    if _is_open_already(call, key):
        return Outcome()
    return open_conversation("report", open_report(call.plan, **load_form_facts(call, own, period)))


def _is_open_already(call: Call, key: str) -> bool:
    """Whether this very report is being filled in: then it is only asked again."""
    frame = call.session.frame
    return frame is not None and frame.key == key


def _find_lock(call: Call, own: ReportingUnit, period: str) -> PeriodLocked | None:
    """That a month takes no reports any more; None where it does, or is still to come."""
    when = Period.parse(period)
    if takes_reports(call, own.unit_id, when) or opens_at(when, call.plan.settings) > call.now:
        return None
    return locked(call, own.unit_id, when)


def load_form_facts(call: Call, own: ReportingUnit, period: Period) -> dict[str, Any]:
    """What opening a report needs to know of its unit."""
    previous, usual = _load_history(call, own.unit_id, period)
    level = own.unit.level
    return {
        "unit_id": own.unit_id,
        "unit_name": own.unit.name,
        "level": level,
        "period": period,
        "previous": previous,
        "usual": usual,
        "one_answer": call.abilities.scarce,
        "on_behalf": own.on_behalf,
        "due": due_of(call, own.unit_id, period),
    }


def _tell_nothing_owed(call: Call, own: ReportingUnit) -> NothingOwed:
    """What comes next for a unit that owes nothing now."""
    settings, level = call.plan.settings, own.unit.level
    coming = [
        p
        for p in call.plan.periods
        if opens_at(p, settings) > call.now and call.plan.form(level, p)
    ]
    if not coming:
        return NothingOwed(own.unit.name)
    period = coming[0]
    due = due_day(period, settings, call.reference.calendar, level)
    return NothingOwed(own.unit.name, str(period), opens_at(period, settings).date(), due)


def _load_history(
    call: Call, unit_id: int, period: Period
) -> tuple[dict[str, Amounts], dict[str, Amounts]]:
    """The last amounts before this period, and the highest of a year, by indicator and field."""
    first = period
    for _ in range(_HISTORY_MONTHS):
        first = first.previous()
    previous: dict[str, Amounts] = {}
    usual: dict[str, Amounts] = {}
    for when, code, name, amount in reports.values_of(call.tx, unit_id, str(first)):
        if when < str(period):
            previous.setdefault(code, {})[name] = amount
            highest = usual.setdefault(code, {})
            highest[name] = max(amount, highest.get(name, amount))
    return previous, usual


HANDLERS = (
    Handler(
        ("baocao", "bao_cao", "report"),
        start_report,
        typed=("bao cao",),
        takes=names_month,
        anywhere=("report",),
        unheard=("nothing", "skip"),
    ),
    Handler(("nhapho", "nhap_ho"), start_report_for_branch, typed=("nhap ho",)),
)
