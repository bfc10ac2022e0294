"""Words for administrators about a bot that runs low on messages."""

from bot.engine.message import Message
from bot.engine.surface import Surface
from domain.notices.quota import QuotaLow
from domain.quota import WARNED_AT


def render_quota_low(notice: QuotaLow, surface: Surface) -> Message:
    """Say how much of the month's messages is used, and what stops until the month is over."""
    say = surface.say
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
    if notice.percent == WARNED_AT[0]:
        then = say("Weekly digests stop on it until the month turns.")
    else:
        then = say("Digests stop, and reminders but one a report. Cases are never held back.")
    return Message(f"{first}\n{then}")
