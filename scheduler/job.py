"""What is done by the clock: jobs, which find messages that are due, and tasks, which do work.

A job looks at a moment and at what is stored, and says what is due; it sends and stores nothing.
So it may be asked again at any time, by any number of processes: what was put into the outbox
under a key is not put there again (docs/adr/0014-ticks-and-keys.md).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from services.context import Context
from services.reminders.due import Due
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Job:
    """Something to look for again and again.

    `period_key` names the stretch of time in which a process need ask the job only once, such as
    "2025-10-20"; None: there is nothing to look for at this moment. It must be cheap. `due` may be
    a generator: what it yields is stored piece by piece.
    """

    name: str
    period_key: Callable[[Context], str | None]
    due: Callable[[Context], Iterable[Due]]


@dataclass(frozen=True, slots=True)
class Task:
    """Something the product does by itself.

    `period_key` names the stretch of time in which it is done once, such as "2025-10-20"; None:
    not now. `run` is called in a thread; it must be harmless in several processes at once.
    """

    name: str
    period_key: Callable[[datetime], str | None]
    run: Callable[[Database, datetime], object]
