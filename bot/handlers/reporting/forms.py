"""One unit's report: which are owed, which is meant, and opening its form."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from bot.conversations.reporting.asking import announce_form, resume_form
from bot.conversations.reporting.report import fill_in_answers, open_report
from bot.conversations.reporting.state import (
    Answer,
    ReportState,
    drop_unknown_questions,
    report_key,
)
from bot.engine.conversation import Frame, Outcome
from bot.engine.dialogue import Call
from bot.views.reminders.facts import find_form
from domain.notices.base import Notice
from domain.notices.reporting import (
    CASE,
    AlreadySent,
    NothingOwed,
    NotOpenYet,
    OwedMonth,
)
from domain.org.tree import Unit
from domain.people.roles import Permission, Post, Role, may
from domain.periods import Period, compute_due_day, opens_at
from services.people.posts import list_posts, list_posts_for
from services.reminders.reminded import find_last_reminded
from services.reporting import owed as owing
from services.reporting.due_days import find_due_day
from services.reporting.history import load_history
from services.reporting.reopening import describe_lock, takes_reports
from storage import reports
from storage.extensions import Extension
from storage.moments import moment, seconds
from storage.reports import Report


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """A unit she may report for, and whether it is another's report."""

    unit_id: int
    unit: Unit
    on_behalf: bool = False


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
    return owing.find_owed_periods(call, reporting_unit.unit_id, sent_periods, granted)


def find_newest_asked(call: Call, reporting_unit: ReportingUnit) -> Period | None:
    """Return the newest period that may be reported now and asks this unit something."""
    plan, level = call.plan, reporting_unit.unit.level
    opened = [p for p in plan.periods if opens_at(p, plan.settings) <= call.now]
    return max((p for p in opened if plan.form(level, p)), default=None)


def open_owed(
    call: Call,
    reporting_unit: ReportingUnit,
    wanted: str = "",
    given: Mapping[str, Answer] | None = None,
) -> Outcome:
    """Open the report this unit owes that she was last told of, or that of the period wanted.

    Where that is not owed, say why not. A form that was set aside is taken up where it was.
    `given`: answers she gave before it was known which report they were for.
    """
    owed = find_owed_periods(call, reporting_unit)
    if wanted and Period.parse(wanted) not in owed:
        return Outcome(explain_not_owed(call, reporting_unit, Period.parse(wanted)))
    if not owed:
        return Outcome((tell_nothing_owed(call, reporting_unit),))
    period = Period.parse(wanted) if wanted else choose_period(call, reporting_unit.unit_id, owed)
    opened = open_form(call, reporting_unit, period)
    if fitting := _select_fitting(call, opened[0], given or {}):
        also = list_also_owed(call, reporting_unit, period)
        opened = fill_in_answers(opened[0], fitting, also)
    return open_conversation("report", opened)


def _select_fitting(
    call: Call, state: ReportState, given: Mapping[str, Answer]
) -> dict[str, Answer]:
    """Select the answers that this form asks for, in the shape it asks for them."""
    return {
        code: answer
        for code, answer in given.items()
        if code in state.codes
        and answer.values is not None
        and tuple(answer.values) == _list_fields(call, code)
    }


def _list_fields(call: Call, code: str) -> tuple[str, ...]:
    return ("yes",) if code == CASE else call.plan.indicator(code).field_names


def open_form(
    call: Call, reporting_unit: ReportingUnit, period: Period
) -> tuple[ReportState, tuple[Notice, ...]]:
    """Return the form she has begun, else a new one, and what is said first."""
    also = list_also_owed(call, reporting_unit, period)
    begun = find_form(call.session, reporting_unit.unit_id, str(period))
    if begun is not None:
        begun = drop_unknown_questions(call.plan, begun)
        return begun, resume_form(begun, also)
    state, _ = open_report(call.plan, **load_form_facts(call, reporting_unit, period))
    return state, announce_form(state, also)


def open_conversation(name: str, opened: tuple[msgspec.Struct, tuple[Notice, ...]]) -> Outcome:
    """Open the conversation of this name; `opened`: its first state and what is said first."""
    state, notices = opened
    return Outcome(notices, opens=(name, state))


def list_also_owed(
    call: Call, reporting_unit: ReportingUnit, period: Period
) -> tuple[OwedMonth, ...]:
    """List the other months this unit owes, besides one."""
    others = (p for p in find_owed_periods(call, reporting_unit) if p != period)
    return tuple(OwedMonth(str(p), owing.is_late(call, reporting_unit.unit_id, p)) for p in others)


def choose_period(call: Call, unit_id: int, owed: Sequence[Period]) -> Period:
    """Choose the month she was last told of: by the last form shown to her, or a later reminder.

    The oldest where she was told of none.
    """
    if len(owed) == 1:
        return owed[0]
    told = {p: _find_shown_at(call, report_key(unit_id, str(p))) for p in owed}
    reminded = find_last_reminded(call, find_sent_at(call))
    for period in () if reminded is None else owed:
        if reminded is not None and (unit_id, period) in reminded.reports:
            told[period] = max(told[period], seconds(reminded.at))
    latest = max(told.values())
    return next(p for p in owed if told[p] == latest)


def _find_shown_at(call: Call, key: str) -> float:
    """When a form was last shown to her (seconds); -1 if it is not under way."""
    session = call.session
    frames: tuple[Frame | None, ...] = (session.frame, session.parked.get(key))
    return max((f.at for f in frames if f is not None and f.key == key), default=-1.0)


def find_sent_at(call: Call) -> datetime:
    """When she sent this message, by her network; now for what it does not date."""
    return call.now if call.inbound is None else min(call.inbound.at, call.now)


def explain_not_owed(
    call: Call, reporting_unit: ReportingUnit, period: Period
) -> tuple[Notice, ...]:
    """Say why the report of a month is not owed: sent, locked, still to come, or never asked."""
    unit_id = reporting_unit.unit_id
    sent = reports.find_in_force(call.tx, unit_id, str(period))
    if sent is not None:
        told = tell_already_sent(call, reporting_unit, sent)
        return (told, describe_lock(call, unit_id, period)) if told.locked else (told,)
    opens = opens_at(period, call.plan.settings)
    if opens > call.now:
        due = find_due_day(call, unit_id, period)
        return (NotOpenYet(owing.say_whose(call, unit_id), str(period), opens.date(), due),)
    if takes_reports(call, unit_id, period):
        return (tell_nothing_owed(call, reporting_unit),)
    return (describe_lock(call, unit_id, period),)


def tell_already_sent(call: Call, reporting_unit: ReportingUnit, report: Report) -> AlreadySent:
    return AlreadySent(
        owing.say_whose(call, reporting_unit.unit_id),
        report.period,
        report.number,
        moment(report.sent_at),
        reporting_unit.unit_id,
        not takes_reports(call, reporting_unit.unit_id, Period.parse(report.period)),
    )


def tell_nothing_owed(call: Call, reporting_unit: ReportingUnit) -> NothingOwed:
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


def load_form_facts(call: Call, reporting_unit: ReportingUnit, period: Period) -> dict[str, Any]:
    """Load what opening a report must know of its unit: the arguments of `open_report`."""
    previous, usual = load_history(call, reporting_unit.unit_id, period)
    level = reporting_unit.unit.level
    return {
        "unit_id": reporting_unit.unit_id,
        "unit_name": owing.say_whose(call, reporting_unit.unit_id),
        "level": level,
        "period": period,
        "previous": previous,
        "usual": usual,
        "one_answer": call.abilities.scarce,
        "on_behalf": reporting_unit.on_behalf,
        "due": find_due_day(call, reporting_unit.unit_id, period),
        "edition": reports.find_edition(call.tx, reporting_unit.unit_id, str(period)),
        "of_other": not _leads(call, reporting_unit.unit_id),
    }


def _leads(call: Call, unit_id: int) -> bool:
    """Tell whether she is this unit's leader, whom some of the questions are about."""
    return Post(Role.LEADER, unit_id) in list_posts(call)
