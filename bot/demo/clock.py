"""Ties the demo's clock to the product: what a jump brings comes at once, none outruns it."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime, timedelta

from bot.runtime.app import App
from domain.periods import VIETNAM
from scheduler.coming import find_next_due
from scheduler.jobs import JOBS
from services.context import Context, Reference
from storage import outbox
from storage.database import Database
from storage.moments import moment, seconds

_LOOKED_AHEAD = timedelta(days=45)
_PATIENCE_SECONDS = 10.0
_A_MOMENT_SECONDS = 0.05
_NAMES = {
    "reminders": "nhắc báo cáo",
    "events": "nhắc việc trong lịch",
    "broadcasts": "báo thông báo đã gửi xong",
    "digests": "bản tin tuần của nhóm",
    "quotas": "báo sắp hết tin trong tháng",
}
"""What the page calls the scheduler's jobs."""


class Ahead:
    """The page's agenda. The clock leaves a moment only when what was due by then has left.

    What is stale is not sent late, so whoever pressed on too quickly would never see it.
    """

    def __init__(self, database: Database, known: Reference) -> None:
        self._database, self._known = database, known
        self._catch_up: Callable[[], Future[None] | None] = lambda: None

    def attend(self, product: App, loop: asyncio.AbstractEventLoop) -> None:
        """Have this product, which runs in this loop, do what is due."""
        self._catch_up = lambda: asyncio.run_coroutine_threadsafe(product.catch_up(), loop)

    def catch_up(self) -> None:
        """Have what a jump of the clock brought done at once."""
        self._catch_up()

    def find_next_stop(self, now: datetime, until: datetime | None = None) -> tuple[datetime, str]:
        """Find when the product will next send something by itself, and what.

        The moment is `now` where nothing is found until then.
        """
        if (seeing := self._catch_up()) is not None:
            with suppress(TimeoutError):
                seeing.result(_PATIENCE_SECONDS)
        self._wait_until_sent(seconds(now))
        return _find_next_stop(self._database, self._known, now, until or now + _LOOKED_AHEAD)

    def _wait_until_sent(self, now: float) -> None:
        """Wait until nothing is left that is due; not for ever, since a network may be down."""
        ends = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < ends:
            with self._database.read() as tx:
                first = outbox.find_next_due(tx, 0.0)
            if first is None or first > now:
                return
            time.sleep(_A_MOMENT_SECONDS)


def _find_next_stop(
    database: Database, known: Reference, now: datetime, until: datetime
) -> tuple[datetime, str]:
    after = now.astimezone(VIETNAM)
    with database.read() as tx:

        def look(at: datetime) -> Context:
            return Context(tx, known, at)

        found = find_next_due(JOBS, look, after, until.astimezone(VIETNAM))
        waiting = outbox.find_next_due(tx, seconds(after))
    if waiting is not None and (found is None or moment(waiting) < found.at):
        return moment(waiting), f"{moment(waiting):%H:%M %d/%m}: tin đã hẹn giờ."
    if found is None:
        return now, "Sắp tới chưa có tin nào tự gửi: máy nào đã nhận mã mời mới được nhắc."
    what = _NAMES.get(found.job, "tin tự gửi")
    people = len({due.to.id for due in found.dues})
    return found.at, f"{found.at:%H:%M %d/%m}: {what}, gửi đến {people} nơi."
