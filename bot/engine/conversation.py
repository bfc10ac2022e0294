"""The parts of a conversation. Everything here and in bot.conversations is pure: no await, no
clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from domain.answers import Place
from domain.notices.base import Notice
from domain.notices.hands import StandingReport
from domain.plan.plan import Plan

S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Event:
    """What she did, the same whether typed or pressed.

    `text` is what was typed, or the value of the button pressed, or "" for a photo and the like
    (`what` names it then). `command` is the command word read in it, if any ("ok", "back", "skip",
    "cancel", "later", "help", "edit", "nothing", …), see domain.answers.read_command.
    `message_ref` tells where this very message lies, so that it can be taken back; "" for a button.
    """

    text: str
    command: str | None = None
    pressed: bool = False
    what: str = "text"
    edited: bool = False
    message_ref: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What every step may know: the moment (aware, in Vietnam) and the plan.

    `one_answer`: on this network one message should ask all, since messages out are scarce.
    `communes` are the province's, their codes being unit ids. `officers` are the ids of those who
    would learn of the case being reported; `officer_posts` are the same, by the post they share,
    and `officer_names` their names by id, which are never shown. `recent_case`: the id of the case
    of danger she reported just before, 0 if none. All are there for that conversation alone.
    `standing`: the report that was sent since the open form last saw one; None: nobody sent any.
    `unseen`: what was last said to her still waits to be sent, so she cannot have agreed to it.
    """

    now: datetime
    plan: Plan
    one_answer: bool = False
    communes: tuple[Place, ...] = ()
    officers: tuple[int, ...] = ()
    officer_posts: tuple[tuple[int, ...], ...] = ()
    officer_names: Mapping[int, str] = field(default_factory=dict)
    recent_case: int = 0
    standing: StandingReport | None = None
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """Base of what a step asks to be done; see bot/conversations/effects.py."""


@dataclass(frozen=True, slots=True)
class RunCommand(Effect):
    """Run a command; `text`: as typed, such as "/baocao 12"."""

    text: str


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """What a step decided.

    `state` is how the conversation goes on, None when it is over. `notices` are what is said,
    joined into one message out. `effects` are to be done in the same commit. `park` is the key
    under which the conversation is set aside (state must be given) to be taken up again.
    `unheard`: the event was none of this conversation's, and may be a command; `notices` are then
    said where nobody else understands it either.
    """

    state: S | None
    notices: tuple[Notice, ...] = ()
    effects: tuple[Effect, ...] = ()
    park: str | None = None
    unheard: bool = False


class Conversation(Protocol[S]):
    """One flow of several turns. `name` and `version`, not the class name, are stored with its
    state.

    `confidential`: what is typed in it may tell of a case, so its state goes through the vault.
    """

    name: str
    version: int
    confidential: bool
    state_type: type[S]

    def step(self, state: S, event: Event, facts: Facts) -> Step[S]:
        """Decide the next state and what follows from this event."""
        ...

    def prompt(self, state: S, facts: Facts) -> tuple[Notice, ...]:
        """Ask again what is being asked: after a digression, a restart or an old button."""
        ...

    def key(self, state: S) -> str | None:
        """Name the key under which it is set aside when another opens; None where it is dropped."""
        ...


class Frame(msgspec.Struct, frozen=True, omit_defaults=True):
    """A conversation as stored: its name, its version, its state as JSON, its key if any.

    `over` is the key of what was set aside for a question in between, and goes on after it.
    `confidential` is the conversation's. `at`: when it last said something (seconds), 0 where that
    was not noted. `by_itself`: it was taken up after another was over, and not answered since.
    """

    name: str
    version: int
    state: msgspec.Raw
    key: str | None = None
    over: str | None = None
    confidential: bool = False
    at: float = 0.0
    by_itself: bool = False


class LongTextPiece(msgspec.Struct, frozen=True):
    """A long text that may go on in the next message: when it was sent, and the answer's digest."""

    at: datetime
    told: str

    def is_followed_by(self, told: str, at: datetime, within: timedelta) -> bool:
        """Return True if the same was told to this piece, which was sent so shortly before."""
        return told == self.told and at - self.at <= within


class Session(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a person stands. `turn` counts her events; `parked` holds what was set aside, by key.

    `piece` is her last message, where it was a long text. `case_at`: when a confidential
    conversation was last heard, if no form was opened since; it is kept for a while only.
    """

    turn: int = 0
    frame: Frame | None = None
    parked: dict[str, Frame] = msgspec.field(default_factory=dict)
    piece: LongTextPiece | None = None
    case_at: datetime | None = None

    @property
    def confidential(self) -> bool:
        """True if any conversation in it is, or just was: then all of it is sealed where it is
        kept."""
        frames = [*self.parked.values(), *([self.frame] if self.frame else [])]
        return self.case_at is not None or any(frame.confidential for frame in frames)


_NOTED_FOR = timedelta(minutes=30)


def note_confidential(before: Session, after: Session, now: datetime) -> Session:
    """Note in the session when a confidential conversation was last heard, unless a form is open
    now, or it is long ago."""
    frames = [frame for frame in (before.frame, after.frame) if frame is not None]
    at = now if any(frame.confidential for frame in frames) else before.case_at
    in_form = after.frame is not None and not after.frame.confidential
    kept = None if in_form or at is None or now - at > _NOTED_FOR else at
    return msgspec.structs.replace(after, case_at=kept)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command handler decided: what to say, a conversation to open or to take up again."""

    notices: tuple[Notice, ...] = ()
    opens: tuple[str, Any] | None = None  # (conversation name, its first state)
    resumes: str | None = None  # key of a parked conversation
    sets_aside: bool = False  # the open conversation waits until it is asked for
    in_between: bool = False  # what opens is one question; the open conversation goes on after it
    then: tuple[tuple[str, Any], ...] = ()  # set aside, and taken up in turn after what opens
