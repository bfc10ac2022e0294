"""Words for administrators about a bot that runs low on messages, or out of them."""

from bot.engine.message import Message
from bot.engine.surface import Surface
from domain.notices.quota import QuotaLow, QuotaOver


def render_quota_low(notice: QuotaLow, surface: Surface) -> Message:
    """Say how much of the month's messages is used, and what stops until the month is over."""
    say, kept = surface.say, surface.plan.cases.kept_for_cases
    first = say(
        "**Messages run low**: the {network} bot {bot} has sent {used} of the {quota} of month "
        "{month} ({percent}%).",
        network=notice.network.capitalize(),
        bot=notice.bot,
        used=surface.number(notice.used),
        quota=surface.number(notice.quota),
        month=int(notice.month[5:]),
        percent=notice.percent,
    )
    if notice.percent < 100 - kept:
        then = say(
            "Weekly digests stop on it until the month turns, and soon reminders but one a report."
        )
    else:
        then = say(
            "The rest is kept for cases: on it answers, reminders and announcements stop until "
            "the month turns."
        )
    return Message(f"{first}\n{then}")


def render_quota_over(notice: QuotaOver, surface: Surface) -> Message:
    """Say that the network takes no more messages of a bot, and what to do."""
    say = surface.say
    return Message(
        say(
            "**Messages are used up**: {network} takes no more from the bot {bot} in month {month};"
            " {wait} messages wait. I try cases again and again, the rest once an hour. Please "
            "phone the officers who use it, and have `sohoi outbox` looked at.",
            network=notice.network.capitalize(),
            bot=notice.bot,
            month=int(notice.month[5:]),
            wait=surface.number(notice.wait),
        )
    )
