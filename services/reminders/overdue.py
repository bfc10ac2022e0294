"""Finds the overdue reports of today's reminder steps, and who is to be told of each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.org.levels import Level
from domain.org.tree import Unit
from domain.people.roles import LEVEL_OF_ROLE, Role
from domain.periods import Period, compute_due_day, opens_at
from domain.plan.settings import Reminders
from domain.reminders.schedule import ReminderStep, find_officers_step, find_step, find_step_above
from services.context import Context
from services.reminders.pauses import load_pauses
from services.reporting.due_days import DueDays
from storage import extensions, reports
from storage.moments import seconds
from storage.post_holders import PostHolder, PostHolders

REPORTING = (Level.BRANCH, Level.COMMUNE, Level.AREA, Level.PROVINCE)
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class OverdueReport:
    """A report that was not sent and has a reminder step today (a step may precede the due day)."""

    unit: Unit
    unit_id: int
    step: ReminderStep


@dataclass(slots=True)
class RecipientPlan:
    """What one person is told today.

    `overdue`: by step, each once, the ids of units whose report she owes. `lists`: lists of who is
    missing, by the unit's id and the period.
    """

    holder: PostHolder
    overdue: list[tuple[ReminderStep, list[int]]] = field(default_factory=list)
    lists: dict[tuple[int, Period], ReminderStep] = field(default_factory=dict)

    def add(self, report: OverdueReport) -> None:
        """Remind her of this report too; once only if she is the unit's leader and its deputy."""
        for step, unit_ids in self.overdue:
            if step == report.step:
                if report.unit_id not in unit_ids:
                    unit_ids.append(report.unit_id)
                return
        self.overdue.append((report.step, [report.unit_id]))


def find_steps_today(context: Context) -> Iterator[tuple[Level, ReminderStep]]:
    """Find today's steps of the plan's own due days, by level."""
    day, settings = context.now.date(), context.plan.settings
    for level in REPORTING:
        for period in context.plan.periods:
            if opens_at(period, settings) > context.now or not context.plan.form(level, period):
                continue
            due = compute_due_day(period, settings, context.calendar, level)
            if (step := find_step(day, period, due, settings.reminders)) is not None:
                yield level, step


def find_extended_due_days(context: Context) -> dict[tuple[int, Period], date]:
    """Find due days put off by extensions: (unit id, period) → day, for units and all below."""
    granted = extensions.load_granted(context.tx, extensions.DUE)
    return {
        (unit_id, period): day
        for period in sorted({Period.parse(one.period) for one in granted})
        for unit_id, day in DueDays(context, period).find_extended().items()
    }


def find_overdue_today(context: Context) -> Iterator[OverdueReport]:
    """Find every report that was not sent and has a step today, by period, level and unit."""
    day, rules = context.now.date(), context.plan.settings.reminders
    view, later = context.units.tree.at(day), find_extended_due_days(context)
    usual = {(level, step.period): step for level, step in find_steps_today(context)}
    for period in sorted({p for _, p in usual} | {p for _, p in later}):
        if opens_at(period, context.plan.settings) > context.now:
            continue
        dues = {unit_id: due for (unit_id, p), due in later.items() if p == period}
        sent = reports.find_units_that_sent(context.tx, str(period))
        for level in _list_asked_levels(context, period):
            step = usual.get((level, period))
            for unit in view.of_level(level) if step or dues else ():
                unit_id = context.units.id_of(unit.key)
                due = dues.get(unit_id) if dues else None
                own = step if due is None else find_step(day, period, due, rules)
                if own is not None and unit_id not in sent:
                    yield OverdueReport(unit, unit_id, own)


def _list_asked_levels(context: Context, period: Period) -> tuple[Level, ...]:
    return tuple(level for level in REPORTING if context.plan.form(level, period))


def choose_reminded(
    post_holders: PostHolders, owed: OverdueReport, now: float, rules: Reminders
) -> list[PostHolder]:
    """Choose who is reminded for a unit, of those who report for it; see `leave_out_deputies`.

    `now` in seconds. Empty where nobody can be written to.
    """
    held, asked = post_holders.get(owed.unit_id, ()), _ASKED[owed.unit.level]
    there = [holder for holder in held if holder.contact is not None and holder.role in asked]
    return leave_out_deputies(there, now, rules) if len(there) > 1 else there


_ASKED = {
    level: [r for r, of in LEVEL_OF_ROLE.items() if of is level and r is not Role.ADMIN]
    for level in REPORTING
}
"""The roles that report for a unit, by its level."""


def leave_out_deputies(
    there: Sequence[PostHolder], now: float, rules: Reminders
) -> list[PostHolder]:
    """Leave out deputies, unless there is no leader or none has been heard of lately.

    `there`: people of one unit who can be written to. `now` in seconds.
    """
    leaders = [s for s in there if s.role is not Role.DEPUTY]
    lately = now - rules.away_after_days * _DAY_SECONDS
    return leaders if any(s.seen_at >= lately for s in leaders) else list(there)


def plan_recipients(context: Context, post_holders: PostHolders) -> Iterator[RecipientPlan]:
    """Plan what each person is told today; each comes once, but not who asked to be left in peace.

    Leaders who owe one report come first, one by one, so that few plans are held in memory.
    """
    rules, now = context.plan.settings.reminders, seconds(context.now)
    aggregated: dict[int, RecipientPlan] = {}
    busy, officers = _find_in_several_posts(post_holders), OfficersAbove(context, post_holders)
    twice, paused = _find_overdue_twice(context), load_pauses(context)
    for owed in find_overdue_today(context):
        for holder in choose_reminded(post_holders, owed, now, rules):
            if paused and (holder.person_id, owed.unit_id, str(owed.step.period)) in paused:
                continue
            alone = holder.person_id not in busy and owed.unit_id not in twice
            if alone and owed.unit.level is Level.BRANCH:
                yield RecipientPlan(holder, [(owed.step, [owed.unit_id])])
            else:
                aggregated.setdefault(holder.person_id, RecipientPlan(holder)).add(owed)
        for unit_id, officer in officers.find_told(owed):
            recipient = aggregated.setdefault(officer.person_id, RecipientPlan(officer))
            recipient.lists[unit_id, owed.step.period] = owed.step
    yield from aggregated.values()


def _find_overdue_twice(context: Context) -> set[int]:
    """Find units with two months that have a step today, by a long schedule or an extension."""
    periods = {step.period for _, step in find_steps_today(context)} | {
        p for _, p in find_extended_due_days(context)
    }
    if len(periods) < 2:
        return set()
    owing = Counter(owed.unit_id for owed in find_overdue_today(context))
    return {unit_id for unit_id, count in owing.items() if count > 1}


def _find_in_several_posts(post_holders: PostHolders) -> set[int]:
    once: set[int] = set()
    several: set[int] = set()
    for there in post_holders.values():
        for holder in there:
            (several if holder.person_id in once else once).add(holder.person_id)
    return several


class OfficersAbove:
    """The officers above a unit who are told; the line above each commune is looked up once."""

    def __init__(self, context: Context, post_holders: PostHolders) -> None:
        self._units = context.units
        self._view = context.units.tree.at(context.now.date())
        self._post_holders = post_holders
        rules = context.plan.settings.reminders
        self._steps = (find_officers_step(rules), find_step_above(rules))
        self._lines: dict[tuple[Level, Unit | None], list[tuple[int, list[PostHolder]]]] = {}

    def find_told(self, owed: OverdueReport) -> Iterator[tuple[int, PostHolder]]:
        """Find the officers who are told of this report today, each with the id of her unit.

        On the first step these are of the nearest unit above that has any who can be written to,
        on a later one of the next.
        """
        steps_met = owed.step.steps_met
        if self._steps[0] not in steps_met and self._steps[1] not in steps_met:
            return
        for (unit_id, officers), step in zip(
            self._find_above(owed.unit), self._steps, strict=False
        ):
            yield from ((unit_id, officer) for officer in officers if step in steps_met)

    def _find_above(self, unit: Unit) -> list[tuple[int, list[PostHolder]]]:
        key = (unit.level, self._view.commune(unit.key) or unit)
        if key not in self._lines:
            self._lines[key] = list(self._find_officers(unit))
        return self._lines[key]

    def _find_officers(self, unit: Unit) -> Iterator[tuple[int, list[PostHolder]]]:
        for above in self._list_line(unit):
            unit_id = self._units.id_of(above.key)
            there = self._post_holders.get(unit_id, ())
            found = [s for s in there if s.contact is not None and s.role is not Role.ADMIN]
            if found:
                yield unit_id, found

    def _list_line(self, unit: Unit) -> Iterator[Unit]:
        """List commune, area and province above a unit, as far as there are any."""
        view, key = self._view, unit.key
        levels = REPORTING[REPORTING.index(unit.level) + 1 :]
        above = (view.commune(key), view.area(key), view.province(key))
        return (u for u in above if u is not None and u.level in levels)
