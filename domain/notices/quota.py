"""What administrators are told of a bot's month."""

from domain.notices.base import Notice


class QuotaLow(Notice, frozen=True, tag="quota_low/1"):
    """A bot has used `used` of its `quota` messages of a month ("2025-10"), `percent` (80 or 95)
    of it or more. What goes out less from now on follows from it."""

    network: str
    bot: str
    month: str
    used: int
    quota: int
    percent: int
