"""The job that tells administrators when a bot's messages of the month run low, and run out."""

from collections.abc import Iterator
from datetime import timedelta

from domain.notices.quota import QuotaLow, QuotaOver
from domain.quota import find_warning
from domain.reminders.quiet_hours import find_quiet_start, move_out_of_quiet_hours
from scheduler.job import Job
from services.context import Context
from services.people.administrators import find_administrators
from services.reminders.due import Due
from storage import addresses, outbox_letters, sent_counts
from storage.addresses import Contact
from storage.moments import seconds
from storage.outbox import REMINDER, URGENT


def find_period_key(context: Context) -> str | None:
    """Name the present warnings, so that the job is asked whenever there is one more."""
    found = [
        f"{low.network}/{low.bot}/{low.month}/{low.percent}" for low in _find_warnings(context)
    ]
    over = [f"{each.network}/{each.bot}/{each.month}/over" for each in _find_spent(context)]
    return " ".join(found + over) or None


def find_due(context: Context) -> Iterator[Due]:
    """Find a warning for every administrator (else the province) of each bot that runs low.

    It goes through a network that counts no messages where she has one. That a bot's month is
    spent is told at any hour, and only through such a network: otherwise `sohoi outbox` shows it.
    """
    for over in _find_spent(context):
        yield from _tell_spent(context, over)
    rules = context.plan.settings.reminders
    leaves = move_out_of_quiet_hours(context.now, rules)
    for low in _find_warnings(context):
        for who, chat in _find_chats(context).items():
            yield Due(
                key=f"quota/{low.network}/{low.bot}/{low.month}/{low.percent}/{who}",
                to=chat,
                notices=(low,),
                priority=REMINDER,
                due_at=leaves,
                not_after=find_quiet_start(leaves, rules),
                why=f"{low.network} bot {low.bot}: {low.used} of {low.quota} messages used",
            )


def _find_warnings(context: Context) -> Iterator[QuotaLow]:
    now, kept = seconds(context.now), context.plan.cases.kept_for_cases
    for (network, bot), used in sorted(sent_counts.load_counts(context.tx, now).items()):
        quota = context.quotas.get(network)
        percent = None if quota is None else find_warning(used, quota, kept)
        if quota is not None and percent is not None:
            yield QuotaLow(network, bot, sent_counts.to_month(now), used, quota, percent)


def _find_spent(context: Context) -> Iterator[QuotaOver]:
    counted = [network for network, quota in context.quotas.items() if quota is not None]
    month = sent_counts.to_month(seconds(context.now))
    for spent in outbox_letters.find_spent_quotas(context.tx, counted) if counted else ():
        yield QuotaOver(spent.network, spent.bot, month, spent.wait)


def _tell_spent(context: Context, over: QuotaOver) -> Iterator[Due]:
    for who, chat in _find_chats(context).items():
        if context.quotas.get(chat.network) is not None:
            continue
        yield Due(
            key=f"quota/{over.network}/{over.bot}/{over.month}/over/{who}",
            to=chat,
            notices=(over,),
            priority=URGENT,
            due_at=context.now,
            not_after=context.now + timedelta(days=1),
            why=f"{over.network} bot {over.bot}: no more messages this month",
        )


def _find_chats(context: Context) -> dict[int, Contact]:
    """Find by person the chat in which each administrator is warned: on a network that counts no
    messages if she can be reached there, else where she wrote last."""
    last_used = {
        holder.person_id: holder.contact
        for holder in find_administrators(context)
        if holder.contact is not None
    }
    free = {
        chat.person_id: chat
        for chat in addresses.load_private_chats(context.tx, sorted(last_used))
        if chat.reachable and context.quotas.get(chat.network) is None
    }
    return {who: free.get(who, contact) for who, contact in last_used.items()}


JOB = Job("quotas", find_period_key, find_due)
