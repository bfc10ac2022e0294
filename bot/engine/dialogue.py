"""Decides what one message means: which conversation or command hears it.

The rules here are the same for every network. Only handlers reach the database, through the
`Call` they are given; conversations never do.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from bot.engine.channel import Content, Pressed, Said, Shown
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
from bot.engine.frames import pack, replace_frame, set_aside, take_out, take_up
from bot.engine.handler import Call, Called, Handler, HandlerTable
from bot.engine.net import put_net_under
from bot.engine.reply import Reply
from domain.answers import Status, read_command
from domain.answers.text.wishes import NEVER_AN_ANSWER, TALK, read_wish, sort_wish
from domain.notices.base import Notice
from domain.notices.common import NotHere
from domain.notices.reporting import CannotChange
from storage.moments import seconds

__all__ = ["Call", "Dialogue", "Handler", "Reply", "put_net_under"]

_A_LIST_WAITS_SECONDS = 3600.0
"""So long a passing question waits for words; a button of it stays good as long as it is shown."""


MoreFacts = Callable[[Call, Any, Facts], Facts]
"""Adds the facts that one conversation needs besides, for the state it is in."""

Apply = Callable[[Effect, Call], tuple[Notice, ...]]
"""Does what an effect asks for, in the open savepoint, and returns what is to be said of it."""


HearFirst = Callable[[Call, Event], Outcome | None]
"""Hears an event before the open conversation does: a call for help, an answer to a reminder.

Returns None for everything else.
"""

HearPlain = Callable[[Call], Outcome | None]
"""Hears plain words that are no command, outside every conversation; None if they say nothing."""


class Dialogue:
    """Routes what is said to the open conversation or to a command; see `hear`.

    What calls a command stands in its Handler alone. `passing` names the conversations that end
    when something else is said instead of their answer, `forms` those that go on after a wish that
    no answer could mean. `hear_next` comes after wishes, before the open conversation; `hear_plain`
    after all, and `fallback` says that nothing was understood. Raises ValueError where two handlers
    claim one word.
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
        forms: Collection[str] = (),
        hear_next: HearFirst = lambda call, event: None,
        hear_plain: HearPlain = lambda call: None,
    ) -> None:
        self._conversations = {c.name: c for c in conversations}
        self._handlers = HandlerTable(handlers)
        self._apply = apply
        self._join = join
        self._fallback = fallback
        self._stale_alert = stale_alert
        self._hear_first = hear_first
        self._more_facts = more_facts or {}
        self._passing = passing
        self._forms = forms
        self._hear_next = hear_next
        self._hear_plain = hear_plain

    def hear(self, call: Call, content: Content) -> Reply:
        """Answer one message; only handlers and effects write, in the caller's savepoint."""
        reply = self._hear(call, content)
        if not call.contact.is_group:
            reply = put_net_under(reply, content)
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

    def _find_called(self, text: str) -> Called | None:
        """Find the handler that a text calls where no conversation can be open."""
        if text.startswith("/"):
            return self._handlers.find_named(text)
        handler = self._handlers.outside.get(_read_command_word(text))
        return self._handlers.find_typed(text) if handler is None else (handler, "")

    # --- one person --------------------------------------------------------------------------

    def _hear_text(self, call: Call, text: str) -> Reply:
        call = self._drop_stale_list(call)
        if (named := self._handlers.find_named(text)) is not None:
            return self._run(call, *named)
        joined = self._join(replace(call, words=text))
        if joined is not None:
            return self._carry_out(call, joined, digression=True)
        word = _read_command_word(text)
        if word in self._handlers.anywhere:
            return self._run(call, self._handlers.anywhere[word])
        if (typed := self._handlers.find_typed(text)) is not None:
            return self._run(call, *typed)
        event = Event(text, word, edited=_is_edited(call), message_ref=_find_message_ref(call))
        return self._hear_event(call, event)

    def _hear_event(self, call: Call, event: Event) -> Reply:
        answered = self._hear_first(call, event)
        if answered is not None:
            return self._carry_out(call, answered, digression=True)
        wished = self._find_wished(event)
        if wished is not None and self._may_wish_here(call, event):
            return self._grant_wish(call, wished, event.text)
        answered = self._hear_next(call, event)
        if answered is not None:
            return self._carry_out(call, answered, digression=True)
        opened = None if call.session.frame is None else self._unpack(call.session.frame)
        if opened is None:
            return self._hear_outside(_leave_frame(call), event)
        conversation, state = opened
        step = conversation.step(state, event, self._gather_facts(call, conversation, state))
        if not step.unheard:
            return self._follow_step(call, conversation, step)
        if step.state is None:
            return self._hear_outside(_leave_frame(call), event)
        return self._hear_outside(call, event, conversation, step)

    def _hear_outside(
        self,
        call: Call,
        event: Event,
        conversation: Conversation[Any] | None = None,
        step: Step[Any] | None = None,
    ) -> Reply:
        """Answer what no conversation hears: a command word, plain words, else that it is unknown.

        `conversation` is open and did not hear it; where its step says something, that is said if
        nobody else understands it. A passing question lets go of what somebody does understand.
        """
        by_word = self._handlers.outside if call.session.frame is None else self._handlers.unheard
        if event.command in by_word:
            return self._run(call, by_word[event.command])
        if event.edited and conversation is None:
            return self._carry_out(call, Outcome((CannotChange(),)), digression=True)
        if (wished := self._find_wished(event)) is not None:
            return self._grant_wish(call, wished, event.text)
        free = replace(call, session=self._drop_passing(call.session))
        let_go = free.session is not call.session
        heard = self._hear_next(free, event) if let_go else None
        said = replace(free, words=event.text, what=event.what)
        if heard is None and (let_go or conversation is None or step is None or not step.notices):
            heard = self._hear_plain(said)
        if heard is not None:
            return self._carry_out(free, heard, digression=True)
        if conversation is not None and step is not None and step.notices:
            return self._follow_step(call, conversation, step)
        said = replace(call, words=event.text, what=event.what)
        return self._carry_out(call, self._fallback(said), digression=True)

    def _find_wished(self, event: Event) -> Handler | None:
        """Find the handler of what she wants in words of her own."""
        if event.pressed or event.edited or event.what != "text":
            return None
        wish = read_wish(event.text)
        return None if wish is None else self._handlers.wishes.get(wish)

    def _grant_wish(self, call: Call, handler: Handler, text: str) -> Reply:
        """Answer a question beside what stands open, which goes on; else what she wants comes
        instead of an open list."""
        wish = read_wish(text)
        if wish is None or sort_wish(wish) != "question":
            return self._run(call, handler, text)
        return self._carry_out(call, handler.handle(replace(call, words=text)), digression=True)

    def _may_wish_here(self, call: Call, event: Event) -> bool:
        """Tell whether a wish is heard before the open conversation; where none is, always."""
        frame, wish = call.session.frame, read_wish(event.text)
        if frame is None:
            return True
        if frame.confidential and frame.name not in self._passing:
            return False
        if frame.name in self._passing:
            return wish not in TALK and not frame.confidential
        return frame.name in self._forms and wish in NEVER_AN_ANSWER

    def _run_command(self, call: Call, text: str) -> Reply:
        """Run the command that a button or a conversation gives as "/name words"."""
        named = self._handlers.find_named(text)
        if named is not None:
            return self._run(call, *named)
        call = replace(call, session=self._drop_passing(call.session), words="")
        return self._carry_out(call, self._fallback(call), digression=True)

    def _run(self, call: Call, handler: Handler, words: str = "") -> Reply:
        call = replace(call, session=self._drop_passing(call.session))
        return self._carry_out(call, handler.handle(replace(call, words=words)), digression=True)

    def _drop_passing(self, session: Session) -> Session:
        """Close a passing question: whoever gives a command instead of the answer wants that."""
        if session.frame is None or session.frame.name not in self._passing:
            return session
        return take_up(session, replace_frame(session, None))

    def _drop_stale_list(self, call: Call) -> Call:
        """Close a passing question that was asked long ago: what is typed now is no answer to it.

        One with words that wait knows itself how long.
        """
        frame = call.session.frame
        if frame is None or frame.confidential or not frame.at:
            return call
        if seconds(call.now) - frame.at < _A_LIST_WAITS_SECONDS:
            return call
        return replace(call, session=self._drop_passing(call.session))

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
            frame = pack(self._conversations[name], state, before)
            session = take_out(set_aside(session), frame.key)
            after: str | None = None
            for following in reversed(outcome.then):
                session, after = self._queue(call, session, following, after)
            frame = msgspec.structs.replace(frame, over=after or frame.over)
            return self._make_reply(call, session, outcome.notices, frame)
        notices = outcome.notices
        if outcome.sets_aside:
            session = set_aside(session)
        if digression and session.frame is not None:
            notices += self._ask_again(call, session.frame)
        return self._make_reply(call, session, notices, session.frame)

    def _queue(
        self, call: Call, session: Session, opened: tuple[str, Any], after: str | None
    ) -> tuple[Session, str | None]:
        """Set a conversation aside to be taken up in its turn, and then the one of `after`.

        Returns the session with it, and the key under which it lies.
        """
        name, state = opened
        frame = pack(self._conversations[name], state)
        key = frame.key
        if key is None:
            return session, after
        frame = msgspec.structs.replace(frame, over=after, at=seconds(call.now))
        return Session(session.turn, session.frame, {**session.parked, key: frame}), key

    def _resume(self, call: Call, outcome: Outcome) -> Reply:
        session = set_aside(call.session)
        frame = session.parked[outcome.resumes or ""]
        parked = {k: v for k, v in session.parked.items() if k != outcome.resumes}
        session = Session(session.turn, None, parked)
        return self._make_reply(
            call, session, outcome.notices + self._ask_again(call, frame), frame
        )

    def _follow_step(self, call: Call, conversation: Conversation[Any], step: Step[Any]) -> Reply:
        notices, session = step.notices, call.session
        frame = None if step.state is None else pack(conversation, step.state, session.frame)
        if step.park is not None and frame is not None:
            kept = msgspec.structs.replace(frame, at=seconds(call.now))
            session = Session(session.turn, None, {**session.parked, step.park: kept})
            frame = None
        session = replace_frame(session, frame)
        if frame is None and step.park is None:
            session = take_up(call.session, session)
        after = replace(call, session=session)
        for effect in step.effects:
            if isinstance(effect, RunCommand):
                reply = self._run_command(after, effect.text)
                return replace(reply, notices=notices + reply.notices)
            notices += self._apply(effect, after)
        if session.frame is not frame and session.frame is not None:
            notices += self._ask_again(call, session.frame)
        return self._make_reply(call, session, notices, session.frame)

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
    def _make_reply(
        call: Call, session: Session, notices: tuple[Notice, ...], frame: Frame | None
    ) -> Reply:
        if frame is not None and notices:
            frame = msgspec.structs.replace(frame, at=seconds(call.now))
        return Reply(notices, Session(session.turn + 1, frame, session.parked))


def _leave_frame(call: Call) -> Call:
    return replace(call, session=replace_frame(call.session, None))


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
