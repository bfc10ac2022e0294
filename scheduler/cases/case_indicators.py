"""The task that counts indicators from cases and keeps them as the province's values.

Progress, digests and documents read them there like all others. Nothing of a commune's cases is
stored apart.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from domain.cases.case import Case
from domain.cases.counting import FORMULAS
from domain.org.levels import Level
from domain.periods import Period, opens_at
from domain.plan.plan import Plan
from scheduler.job import Task
from services.context import Reference
from storage import reports
from storage.cases import audit, cases
from storage.database import Database, Transaction
from storage.moments import seconds
from storage.units import Units


class CaseIndicators:
    """Counts anew when an audit log has grown; several processes at once are harmless."""

    def __init__(self, reference: Callable[[], Reference]) -> None:
        self._reference = reference
        self._seen: tuple[int, Period] | None = None

    def make_task(self) -> Task:
        """Make the task that counts, once a minute of the product's clock."""
        return Task("case counts", lambda now: f"{now:%Y-%m-%dT%H:%M}", self.count)

    def count(self, database: Database, now: datetime) -> int:
        """Bring the figures up to date and return how many months changed."""
        plan, units = self._reference().plan, self._reference().units
        with database.read() as tx:
            seen = audit.find_newest_id(tx), find_newest_month(plan, now)
            if seen == self._seen:
                return 0
            found = _find_opened(tx, plan)
        with database.write() as tx:
            changed = count_into(tx, plan, units, found, now)
        self._seen = seen
        return changed


def _find_opened(tx: Transaction, plan: Plan) -> list[Case]:
    cutoff, zone = plan.settings.cutoff_day, plan.settings.zone
    first, last = plan.periods[0].first_day(cutoff), plan.periods[-1].last_day(cutoff)
    ends = (datetime(d.year, d.month, d.day, tzinfo=zone) for d in (first, _find_day_after(last)))
    start, end = ends
    return cases.load_opened_between(tx, seconds(start), seconds(end))


def _find_day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def find_newest_month(plan: Plan, now: datetime) -> Period:
    """Find the last month whose report is open; the plan's first month before any is.

    Progress looks no further, so cases since then count in that month until the next one opens.
    """
    there = [p for p in plan.periods if opens_at(p, plan.settings) <= now]
    return there[-1] if there else plan.periods[0]


def count_into(
    tx: Transaction, plan: Plan, units: Units, found: Iterable[Case], now: datetime
) -> int:
    """Count these cases of the plan's year by province, and return how many months changed."""
    on, newest = now.date(), find_newest_month(plan, now)
    by_province: dict[int, list[Case]] = {
        units.id_of(unit.key): [] for unit in units.tree.at(on).of_level(Level.PROVINCE)
    }
    for case in found:
        for unit_id in units.line(case.unit_id, on):
            if unit_id in by_province:
                by_province[unit_id].append(case)
    return sum(
        reports.keep_counted(tx, unit_id, str(period), answers)
        for unit_id, theirs in by_province.items()
        for period, answers in _count_answers(plan, theirs, newest).items()
    )


def _count_answers(
    plan: Plan, found: list[Case], newest: Period
) -> dict[Period, dict[str, dict[str, float]]]:
    """Count by month of the plan; an indicator that has nothing to count has no amounts."""
    made: dict[Period, dict[str, dict[str, float]]] = {period: {} for period in plan.periods}
    for indicator in plan.indicators:
        if indicator.from_cases is not None:
            counted = FORMULAS[indicator.from_cases](found, plan.settings.cutoff_day, newest)
            for period, answers in made.items():
                amounts = map(float, counted.get(period, ()))
                answers[indicator.code] = dict(zip(indicator.field_names, amounts, strict=False))
    return made
