"""Notices of broadcasts: what staff tell everybody of a level below their unit.

A broadcast's words are stored once, and read when a message is sent.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.notices.base import Notice


class AskAudience(Notice, frozen=True, tag="broadcast_audience/1"):
    """Asks whom it is for. `audiences`: (level, how many people)."""

    unit: str
    audiences: tuple[tuple[str, int], ...]
    again: bool = False


class AskWords(Notice, frozen=True, tag="broadcast_words/1"):
    """Asks what is to be said. `fault`: "", "long" (at most `most` letters fit), or "no_text"."""

    level: str
    people: int
    most: int
    fault: str = ""


class BroadcastPreview(Notice, frozen=True, tag="broadcast_preview/1"):
    """Shows the words as they will be read, how many people get them, and what it costs.

    All of it is read late.
    """

    broadcast_id: int


class BroadcastStarted(Notice, frozen=True, tag="broadcast_started/1"):
    """Says that it is on its way. `leaves`: the moment it leaves, where the quiet hours hold it."""

    broadcast_id: int
    people: int
    leaves: datetime | None = None


class BroadcastTooDear(Notice, frozen=True, tag="broadcast_too_dear/1"):
    """Says that nothing was sent, since it would cost more messages than a network has left."""

    network: str
    cost: int
    left: int


class NothingBroadcast(Notice, frozen=True, tag="nothing_broadcast/1"):
    """Says that nothing was sent: it was dropped, or nobody is there to be told (`nobody`)."""

    nobody: bool = False


class FromStaff(Notice, frozen=True, tag="from_staff/1"):
    """A broadcast as its receivers read it. It is read late: a stopped one is not sent any more."""

    broadcast_id: int


class BroadcastStatus(Notice, frozen=True, tag="broadcast_status/1"):
    """Says how far a broadcast is."""

    broadcast_id: int


class NoBroadcast(Notice, frozen=True, tag="no_broadcast/1"):
    """Says that she has sent no broadcast, or that the one she names is not hers to see."""


@dataclass(frozen=True, slots=True)
class Cost:
    """How many messages it takes on a network that counts them; `left` may be spent this month."""

    network: str
    messages: int
    left: int


@dataclass(frozen=True, slots=True)
class PreviewFacts:
    """A draft: `people` of the `level` are meant, and `reached` of them can be written to."""

    unit: str
    level: str
    words: str
    people: int
    reached: int
    costs: tuple[Cost, ...]
    leaves: datetime | None = None


@dataclass(frozen=True, slots=True)
class WordsFacts:
    """A broadcast's words, and the unit whose words they are."""

    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """How far a broadcast is: see storage.broadcasts.Receipts. `begins`: its first words."""

    begins: str
    sent_at: datetime
    stopped: bool
    all: int
    sent: int
    waiting: int
    lost: int
    dropped: int
    silent: int
