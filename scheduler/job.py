"""What is done by the clock: jobs that find what is to be sent, and tasks that tell nobody.

A job looks at one moment and at what is stored, and says what is due; it sends nothing and keeps
nothing. So it may be asked again at any time, by any number of processes: what was put into the
outbox under a key is not put there again (docs/adr/0014-ticks-and-keys.md).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from services.context import Context
from services.reminders.due import Due
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be looked for again and again.

    `slot` names the stretch of time in which the job need be asked only once by a process, such
    as "2025-10-20"; None: there is nothing to look for at this moment. It must be cheap.
    `due` may be a generator: what it yields is stored piece by piece.
    """

    name: str
    period_key: Callable[[Context], str | None]
    due: Callable[[Context], Iterable[Due]]


@dataclass(frozen=True, slots=True)
class Task:
    """What the product does for itself.

    `slot` names the stretch of time in which it is done once, such as "2025-10-20"; None: not
    now. `run` is called in a thread; by several processes at once it must be harmless.
    """

    name: str
    period_key: Callable[[datetime], str | None]
    run: Callable[[Database, datetime], object]
