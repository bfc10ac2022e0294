"""The notice to administrators about a bot that runs low on messages."""

from domain.notices.base import Notice


class QuotaLow(Notice, frozen=True, tag="quota_low/1"):
    """Says that a bot has sent `used` of its `quota` messages of a month ("2025-10").

    `percent`: the mark that was passed, 80 or 95; it decides what is sent less from now on.
    """

    network: str
    bot: str
    month: str
    used: int
    quota: int
    percent: int
