"""The job of the ladder: whoever still owes a report, and officers of those who do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.notices.base import Notice
from domain.notices.reminders import ReminderDue, StillMissing
from domain.quota import Kind, may_send
from domain.reminders.quiet_hours import closes, held_until, minute_of
from domain.reminders.schedule import ReminderStep
from scheduler.job import Job
from services.context import Context
from services.reminders.due import Due
from services.reminders.overdue import (
    RecipientPlan,
    extended_due_days,
    plan_recipients,
    steps_today,
)
from storage import sent_counts, sent_reminders
from storage.addresses import Contact
from storage.moments import seconds
from storage.outbox import REMINDER
from storage.post_holders import post_holders
from storage.sent_reminders import Claim


def period_key(context: Context) -> str | None:
    """The day, once its hour of reminders has come and where any rung may fall on it."""
    rules, now = context.plan.settings.reminders, context.now
    if not _start(context) <= now < closes(now, rules) or held_until(now, rules) != now:
        return None
    stirs = any(True for _ in steps_today(context)) or extended_due_days(context)
    return f"{now.date()}" if stirs else None


def due(context: Context) -> Iterator[Due]:
    """One message for everybody who owes a report, or whose people do, on a rung of today."""
    if period_key(context) is None:
        return
    already = sent_reminders.on(context.tx, context.now.date())
    spent = sent_counts.spent(context.tx, seconds(context.now))
    day = _Day(context)
    for recipient in plan_recipients(context, post_holders(context.tx)):
        contact, person_id = recipient.holder.contact, recipient.holder.person_id
        if contact is None or person_id in already:
            continue
        quota = context.quotas.get(contact.network)
        used = spent.get((contact.network, contact.bot), 0)
        if quota is None or may_send(Kind.REMINDER, used, quota, main=_is_main(recipient)):
            yield day.message(person_id, contact, recipient)


def _start(context: Context) -> datetime:
    return datetime.combine(
        context.now.date(), context.plan.settings.reminders.at, context.now.tzinfo
    )


def _is_main(recipient: RecipientPlan) -> bool:
    """As messages run out, one reminder a period is left: that of the due day."""
    return bool(recipient.lists) or any(0 in step.met for step, _ in recipient.owes)


@dataclass(frozen=True, slots=True)
class _Words:
    """A rung's period, its part of a key ("2025-10/2025-10-20/-2"), and its reason."""

    period: str
    key: str
    reason: str

    @classmethod
    def of(cls, step: ReminderStep) -> "_Words":
        period = str(step.period)
        reason = f"owes {period}, due {step.due}: {step.days:+d} d"
        return cls(period, f"{period}/{step.due}/{step.days}", reason)


_Owes = Sequence[tuple[_Words, Sequence[int]]]
"""By rung the units that a person owes for."""


class _Day:
    """What the messages of a day share, worked out once: there may be a hundred thousand."""

    def __init__(self, context: Context) -> None:
        self._units = context.units
        self._rules = context.plan.settings.reminders
        self._now, self._day = context.now, context.now.date()
        start, minutes = _start(context), range(self._rules.spread_minutes or 1)
        self._leaving = [max(self._now, start + timedelta(minutes=m)) for m in minutes]
        self._end = closes(context.now, self._rules)
        self._last: tuple[ReminderStep | None, _Words] = (None, _Words("", "", ""))

    def message(self, person_id: int, contact: Contact, recipient: RecipientPlan) -> Due:
        owes = [(self._of(step), unit_ids) for step, unit_ids in sorted(recipient.owes)]
        step = owes[-1][0] if owes else self._of(max(recipient.lists.values()))
        return Due(
            key=f"reminder/{person_id}/{step.key}",
            to=contact,
            notices=tuple(_notices(person_id, owes, recipient)),
            priority=REMINDER,
            due_at=self._leaving[minute_of(person_id, self._rules)],
            not_after=self._end,
            why="; ".join(self._reasons(owes, recipient)),
            claim=Claim(person_id, self._day, *_form(owes)),
        )

    def _of(self, step: ReminderStep) -> _Words:
        if step is not self._last[0]:  # mostly the one of the message before
            self._last = (step, _Words.of(step))
        return self._last[1]

    def _reasons(self, owes: _Owes, recipient: RecipientPlan) -> Iterator[str]:
        units = self._units
        for step, unit_ids in owes:
            names = [units.unit(unit_id).name for unit_id in unit_ids]
            yield f"{recipient.holder.role.value} of {', '.join(names)} {step.reason}"
        for (unit_id, period), told in sorted(recipient.lists.items()):
            yield f"{units.unit(unit_id).name}: who is missing in {period}, {told.days:+d} d"


def _notices(person_id: int, owes: _Owes, recipient: RecipientPlan) -> Iterator[Notice]:
    for step, unit_ids in owes:
        yield ReminderDue(person_id, tuple(unit_ids), step.period)
    for unit_id, period in sorted(recipient.lists):
        yield StillMissing(unit_id, str(period))


def _form(owes: _Owes) -> tuple[int | None, str]:
    """The one form that an answer to the message belongs to."""
    if len(owes) != 1 or len(owes[0][1]) != 1:
        return None, ""
    return owes[0][1][0], owes[0][0].period


JOB = Job("reminders", period_key, due)
