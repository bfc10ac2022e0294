"""The notice to administrators about a bot that runs low on messages, or out of them."""

from domain.notices.base import Notice


class QuotaLow(Notice, frozen=True, tag="quota_low/1"):
    """Says that a bot has sent `used` of its `quota` messages of a month ("2025-10").

    `percent`: the mark that was passed (domain.quota.find_warning); it decides
    what is sent less from now on.
    """

    network: str
    bot: str
    month: str
    used: int
    quota: int
    percent: int


class QuotaOver(Notice, frozen=True, tag="quota_over/1"):
    """Says that a bot's network takes no more messages this month, and how many `wait`.

    It is sent through another network, or not at all.
    """

    network: str
    bot: str
    month: str
    wait: int
