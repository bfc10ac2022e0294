"""What a notice needs to know at the moment it is sent: read late, so that it is still true."""

from datetime import date, datetime

from bot import progress_facts
from bot.renderer import Loader, Moment
from domain.gathered import sums_suffice
from domain.levels import Level
from domain.notices.progress import (
    IndicatorList,
    MissingReports,
    PictureFacts,
    ProgressCard,
    ProgressFacts,
    ProgressPicture,
    Reporting,
)
from domain.notices.report import ReceiptFacts, ReportReceipt
from domain.org import Unit
from domain.periods import Period, due_day, opens_at
from domain.plan import Plan
from domain.progress import IndicatorProgress, progress, progress_of, year_elapsed
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


def card(notice: ProgressCard | MissingReports | IndicatorList, at: Moment) -> ProgressFacts:
    """A unit's indicators and who has reported, by the reports of all periods open by then."""
    unit, plan = at.reference.units.unit(notice.unit_id), at.reference.plan
    today, newest = at.now.date(), _current(plan, at.now)
    summed = unit.level is not Level.BRANCH and all(map(sums_suffice, plan.indicators))
    read = _by_totals if summed else _by_values
    return ProgressFacts(
        unit.name,
        unit.level,
        today,
        year_elapsed(plan.year, today),
        read(unit, newest, at),
        None if newest is None else _reporting(unit, newest, at),
    )


def _by_totals(unit: Unit, newest: Period | None, at: Moment) -> tuple[IndicatorProgress, ...]:
    units, plan, today = at.reference.units, at.reference.plan, at.now.date()
    grounds = figures.grounds(units, unit, today, plan.signed)
    gathered = {}
    if newest is not None:
        gathered = figures.gather(at.book, units, plan, grounds, newest, today)
    return progress_of(plan, grounds, gathered, at.now)


def _by_values(unit: Unit, newest: Period | None, at: Moment) -> tuple[IndicatorProgress, ...]:
    units, plan, today = at.reference.units, at.reference.plan, at.now.date()
    places = figures.places(units, unit, today, plan.signed)
    ids, first, last = [p.unit_id for p in places], f"{plan.year}-01", str(newest or "")
    rows = figures.rows(at.book, units, ids, first, last, today)
    return progress(plan, places[0], places, rows, at.now)


def _reporting(unit: Unit, period: Period, at: Moment) -> Reporting:
    """Who has sent the newest period that is open."""
    plan, units, today = at.reference.plan, at.reference.units, at.now.date()
    due = due_day(period, plan.settings, at.reference.calendar, Level.BRANCH)
    if unit.level in (Level.BRANCH, Level.COMMUNE):
        return _by_branch(unit, period, due, at)
    grounds = figures.grounds(units, unit, today, plan.signed)
    found = figures.turnout(at.book, units, grounds, period, today)
    lacking = sorted(
        ((units.unit(t.commune_id).short, t.expected - t.sent) for t in found),
        key=lambda named: -named[1],
    )
    sent, expected = sum(t.sent for t in found), sum(t.expected for t in found)
    return Reporting(period, due, sent, expected, tuple(n for n in lacking if n[1] > 0))


def _by_branch(unit: Unit, period: Period, due: date, at: Moment) -> Reporting:
    """Missing branches by their own names."""
    units = at.reference.units
    branches = units.tree.at(at.now.date()).branches(unit.key)
    sent = figures.who_sent(at.book, str(period), units.ids(branches))
    lacking = [(b.short, 1) for b in branches if units.id_of(b.key) not in sent]
    return Reporting(period, due, len(sent), len(branches), tuple(lacking))


def _current(plan: Plan, now: datetime) -> Period | None:
    opened = [p for p in plan.periods if opens_at(p, plan.settings) <= now]
    return opened[-1] if opened else None


def told(notice: ProgressCard | MissingReports | IndicatorList, at: Moment) -> ProgressFacts:
    """The same with forecasts, what the last week brought, and a branch's neighbours."""
    return progress_facts.with_more(card(notice, at), notice.unit_id, at)


def picture(notice: ProgressPicture, at: Moment) -> PictureFacts:
    """The same as for the card, and for a map where the communes lie."""
    return progress_facts.placed(notice, told(ProgressCard(notice.unit_id), at), at)


LOADERS: dict[str, Loader] = {
    "receipt": receipt,
    "progress": told,
    "picture": picture,
    **progress_facts.LOADERS,
}
"""By the name a view gives to what it needs."""
