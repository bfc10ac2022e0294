"""What a unit's weekly digest stands on, read when it is sent."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.renderer import Moment
from domain import digest as rules
from domain.digest import Digest, Moved, Week
from domain.forecast import Forecast, by_month, forecast_of
from domain.levels import Level
from domain.notices.digest import WeeklyDigest
from domain.notices.progress import Reporting
from domain.org import Unit, View
from domain.periods import Period, due_day, opens_at
from domain.progress import IndicatorProgress, Place, Row, progress
from storage import earlier, reports
from storage import progress as figures
from storage.moments import seconds


def digest(notice: WeeklyDigest, at: Moment) -> Digest | None:
    """The facts of a digest; None where the unit is gone, or is a branch, which has no group."""
    unit, week = at.reference.units.unit(notice.unit_id), Week(date.fromisoformat(notice.week))
    end = datetime.combine(week.last, time(23, 59, 59), at.reference.plan.settings.zone)
    then = Moment(at.book, at.reference, min(at.now, end))
    if unit.level is Level.BRANCH or not unit.lives(then.now.date()):
        return None
    return gather(unit, week, then)


def gather(unit: Unit, week: Week, at: Moment) -> Digest:
    """The facts at a moment of that week: nothing sent later is in them."""
    plan, day = at.reference.plan, at.now.date()
    reading = _read(unit, week, at)
    before, now = (reading.of(unit, rows) for rows in (reading.before, reading.now))
    return Digest(
        unit.name,
        unit.code,
        unit.level,
        week,
        day,
        reading.reporting(),
        reading.movers(),
        rules.reached(before, now, plan),
        rules.concerns(now, reading.forecasts(now), plan),
        rules.next_due(plan, at.reference.calendar, day),
        rules.coming(plan, unit.level, day),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """Values and senders by unit, at the moment and at the week's beginning."""

    unit: Unit
    at: Moment
    view: View
    places: Sequence[Place]
    now: Mapping[int, list[Row]]
    before: Mapping[int, list[Row]]
    period: Period | None
    senders: Mapping[int, float]
    since: float

    def of(self, unit: Unit, rows: Mapping[int, list[Row]]) -> tuple[IndicatorProgress, ...]:
        """One unit's indicators by these values. Both moments are judged by the same clock, so
        that a month that closes between them makes nobody fall back."""
        unit_id = self.at.reference.units.id_of(unit.key)
        places = [p for p in self.places if p.unit_id == unit_id or unit_id in p.above]
        node = next(p for p in places if p.unit_id == unit_id)
        kept = [row for place in places for row in rows.get(place.unit_id, ())]
        return progress(self.at.reference.plan, node, places, kept, self.at.now)

    def forecasts(self, now: Sequence[IndicatorProgress]) -> dict[str, Forecast]:
        by_code: dict[str, list[Row]] = defaultdict(list)
        for rows in self.now.values():
            for row in rows:
                by_code[row.indicator].append(row)
        plan, found = self.at.reference.plan, {}
        for done in now:
            months = by_month(done.indicator, by_code[done.indicator.code])
            foreseen = forecast_of(done, months, plan, self.at.now)
            if foreseen is not None:
                found[done.indicator.code] = foreseen
        return found

    def movers(self) -> tuple[str, ...]:
        units = self.at.reference.units
        if self.unit.level is Level.COMMUNE:
            branches = self.view.branches(self.unit.key)
            named = {units.id_of(b.key): b.short for b in branches}
            sent = {named[i]: moment for i, moment in self.senders.items() if i in named}
            return rules.first_to_send(sent, self.since)
        return rules.movers(self._moved())

    def _moved(self) -> Iterator[Moved]:
        lately = self._lately()
        for one in self.view.communes(self.unit.key):
            reports_ = lately[one.code]
            yield Moved(one.short, self.of(one, self.before), self.of(one, self.now), reports_)

    def _lately(self) -> Counter[str]:
        """How many branches of each commune sent since the week began."""
        units = self.at.reference.units
        found: Counter[str] = Counter()
        for branch in self.view.branches(self.unit.key):
            commune = self.view.commune(branch.key)
            sent = self.senders.get(units.id_of(branch.key), 0)
            found[commune.code if commune else ""] += sent >= self.since
        return found

    def reporting(self) -> Reporting | None:
        """Who has sent the newest report that is open; counted over the branches of the day."""
        if self.period is None:
            return None
        units, reference = self.at.reference.units, self.at.reference
        branches = self.view.branches(self.unit.key)
        lacking = [b for b in branches if units.id_of(b.key) not in self.senders]
        due = due_day(self.period, reference.plan.settings, reference.calendar, Level.BRANCH)
        sent = len(branches) - len(lacking)
        return Reporting(self.period, due, sent, len(branches), self._by_name(lacking))

    def _by_name(self, lacking: Sequence[Unit]) -> tuple[tuple[str, int], ...]:
        if self.unit.level is Level.COMMUNE:
            return tuple((b.short, 1) for b in lacking)
        communes = [c for b in lacking if (c := self.view.commune(b.key)) is not None]
        return tuple(Counter(c.short for c in communes).most_common())


def _read(unit: Unit, week: Week, at: Moment) -> _Reading:
    units, plan, day = at.reference.units, at.reference.plan, at.now.date()
    start = seconds(datetime.combine(week.first, time(), plan.settings.zone))
    places = figures.places(units, unit, day, plan.signed)
    opened = [p for p in plan.periods if opens_at(p, plan.settings) <= at.now]
    moments, ids = (start, seconds(at.now)), [p.unit_id for p in places]
    span = (str(opened[0]), str(opened[-1])) if opened else ("", "")
    before, now = earlier.rows_at(at.book, units, ids, span, moments, day)
    return _Reading(
        unit=unit,
        at=at,
        view=units.tree.at(day),
        places=places,
        now=_by_unit(now),
        before=_by_unit(before),
        period=opened[-1] if opened else None,
        senders=_senders(opened, at),
        since=start,
    )


def _senders(opened: Sequence[Period], at: Moment) -> dict[int, float]:
    if not opened:
        return {}
    now = seconds(at.now)
    found = reports.senders(at.book, str(opened[-1]))
    return {unit_id: sent_at for unit_id, sent_at in found.items() if sent_at <= now}


def _by_unit(rows: Sequence[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(row)
    return found
