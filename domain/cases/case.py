"""A case with its state, and how a person stands to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from domain.cases.duties import (
    OF_THE_OWNER,
    Duties,
    Duty,
    Owed,
    end,
    find_late,
    find_longest_wait,
    find_owed,
    wait_for_owner,
)
from domain.cases.intake import CaseKind, Intake, Urgency, Way
from domain.cases.social_services import HelpGiven, Service, ServiceState
from domain.org.levels import Level
from domain.people.roles import LEVEL_OF_ROLE, Post, Role


class State(StrEnum):
    """The state of a case. `KEPT`: she did not agree that it is passed on, so it was not."""

    NEW = "new"
    TAKEN = "taken"
    IN_SUPPORT = "in_support"
    SERVED = "served"
    REFERRED = "referred"
    REOPENED = "reopened"
    CLOSED = "closed"
    DUPLICATE = "duplicate"
    OUT_OF_SCOPE = "out_of_scope"
    KEPT = "kept"


OPEN = frozenset(
    {
        State.NEW,
        State.TAKEN,
        State.IN_SUPPORT,
        State.SERVED,
        State.REFERRED,
        State.REOPENED,
    }
)


class Wait(StrEnum):
    """What waits for another person's answer."""

    TRANSFER = "transfer"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class PendingAnswer:
    """What one person asked (`by`) and another must answer (`to`: this one; None: any other).

    `unit_id`: the unit a transfer would move the case to, where it is another. `ending`: how the
    case is to end, where that waits (a domain.cases.actions.CaseAction: close, duplicate or
    out_of_scope); `double_of`: the case it doubles; `reason`: why, a word from a list.
    """

    wait: Wait
    by: int
    to: int | None = None
    unit_id: int | None = None
    ending: str = ""
    double_of: int | None = None
    reason: str = ""


UNTIL_SHE_SAYS = datetime(9999, 1, 1, tzinfo=UTC)
"""In place of a moment: the commune is told at the reporter's word alone."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case, opened from the vault.

    `due_at`: when the response clock runs out, None while the case has an owner who can be written
    to. `subject`: the code of the data subject ("PN-25-0031"), the same in every report about her;
    no name. `reached`: the highest level told of it. `told`: ids of the officers told. `rounds`:
    how often they were told once more after all had been. `intake`: None once the content was
    erased. `version` counts changes.

    `duties`: what is owed and not done. `commune_at`: the moment at which officers of the commune
    are told of danger, unless the reporter says before that they must not know, or
    `UNTIL_SHE_SAYS`; None once that is decided. `commune_left_out`: they must not.
    `phone_is_safe`: whether the reporter's phone may show what it is about; None until she said so.
    `alarms`: how many alarms of one stranger it gathers. `is_readable`: False where the content
    could not be opened, and is None in `intake`.
    """

    id: int
    number: str
    unit_id: int
    state: State
    urgency: Urgency
    opened_at: datetime
    subject: str = ""
    reporter_id: int | None = None
    owner_id: int | None = None
    due_at: datetime | None = None
    follow_up_at: datetime | None = None
    closed_at: datetime | None = None
    reached: Level = Level.COMMUNE
    told: frozenset[int] = frozenset()
    rounds: int = 0
    pending: PendingAnswer | None = None
    duplicate_of: int | None = None
    intake: Intake | None = None
    services: Mapping[Service, ServiceState] = field(default_factory=dict)
    helps: frozenset[HelpGiven] = frozenset()
    version: int = 0
    duties: Duties = ()
    commune_at: datetime | None = None
    commune_left_out: bool = False
    phone_is_safe: bool | None = None
    alarms: int = 1
    is_readable: bool = True

    @property
    def is_open(self) -> bool:
        """Return True while something is still to be done."""
        return self.state in OPEN

    @property
    def tells_commune_at(self) -> datetime | None:
        """When its officers are told if she says nothing; None where they wait for her word."""
        return None if self.commune_at == UNTIL_SHE_SAYS else self.commune_at

    def is_overdue(self, now: datetime) -> bool:
        """Return True if she waits for something longer than it may take, until it is done."""
        return self.is_open and bool(find_late(self.duties, now))

    def find_wait(self, now: datetime) -> Owed | None:
        """What she has waited for longest of what is late, else what is due first."""
        late = find_late(self.duties, now)
        return late[0] if late else min(self.duties, key=lambda o: o.due_at, default=None)

    @property
    def is_forgotten(self) -> bool:
        """Whether its owner was told that what she owes is late, and it still is."""
        owed = (o for o in self.duties if o.duty in OF_THE_OWNER)
        return self.owner_id is not None and any(o.told > 0 for o in owed)

    @property
    def untaken_since(self) -> datetime:
        """Since when somebody is to take it, while nobody holds it."""
        owed = find_owed(self.duties, Duty.TAKE)
        return self.opened_at if owed is None else owed.since

    @property
    def may_write_plainly(self) -> bool:
        """Whether what is pushed to the reporter's phone may say what it is about.

        In danger and violence she must have said so; where she wants no contact now, nothing is
        said.
        """
        if self.intake is not None and self.intake.contact.way is Way.NOT_NOW:
            return False
        if self.phone_is_safe is None:
            violent = self.kind is not None and self.kind.is_violent
            return self.urgency is not Urgency.DANGER and not violent
        return self.phone_is_safe

    @property
    def hidden_levels(self) -> frozenset[Level]:
        """The levels whose officers do not know of it, however far it reached."""
        if not self.is_readable:
            # Nobody knows who must not learn of it: whoever is furthest is told.
            return frozenset({Level.COMMUNE, Level.AREA})
        hidden = self.commune_left_out or self.commune_at is not None
        return frozenset({Level.COMMUNE}) if hidden else frozenset()

    @property
    def kind(self) -> CaseKind | None:
        """What it is about, where that is known."""
        return None if self.intake is None else self.intake.kind

    @property
    def closed_by_two(self) -> bool:
        """Whether a second person must agree before it is closed.

        Danger is, whatever it is about.
        """
        known = self.kind is not None and self.kind.closed_by_two
        return known or self.urgency is Urgency.DANGER

    @property
    def excluded(self) -> frozenset[int]:
        """Officers who must not learn of it."""
        return frozenset() if self.intake is None else self.intake.excluded

    @property
    def passed_on(self) -> bool:
        """Whether officers may know of it at all."""
        return self.state is not State.KEPT


# --- how a person stands to it ------------------------------------------------------------------

_STEPS = (Level.COMMUNE, Level.AREA, Level.PROVINCE)
"""Levels whose officers work on cases, the nearest first."""

CASE_ROLES = frozenset({Role.COMMUNE, Role.AREA, Role.PROVINCE})
"""An administrator keeps the machine and reads no case."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: her id and the posts she holds now."""

    person_id: int
    posts: tuple[Post, ...] = ()


class Relation(StrEnum):
    """What a person is to a case.

    OFFICER: staff over the unit whom the case has reached, or who were told of it. SUPERIOR: staff
    above the unit whom it has not reached yet. HEIR: a transfer was offered to her. SECOND: an
    officer other than the one who asked to close it. STAND_IN: an officer who does not hold it,
    while what its owner owes is late and was said to be.
    """

    REPORTER = "reporter"
    OWNER = "owner"
    OFFICER = "officer"
    SECOND = "second"
    HEIR = "heir"
    SUPERIOR = "superior"
    OVERSEER = "overseer"
    STAND_IN = "stand_in"


def reaches(reached: Level, level: Level) -> bool:
    """Return True if a case that reached the one level is known to officers of the other."""
    return level in _STEPS and _STEPS.index(level) <= _STEPS.index(reached)


def find_relations(actor: Actor, case: Case, line: tuple[int, ...]) -> frozenset[Relation]:
    """Find how she stands to the case.

    Whoever is excluded, or holds no post over the unit, is at most its reporter.

    `line`: ids of the case's unit and of every unit and area above it (`Units.line`).
    """
    found = {Relation.REPORTER} if actor.person_id == case.reporter_id else set()
    staff = [post for post in actor.posts if post.role in CASE_ROLES]
    if not staff or actor.person_id in case.excluded or not case.passed_on:
        return frozenset(found)
    if over := [post for post in staff if post.unit_id in line]:
        found |= _find_staff_relations(actor.person_id, case, over)
    if _is_heir(actor.person_id, case, over=bool(over)):
        found |= {Relation.HEIR, Relation.OFFICER}
    return frozenset(found)


def _find_staff_relations(who: int, case: Case, over: list[Post]) -> set[Relation]:
    own = who in case.told or who == case.owner_id
    levels = {LEVEL_OF_ROLE[post.role] for post in over}
    if not own and levels <= case.hidden_levels:
        return set()
    found = {Relation.OVERSEER} if levels - {Level.COMMUNE} and who != case.owner_id else set()
    if not own and not any(reaches(case.reached, each) for each in levels - case.hidden_levels):
        return found | {Relation.SUPERIOR}
    found |= {Relation.OFFICER}
    if who == case.owner_id:
        found.add(Relation.OWNER)
    elif case.is_forgotten:
        found.add(Relation.STAND_IN)
    pending = case.pending
    if pending is not None and pending.wait is Wait.CLOSING and pending.by != who:
        found.add(Relation.SECOND)
    return found


def _is_heir(who: int, case: Case, *, over: bool) -> bool:
    """Return True for whoever a transfer waits for; within one unit she must still be over it."""
    pending = case.pending
    if pending is None or pending.wait is not Wait.TRANSFER or pending.to != who:
        return False
    return over or pending.unit_id is not None


def remove_excluded(case: Case, due_at: datetime) -> Case:
    """Take the case from whoever must not learn of it now that its answers have changed.

    She neither owns it any more nor is waited for. Without an owner its response clock runs anew,
    until `due_at`; what was owed to her stays owed.
    """
    pending = case.pending
    if pending is not None and {pending.by, pending.to} & case.excluded:
        case = replace(case, pending=None, duties=end(case.duties, Duty.SECOND))
    if case.owner_id not in case.excluded or not case.is_open:
        return case
    waits = find_longest_wait(case.duties)
    since = case.opened_at if waits is None else waits.since
    return replace(
        case,
        owner_id=None,
        state=State.REOPENED,
        pending=None,
        due_at=due_at,
        duties=wait_for_owner(case.duties, since, due_at),
    )
