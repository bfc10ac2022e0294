"""Finds what will be due next, by asking the jobs at moments to come: for the demo."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.job import Job
from services.context import Context
from services.reminders.due import Due
from storage import outbox, sent_reminders

_STEP = timedelta(minutes=30)
_LOOKED_AT = 200

Look = Callable[[datetime], Context]


@dataclass(frozen=True, slots=True)
class NextDue:
    """The first moment at which a job has something to send, and what."""

    at: datetime
    job: str
    dues: tuple[Due, ...]


def find_next_due(
    jobs: Sequence[Job], look: Look, after: datetime, until: datetime
) -> NextDue | None:
    """Find what is due next after a moment (aware, in Vietnam); None if nothing is `until` then.

    The jobs are asked every half hour by what is stored now: answers until then change it.
    """
    seen_to = {job.name: job.period_key(look(after)) for job in jobs}
    at = after.replace(minute=after.minute // 30 * 30, second=0, microsecond=0) + _STEP
    while at <= until:
        context = look(at)
        for job in jobs:
            period_key = job.period_key(context)
            if period_key is None or period_key == seen_to[job.name]:
                continue
            seen_to[job.name] = period_key
            if found := _drop_sent(context, job.due(context)):
                return NextDue(at, job.name, found)
        at += _STEP
    return None


def _drop_sent(context: Context, dues: Iterable[Due]) -> tuple[Due, ...]:
    """Drop what was sent before, and what goes to somebody who had her reminder that day."""
    some = [due for due, _ in zip(dues, range(_LOOKED_AT), strict=False)]
    used = outbox.find_used_keys(context.tx, [due.key for due in some])
    taken = sent_reminders.find_reminded(context.tx, context.now.date())
    return tuple(
        due
        for due in some
        if due.key not in used and (due.claim is None or due.claim.person_id not in taken)
    )
