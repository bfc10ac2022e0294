"""Late facts of broadcasts: the draft, the words, and how far one is."""

from domain.notices.broadcasts import (
    BroadcastPreview,
    BroadcastStatus,
    FromStaff,
    PreviewFacts,
    StatusFacts,
    WordsFacts,
)
from domain.org.levels import Level
from domain.reminders.quiet_hours import move_out_of_quiet_hours
from services.broadcasts import broadcasting
from services.context import Context
from storage import broadcasts
from storage.moments import moment

_LONGEST_BEGINNING = 60


def read_preview(notice: BroadcastPreview, context: Context) -> PreviewFacts | None:
    """Read a draft, and whom it would reach now; None where there is none."""
    made = broadcasts.find(context.tx, notice.broadcast_id)
    if made is None or not made.level:
        return None
    units, level = context.units, Level(made.level)
    told = broadcasting.find_audience(context.tx, units, made.unit_id, level, context.now)
    told = [holder for holder in told if holder.person_id != made.person_id]
    kept = context.plan.cases.kept_for_cases
    leaves = move_out_of_quiet_hours(context.now, context.plan.settings.reminders)
    return PreviewFacts(
        units.unit(made.unit_id).name,
        made.level,
        made.words,
        len(told),
        sum(holder.contact is not None for holder in told),
        broadcasting.count_costs(context.tx, told, context.quotas.get, context.now, kept),
        leaves if leaves > context.now else None,
    )


def read_words(notice: FromStaff, context: Context) -> WordsFacts | None:
    """Read the words of a broadcast; None once it was stopped."""
    made = broadcasts.find(context.tx, notice.broadcast_id)
    if made is None or made.stopped_at is not None:
        return None
    return WordsFacts(context.units.unit(made.unit_id).name, made.words)


def read_status(notice: BroadcastStatus, context: Context) -> StatusFacts | None:
    """Count how far a broadcast is; None where it was not sent."""
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
