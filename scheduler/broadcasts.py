"""The job that tells staff how their broadcast went, once nothing of it waits any more."""

from collections.abc import Iterator
from datetime import timedelta

from domain.hours import closes, held_until
from domain.notices.broadcast import BroadcastStatus
from scheduler.due import Due, Ground, Job
from storage import addresses, broadcasts
from storage.addresses import Contact
from storage.broadcasts import Broadcast
from storage.moments import seconds
from storage.outbox import REMINDER

_LOOKED_BACK = timedelta(days=7)


def slot(ground: Ground) -> str | None:
    """Those that are done, so that the job is asked whenever one more is."""
    return " ".join(str(made.id) for made in _done(ground)) or None


def due(ground: Ground) -> Iterator[Due]:
    """One message for each that is done, to who sent it."""
    rules = ground.plan.settings.reminders
    leaves = held_until(ground.now, rules)
    for made in _done(ground):
        to = _contact(ground, made.person_id)
        if to is not None:
            yield Due(
                key=f"broadcast/{made.id}/end",
                to=to,
                notices=(BroadcastStatus(made.id),),
                priority=REMINDER,
                due_at=leaves,
                not_after=closes(leaves, rules),
                why=f"broadcast {made.id} is done",
            )


def _done(ground: Ground) -> list[Broadcast]:
    found = broadcasts.sent_since(ground.book, seconds(ground.now - _LOOKED_BACK))
    return [made for made in found if not broadcasts.receipts(ground.book, made.id).waiting]


def _contact(ground: Ground, person_id: int) -> Contact | None:
    there = [c for c in addresses.of_people(ground.book, [person_id]) if c.reachable]
    return there[-1] if there else None


JOB = Job("broadcasts", slot, due)
