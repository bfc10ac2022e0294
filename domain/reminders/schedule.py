"""The reminder schedule: on which days people are reminded of a report that was not sent."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.periods import Period
from domain.plan.settings import Reminders
from domain.reminders.quiet_hours import move_out_of_quiet_hours


@dataclass(frozen=True, slots=True, order=True)
class ReminderStep:
    """A step of the schedule, for the report of `period` that is due on `due`.

    `days`: how many after the due day (negative: before). `steps_met`: all steps that fall on the
    same day, of which `days` is the last.
    """

    period: Period
    due: date
    days: int
    steps_met: tuple[int, ...] = ()


def find_step(day: date, period: Period, due: date, rules: Reminders) -> ReminderStep | None:
    """Find the step of this day; None if there is none.

    A step that falls on a day of Tết is moved to the first day after. Where several steps meet
    there, only the last is taken.
    """
    steps_met = [
        days
        for days in _list_steps(rules)
        if _find_sending_day(due + timedelta(days), rules) == day
    ]
    return ReminderStep(period, due, max(steps_met), tuple(steps_met)) if steps_met else None


def find_officers_step(rules: Reminders) -> int | None:
    """Find the step on which the officer of the unit above is told who is missing."""
    return min((days for days in rules.after if days >= rules.officers_after), default=None)


def find_step_above(rules: Reminders) -> int | None:
    """Find the step on which the level above that officer is told."""
    return min((days for days in rules.after if days >= rules.above_after), default=None)


def _list_steps(rules: Reminders) -> tuple[int, ...]:
    return (*(-days for days in rules.before), 0, *rules.after)


def _find_sending_day(day: date, rules: Reminders) -> date:
    return move_out_of_quiet_hours(datetime.combine(day, rules.at), rules).date()
