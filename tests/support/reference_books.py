"""What the reference of figures stands on: units, a plan and reports, and who owes what when.

It is the part of `reference_figures` that knows the office; see there for how to check a figure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import floor

from domain.org.levels import Level
from domain.org.tree import Tree, Unit, UnitKey
from domain.periods import Calendar, Period, compute_due_day, opens_at
from domain.plan.plan import AfterMerger, Indicator, Plan

Answers = Mapping[str, Mapping[str, float]]
Reports = Mapping[tuple[UnitKey, Period], Answers]


@dataclass(frozen=True)
class OfficeBooks:
    """Everything the office knows at a moment: its units, its plan and every report in force."""

    tree: Tree
    plan: Plan
    calendar: Calendar
    reports: Reports
    now: datetime
    first_sent: Mapping[tuple[UnitKey, Period], datetime] = field(default_factory=dict)
    granted: Mapping[tuple[UnitKey, Period], date] = field(default_factory=dict)
    """Later due days, by the unit they were given to for itself and all below it."""

    # --- who and when ------------------------------------------------------------------------

    def find_place(self, unit: Unit) -> UnitKey | None:
        """The unit of today in which a unit's answers count.

        Itself; for a merged one the unit it went into. What ended and went into no unit counts
        nowhere from then on: the house's rule, which neither the plan nor ADR 0021 states.
        """
        return self.tree.successor(unit.key, self.now.date())

    def list_within(self, shown: Unit) -> list[Unit]:
        """The unit shown and all below it today; a province's areas too."""
        view = self.tree.at(self.now.date())
        return [shown, *view.descendants(shown.key), *view.groups_under(shown.key)]

    def list_senders(self, shown: Unit, levels: Iterable[Level]) -> list[Unit]:
        """Units of any time, of these levels, whose answers count at or below the unit shown."""
        within, wanted = {u.key for u in self.list_within(shown)}, set(levels)
        return [u for u in self.tree.units if u.level in wanted and self.find_place(u) in within]

    def owes(self, unit: Unit, period: Period) -> bool:
        """Whether a unit owed a month's report: it stood on the day the report was due."""
        plan = self.plan
        return unit.exists_on(compute_due_day(period, plan.settings, self.calendar, unit.level))

    def find_counted(self, shown: Unit) -> Period | None:
        """The month up to which figures count: the newest that enough branches sent.

        Enough are 80 % (`enough_percent`) of those that owed it; of the year's last month, once it
        is locked and nobody can send it any more, whoever sent it. Where there is no such month
        the newest that anybody sent; where nobody sent anything, the newest that is open.
        """
        opened = [p for p in self.plan.periods if opens_at(p, self.plan.settings) <= self.now]
        branches = self.list_senders(shown, [Level.BRANCH])
        newest = None
        for period in reversed(opened):
            owed = [u for u in branches if self.owes(u, period)]
            sent = [u for u in owed if (u.key, period) in self.reports]
            last = period == self.plan.periods[-1] and self.is_locked()
            enough = 100 * len(sent) >= self.plan.settings.enough_percent * len(owed)
            if sent and (last or enough):
                return period
            newest = newest or (period if sent else None)
        return newest or (opened[-1] if opened else None)

    def is_locked(self) -> bool:
        """Whether the year's last month can be sent no more."""
        settings = self.plan.settings
        day = self.plan.periods[-1].last_day(settings.due_day)
        return self.now.date() > day + timedelta(days=settings.lock_after_days)

    def list_forms(self, indicator: Indicator, counted: Period | None) -> list[Period]:
        """The forms that ask a line, up to the month that counts."""
        asked = self.plan.list_periods(indicator.rhythm)
        return [p for p in asked if counted is not None and p <= counted]

    def find_answer(self, unit: Unit, period: Period, code: str) -> Mapping[str, float] | None:
        """What a unit answered in a month; None where it did not, or skipped the line."""
        return self.reports.get((unit.key, period), {}).get(code)

    def count_sent(self, shown: Unit, period: Period) -> tuple[int, int, int]:
        """How many branches of today sent a month, of how many that owed it, and in time.

        In time is by the end of the due day, or of the last day granted to it or a unit above it.
        """
        view = self.tree.at(self.now.date())
        owed = [u for u in view.branches(shown.key) if self.owes(u, period)]
        sent = [u for u in owed if (u.key, period) in self.reports]
        timely = 0
        for unit in sent:
            line = [unit, *view.ancestors(unit.key), *view.groups(unit.key)]
            due = compute_due_day(period, self.plan.settings, self.calendar, unit.level)
            until = max([due, *(self.granted.get((u.key, period), due) for u in line)])
            timely += self.first_sent[unit.key, period].date() <= until
        return len(sent), len(owed), timely

    # --- allotment ---------------------------------------------------------------------------

    def share_out(self, indicator: Indicator) -> dict[UnitKey, float]:
        """A province's number for each commune, by its former communes, in whole numbers.

        Everybody gets its share rounded down; what is left over goes, one each, to the largest
        remainders (Hamilton), in order of code where they are equal.
        """
        communes = self.tree.at(self.now.date()).of_level(Level.COMMUNE)
        weigh = {c.key: self.tree.count_parts(c.key, self.plan.signed) for c in communes}
        number, whole = indicator.target.number or 0, sum(weigh.values())
        exact = {key: number * parts / whole for key, parts in weigh.items()}
        got = {key: float(floor(share)) for key, share in exact.items()}
        left = int(number - sum(got.values()))
        first = sorted(exact, key=lambda key: (-round(exact[key] - got[key], 9), key.code))
        for key in first[:left]:
            got[key] += 1
        return got

    def find_number(self, indicator: Indicator, unit: Unit) -> float:
        """What one counted unit must reach: a merged one the sum of its parts, if so decided.

        A yes is not added: a merged unit has it once it says so, or any of its parts did.
        """
        target = indicator.target
        merged = target.merged or self.plan.settings.after_merger
        parts = self.tree.count_parts(unit.key, self.plan.signed)
        added = merged is AfterMerger.SUM and indicator.measure.name != "yes_no"
        return (target.number or 0) * (parts if added else 1)
