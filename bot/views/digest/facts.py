"""What a unit's weekly digest stands on, read when it is sent."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.views.calendar.facts import dated
from domain.digest import week as rules
from domain.digest.week import Digest, Moved, Week
from domain.notices.digest import WeeklyDigest
from domain.notices.progress import Reporting
from domain.org.levels import Level
from domain.org.tree import Unit, View
from domain.periods import Period, due_day
from services.context import Context
from services.progress import figures as reading
from storage import reports
from storage.moments import seconds


def digest(notice: WeeklyDigest, context: Context) -> Digest | None:
    """The facts of a digest; None where the unit is gone, or is a branch, which has no group, or
    where the week has not begun or the plan is of another year."""
    unit, week = context.units.unit(notice.unit_id), Week(date.fromisoformat(notice.week))
    end = datetime.combine(week.last, time(23, 59, 59), context.plan.settings.zone)
    then = replace(context, now=min(context.now, end))
    day, of_the_year = then.now.date(), (week.first.year, week.last.year)
    has_group = unit.level is not Level.BRANCH and unit.lives(day)
    if not has_group or week.first > day or context.plan.year not in of_the_year:
        return None
    return gather(unit, week, then)


def gather(unit: Unit, week: Week, context: Context) -> Digest:
    """The facts at a moment of that week.

    Who sent is as it was then; amounts are of the months open then, with what was corrected since.
    """
    plan, day = context.plan, context.now.date()
    sent, now = _sent(unit, week, context), reading.progress_at(unit, plan, context)
    added = {} if sent is None else reading.added(now, unit, sent.days, context)[1]
    forecasts = reading.forecasts(now, unit, context)
    return Digest(
        unit.name,
        unit.code,
        unit.level,
        week,
        day,
        None if sent is None else sent.reporting(),
        () if sent is None else sent.movers(),
        rules.find_reached(now, added, plan),
        rules.find_concerns(now, forecasts, plan),
        rules.find_next_due(plan, context.calendar, day),
        rules.find_coming(dated(context), unit.level, day),
        rules.drop_withheld(now, plan),
    )


def _sent(unit: Unit, week: Week, context: Context) -> "_Sent | None":
    period = reading.newest(context)
    if period is None:
        return None
    now = seconds(context.now)
    senders = reports.senders(context.tx, str(period))
    view, zone = context.units.tree.at(context.now.date()), context.plan.settings.zone
    return _Sent(
        unit,
        context,
        view,
        period,
        {unit_id: sent_at for unit_id, sent_at in senders.items() if sent_at <= now},
        seconds(datetime.combine(week.first, time(), zone)),
    )


@dataclass(frozen=True, slots=True)
class _Sent:
    """Who has sent the newest report that is open, and when; counted over branches of the day."""

    unit: Unit
    context: Context
    view: View
    period: Period
    senders: Mapping[int, float]
    since: float

    @property
    def days(self) -> list[date]:
        """The days of the week until now."""
        first, last = (
            datetime.fromtimestamp(self.since, self.context.now.tzinfo).date(),
            self.context.now,
        )
        return [first + timedelta(days=n) for n in range((last.date() - first).days + 1)]

    def movers(self) -> tuple[str, ...]:
        if self.unit.level is not Level.COMMUNE:
            return rules.find_movers(self._moved())
        ids = {b.short: self._id(b) for b in self.view.branches(self.unit.key)}
        sent = {name: self.senders[i] for name, i in ids.items() if i in self.senders}
        return rules.find_first_to_send(sent, self.since)

    def _moved(self) -> Iterator[Moved]:
        lately = self._lately()
        moved = [one for one in self.view.communes(self.unit.key) if lately[one.code]]
        found = reading.progress_each(moved, self.unit, self.context.reference.plan, self.context)
        for one, now in zip(moved, found, strict=True):
            _, added = reading.added(now, one, self.days, self.context)
            yield Moved(one.short, now, added, lately[one.code])

    def _lately(self) -> Counter[str]:
        """How many branches of each commune sent since the week began."""
        found: Counter[str] = Counter()
        for branch in self.view.branches(self.unit.key):
            commune = self.view.commune(branch.key)
            came = self.senders.get(self._id(branch), 0) >= self.since
            found[commune.code if commune else ""] += came
        return found

    def reporting(self) -> Reporting:
        reference = self.context.reference
        due = due_day(self.period, reference.plan.settings, reference.calendar, Level.BRANCH)
        owing = [b for b in self.view.branches(self.unit.key) if b.key.valid_from <= due]
        lacking = [b for b in owing if self._id(b) not in self.senders]
        sent = len(owing) - len(lacking)
        return Reporting(self.period, due, sent, len(owing), self._by_name(lacking))

    def _by_name(self, lacking: Sequence[Unit]) -> tuple[tuple[str, int], ...]:
        if self.unit.level is Level.COMMUNE:
            return tuple((b.short, 1) for b in lacking)
        communes = [c for b in lacking if (c := self.view.commune(b.key)) is not None]
        return tuple(Counter(c.short for c in communes).most_common())

    def _id(self, unit: Unit) -> int:
        return self.context.reference.units.id_of(unit.key)
