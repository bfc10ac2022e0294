"""The notice that takes messages away after a while, or when she wishes it."""

from datetime import datetime

from domain.notices.base import Notice


class Withdrawn(Notice, frozen=True, tag="withdrawn/1"):
    """Takes messages of this chat away where the network allows it, and says nothing.

    It takes what was put into the outbox for this chat from `since` to before `until`; `kinds`:
    only messages that hold a notice with one of these tags, all where it is empty. `hers`: her own
    messages, by the network's ids.
    """

    since: datetime
    until: datetime
    hers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
