"""The simulator's clock: real time from a chosen instant, moved forward on request."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""Vietnam has had no other offset since 1975, so no zone database is needed here."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A moment at which something will happen by itself (aware), and what, for the page."""

    at: datetime
    what: str


Agenda = Callable[[datetime, datetime | None], Stop | None]
"""The first stop after a moment, as whoever is played against the simulator foresees it; looked
for no further than the second moment, if there is one.

It may take a while (it is asked in a thread) and is asked anew before each jump.
"""


class Clock:
    """Runs at the speed of real time from `start`; `advance` jumps forward.

    Without a start it shows the real time.
    """

    def __init__(
        self, start: datetime | None = None, *, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._steady = steady
        self._origin = 0.0
        self.set(start or datetime.now(VIETNAM))

    def timestamp(self) -> float:
        """Seconds since 1970-01-01 UTC by this clock."""
        return self._origin + self._steady()

    def now(self) -> datetime:
        """An aware datetime in Vietnam's time."""
        return datetime.fromtimestamp(self.timestamp(), VIETNAM)

    def set(self, instant: datetime) -> None:
        """Go on from `instant` (aware)."""
        if instant.tzinfo is None:
            raise ValueError("the clock needs an instant with its offset, such as +07:00")
        self._origin = instant.timestamp() - self._steady()

    def advance(self, seconds: float) -> None:
        """Jump forward; time never goes back by this way."""
        if seconds < 0:
            raise ValueError("the clock moves forward only")
        self._origin += seconds

    def not_before(self, timestamp: float) -> None:
        """Jump to `timestamp` when the clock is behind it."""
        self.advance(max(0.0, timestamp - self.timestamp()))
