"""Telegram's sending limits: 30 a second for a bot, 1 in a chat, 20 a minute in a group.

Real (steady) time counts here, not the simulator's clock: a limit protects a server.
"""

import math
import time
from collections import deque
from collections.abc import Callable

BOT_PER_SECOND = 30.0
CHAT_PER_SECOND = 1.0
CHAT_BURST = 5.0
GROUP_PER_MINUTE = 20


class LimitBucket:
    """A token bucket: `rate` a second, `burst` at once."""

    __slots__ = ("_at", "_left", "burst", "rate")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst = rate, burst
        self._left, self._at = burst, now

    def take(self, now: float) -> float:
        """Take one; 0 if there was one, else the seconds until there will be."""
        self._left = min(self.burst, self._left + (now - self._at) * self.rate)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0.0
        return (1 - self._left) / self.rate


class LimitWindow:
    """At most `most` in any `seconds`."""

    __slots__ = ("_times", "most", "seconds")

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._times: deque[float] = deque()

    def take(self, now: float) -> float:
        while self._times and self._times[0] <= now - self.seconds:
            self._times.popleft()
        if len(self._times) < self.most:
            self._times.append(now)
            return 0.0
        return self._times[0] + self.seconds - now


class SendingLimits:
    """One bot's limits; `wait` says how long it must keep still before this message."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._bot = LimitBucket(BOT_PER_SECOND, BOT_PER_SECOND, steady())
        self._chats: dict[str, LimitBucket | LimitWindow] = {}
        self._silent_until = 0.0

    def wait(self, chat: str, *, group: bool) -> int:
        """Seconds for retry_after, 0 if the message may go. A refusal silences the whole bot."""
        now = self._steady()
        seconds = self._silent_until - now
        if seconds <= 0:
            seconds = self._chat(chat, now, group=group).take(now) or self._bot.take(now)
            if seconds <= 0:
                return 0
            self._silent_until = now + math.ceil(seconds)
        return math.ceil(seconds)

    def _chat(self, chat: str, now: float, *, group: bool) -> LimitBucket | LimitWindow:
        found = self._chats.get(chat)
        if found is None:
            found = self._chats[chat] = (
                LimitWindow(GROUP_PER_MINUTE, 60)
                if group
                else LimitBucket(CHAT_PER_SECOND, CHAT_BURST, now)
            )
        return found
