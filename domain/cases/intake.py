"""What whoever reports a case is asked, and how urgent the answers make it.

A referral note, not a story (WHO 2007, IASC pocket guide, GBVIMS): never a name, an ID, an exact
address or a reason. What nobody asked or answered is None, never a default.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.confidential import NOTHING_SAID, Confidential


class CaseKind(StrEnum):
    """What a case is about. The plan file names them and their order in the menu."""

    VIOLENCE = "violence"
    TRAFFICKING = "trafficking"
    SEXUAL_ABUSE = "sexual_abuse"
    CHILD_ABUSE = "child_abuse"
    HARDSHIP = "hardship"
    LABOUR = "labour"
    LAND_LEGAL = "land_legal"
    OTHER = "other"

    @property
    def is_violent(self) -> bool:
        """Whether it is violence, trafficking or abuse: never less urgent than high."""
        return self in (
            CaseKind.VIOLENCE,
            CaseKind.TRAFFICKING,
            CaseKind.SEXUAL_ABUSE,
            CaseKind.CHILD_ABUSE,
        )

    @property
    def closed_by_two(self) -> bool:
        """Whether a second person must agree before it is closed."""
        return self.is_violent

    @property
    def is_survivor(self) -> bool:
        """Whether the data subject counts for indicator 1.3 (formula A)."""
        return self in (CaseKind.VIOLENCE, CaseKind.TRAFFICKING)


class Urgency(StrEnum):
    """How fast somebody must take it."""

    DANGER = "danger"
    HIGH = "high"
    NORMAL = "normal"


class Wish(StrEnum):
    """What help is wished."""

    SAFE_PLACE = "safe_place"
    HEALTH = "health"
    COUNSEL = "counsel"
    LEGAL = "legal"
    POLICE = "police"
    LIVELIHOOD = "livelihood"
    CHILDREN = "children"
    OTHER = "other"


class ConsentTo(StrEnum):
    """What she agrees to."""

    CONTACT = "contact"
    REFERRAL = "referral"


class Recipient(StrEnum):
    """Who may be told. UNION: staff above the commune too, as far as the case escalates."""

    COMMUNE_UNION = "commune_union"
    UNION = "union"
    COMMUNE_CHAIR = "commune_chair"
    POLICE = "police"
    HEALTH = "health"
    LEGAL_AID = "legal_aid"


class Way(StrEnum):
    """A safe way to reach her."""

    REPORTER = "reporter"
    PHONE = "phone"
    MESSAGE = "message"
    MEETING = "meeting"
    NOT_NOW = "not_now"


class Hours(StrEnum):
    """A safe time to reach her."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Consent:
    """Her consent. `given`: None until she was asked. `to`: to what; `whom`: who may be told."""

    given: bool | None = None
    to: tuple[ConsentTo, ...] = ()
    whom: tuple[Recipient, ...] = ()


WITHIN_UNION = Consent(True, (ConsentTo.CONTACT,), (Recipient.COMMUNE_UNION, Recipient.UNION))
"""The Union's officers may know of it and contact her, nobody else."""


@dataclass(frozen=True, slots=True)
class SafeContact:
    """How and when she can be reached without harm; `words` where the menu did not do."""

    way: Way | None = None
    hours: Hours | None = None
    words: Confidential = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Intake:
    """The answers. None means that it is not known.

    `child`: she is one. `vulnerable`: she is pregnant or disabled. `excluded`: ids of officers who
    must not learn of it. `note`: only if she insists, with names and numbers taken out.
    """

    danger: bool
    kind: CaseKind | None = None
    child: bool | None = None
    vulnerable: bool | None = None
    wishes: tuple[Wish, ...] = ()
    consent: Consent = Consent()
    contact: SafeContact = SafeContact()
    excluded: frozenset[int] = frozenset()
    note: Confidential = NOTHING_SAID

    @property
    def urgency(self) -> Urgency:
        """Danger; high for a child, a vulnerable person or violence; else normal."""
        if self.danger:
            return Urgency.DANGER
        violent = self.kind is not None and self.kind.is_violent
        return Urgency.HIGH if self.child or self.vulnerable or violent else Urgency.NORMAL

    @property
    def must_be_passed_on(self) -> bool:
        """Danger to life and abuse of a child are passed on without consent, as was said first."""
        abused_child = self.child and self.kind is not None and self.kind.is_violent
        return self.danger or self.kind is CaseKind.CHILD_ABUSE or bool(abused_child)

    @property
    def passes_on(self) -> bool:
        """Whether officers are told of it."""
        return self.must_be_passed_on or self.consent.given is True
