"""Keeps a bot within its network's limits, whatever delays there are on the way.

We know only that a message reaches its network between its leaving and the answer to it. A stall
bunches messages up, and they are refused however evenly they left. So each counts from its answer,
and one under way counts as if it might arrive at any moment: the network can never count more.
All times are those of `time.monotonic`, since the event loop's own may lag.
"""

from collections import deque

from bot.engine.channel import Limits

_BURST_SECONDS = 0.2
"""After a pause, the messages of so many seconds leave at once."""


class Bucket:
    """A token bucket: `rate` tokens a second, at most `burst` at once; it may be overdrawn."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._level = burst
        self._at = 0.0

    def compute_wait(self, now: float, wanted: float = 1.0) -> float:
        """Return the seconds until so many tokens are there."""
        self._level = min(self._burst, self._level + (now - self._at) * self._rate)
        self._at = now
        return max(0.0, (wanted - self._level) / self._rate)

    def take(self, now: float, count: int = 1) -> None:
        """Take so many tokens, whether they are there or not."""
        self.compute_wait(now)
        self._level -= count

    def compute_rest(self, now: float) -> float:
        """Return the seconds until it is full, as if nothing had ever been taken."""
        return self.compute_wait(now, self._burst)


class Window:
    """A sliding window: at most `most` messages in any stretch of `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._taken: deque[float] = deque()

    def compute_wait(self, now: float) -> float:
        """Return the seconds until one more may be taken."""
        while self._taken and self._taken[0] <= now - self._seconds:
            self._taken.popleft()
        if len(self._taken) < self._most:
            return 0.0
        return self._taken[-self._most] + self._seconds - now

    def take(self, now: float, count: int = 1) -> None:
        """Take so many, whether they are allowed or not."""
        self._taken.extend([now] * count)

    def compute_rest(self, now: float) -> float:
        """Return the seconds until nothing that was taken counts any more."""
        return max(0.0, self._taken[-1] + self._seconds - now) if self._taken else 0.0


class ChatPace:
    """The pace of one chat, whose next message leaves after the answer to the one before."""

    def __init__(self, limits: Limits, *, group: bool) -> None:
        self._parts: list[Bucket | Window] = [Bucket(limits.per_chat_second, limits.chat_burst)]
        if group:
            self._parts.append(Window(limits.per_group, limits.group_seconds))

    def wait(self, now: float) -> float:
        """Return the seconds until a message may leave; 0 means now."""
        return max(part.compute_wait(now) for part in self._parts)

    def count_answered(self, now: float, count: int) -> None:
        """Count so many messages, which have reached the network by now."""
        for part in self._parts:
            part.take(now, count)

    def compute_rest(self, now: float) -> float:
        """Return the seconds until it need not be remembered."""
        return max(part.compute_rest(now) for part in self._parts)


class BotPace:
    """The pace of one bot: messages leave evenly, and never more than its network may count."""

    def __init__(self, limits: Limits) -> None:
        rate = limits.per_bot_second
        self._leaving = Bucket(rate, max(1.0, rate * _BURST_SECONDS))
        self._come = Bucket(rate, limits.bot_burst)
        self._under_way = 0

    def wait(self, now: float) -> float:
        """Return the seconds after which to ask again.

        0 lets one message leave, which is under way until `count_answered`.
        """
        wait = max(
            self._leaving.compute_wait(now), self._come.compute_wait(now, self._under_way + 1)
        )
        if not wait:
            self._leaving.take(now)
            self._under_way += 1
        return wait

    def count_answered(self, now: float, count: int) -> None:
        """End what one that left was under way for; it made so many messages, or none."""
        self._under_way -= 1
        self._come.take(now, count)
