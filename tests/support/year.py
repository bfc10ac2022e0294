"""The plan's year over the sample province, day by day: who is there, who sends, what goes out.

Everything follows from the units' numbers, so that two runs are the same to the letter.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import insert

from bot.demo.samples.branches import make_sample_branches
from bot.runtime import reference as references
from bot.runtime.org_rows import read_org
from domain.calendar.events import find_leads, find_reminded_levels
from domain.notices.calendar import EventsAhead, EventsUndated
from domain.notices.digest import WeeklyDigest
from domain.notices.odd import OddNumbers
from domain.notices.reminders import ReminderDue, StillMissing
from domain.notices.tasks import EventsPassed, TasksRecalled
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.people.roles import Post, Role
from domain.periods import VIETNAM, Calendar, Period, compute_due_day
from domain.plan.plan import Plan
from scheduler import calendar as events
from scheduler import digest as digests
from scheduler import quotas, reminders
from scheduler.tasks import recalled
from services.context import Context, Reference
from services.reminders.due import Due, enqueue_due
from storage import addresses, people, units
from storage.database import Database, Transaction
from storage.moments import seconds
from storage.schema import submission
from tests.support.paths import PLAN_FILE

PLAN = PLAN_FILE
MERGER = date(2025, 7, 1)
JOBS = (reminders.JOB, events.JOB, recalled.JOB, digests.JOB, quotas.JOB)

_ROLES = {
    Level.COMMUNE: Role.COMMUNE,
    Level.AREA: Role.AREA,
    Level.PROVINCE: Role.PROVINCE,
}
_SENDS_AFTER_DUE = (-4, -4, -3, -3, -2, -1, -1, 0, 0, 2, 4, None)
"""When a unit sends, in days from the due day; None: not at all. Taken by unit and month."""


COMMUNES_DUE = 26
"""In 2025 a Saturday in April, worked for 2 May, and in July, not worked."""


@dataclass(slots=True)
class Sent:
    """One message that was put into the outbox, and on which day of the year."""

    day: date
    due: Due


@dataclass
class Year:
    """The stage; `play` goes through the days and keeps what was put into the outbox."""

    database: Database
    sent: list[Sent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plan = _communes_later(references.read_plan(PLAN))
        self.calendar = references.read_calendar(PLAN.with_name("days-off.yaml"))
        tree = read_org()
        made = make_sample_branches(tree, date(2025, 10, 1))
        with self.database.write() as tx:
            units.save(tx, tree.with_more(made.units, made.parents))
            self.units = units.load(tx)
        self._newcomers = 0
        self._leaders: dict[int, addresses.Contact] = {}
        self._arrive(date(2025, 1, 1))

    # --- who is there ------------------------------------------------------------------------

    def _arrive(self, day: date) -> None:
        """Everybody who holds a post in a unit that stands from this day on, and its groups."""
        view, before = self.units.tree.at(day), self.units.tree.at(day - timedelta(days=1))
        first = day < MERGER
        with self.database.write() as tx:
            if first:
                self._lead(tx, view.of_level(Level.BRANCH))
                self._appoint(tx, view.of_level(Level.PROVINCE)[0], Role.ADMIN)
            relation = (u for level in _ROLES for u in view.of_level(level))
            for number, unit in enumerate(u for u in relation if first or u.key not in before):
                if unit.level is Level.PROVINCE or number % 14:  # one in 14 has no officer
                    self._appoint(tx, unit, _ROLES[unit.level])
            grouped = view.of_level(Level.PROVINCE) if first else view.of_level(Level.AREA)[:3]
            for unit in grouped:
                met = addresses.add_chats(tx, "telegram", "1", [(f"-{unit.code}", True, "")], 0.0)
                addresses.bind_group(tx, met[f"-{unit.code}"].id, self.units.id_of(unit.key))

    def _lead(self, tx: Transaction, branches: tuple[Unit, ...]) -> None:
        """Leaders of branches: one in 20 has none, one in 30 leads the next as well, one in 25
        cannot be written to, one in 3 has a deputy."""
        last: addresses.Contact | None = None
        for number, unit in enumerate(branches):
            if number % 20 == 7:
                continue
            if number % 30 == 1 and last is not None:
                self._give(tx, last, Role.LEADER, unit)
            else:
                last = self._appoint(tx, unit, Role.LEADER, blocked=number % 25 == 9)
            self._leaders[self.units.id_of(unit.key)] = last
            if number % 3 == 0:
                self._appoint(tx, unit, Role.DEPUTY)

    def _appoint(
        self, tx: Transaction, unit: Unit, role: Role, *, blocked: bool = False
    ) -> addresses.Contact:
        self._newcomers += 1
        chat, network = f"p{self._newcomers}", "zalo" if self._newcomers % 2 else "telegram"
        at = self._at(date(2025, 1, 1))
        met = addresses.add_chats(tx, network, "1", [(chat, False, chat)], at)[chat]
        if blocked:
            addresses.set_reachable(tx, met.id, reachable=False)
        self._give(tx, met, role, unit)
        return met

    def _give(self, tx: Transaction, to: addresses.Contact, role: Role, unit: Unit) -> None:
        assert to.person_id is not None
        people.give_post(tx, to.person_id, Post(role, self.units.id_of(unit.key)), 0.0)

    # --- the days ----------------------------------------------------------------------------

    def play(self) -> None:
        """From 1 January to 31 December: the jobs at 07:00 and 07:30, reports in the evening."""
        day = date(2025, 1, 1)
        while day.year == 2025:
            if day == MERGER:
                self._arrive(day)
            for hour in (time(7), time(7, 30)):
                self._tick(datetime.combine(day, hour, VIETNAM))
            self._report(day)
            day += timedelta(days=1)

    def _tick(self, now: datetime) -> None:
        for job in JOBS:
            with self.database.read() as tx:
                ground = Context(
                    tx, Reference.of(self.plan, self.calendar, self.units), now, {"zalo": 3000}
                )
                dues = list(job.due(ground)) if job.period_key(ground) is not None else []
            if dues:
                with self.database.write() as tx:
                    done = enqueue_due(tx, dues, now)
                self.sent += [Sent(now.date(), due) for due in done]

    def _report(self, day: date) -> None:
        rows = [
            {
                "number": f"{period}-{unit_id}",
                "unit_id": unit_id,
                "period": str(period),
                "edition": 1,
                "sent_at": self._at(day),
                "latest": True,
                "answers": "{}",
            }
            for period, unit_id in self._senders(day)
        ]
        if rows:
            with self.database.write() as tx:
                tx.execute(insert(submission), rows)
                wrote = [
                    self._leaders[r["unit_id"]].id for r in rows if r["unit_id"] in self._leaders
                ]
                addresses.mark_seen(tx, wrote, self._at(day))

    def _senders(self, day: date) -> Iterator[tuple[Period, int]]:
        view, settings = self.units.tree.at(day), self.plan.settings
        for period in self.plan.periods:
            for level in (Level.BRANCH, *_ROLES):
                days = (day - compute_due_day(period, settings, self.calendar, level)).days
                if -5 < days < 5 and self.plan.form(level, period):
                    for unit in view.of_level(level):
                        unit_id = self.units.id_of(unit.key)
                        if self.sends_after_due(unit_id, period) == days:
                            yield period, unit_id

    def sends_after_due(self, unit_id: int, period: Period) -> int | None:
        """When a unit sends, in days from the due day; None: not at all, as without a leader."""
        if self.units.unit(unit_id).level is Level.BRANCH and unit_id not in self._leaders:
            return None
        return _SENDS_AFTER_DUE[(unit_id * 7 + period.month * 5) % len(_SENDS_AFTER_DUE)]

    @staticmethod
    def _at(day: date) -> float:
        return seconds(datetime.combine(day, time(19), VIETNAM))


def _communes_later(plan: Plan) -> Plan:
    """The plan, its province having given communes more time than their branches."""
    settings = replace(plan.settings, due_day_of={Level.COMMUNE: COMMUNES_DUE})
    return replace(plan, settings=settings)


# --- as a person reads it ------------------------------------------------------------------------


def list_sent(year: Year) -> str:
    """The list of what was sent: a line a day and kind, with how many of whom."""
    by_day: dict[date, list[Due]] = defaultdict(list)
    for sent in year.sent:
        by_day[sent.day].append(sent.due)
    lines = [line for day in sorted(by_day) for line in _day(day, by_day[day], year)]
    return "\n".join(lines) + "\n"


def _day(day: date, dues: list[Due], year: Year) -> Iterator[str]:
    leave = [due.due_at for due in dues]
    hours = f"{min(leave):%H:%M}-{max(leave):%H:%M}"
    yield f"{day:%a %Y-%m-%d}  {len(dues)} messages, {hours}{_kind(day, year.calendar)}"
    for what, count in sorted(_count_reasons(day, dues, year).items()):
        yield f"    {count:>5}  {what}"


def _kind(day: date, calendar: Calendar) -> str:
    if day in calendar.worked:
        return "  (worked in exchange)"
    return "" if calendar.is_working_day(day) else "  (day off)"


def _count_reasons(day: date, dues: list[Due], year: Year) -> Counter[str]:
    """A message that reminds of several things counts once under each."""
    found: Counter[str] = Counter()
    for due in dues:
        for what in {_tell_reason(day, notice, year) for notice in due.notices}:
            found[what] += 1
    return found


def _tell_reason(day: date, notice: object, year: Year) -> str:
    match notice:
        case ReminderDue(unit_ids=unit_ids, period=period):
            level = year.units.unit(unit_ids[0]).level
            due = compute_due_day(Period.parse(period), year.plan.settings, year.calendar, level)
            several = " (two branches in one)" if len(unit_ids) > 1 else ""
            named = year.plan.settings.get_due_day(level)
            moved = "" if due.day == named else f" for {named:02}"
            days = (day - due).days
            return f"reminder of {period} to {level}: due {due:%a %d/%m}{moved}, {days:+d}{several}"
        case StillMissing(unit_id=unit_id, period=period):
            return f"who is missing in {period}, to {year.units.unit(unit_id).level}"
        case OddNumbers(unit_id=unit_id, period=period):
            return f"odd numbers of {period}, if any, to {year.units.unit(unit_id).level}"
        case WeeklyDigest(unit_id=unit_id, week=week):
            return f"digest of the week of {week}, to a group of {year.units.unit(unit_id).level}"
        case EventsAhead(level=level, on=on):
            coming = find_leads(year.plan, year.calendar, date.fromisoformat(on))
            mine = [one for one in coming if level in find_reminded_levels(one.occasion.event)]
            named = {f"{one.occasion.event.id} in {one.days} days" for one in mine}
            return f"events ahead, to {level}: {', '.join(sorted(named))}"
        case EventsUndated():
            return "which events have no day yet, to province"
        case TasksRecalled(unit_id=unit_id, on=on):
            return f"tasks without anything recorded by {on}, to {year.units.unit(unit_id).level}"
        case EventsPassed(on=on):
            return f"whether an event was held, asked on {on}, to province"
    return type(notice).__name__
