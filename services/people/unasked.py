"""What people are told of each other without having asked: at once by day, in the morning else."""

from domain.notices.base import Notice
from domain.reminders.quiet_hours import find_quiet_start, move_out_of_quiet_hours
from services.context import Context
from storage import outbox
from storage.moments import seconds
from storage.outbox import Destination, Outgoing


def make_unasked(
    context: Context, to: Destination, notice: Notice, *, stale_at_night: bool = False
) -> Outgoing:
    """Make a message that waits for the end of the quiet hours.

    `stale_at_night`: it is dropped where it has not left before the next ones begin.
    """
    rules, now = context.plan.settings.reminders, context.now
    leaves = move_out_of_quiet_hours(now, rules)
    return Outgoing(
        to,
        [notice],
        outbox.REMINDER,
        seconds(now),
        seconds(leaves),
        seconds(find_quiet_start(leaves, rules)) if stale_at_night else None,
    )
