"""What staff tell all units of a level below theirs, as data. The words stand in storage once."""

from dataclasses import dataclass
from datetime import datetime

from domain.notices.base import Notice


class AskAudience(Notice, frozen=True, tag="broadcast_audience/1"):
    """Whom is it for? `audiences`: (level, how many people)."""

    unit: str
    audiences: tuple[tuple[str, int], ...]
    again: bool = False


class AskWords(Notice, frozen=True, tag="broadcast_words/1"):
    """What is to be said? `fault`: "", "long" (`most` letters fit), or "no_text"."""

    level: str
    people: int
    most: int
    fault: str = ""


class BroadcastPreview(Notice, frozen=True, tag="broadcast_preview/1"):
    """The words as they will be read, how many get them, and what it costs. Read late."""

    broadcast_id: int


class BroadcastStarted(Notice, frozen=True, tag="broadcast_started/1"):
    """It is on its way. `leaves`: when the quiet hours hold it."""

    broadcast_id: int
    people: int
    leaves: datetime | None = None


class BroadcastTooDear(Notice, frozen=True, tag="broadcast_too_dear/1"):
    """A network's messages of the month do not suffice; nothing was sent."""

    network: str
    cost: int
    left: int


class NothingBroadcast(Notice, frozen=True, tag="nothing_broadcast/1"):
    """It was dropped before it was sent, or nobody is there to be told (`nobody`)."""

    nobody: bool = False


class FromStaff(Notice, frozen=True, tag="from_staff/1"):
    """A broadcast, as its receivers read it. Read late: a stopped one is not sent any more."""

    broadcast_id: int


class BroadcastStatus(Notice, frozen=True, tag="broadcast_status/1"):
    """How far it is."""

    broadcast_id: int


class NoBroadcast(Notice, frozen=True, tag="no_broadcast/1"):
    """She has sent none, or it is not hers to see."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Messages on a network that counts them; `left` of the month may be spent on this."""

    network: str
    messages: int
    left: int


@dataclass(frozen=True, slots=True)
class PreviewFacts:
    """`people` of the `level` are meant, `reached` of them can be written to."""

    unit: str
    level: str
    words: str
    people: int
    reached: int
    costs: tuple[Cost, ...]
    leaves: datetime | None = None


@dataclass(frozen=True, slots=True)
class WordsFacts:
    """Whose words these are."""

    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """See storage.broadcasts.Receipts. `begins`: the first words, to know it by."""

    begins: str
    sent_at: datetime
    stopped: bool
    all: int
    sent: int
    waiting: int
    lost: int
    dropped: int
    silent: int
