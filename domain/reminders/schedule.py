"""The ladder of reminders: on which days whoever still owes a report is reminded of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.periods import Period
from domain.plan.settings import Reminders
from domain.reminders.quiet_hours import held_until


@dataclass(frozen=True, slots=True, order=True)
class ReminderStep:
    """One step: a report of `period`, due on `due`; `days` after it (negative: before).

    `met`: all steps that are climbed at once here, `days` being the last of them.
    """

    period: Period
    due: date
    days: int
    met: tuple[int, ...] = ()


def step_on(day: date, period: Period, due: date, rules: Reminders) -> ReminderStep | None:
    """The rung climbed on this day, None where there is none.

    A rung that falls on a day of Tết is climbed on the first day after; of several that meet
    there only the last is.
    """
    met = [days for days in _steps(rules) if _sent_on(due + timedelta(days), rules) == day]
    return ReminderStep(period, due, max(met), tuple(met)) if met else None


def officers_step(rules: Reminders) -> int | None:
    """The step on which the officer of the unit above is told who is missing."""
    return min((days for days in rules.after if days >= rules.officers_after), default=None)


def above_step(rules: Reminders) -> int | None:
    """The step on which the level above that officer is told."""
    return min((days for days in rules.after if days >= rules.above_after), default=None)


def _steps(rules: Reminders) -> tuple[int, ...]:
    return (*(-days for days in rules.before), 0, *rules.after)


def _sent_on(day: date, rules: Reminders) -> date:
    return held_until(datetime.combine(day, rules.at), rules).date()
