"""The job of the reminder schedule: it reminds of overdue reports, and tells officers of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.notices.base import Notice
from domain.notices.odd import OddNumbers
from domain.notices.reminders import ReminderDue, StillMissing
from domain.quota import MessageKind, may_send
from domain.reminders.quiet_hours import find_minute, find_quiet_start, move_out_of_quiet_hours
from domain.reminders.schedule import ReminderStep
from scheduler.job import Job
from services.context import Context
from services.reminders.due import Due
from services.reminders.overdue import (
    RecipientPlan,
    find_extended_due_days,
    find_steps_today,
    plan_recipients,
)
from storage import sent_counts, sent_reminders
from storage.addresses import Contact
from storage.moments import seconds
from storage.outbox import REMINDER
from storage.post_holders import load_post_holders
from storage.sent_reminders import Claim


def find_period_key(context: Context) -> str | None:
    """Name the day, once its hour of reminders has come, if it may have a step."""
    rules, now = context.plan.settings.reminders, context.now
    if (
        not _find_start(context) <= now < find_quiet_start(now, rules)
        or move_out_of_quiet_hours(now, rules) != now
    ):
        return None
    has_steps = any(True for _ in find_steps_today(context)) or find_extended_due_days(context)
    return f"{now.date()}" if has_steps else None


def find_due(context: Context) -> Iterator[Due]:
    """Find one message for everybody with an overdue report on a step of today, or told of one."""
    if find_period_key(context) is None:
        return
    already = sent_reminders.find_reminded(context.tx, context.now.date())
    spent = sent_counts.load_counts(context.tx, seconds(context.now))
    kept = context.plan.cases.kept_for_cases
    day = _Day(context)
    for recipient in plan_recipients(context, load_post_holders(context.tx)):
        contact, person_id = recipient.holder.contact, recipient.holder.person_id
        if contact is None or person_id in already:
            continue
        quota = context.quotas.get(contact.network)
        used = spent.get((contact.network, contact.bot), 0)
        main = quota is not None and _is_main(recipient)
        if may_send(MessageKind.REMINDER, used, quota, main=main, kept=kept):
            yield day.make_message(person_id, contact, recipient)


def _find_start(context: Context) -> datetime:
    return datetime.combine(
        context.now.date(), context.plan.settings.reminders.at, context.now.tzinfo
    )


def _is_main(recipient: RecipientPlan) -> bool:
    """Return True for the one reminder a period that is left as messages run out: the due day's."""
    return bool(recipient.lists) or any(0 in step.steps_met for step, _ in recipient.overdue)


@dataclass(frozen=True, slots=True)
class _Words:
    """A step's period, its part of a key ("2025-10/2025-10-20/-2"), and its reason."""

    period: str
    key: str
    reason: str

    @classmethod
    def of(cls, step: ReminderStep) -> "_Words":
        period = str(step.period)
        reason = f"owes {period}, due {step.due}: {step.days:+d} d"
        return cls(period, f"{period}/{step.due}/{step.days}", reason)


_Overdue = Sequence[tuple[_Words, Sequence[int]]]
"""By step, the units whose report a person owes."""


class _Day:
    """What the messages of a day share, computed once: there may be a hundred thousand."""

    def __init__(self, context: Context) -> None:
        self._units = context.units
        self._rules = context.plan.settings.reminders
        self._now, self._day = context.now, context.now.date()
        start, minutes = _find_start(context), range(self._rules.spread_minutes or 1)
        self._leaving = [max(self._now, start + timedelta(minutes=m)) for m in minutes]
        self._end = find_quiet_start(context.now, self._rules)
        self._last: tuple[ReminderStep | None, _Words] = (None, _Words("", "", ""))

    def make_message(self, person_id: int, contact: Contact, recipient: RecipientPlan) -> Due:
        overdue = [
            (self._describe_step(step), unit_ids) for step, unit_ids in sorted(recipient.overdue)
        ]
        step = overdue[-1][0] if overdue else self._describe_step(max(recipient.lists.values()))
        return Due(
            key=f"reminder/{person_id}/{step.key}",
            to=contact,
            notices=tuple(_make_notices(person_id, overdue, recipient)),
            priority=REMINDER,
            due_at=self._leaving[find_minute(person_id, self._rules)],
            not_after=self._end,
            why="; ".join(self._list_reasons(overdue, recipient)),
            claim=Claim(person_id, self._day, *_find_form(overdue)),
        )

    def _describe_step(self, step: ReminderStep) -> _Words:
        if step is not self._last[0]:  # mostly the one of the message before
            self._last = (step, _Words.of(step))
        return self._last[1]

    def _list_reasons(self, overdue: _Overdue, recipient: RecipientPlan) -> Iterator[str]:
        units = self._units
        for step, unit_ids in overdue:
            names = [units.unit(unit_id).name for unit_id in unit_ids]
            yield f"{recipient.holder.role.value} of {', '.join(names)} {step.reason}"
        for (unit_id, period), told in sorted(recipient.lists.items()):
            yield f"{units.unit(unit_id).name}: who is missing in {period}, {told.days:+d} d"


def _make_notices(person_id: int, overdue: _Overdue, recipient: RecipientPlan) -> Iterator[Notice]:
    for step, unit_ids in overdue:
        yield ReminderDue(person_id, tuple(unit_ids), step.period)
    for unit_id, period in sorted(recipient.lists):
        yield StillMissing(unit_id, str(period))
        yield OddNumbers(unit_id, str(period))


def _find_form(overdue: _Overdue) -> tuple[int | None, str]:
    """Find the one form that an answer to the message belongs to: the unit's id and the period."""
    if len(overdue) != 1 or len(overdue[0][1]) != 1:
        return None, ""
    return overdue[0][1][0], overdue[0][0].period


JOB = Job("reminders", find_period_key, find_due)
