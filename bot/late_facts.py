"""What a notice needs to know at the moment it is sent: read late, so that it is still true."""

from collections import Counter
from datetime import date, datetime

from bot.renderer import Loader, Moment
from domain.levels import Level
from domain.notices.progress import MissingReports, ProgressCard, ProgressFacts, Reporting
from domain.notices.report import ReceiptFacts, ReportReceipt
from domain.org import Unit, View
from domain.periods import Period, due_day, opens_at
from domain.plan import Plan
from domain.progress import progress, year_elapsed
from storage import progress as figures
from storage import reports
from storage.moments import moment

_PRAISED = "1.4a"


def receipt(notice: ReportReceipt, at: Moment) -> ReceiptFacts | None:
    """The stored report's number and time, a word of praise, and the next due day."""
    report = reports.find(at.book, notice.submission_id)
    if report is None:
        return None
    return ReceiptFacts(
        report.number,
        moment(report.sent_at),
        _praise(report.unit_id, at),
        _next_due(Period.parse(report.period), at.reference.units.unit(report.unit_id), at),
    )


def _praise(unit_id: int, at: Moment) -> tuple[str, float] | None:
    """The unit's sum since January of what a branch is proudest of, if there is any."""
    plan = at.reference.plan
    values = reports.values_of(at.book, unit_id, f"{plan.year}-01")
    done = sum(amount for _, code, _, amount in values if code == _PRAISED)
    return (_PRAISED, done) if done else None


def _next_due(sent: Period, unit: Unit, at: Moment) -> date | None:
    plan, calendar = at.reference.plan, at.reference.calendar
    later = [p for p in plan.periods if p > sent and plan.form(unit.level, p)]
    return due_day(later[0], plan.settings, calendar, unit.level) if later else None


def card(notice: ProgressCard | MissingReports, at: Moment) -> ProgressFacts:
    """A unit's indicators and who has reported, by the reports of all periods open by then."""
    units, plan = at.reference.units, at.reference.plan
    unit = units.unit(notice.unit_id)
    today = at.now.date()
    places = figures.places(units, unit, today, plan.signed)
    newest = _current(plan, at.now)
    first, last = f"{plan.year}-01", str(newest or "")
    rows = figures.rows(at.book, units, [p.unit_id for p in places], first, last, today)
    return ProgressFacts(
        unit.name,
        unit.level,
        today,
        year_elapsed(plan.year, today),
        progress(plan, places[0], places, rows, at.now),
        _reporting(unit, at),
    )


def _reporting(unit: Unit, at: Moment) -> Reporting | None:
    """Who has sent the newest period that is open."""
    plan = at.reference.plan
    period = _current(plan, at.now)
    if period is None:
        return None
    units, today = at.reference.units, at.now.date()
    view = units.tree.at(today)
    branches = view.branches(unit.key)
    sent = figures.who_sent(at.book, str(period), units.ids(branches))
    lacking = [b for b in branches if units.id_of(b.key) not in sent]
    due = due_day(period, plan.settings, at.reference.calendar, Level.BRANCH)
    return Reporting(period, due, len(sent), len(branches), _by_name(lacking, unit, view))


def _by_name(lacking: list[Unit], unit: Unit, view: View) -> tuple[tuple[str, int], ...]:
    """Missing branches by their own names in a commune, by commune above it."""
    if unit.level in (Level.COMMUNE, Level.BRANCH):
        return tuple((b.short, 1) for b in lacking)
    communes = Counter(c.short for b in lacking if (c := view.commune(b.key)) is not None)
    return tuple(communes.most_common())


def _current(plan: Plan, now: datetime) -> Period | None:
    opened = [p for p in plan.periods if opens_at(p, plan.settings) <= now]
    return opened[-1] if opened else None


LOADERS: dict[str, Loader] = {"receipt": receipt, "progress": card}
"""By the name a view gives to what it needs."""
