"""What a job finds to be sent: to whom, what, under which key once, and until when.

A job looks at one moment and at what is stored, and says what is due; it sends nothing and keeps
nothing. So it may be asked again at any time, by any number of processes: what was put into the
outbox under a key is not put there again (docs/adr/0014-ticks-and-keys.md).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from domain.notices.base import Notice
from domain.periods import Calendar
from domain.plan import Plan
from storage.addresses import Contact
from storage.database import Transaction
from storage.reminded import Claim
from storage.units import Units


@dataclass(frozen=True, slots=True)
class Ground:
    """What a job looks at: an open reading transaction, the reference data, the moment (aware).

    `quotas`: messages a bot may send a month, by network; those that count none are not in it.
    """

    book: Transaction
    plan: Plan
    calendar: Calendar
    units: Units
    now: datetime
    quotas: Mapping[str, int] = field(default_factory=dict)


class Due(msgspec.Struct, frozen=True):
    """One message that is due.

    `key`: unique for (job, receiver, period, rung), at most 120 letters of ASCII. `due_at`: when
    it is to leave, now or later. After `not_after` it is stale and dropped. `why`: a few words
    for `sohoi due`. `claim`: it is the one reminder of that person's day; where she had one it is
    not sent.
    """

    key: str
    to: Contact
    notices: tuple[Notice, ...]
    priority: int
    due_at: datetime
    not_after: datetime
    why: str
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be looked for again and again.

    `slot` names the stretch of time in which the job need be asked only once by a process, such
    as "2025-10-20"; None: there is nothing to look for at this moment. It must be cheap.
    `due` may be a generator: what it yields is stored piece by piece.
    """

    name: str
    slot: Callable[[Ground], str | None]
    due: Callable[[Ground], Iterable[Due]]
