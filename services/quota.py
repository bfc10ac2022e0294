"""Which messages leave as a bot's month runs out, and who is told once it has."""

from datetime import timedelta

from domain.notices.shares import read_message
from domain.quota import ChatUse, HeldBack, MonthUse, Share, choose_share
from services.context import Context
from storage import outbox_letters, sent_counts
from storage.moments import seconds
from storage.outbox import OutboxMessage

_LATELY = timedelta(hours=1)


def choose_share_of(context: Context, message: OutboxMessage) -> Share | HeldBack:
    """Choose from which part of its bot's month a message is taken, or why it is held back."""
    quota = context.quotas.get(message.network)
    if not quota:
        return Share.ALL
    is_stranger = outbox_letters.is_of_stranger(context.tx, message.address_id)
    in_post = not is_stranger and not message.is_group
    about = read_message(message.notices, in_post=in_post)
    if in_post and about.of_case:
        return Share.CASES
    chat = ChatUse(is_stranger=False) if in_post else _load_chat(context, message, is_stranger)
    return choose_share(about, chat, _load_month(context, message, quota))


def _load_month(context: Context, message: OutboxMessage, quota: int) -> MonthUse:
    settings = context.plan.cases
    used, strangers = sent_counts.load_of_bot(
        context.tx, message.network, message.bot, seconds(context.now)
    )
    return MonthUse(
        quota,
        used,
        strangers,
        settings.kept_for_cases,
        settings.strangers_share,
        settings.stranger_replies,
    )


def _load_chat(context: Context, message: OutboxMessage, is_stranger: bool) -> ChatUse:
    """Load what a chat in which nobody in a post writes alone was sent today."""
    midnight = context.now.replace(hour=0, minute=0, second=0, microsecond=0)
    lately = seconds(context.now - _LATELY)
    since = min(seconds(midnight), lately)
    sent = [
        (at, read_message(notices, in_post=False))
        for at, notices in outbox_letters.load_sent_since(context.tx, message.address_id, since)
    ]
    today = [about for at, about in sent if at >= seconds(midnight)]
    return ChatUse(
        is_stranger,
        was_answered=bool(sent) or outbox_letters.was_answered(context.tx, message.address_id),
        replies_today=sum(not about.of_case or about.tells_numbers for about in today),
        danger_lately=any(about.tells_numbers and at > lately for at, about in sent),
        begun_lately=any(about.begins and at > lately for at, about in sent),
        sent_lately=any(at > lately for at, _ in sent),
    )
