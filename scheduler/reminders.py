"""The job of the ladder: whoever still owes a report, and officers of those who do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.notices.base import Notice
from domain.notices.reminders import ReminderDue, StillMissing
from domain.quota import Kind, may_send
from domain.reminders.quiet_hours import closes, held_until, minute_of
from domain.reminders.schedule import Rung
from scheduler.job import Job
from services.context import Context
from services.reminders.due import Due
from services.reminders.overdue import Errand, errands, put_off, rungs_today
from storage import sent_counts, sent_reminders
from storage.addresses import Contact
from storage.moments import seconds
from storage.outbox import REMINDER
from storage.post_holders import seats
from storage.sent_reminders import Claim


def slot(context: Context) -> str | None:
    """The day, once its hour of reminders has come and where any rung may fall on it."""
    rules, now = context.plan.settings.reminders, context.now
    if not _start(context) <= now < closes(now, rules) or held_until(now, rules) != now:
        return None
    stirs = any(True for _ in rungs_today(context)) or put_off(context)
    return f"{now.date()}" if stirs else None


def due(context: Context) -> Iterator[Due]:
    """One message for everybody who owes a report, or whose people do, on a rung of today."""
    if slot(context) is None:
        return
    already = sent_reminders.on(context.tx, context.now.date())
    spent = sent_counts.spent(context.tx, seconds(context.now))
    day = _Day(context)
    for errand in errands(context, seats(context.tx)):
        contact, person_id = errand.seat.contact, errand.seat.person_id
        if contact is None or person_id in already:
            continue
        quota = context.quotas.get(contact.network)
        used = spent.get((contact.network, contact.bot), 0)
        if quota is None or may_send(Kind.REMINDER, used, quota, main=_is_main(errand)):
            yield day.message(person_id, contact, errand)


def _start(context: Context) -> datetime:
    return datetime.combine(
        context.now.date(), context.plan.settings.reminders.at, context.now.tzinfo
    )


def _is_main(errand: Errand) -> bool:
    """As messages run out, one reminder a period is left: that of the due day."""
    return bool(errand.lists) or any(0 in rung.met for rung, _ in errand.owes)


@dataclass(frozen=True, slots=True)
class _Words:
    """A rung's period, its part of a key ("2025-10/2025-10-20/-2"), and its reason."""

    period: str
    key: str
    reason: str

    @classmethod
    def of(cls, rung: Rung) -> "_Words":
        period = str(rung.period)
        reason = f"owes {period}, due {rung.due}: {rung.days:+d} d"
        return cls(period, f"{period}/{rung.due}/{rung.days}", reason)


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
        self._last: tuple[Rung | None, _Words] = (None, _Words("", "", ""))

    def message(self, person_id: int, contact: Contact, errand: Errand) -> Due:
        owes = [(self._of(rung), unit_ids) for rung, unit_ids in sorted(errand.owes)]
        rung = owes[-1][0] if owes else self._of(max(errand.lists.values()))
        return Due(
            key=f"reminder/{person_id}/{rung.key}",
            to=contact,
            notices=tuple(_notices(person_id, owes, errand)),
            priority=REMINDER,
            due_at=self._leaving[minute_of(person_id, self._rules)],
            not_after=self._end,
            why="; ".join(self._reasons(owes, errand)),
            claim=Claim(person_id, self._day, *_form(owes)),
        )

    def _of(self, rung: Rung) -> _Words:
        if rung is not self._last[0]:  # mostly the one of the message before
            self._last = (rung, _Words.of(rung))
        return self._last[1]

    def _reasons(self, owes: _Owes, errand: Errand) -> Iterator[str]:
        units = self._units
        for rung, unit_ids in owes:
            names = [units.unit(unit_id).name for unit_id in unit_ids]
            yield f"{errand.seat.role.value} of {', '.join(names)} {rung.reason}"
        for (unit_id, period), told in sorted(errand.lists.items()):
            yield f"{units.unit(unit_id).name}: who is missing in {period}, {told.days:+d} d"


def _notices(person_id: int, owes: _Owes, errand: Errand) -> Iterator[Notice]:
    for rung, unit_ids in owes:
        yield ReminderDue(person_id, tuple(unit_ids), rung.period)
    for unit_id, period in sorted(errand.lists):
        yield StillMissing(unit_id, str(period))


def _form(owes: _Owes) -> tuple[int | None, str]:
    """The one form that an answer to the message belongs to."""
    if len(owes) != 1 or len(owes[0][1]) != 1:
        return None, ""
    return owes[0][1][0], owes[0][0].period


JOB = Job("reminders", slot, due)
