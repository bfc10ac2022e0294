"""How fast a bot sends: so that no delay on the way makes it faster than its network allows.

When a message comes to the network is known only as some moment between its leaving and the
answer to it. A stall anywhere bunches messages up, and evenly as they left they are refused. So
each counts from its answer, and one under way as if it might come at any moment: what the network
keeps count of can never be more. All times are `time.monotonic`'s: the event loop's own may lag.
"""

from collections import deque

from bot.engine.channel import Limits

_BURST_SECONDS = 0.2
"""So much of a second's messages leave at once after a pause."""


class Bucket:
    """A token bucket: `rate` a second, at most `burst` at once; may be overdrawn."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._level = burst
        self._at = 0.0

    def lacks(self, now: float, wanted: float = 1.0) -> float:
        """Seconds until so many tokens are there."""
        self._level = min(self._burst, self._level + (now - self._at) * self._rate)
        self._at = now
        return max(0.0, (wanted - self._level) / self._rate)

    def take(self, now: float, count: int = 1) -> None:
        """Take so many, there or not."""
        self.lacks(now)
        self._level -= count

    def rests_in(self, now: float) -> float:
        """Seconds until it is full, as if nothing had ever been taken."""
        return self.lacks(now, self._burst)


class Window:
    """At most `most` in any stretch of `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._taken: deque[float] = deque()

    def lacks(self, now: float) -> float:
        """Seconds until one more may be taken."""
        while self._taken and self._taken[0] <= now - self._seconds:
            self._taken.popleft()
        if len(self._taken) < self._most:
            return 0.0
        return self._taken[-self._most] + self._seconds - now

    def take(self, now: float, count: int = 1) -> None:
        """Take so many, allowed or not."""
        self._taken.extend([now] * count)

    def rests_in(self, now: float) -> float:
        """Seconds until nothing taken counts any more."""
        return max(0.0, self._taken[-1] + self._seconds - now) if self._taken else 0.0


class ChatPace:
    """One chat's: its next message leaves after the answer to the one before."""

    def __init__(self, limits: Limits, *, group: bool) -> None:
        self._parts: list[Bucket | Window] = [Bucket(limits.per_chat_second, limits.chat_burst)]
        if group:
            self._parts.append(Window(limits.per_group, limits.group_seconds))

    def wait(self, now: float) -> float:
        """Seconds until a message may leave; 0: now."""
        return max(part.lacks(now) for part in self._parts)

    def answered(self, now: float, count: int) -> None:
        """So many messages have come to the network by now."""
        for part in self._parts:
            part.take(now, count)

    def rests_in(self, now: float) -> float:
        """Seconds until it need not be remembered."""
        return max(part.rests_in(now) for part in self._parts)


class BotPace:
    """One bot's: evenly as they leave, and never more than its network may count."""

    def __init__(self, limits: Limits) -> None:
        rate = limits.per_bot_second
        self._leaving = Bucket(rate, max(1.0, rate * _BURST_SECONDS))
        self._come = Bucket(rate, limits.bot_burst)
        self._under_way = 0

    def wait(self, now: float) -> float:
        """Seconds after which to ask again; 0 lets one message leave, until `answered`."""
        wait = max(self._leaving.lacks(now), self._come.lacks(now, self._under_way + 1))
        if not wait:
            self._leaving.take(now)
            self._under_way += 1
        return wait

    def answered(self, now: float, count: int) -> None:
        """One that left is not under way any more; it made so many messages, or none."""
        self._under_way -= 1
        self._come.take(now, count)
