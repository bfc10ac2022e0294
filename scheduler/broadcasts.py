"""The job that tells staff how their broadcast went, once none of its messages waits."""

from collections.abc import Iterator
from datetime import timedelta

from domain.notices.broadcasts import BroadcastStatus
from domain.reminders.quiet_hours import find_quiet_start, move_out_of_quiet_hours
from scheduler.job import Job
from services.context import Context
from services.reminders.due import Due
from storage import addresses, broadcasts
from storage.addresses import Contact
from storage.broadcasts import Broadcast
from storage.moments import seconds
from storage.outbox import REMINDER

_LOOKED_BACK = timedelta(days=7)


def find_period_key(context: Context) -> str | None:
    """Name the finished broadcasts, so that the job is asked whenever there is one more."""
    return " ".join(str(made.id) for made in _find_finished(context)) or None


def find_due(context: Context) -> Iterator[Due]:
    """Find a message for each finished broadcast, to whoever sent it."""
    rules = context.plan.settings.reminders
    leaves = move_out_of_quiet_hours(context.now, rules)
    for made in _find_finished(context):
        to = _find_contact(context, made.person_id)
        if to is not None:
            yield Due(
                key=f"broadcast/{made.id}/end",
                to=to,
                notices=(BroadcastStatus(made.id),),
                priority=REMINDER,
                due_at=leaves,
                not_after=find_quiet_start(leaves, rules),
                why=f"broadcast {made.id} is done",
            )


def _find_finished(context: Context) -> list[Broadcast]:
    found = broadcasts.load_sent_since(context.tx, seconds(context.now - _LOOKED_BACK))
    return [made for made in found if not broadcasts.count_receipts(context.tx, made.id).waiting]


def _find_contact(context: Context, person_id: int) -> Contact | None:
    there = [c for c in addresses.load_private_chats(context.tx, [person_id]) if c.reachable]
    return there[-1] if there else None


JOB = Job("broadcasts", find_period_key, find_due)
