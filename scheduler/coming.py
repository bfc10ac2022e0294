"""What will be due next, by asking the jobs at moments that have not come yet: for the demo."""

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
    """The first moment after another at which a job has something to send, and what."""

    at: datetime
    job: str
    dues: tuple[Due, ...]


def find_next_due(
    jobs: Sequence[Job], look: Look, after: datetime, until: datetime
) -> NextDue | None:
    """Half an hour by half an hour; as stored now, so what is answered meanwhile changes it.

    `after` is aware, in Vietnam. None: nothing until then.
    """
    seen_to = {job.name: job.period_key(look(after)) for job in jobs}
    at = after.replace(minute=after.minute // 30 * 30, second=0, microsecond=0) + _STEP
    while at <= until:
        ground = look(at)
        for job in jobs:
            period_key = job.period_key(ground)
            if period_key is None or period_key == seen_to[job.name]:
                continue
            seen_to[job.name] = period_key
            if found := _drop_sent(ground, job.due(ground)):
                return NextDue(at, job.name, found)
        at += _STEP
    return None


def _drop_sent(context: Context, dues: Iterable[Due]) -> tuple[Due, ...]:
    """Those that were not sent before and whose receivers are free that day."""
    some = [due for due, _ in zip(dues, range(_LOOKED_AT), strict=False)]
    used = outbox.find_used_keys(context.tx, [due.key for due in some])
    taken = sent_reminders.find_reminded(context.tx, context.now.date())
    return tuple(
        due
        for due in some
        if due.key not in used and (due.claim is None or due.claim.person_id not in taken)
    )
