"""What broadcasts stand on when they are shown: the draft, the words, how far it is."""

from domain.notices.broadcasts import (
    BroadcastPreview,
    BroadcastStatus,
    FromStaff,
    PreviewFacts,
    StatusFacts,
    WordsFacts,
)
from domain.org.levels import Level
from domain.reminders.quiet_hours import held_until
from services.broadcasts import broadcasting
from services.context import Context
from storage import broadcasts
from storage.moments import moment

_LONGEST_BEGINNING = 60


def preview(notice: BroadcastPreview, context: Context) -> PreviewFacts | None:
    """The draft, and whom it would reach now."""
    made = broadcasts.find(context.tx, notice.broadcast_id)
    if made is None or not made.level:
        return None
    units, level = context.units, Level(made.level)
    told = broadcasting.audience(context.tx, units, made.unit_id, level, context.now)
    told = [seat for seat in told if seat.person_id != made.person_id]
    leaves = held_until(context.now, context.plan.settings.reminders)
    return PreviewFacts(
        units.unit(made.unit_id).name,
        made.level,
        made.words,
        len(told),
        sum(seat.contact is not None for seat in told),
        broadcasting.costs(context.tx, told, context.quotas.get, context.now),
        leaves if leaves > context.now else None,
    )


def words(notice: FromStaff, context: Context) -> WordsFacts | None:
    """The words; None once it was stopped."""
    made = broadcasts.find(context.tx, notice.broadcast_id)
    if made is None or made.stopped_at is not None:
        return None
    return WordsFacts(context.units.unit(made.unit_id).name, made.words)


def status(notice: BroadcastStatus, context: Context) -> StatusFacts | None:
    """How far it is."""
    made = broadcasts.find(context.tx, notice.broadcast_id)
    if made is None or made.sent_at is None:
        return None
    count = broadcasts.count_receipts(context.tx, made.id)
    return StatusFacts(
        made.words[:_LONGEST_BEGINNING],
        moment(made.sent_at),
        made.stopped_at is not None,
        count.all,
        count.sent,
        count.waiting,
        count.lost,
        count.dropped,
        count.silent,
    )
