"""When a unit's report is due and until when it counts as on time: decided here alone."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import zip_longest
from typing import TypeVar

from domain.org.levels import Level
from domain.org.tree import Unit, UnitKey
from domain.periods import Period, compute_due_day, end_of
from services.context import Context
from storage import extensions
from storage.extensions import Granted
from storage.moments import moment

T = TypeVar("T")


class DueDays:
    """The due days of a period's reports, with all that was granted and taken back.

    The latest day granted to a unit or one above it counts, but none before the plan's own. What
    was sent while an extension held stays on time, also when it was taken back since.
    """

    def __init__(self, context: Context, period: Period) -> None:
        self.period = period
        self._context = context
        history = extensions.load_history(context.tx, extensions.DUE, str(period))
        self._days: Mapping[int, date] = {
            unit_id: rows[-1].extension.until
            for unit_id, rows in history.items()
            if rows[-1].extension.reason != extensions.UNDONE
        }
        self._moments: Mapping[int, datetime] = {
            unit_id: found
            for unit_id, rows in history.items()
            if (found := self._find_last_moment(rows)) is not None
        }

    def find_day(self, unit_id: int, level: Level | None = None) -> date:
        """Find the due day of a unit's report; `level`: of the reports of those below it."""
        usual = self.find_usual_day(level or self._context.units.unit(unit_id).level)
        return max((usual, *self._pick(unit_id, self._days)))

    def find_day_without(self, unit_id: int, level: Level | None = None) -> date:
        """Find the due day that would count without what was granted to this very unit."""
        usual = self.find_usual_day(level or self._context.units.unit(unit_id).level)
        others = {one: day for one, day in self._days.items() if one != unit_id}
        return max((usual, *self._pick(unit_id, others)))

    def find_moment(self, unit_id: int, level: Level | None = None) -> datetime:
        """Find the last moment at which a unit's report is sent on time, as `find_day`."""
        usual = self.find_usual_day(level or self._context.units.unit(unit_id).level)
        ends = end_of(usual, self._context.plan.settings)
        return max((ends, *self._pick(unit_id, self._moments)))

    def find_usual_day(self, level: Level) -> date:
        """Find the plan's own due day for the reports of a level."""
        context = self._context
        return compute_due_day(self.period, context.plan.settings, context.calendar, level)

    def find_extended(self) -> dict[int, date]:
        """Find the units whose due day is put off now, and to which day."""
        return {
            unit_id: day
            for unit_id, unit in self._list_below(self._days)
            if (day := self.find_day(unit_id)) > self.find_usual_day(unit.level)
        }

    def find_longer(self, above: Unit, than: datetime) -> dict[int, datetime]:
        """Find the branches below a unit that had longer than a moment, and until when."""
        units, today = self._context.units, self._context.today
        wanted = units.id_of(above.key)
        return {
            unit_id: until
            for unit_id, unit in self._list_below(self._moments)
            if unit.level is Level.BRANCH
            and (until := self.find_moment(unit_id)) > than
            and wanted in units.line(unit_id, today)
        }

    def _list_below(self, granted: Mapping[int, object]) -> list[tuple[int, Unit]]:
        """List the units that something was granted to, and all below them, each once."""
        units = self._context.units
        view = units.tree.at(self._context.today)
        found: dict[UnitKey, Unit] = {}
        for unit in map(units.unit, granted):
            if unit.key in view:
                found |= {one.key: one for one in (unit, *view.descendants(unit.key))}
        return [(units.id_of(key), unit) for key, unit in found.items()]

    def _pick(self, unit_id: int, granted: Mapping[int, T]) -> list[T]:
        """Pick what was granted to a unit and those above it."""
        if not granted:
            return []
        line = self._context.units.line(unit_id, self._context.today)
        return [granted[one] for one in line if one in granted]

    def _find_last_moment(self, rows: list[Granted]) -> datetime | None:
        """Find the last moment at which an extension of a unit held, or will hold."""
        ends = [
            end if then is None else min(end, moment(then.at))
            for row, then in zip_longest(rows, rows[1:])
            if row.extension.reason != extensions.UNDONE
            and (end := end_of(row.extension.until, self._context.plan.settings))
        ]
        return max(ends, default=None)


def find_due_day(context: Context, unit_id: int, period: Period) -> date:
    """Find the due day of a unit's report, put off where staff granted an extension."""
    return DueDays(context, period).find_day(unit_id)
