"""Late facts of a unit's weekly digest."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from domain.digest import week as rules
from domain.digest.added import Added, add_up
from domain.digest.week import Digest, Mover, Week
from domain.notices.digest import WeeklyDigest
from domain.notices.progress import Reporting
from domain.org.levels import Level
from domain.org.tree import TreeView, Unit
from domain.periods import Period
from services.calendar.event_dates import read_dated_plan
from services.context import Context
from services.progress import figures as reading
from services.reporting.due_days import DueDays
from services.tasks.activities import list_units_below
from storage import activities, reports
from storage.moments import seconds


def read_digest(notice: WeeklyDigest, context: Context) -> Digest | None:
    """Read the facts of a digest at the end of its week, or now if that is earlier.

    None where the unit is gone or is a branch (which has no group), where the week has not begun,
    or where the plan is of another year.
    """
    unit, week = context.units.unit(notice.unit_id), Week(date.fromisoformat(notice.week))
    end = datetime.combine(week.last, time(23, 59, 59), context.plan.settings.zone)
    then = replace(context, now=min(context.now, end))
    day, of_the_year = then.now.date(), (week.first.year, week.last.year)
    has_group = unit.level is not Level.BRANCH and unit.exists_on(day)
    if not has_group or week.first > day or context.plan.year not in of_the_year:
        return None
    return gather(unit, week, then)


def gather(unit: Unit, week: Week, context: Context) -> Digest:
    """Gather the facts at a moment of that week.

    Who has sent is as it was then; amounts are those of the months open then, with later
    corrections.
    """
    plan, day = context.plan, context.now.date()
    sent, now = _read_sent(unit, week, context), reading.compute_progress_at(unit, plan, context)
    added = {} if sent is None else reading.count_added(now, unit, sent.days, context)[1]
    forecasts = reading.compute_forecasts(now, unit, context)
    return Digest(
        unit.name,
        unit.code,
        unit.level,
        week,
        day,
        None if sent is None else sent.count_reporting(),
        () if sent is None else sent.find_movers(),
        rules.find_reached(now, added, plan),
        rules.find_concerns(now, forecasts, plan),
        _find_next_due(unit, context),
        rules.find_coming(read_dated_plan(context), unit.level, day),
        now,
        forecasts,
        reading.find_counted(unit, context),
        _read_added(unit, week, context),
    )


def _read_added(unit: Unit, week: Week, context: Context) -> Added:
    """Read what was recorded from the beginning of the week until now."""
    office, plan = context.units.id_of(unit.key), context.plan
    units = (office, *list_units_below(context, unit))
    since = seconds(datetime.combine(week.first, time(), plan.settings.zone))
    recorded = activities.load_recorded_between(
        context.tx, plan.id, units, since, seconds(context.now)
    )
    return add_up(recorded, office, lambda unit_id: context.units.unit(unit_id).short)


def _find_next_due(unit: Unit, context: Context) -> tuple[Period, date] | None:
    """Find the branches' next report that is due after today, put off or not, and its day."""
    unit_id, plan = context.units.id_of(unit.key), context.plan
    asked = (p for p in plan.periods if plan.form(Level.BRANCH, p))
    dues = ((p, DueDays(context, p).find_day(unit_id, Level.BRANCH)) for p in asked)
    return next((found for found in dues if found[1] > context.today), None)


def _read_sent(unit: Unit, week: Week, context: Context) -> "_SentReports | None":
    period = reading.find_newest_month(context)
    if period is None:
        return None
    now = seconds(context.now)
    senders = reports.find_first_sent(context.tx, str(period))
    view, zone = context.units.tree.at(context.now.date()), context.plan.settings.zone
    return _SentReports(
        unit,
        context,
        view,
        period,
        {unit_id: sent_at for unit_id, sent_at in senders.items() if sent_at <= now},
        seconds(datetime.combine(week.first, time(), zone)),
    )


@dataclass(frozen=True, slots=True)
class _SentReports:
    """Who has sent the newest open report, and when (`senders`), among the branches of the day.

    `since`: the moment the week began, in seconds.
    """

    unit: Unit
    context: Context
    view: TreeView
    period: Period
    senders: Mapping[int, float]
    since: float

    @property
    def days(self) -> list[date]:
        """The days of the week until the moment of the digest."""
        first, last = (
            datetime.fromtimestamp(self.since, self.context.now.tzinfo).date(),
            self.context.now,
        )
        return [first + timedelta(days=n) for n in range((last.date() - first).days + 1)]

    def find_movers(self) -> tuple[str, ...]:
        if self.unit.level is not Level.COMMUNE:
            return rules.find_movers(self._read_moved())
        ids = {b.short: self._find_id(b) for b in self.view.branches(self.unit.key)}
        sent = {name: self.senders[i] for name, i in ids.items() if i in self.senders}
        return rules.find_first_to_send(sent, self.since)

    def _read_moved(self) -> Iterator[Mover]:
        lately = self._count_lately()
        moved = [one for one in self.view.communes(self.unit.key) if lately[one.code]]
        found = reading.compute_progress_each(
            moved, self.unit, self.context.reference.plan, self.context
        )
        for one, now in zip(moved, found, strict=True):
            _, added = reading.count_added(now, one, self.days, self.context)
            yield Mover(one.short, now, added, lately[one.code])

    def _count_lately(self) -> Counter[str]:
        """Count the branches of each commune (by code) that sent since the week began."""
        found: Counter[str] = Counter()
        for branch in self.view.branches(self.unit.key):
            commune = self.view.commune(branch.key)
            came = self.senders.get(self._find_id(branch), 0) >= self.since
            found[commune.code if commune else ""] += came
        return found

    def count_reporting(self) -> Reporting:
        due = DueDays(self.context, self.period)
        owing_on = due.find_usual_day(Level.BRANCH)
        owing = [b for b in self.view.branches(self.unit.key) if b.key.valid_from <= owing_on]
        lacking = [b for b in owing if self._find_id(b) not in self.senders]
        sent = len(owing) - len(lacking)
        day = due.find_day(self._find_id(self.unit), Level.BRANCH)
        return Reporting(self.period, day, sent, len(owing), self._list_by_name(lacking))

    def _list_by_name(self, lacking: Sequence[Unit]) -> tuple[tuple[str, int], ...]:
        if self.unit.level is Level.COMMUNE:
            return tuple((b.short, 1) for b in lacking)
        communes = [c for b in lacking if (c := self.view.commune(b.key)) is not None]
        return tuple(Counter(c.short for c in communes).most_common())

    def _find_id(self, unit: Unit) -> int:
        return self.context.reference.units.id_of(unit.key)
