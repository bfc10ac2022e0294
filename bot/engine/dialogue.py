"""Decides what one message means: which conversation or command hears it.

The rules here are the same for every network. Only handlers reach the database, through the
`Call` they are given; conversations never do.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from bot.engine.channel import Abilities, Content, Inbound, Pressed, Said, Shown
from bot.engine.conversation import (
    Conversation,
    Effect,
    Event,
    Facts,
    Frame,
    Outcome,
    RunCommand,
    Session,
    Step,
    note_confidential,
)
from domain.answers import COMMAND_WORDS, Status, fold, read_command
from domain.notices.base import Notice
from domain.notices.common import NotHere, NotUnderstood
from domain.notices.reporting import CannotChange
from services.context import Request

_LONGEST_TYPED, _MOST_TYPED_WORDS = 80, 2
_LONGEST_HEARD = 2000
"""Most letters of a typed command, and how many are heard of one that may be `however_long`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Request):
    """What a command handler is given: a request, and the session in which it was made.

    `words` follow the command; `what` is the kind of message, "text" or "photo" and the like.
    """

    abilities: Abilities
    words: str = ""
    what: str = "text"
    session: Session = field(default_factory=Session)
    inbound: Inbound | None = None


@dataclass(frozen=True, slots=True)
class Handler:
    """A command: what answers it, whether a group may ask it, and all by which it is called.

    `names` are typed after a slash. `typed` are the words that a message may begin with instead,
    without marks ("tien do"); the words after them are the command's own, and `takes` tells
    whether they can be, else it is no command. `however_long`: also before a whole story, of which
    only the beginning is heard.

    The last three are command words as domain.answers reads them (COMMAND_WORDS), by where they
    lead here: `anywhere`, before an open conversation is asked; `unheard`, where none is open or
    the open one makes nothing of them; `outside`, only where none is open.

    Raises ValueError for a command word that is not read, or is claimed twice.
    """

    names: tuple[str, ...]
    handle: Callable[[Call], Outcome]
    in_groups: bool = False
    typed: tuple[str, ...] = ()
    takes: Callable[[str], bool] = lambda words: True
    however_long: bool = False
    anywhere: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        words = self.command_words
        if len(set(words)) < len(words) or not COMMAND_WORDS.issuperset(words):
            raise ValueError(f"/{self.names[0]}: twice the same, or no command word: {words}")

    @property
    def command_words(self) -> tuple[str, ...]:
        """The command words that lead here, wherever she is."""
        return self.anywhere + self.unheard + self.outside


_Called = tuple[Handler, str]
"""A handler that is called, and the words that follow its name."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one message led to. `alert` is shown over a pressed button, `session` is the new one."""

    notices: tuple[Notice, ...] = ()
    session: Session | None = None
    alert: str = ""


MoreFacts = Callable[[Call, Any, Facts], Facts]
"""Adds the facts that one conversation needs besides, for the state it is in."""

Apply = Callable[[Effect, Call], tuple[Notice, ...]]
"""Does what an effect asks for, in the open savepoint, and returns what is to be said of it."""


HearFirst = Callable[[Call, Event], Outcome | None]
"""Hears an event before the open conversation does: a call for help, an answer to a reminder.

Returns None for everything else.
"""


class Dialogue:
    """Routes what is said to the open conversation or to a command; see `hear`.

    What calls a command stands in its Handler alone. `passing` names the conversations that end
    when a command is given instead of their answer. Raises ValueError where two handlers claim one
    word.
    """

    def __init__(
        self,
        conversations: Sequence[Conversation[Any]],
        handlers: Sequence[Handler],
        apply: Apply,
        join: Callable[[Call], Outcome | None],
        fallback: Callable[[Call], Outcome],
        stale_alert: str = "",
        hear_first: HearFirst = lambda call, event: None,
        more_facts: Mapping[str, MoreFacts] | None = None,
        passing: Collection[str] = (),
    ) -> None:
        self._conversations = {c.name: c for c in conversations}
        _refuse_double_claims(handlers)
        self._by_name = _build_table(handlers, lambda h: h.names)
        self._by_typed = _build_table(handlers, lambda h: h.typed)
        self._anywhere = _build_table(handlers, lambda h: h.anywhere)
        self._unheard = _build_table(handlers, lambda h: h.anywhere + h.unheard)
        self._outside = _build_table(handlers, lambda h: h.command_words)
        self._apply = apply
        self._join = join
        self._fallback = fallback
        self._stale_alert = stale_alert
        self._hear_first = hear_first
        self._more_facts = more_facts or {}
        self._passing = passing

    def hear(self, call: Call, content: Content) -> Reply:
        """Answer one message; only handlers and effects write, in the caller's savepoint."""
        reply = self._hear(call, content)
        if reply.session is None:
            return reply
        return replace(reply, session=note_confidential(call.session, reply.session, call.now))

    def _hear(self, call: Call, content: Content) -> Reply:
        if call.contact.is_group:
            return self._hear_group(call, content)
        match content:
            case Pressed(turn=turn, value=value) if value.startswith("/"):
                if turn not in (None, call.session.turn):
                    return self._refuse_stale()
                return self._run_command(call, value)
            case Pressed(turn=turn) if turn != call.session.turn or call.session.frame is None:
                return self._refuse_stale()
            case Pressed(value=value):
                return self._hear_event(call, Event(value, _read_command_word(value), pressed=True))
            case Said(text=text):
                return self._hear_text(call, text)
            case Shown(what="service"):
                return Reply()
            case Shown(what=what, caption=caption):
                return self._hear_event(
                    call, Event(caption, None, what=what, message_ref=_find_message_ref(call))
                )
            case _:
                return Reply()

    # --- groups ------------------------------------------------------------------------------

    def _hear_group(self, call: Call, content: Content) -> Reply:
        text = content.text if isinstance(content, Said) else ""
        text = content.value if isinstance(content, Pressed) else text
        called = self._find_called(text)
        if called is None:
            heard = replace(call, words=text)
            return Reply(self._fallback(heard).notices)
        handler, words = called
        if not handler.in_groups:
            return Reply((NotHere(),))
        return Reply(handler.handle(replace(call, words=words)).notices)

    def _find_called(self, text: str) -> _Called | None:
        """Find the handler that a text calls where no conversation can be open."""
        if text.startswith("/"):
            return self._find_named(text)
        handler = self._outside.get(_read_command_word(text))
        return self._find_typed(text) if handler is None else (handler, "")

    # --- one person --------------------------------------------------------------------------

    def _hear_text(self, call: Call, text: str) -> Reply:
        if (named := self._find_named(text)) is not None:
            return self._run(call, *named)
        joined = self._join(replace(call, words=text))
        if joined is not None:
            return self._carry_out(call, joined, digression=True)
        word = _read_command_word(text)
        if word in self._anywhere:
            return self._run(call, self._anywhere[word])
        if (typed := self._find_typed(text)) is not None:
            return self._run(call, *typed)
        event = Event(text, word, edited=_is_edited(call), message_ref=_find_message_ref(call))
        return self._hear_event(call, event)

    def _hear_event(self, call: Call, event: Event) -> Reply:
        answered = self._hear_first(call, event)
        if answered is not None:
            return self._carry_out(call, answered, digression=True)
        if call.session.frame is None:
            return self._hear_outside(call, event)
        opened = self._unpack(call.session.frame)
        if opened is None:
            return self._hear_outside(
                replace(call, session=replace_frame(call.session, None)), event
            )
        conversation, state = opened
        step = conversation.step(state, event, self._gather_facts(call, conversation, state))
        if step.unheard and step.state is None:
            return self._hear_outside(
                replace(call, session=replace_frame(call.session, None)), event
            )
        if step.unheard:
            return self._hear_outside(call, event)
        return self._follow_step(call, conversation, step)

    def _hear_outside(self, call: Call, event: Event) -> Reply:
        """Answer what no conversation hears: a command word, or something we do not understand."""
        by_word = self._outside if call.session.frame is None else self._unheard
        if event.command in by_word:
            return self._run(call, by_word[event.command])
        if event.edited:
            return self._carry_out(call, Outcome((CannotChange(),)), digression=True)
        outcome = self._fallback(replace(call, words=event.text, what=event.what))
        return self._carry_out(call, outcome, digression=True)

    def _run_command(self, call: Call, text: str) -> Reply:
        """Run the command that a button or a conversation gives as "/name words"."""
        named = self._find_named(text)
        if named is not None:
            return self._run(call, *named)
        call = replace(call, session=self._drop_passing(call.session))
        return self._carry_out(call, Outcome((NotUnderstood(),)), digression=True)

    def _run(self, call: Call, handler: Handler, words: str = "") -> Reply:
        call = replace(call, session=self._drop_passing(call.session))
        return self._carry_out(call, handler.handle(replace(call, words=words)), digression=True)

    def _drop_passing(self, session: Session) -> Session:
        """Close a passing question: whoever gives a command instead of the answer wants that."""
        if session.frame is None or session.frame.name not in self._passing:
            return session
        return _take_up(session, replace_frame(session, None))

    def _find_named(self, text: str) -> _Called | None:
        """Find the handler named after a slash; None without a slash, or for no name of ours."""
        if not text.startswith("/"):
            return None
        name, _, words = text[1:].partition(" ")
        handler = self._by_name.get(name.partition("@")[0].lower())
        return None if handler is None else (handler, words.strip())

    def _find_typed(self, text: str) -> _Called | None:
        """Find the handler with whose typed words the text begins: "Tiến độ Hoà An"."""
        words = text[:_LONGEST_HEARD].split()
        for count in range(min(len(words), _MOST_TYPED_WORDS), 0, -1):
            handler = self._by_typed.get(fold(" ".join(words[:count])))
            if handler is not None and _fits(handler, text, words[count:]):
                return handler, " ".join(words[count:])
        return None

    def _refuse_stale(self) -> Reply:
        return Reply(alert=self._stale_alert)

    # --- conversations -----------------------------------------------------------------------

    def _gather_facts(self, call: Call, conversation: Conversation[Any], state: Any) -> Facts:
        facts = Facts(call.now, call.plan, one_answer=call.abilities.scarce)
        more = self._more_facts.get(conversation.name)
        return facts if more is None else more(call, state, facts)

    def _carry_out(self, call: Call, outcome: Outcome, *, digression: bool) -> Reply:
        """Carry out an outcome; an open conversation goes on where it was, or is set aside."""
        session = call.session
        if outcome.resumes is not None and outcome.resumes in session.parked:
            return self._resume(call, outcome)
        if outcome.opens is not None:
            name, state = outcome.opens
            before = session.frame if outcome.in_between else None
            frame = self._pack(self._conversations[name], state, before)
            session = _without(self._set_aside(session), frame.key)
            return self._make_reply(call, session, outcome.notices, frame)
        notices = outcome.notices
        if outcome.sets_aside:
            session = self._set_aside(session)
        if digression and session.frame is not None:
            notices += self._ask_again(call, session.frame)
        return self._make_reply(call, session, notices, session.frame)

    def _resume(self, call: Call, outcome: Outcome) -> Reply:
        session = self._set_aside(call.session)
        frame = session.parked[outcome.resumes or ""]
        parked = {k: v for k, v in session.parked.items() if k != outcome.resumes}
        session = Session(session.turn, None, parked)
        return self._make_reply(
            call, session, outcome.notices + self._ask_again(call, frame), frame
        )

    def _follow_step(self, call: Call, conversation: Conversation[Any], step: Step[Any]) -> Reply:
        notices, session = step.notices, call.session
        frame = None if step.state is None else self._pack(conversation, step.state, session.frame)
        if step.park is not None and frame is not None:
            session = Session(session.turn, None, {**session.parked, step.park: frame})
            frame = None
        session = replace_frame(session, frame)
        if frame is None and step.park is None:
            session = _take_up(call.session, session)
        after = replace(call, session=session)
        for effect in step.effects:
            if isinstance(effect, RunCommand):
                reply = self._run_command(after, effect.text)
                return replace(reply, notices=notices + reply.notices)
            notices += self._apply(effect, after)
        if session.frame is not frame and session.frame is not None:
            notices += self._ask_again(call, session.frame)
        return self._make_reply(call, session, notices, session.frame)

    @staticmethod
    def _set_aside(session: Session) -> Session:
        """Set the open conversation aside; it is dropped where it cannot be taken up again."""
        frame = session.frame
        if frame is None or frame.key is None:
            return Session(session.turn, None, session.parked)
        return Session(session.turn, None, {**session.parked, frame.key: frame})

    def _ask_again(self, call: Call, frame: Frame) -> tuple[Notice, ...]:
        opened = self._unpack(frame)
        if opened is None:
            return ()
        return opened[0].prompt(opened[1], self._gather_facts(call, *opened))

    def _unpack(self, frame: Frame) -> tuple[Conversation[Any], Any] | None:
        conversation = self._conversations.get(frame.name)
        if conversation is None or conversation.version != frame.version:
            return None
        return conversation, msgspec.json.decode(frame.state, type=conversation.state_type)

    @staticmethod
    def _pack(conversation: Conversation[Any], state: Any, before: Frame | None = None) -> Frame:
        raw = msgspec.Raw(msgspec.json.encode(state))
        key = conversation.key(state)
        over = before.key or before.over if before is not None and key is None else None
        return Frame(
            conversation.name, conversation.version, raw, key, over, conversation.confidential
        )

    @staticmethod
    def _make_reply(
        call: Call, session: Session, notices: tuple[Notice, ...], frame: Frame | None
    ) -> Reply:
        return Reply(notices, Session(session.turn + 1, frame, session.parked))


def _refuse_double_claims(handlers: Iterable[Handler]) -> None:
    owners: dict[str, Handler] = {}
    for handler in handlers:
        for word in {*handler.names, *handler.typed, *handler.command_words}:
            owner = owners.setdefault(word, handler)
            if owner is not handler:
                raise ValueError(f"{word!r} calls /{owner.names[0]} and /{handler.names[0]}")


def _build_table(
    handlers: Iterable[Handler], words_of: Callable[[Handler], tuple[str, ...]]
) -> dict[str | None, Handler]:
    return {word: handler for handler in handlers for word in words_of(handler)}


def _without(session: Session, key: str | None) -> Session:
    """Take out what was set aside under a key, since it is open again."""
    parked = {k: frame for k, frame in session.parked.items() if k != key}
    return Session(session.turn, session.frame, parked)


def replace_frame(session: Session, frame: Frame | None) -> Session:
    """Return the session with another conversation open, or none."""
    return Session(session.turn, frame, session.parked)


def _take_up(before: Session, after: Session) -> Session:
    """Reopen what a question in between stood over, if anything."""
    over = before.frame.over if before.frame is not None else None
    if over is None or over not in after.parked:
        return after
    return replace_frame(_without(after, over), after.parked[over])


def _fits(handler: Handler, text: str, words: list[str]) -> bool:
    short = handler.however_long or len(text) <= _LONGEST_TYPED
    return short and handler.takes(" ".join(words))


def _find_message_ref(call: Call) -> str:
    """Return where this message lies: an address and the network's own id, "" for a button."""
    if call.inbound is None or not call.inbound.message_id:
        return ""
    return f"{call.contact.id}:{call.inbound.message_id}"


def _read_command_word(text: str) -> str | None:
    reading = read_command(text)
    return str(reading.value) if reading.status is Status.VALUE else None


def _is_edited(call: Call) -> bool:
    return call.inbound is not None and call.inbound.edited
