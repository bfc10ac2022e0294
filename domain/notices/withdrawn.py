"""Messages that take themselves away after a while, or when she wishes it."""

from datetime import datetime

from domain.notices.base import Notice


class Withdrawn(Notice, frozen=True, tag="withdrawn/1"):
    """Nothing is said: messages of this chat are taken away, where the network allows it.

    What was put into the outbox for it from `since` to before `until`, and `hers`: her own, by
    the network's ids. `kinds`: only messages that hold a notice of these tags; empty: all.
    """

    since: datetime
    until: datetime
    hers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
