"""/baocao: open the report that is owed now; /nhapho: enter it for a branch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.conversations.choose import open_choice
from bot.conversations.reporting.opening import fill_in_readings
from bot.conversations.reporting.reading import list_quick_items
from bot.conversations.reporting.report import open_report
from bot.conversations.reporting.state import report_key
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.answers import read_quick_report
from domain.answers.dates.months import names_month, parse_month
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
from domain.people.roles import Permission, may
from domain.periods import Period, compute_due_day, list_unsent_periods, opens_at
from services.people.posts import list_posts, list_posts_for
from services.reporting.due_days import find_due_day
from services.reporting.reopening import describe_lock, find_reopened, takes_reports
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
    """Open the oldest report that her unit owes, or the unit whose id follows the command.

    After the id a period may be named ("/baocao 12 2025-10"); it is opened first if it is owed.
    For her own unit a month may be named in words ("báo cáo tháng 9").
    """
    named, _, period = call.words.partition(" ")
    reporting_units = (
        [find_reporting_unit(call, int(named))] if named.isdecimal() else find_own_units(call)
    )
    match [each for each in reporting_units if each is not None]:
        case []:
            return Outcome((NotForYou(),))
        case [reporting_unit]:
            wanted = _check_period(period) if named.isdecimal() else read_month(call)
            return open_owed(call, reporting_unit, wanted)
        case several:
            return ask_which_unit(several, "/baocao")


def _check_period(words: str) -> str:
    """Return the words behind a unit's id if they are a period as a button gives it; else ""."""
    try:
        return str(Period.parse(words))
    except ValueError:
        return ""


def read_month(call: Call) -> str:
    """Return the month that her words name ("tháng 9") as it is stored; "" if they name none."""
    month = parse_month(call.words, call.plan.year)
    return "" if month is None else str(month)


def open_report_said_in_passing(call: Call) -> Outcome | None:
    """Open the form filled in with figures said outside any form ("thoát nghèo 3 hộ").

    Where the report was sent, say how to correct it. None if her words hold no such figures, she
    reports for several units, or the form was set aside.
    """
    if call.what != "text" or not call.words:
        return None
    readings = read_quick_report(call.words, list_quick_items(call.plan))
    reporting_units = find_own_units(call) if readings else []
    if len(reporting_units) != 1:
        return None
    owed = find_owed_periods(call, reporting_units[0])
    if not owed:
        return _answer_for_sent(call, reporting_units[0])
    if report_key(reporting_units[0].unit_id, str(owed[0])) in call.session.parked:
        return None  # only /baocao takes up a form set aside; it is never written over
    opened = open_report(call.plan, **load_form_facts(call, reporting_units[0], owed[0]))
    filled = fill_in_readings(call.plan, opened, readings)
    return None if filled is None else open_conversation("report", filled)


def offer_correction(call: Call) -> Outcome | None:
    """Say how a sent report is corrected.

    None while a report is owed, and for somebody who reports for several units.
    """
    reporting_units = find_own_units(call)
    if len(reporting_units) != 1 or find_owed_periods(call, reporting_units[0]):
        return None
    return _answer_for_sent(call, reporting_units[0])


def _answer_for_sent(call: Call, reporting_unit: ReportingUnit) -> Outcome:
    """Say that this month's report was sent and how to correct it, or that nothing is owed."""
    period = Period.of(call.now.date(), call.plan.settings.cutoff_day)
    report = reports.find_in_force(call.tx, reporting_unit.unit_id, str(period))
    if report is None:
        return Outcome((_tell_nothing_owed(call, reporting_unit),))
    return Outcome((_tell_already_sent(reporting_unit, report),))


def _tell_already_sent(reporting_unit: ReportingUnit, report: Report) -> AlreadySent:
    return AlreadySent(
        reporting_unit.unit.name, report.period, report.number, moment(report.sent_at)
    )


def start_report_for_branch(call: Call) -> Outcome:
    """Let an officer enter the report of a branch that has not sent it: named, or picked."""
    overseen = find_overseen_units(call)
    if not overseen:
        return Outcome((NotForYou(),))
    branches = find_branches_meant(call, overseen)
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
    """Return the units for whose branches she may report."""
    return [call.units.unit(p.unit_id) for p in list_posts_for(call, Permission.REPORT_FOR_BRANCH)]


def find_branches_meant(call: Call, overseen: Sequence[Unit]) -> list[Unit]:
    """Return the branches of the units she oversees; with words, only those that they name.

    A commune's name means all its branches.
    """
    view = call.units.tree.at(call.now.date())
    branches = [branch for above in overseen for branch in view.branches(above.key)]
    if not call.words:
        return branches
    named = search(view, call.words[:_LONGEST_NAME])
    wanted = {branch for unit in named for branch in view.branches(unit.key)}
    return [branch for branch in branches if branch in wanted]


def _select_owing(call: Call, branches: Sequence[Unit]) -> list[ReportingUnit]:
    reporting_units = [
        ReportingUnit(call.units.id_of(branch.key), branch, on_behalf=True) for branch in branches
    ]
    sent = reports.find_sent_periods_of(call.tx, [unit.unit_id for unit in reporting_units])
    granted = extensions.load_granted(call.tx, extensions.OPEN)
    return [
        each
        for each in reporting_units
        if find_owed_periods(call, each, sent.get(each.unit_id, ()), granted)
    ]


def _choose_branch(call: Call, reporting_units: list[ReportingUnit]) -> Outcome:
    """Offer the first of them by name; the others can be typed.

    Names bear the commune if the branches are of several communes.
    """
    view = call.units.tree.at(call.now.date())
    communes = [view.commune(each.unit.key) for each in reporting_units]
    several = len(set(communes)) > 1
    options = [
        (
            f"{each.unit.name}, {commune.name}" if several and commune else each.unit.name,
            f"/baocao {each.unit_id}",
        )
        for each, commune in zip(reporting_units[:_MOST_OFFERED], communes, strict=False)
    ]
    more = len(reporting_units) - len(options)
    state, notices = open_choice("unit", options, more, "/nhapho")
    return Outcome(notices, opens=("choose", state), in_between=True)


def find_own_units(call: Call) -> list[ReportingUnit]:
    """Return the units whose own report she sends."""
    units = dict.fromkeys(p.unit_id for p in list_posts_for(call, Permission.REPORT))
    return [ReportingUnit(unit_id, call.units.unit(unit_id)) for unit_id in units]


def find_reporting_unit(call: Call, unit_id: int) -> ReportingUnit | None:
    """Return the unit of this id if she may report for it, else None."""
    try:
        unit = call.units.unit(unit_id)
    except KeyError:
        return None
    posts = list_posts(call)
    if any(p.unit_id == unit_id for p in posts):
        return ReportingUnit(unit_id, unit)
    line = call.units.line(unit_id, call.now.date())
    return (
        ReportingUnit(unit_id, unit, True)
        if may(posts, Permission.REPORT_FOR_BRANCH, line)
        else None
    )


def ask_which_unit(reporting_units: list[ReportingUnit], command: str) -> Outcome:
    """Ask which of these units is meant; the command is run for the one that is picked."""
    options = [(each.unit.name, f"{command} {each.unit_id}") for each in reporting_units]
    state, notices = open_choice("unit", options)
    return Outcome(notices, opens=("choose", state), in_between=True)


def open_conversation(name: str, opened: tuple[msgspec.Struct, tuple[Notice, ...]]) -> Outcome:
    """Open the conversation of this name; `opened`: its first state and what is said first."""
    state, notices = opened
    return Outcome(notices, opens=(name, state))


# --- one unit's report -------------------------------------------------------------------------


def find_owed_periods(
    call: Call,
    reporting_unit: ReportingUnit,
    sent_periods: Collection[str] | None = None,
    granted: Sequence[Extension] | None = None,
) -> tuple[Period, ...]:
    """Return the periods that this unit owes now, the oldest first.

    A form that asks nothing is not owed. `sent_periods`, `granted` (extensions): given if they
    were loaded before for many units.
    """
    level = reporting_unit.unit.level
    if sent_periods is None:
        sent_periods = reports.find_sent_periods(call.tx, reporting_unit.unit_id)
    sent = {Period.parse(p) for p in sent_periods}
    asked = [p for p in call.plan.periods if call.plan.form(level, p)]
    until = find_reopened(call, reporting_unit.unit_id, granted)
    return list_unsent_periods(call.now, call.plan.settings, asked, sent, level, until)


def open_owed(call: Call, reporting_unit: ReportingUnit, wanted: str = "") -> Outcome:
    """Open the oldest report this unit owes, or the one of the period wanted; else say why not.

    A form that was set aside is taken up where it was.
    """
    owed = find_owed_periods(call, reporting_unit)
    sent = reports.find_in_force(call.tx, reporting_unit.unit_id, wanted) if wanted else None
    if sent is not None:
        return Outcome((_tell_already_sent(reporting_unit, sent),))
    if wanted and (lock := _find_lock(call, reporting_unit, wanted)) is not None:
        return Outcome((lock,))
    if not owed:
        return Outcome((_tell_nothing_owed(call, reporting_unit),))
    period = next((p for p in owed if str(p) == wanted), owed[0])
    key = report_key(reporting_unit.unit_id, str(period))
    if key in call.session.parked:
        return Outcome(resumes=key)
    if _is_open_already(call, key):
        return Outcome()
    return open_conversation(
        "report", open_report(call.plan, **load_form_facts(call, reporting_unit, period))
    )


def _is_open_already(call: Call, key: str) -> bool:
    """Tell whether this very report is being filled in; it is then only asked again."""
    frame = call.session.frame
    return frame is not None and frame.key == key


def _find_lock(call: Call, reporting_unit: ReportingUnit, period: str) -> PeriodLocked | None:
    """Say that a month takes no reports any more; None if it takes them or is still to come."""
    when = Period.parse(period)
    if (
        takes_reports(call, reporting_unit.unit_id, when)
        or opens_at(when, call.plan.settings) > call.now
    ):
        return None
    return describe_lock(call, reporting_unit.unit_id, when)


def load_form_facts(call: Call, reporting_unit: ReportingUnit, period: Period) -> dict[str, Any]:
    """Load what opening a report must know of its unit: the arguments of `open_report`."""
    previous, usual = _load_history(call, reporting_unit.unit_id, period)
    level = reporting_unit.unit.level
    return {
        "unit_id": reporting_unit.unit_id,
        "unit_name": reporting_unit.unit.name,
        "level": level,
        "period": period,
        "previous": previous,
        "usual": usual,
        "one_answer": call.abilities.scarce,
        "on_behalf": reporting_unit.on_behalf,
        "due": find_due_day(call, reporting_unit.unit_id, period),
    }


def _tell_nothing_owed(call: Call, reporting_unit: ReportingUnit) -> NothingOwed:
    """Say that the unit owes nothing now, and which report comes next."""
    settings, level = call.plan.settings, reporting_unit.unit.level
    coming = [
        p
        for p in call.plan.periods
        if opens_at(p, settings) > call.now and call.plan.form(level, p)
    ]
    if not coming:
        return NothingOwed(reporting_unit.unit.name)
    period = coming[0]
    due = compute_due_day(period, settings, call.reference.calendar, level)
    return NothingOwed(
        reporting_unit.unit.name, str(period), opens_at(period, settings).date(), due
    )


def _load_history(
    call: Call, unit_id: int, period: Period
) -> tuple[dict[str, Amounts], dict[str, Amounts]]:
    """Return the last amounts before this period and the highest of a year.

    Both: indicator code → field → amount.
    """
    first = period
    for _ in range(_HISTORY_MONTHS):
        first = first.previous()
    previous: dict[str, Amounts] = {}
    usual: dict[str, Amounts] = {}
    for when, code, name, amount in reports.load_values(call.tx, unit_id, str(first)):
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
