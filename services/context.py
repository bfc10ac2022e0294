"""What every service is given: an open transaction, the reference data, and the moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Self

from domain.documents.signing import OfficeSettings
from domain.notices.progress import Reporting
from domain.org.tree import UnitKey
from domain.people.roles import Post
from domain.periods import Calendar
from domain.plan.plan import Plan
from domain.progress.audience import Audience
from storage.addresses import Contact
from storage.database import Savepoint, Transaction
from storage.totals.subtree import Subtree
from storage.units import Units


@dataclass(frozen=True)
class Reference:
    """One state of the reference data; a new one is loaded after an import.

    `plans`: by year, of which the newest is in force. `template`: the Word template of written
    reports, None for the one that is shipped. `office`: who signs them.
    """

    plans: Mapping[int, Plan]
    calendar: Calendar
    units: Units
    template: Path | None = None
    office: OfficeSettings = field(default_factory=OfficeSettings)

    @classmethod
    def of(
        cls,
        plan: Plan,
        calendar: Calendar,
        units: Units,
        template: Path | None = None,
        office: OfficeSettings | None = None,
    ) -> Self:
        """Make reference data with one plan."""
        return cls({plan.year: plan}, calendar, units, template, office or OfficeSettings())

    @cached_property
    def plan(self) -> Plan:
        """The plan in force: the newest."""
        return self.plans[max(self.plans)]


@dataclass(frozen=True, slots=True)
class Context:
    """An open transaction, the reference data and the product's time (aware, in Vietnam).

    `source`: the transaction, or a savepoint in it that begins when it is first used. `quotas`:
    how many messages a bot may send a month, by network; absent or None where they are not
    counted. `address_id`: the chat that is written to, 0 where it does not matter. `subtrees`:
    the subtrees whose figures were read in this transaction, by node and day. `counted`: the
    month up to which the figures of a unit count, by unit and day. `audience`: for whom figures are
    made.
    """

    source: Transaction | Savepoint
    reference: Reference
    now: datetime
    quotas: Mapping[str, int | None] = field(default_factory=dict)
    address_id: int = 0
    subtrees: dict[tuple[UnitKey, date], Subtree] = field(default_factory=dict, compare=False)
    counted: dict[tuple[UnitKey, date], Reporting | None] = field(
        default_factory=dict, compare=False
    )
    audience: Audience = Audience.EVERYONE

    @property
    def tx(self) -> Transaction:
        """The open transaction; inside the savepoint, if there is one."""
        return self.source.tx if isinstance(self.source, Savepoint) else self.source

    @property
    def plan(self) -> Plan:
        return self.reference.plan

    @property
    def units(self) -> Units:
        return self.reference.units

    @property
    def calendar(self) -> Calendar:
        return self.reference.calendar

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Context):
    """A context in which somebody asks for something.

    `contact`: the chat she asks in. `posts`: the posts that were read in this transaction, by
    person; services.people.posts alone fills and empties it.
    """

    contact: Contact
    posts: dict[int, tuple[Post, ...]] = field(default_factory=dict, compare=False)

    @property
    def person_id(self) -> int:
        """The id of the person of a private chat. ValueError for a group, which has none."""
        if self.contact.person_id is None:
            raise ValueError("a group has no person")
        return self.contact.person_id
