"""One phone and the report conversation, without network or storage: for transcripts and fuzz.

The session is written to JSON and read back between every two turns, as the database would.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

import msgspec

from bench.last_month import LAST_MONTH
from bot.conversations.calendar.event_dates import EventDatesConversation, open_event_dates
from bot.conversations.choose import ChooseConversation, open_choice
from bot.conversations.effects import RunCommand, SetEventDate, SubmitReport
from bot.conversations.reporting.report import ReportConversation, correct_report, open_report
from bot.engine.channel import Abilities
from bot.engine.conversation import Conversation, Effect, Event, Facts, Frame, Session
from bot.engine.i18n import say_for
from bot.engine.joining import join_messages
from bot.engine.message import BOLD_OFF, BOLD_ON, Choice, Message
from bot.engine.surface import Surface
from bot.views.table import VIEWS
from domain.answers import Status, read_command
from domain.notices.base import Notice
from domain.notices.reporting import Amounts, ReceiptFacts, ReportReceipt
from domain.org.levels import Level
from domain.periods import VIETNAM, Calendar, Period, due_day
from domain.plan.plan import Plan
from domain.plan.plan_file import parse_plan
from tests.support.paths import ROOT

NOW = datetime(2025, 10, 14, 19, 42, tzinfo=VIETNAM)
ABILITIES = {
    "telegram": Abilities(buttons=True, edit=True, delete=True, upload=True, max_text=4096),
    "zalo": Abilities(
        buttons=False, edit=False, delete=False, upload=False, max_text=2000, scarce=True
    ),
}
CONVERSATIONS: dict[str, Conversation[Any]] = {
    c.name: c for c in (ReportConversation(), ChooseConversation(), EventDatesConversation())
}
_VIEWS = {view.notice: view for view in VIEWS}
_KINDS = ("photo", "sticker", "voice", "video", "document", "location", "contact")
_PRESSED = re.compile(r"\[(.+)\]")

USUAL: dict[str, Amounts] = {"1.1": {"count": 2}, "1.5a": {"joined": 3, "left": 1}}


@cache
def plan() -> Plan:
    """The plan as it is shipped."""
    read = parse_plan((ROOT / "plans" / "326-KH-BTV.yaml").read_text("utf-8"))
    assert isinstance(read, Plan)
    return read


@dataclass
class Phone:
    """What one person sees and does. `said` are the messages out, `sent` the reports stored,
    `days` what was set for events."""

    network: str = "zalo"
    language: str = "vi"
    session: Session = field(default_factory=Session)
    said: list[Message] = field(default_factory=list)
    sent: list[SubmitReport] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    days: list[SetEventDate] = field(default_factory=list)

    @property
    def surface(self) -> Surface:
        return Surface(ABILITIES[self.network], say_for(self.language), plan(), NOW, self.language)

    @property
    def state(self) -> Any:
        """The open conversation's state, None when none is open."""
        return None if self.session.frame is None else self._open()[1]

    def open_report(
        self,
        period: str = "2025-10",
        level: Level = Level.BRANCH,
        unit_name: str = "Chi hội Nà Pồng",
        previous: dict[str, Amounts] | None = None,
        *,
        on_behalf: bool = False,
        one_answer: bool | None = None,
        sent: dict[str, Amounts] | None = None,
    ) -> Message:
        """/baocao; with `sent` given, /sua."""
        common: dict[str, Any] = {
            "unit_id": 12,
            "unit_name": unit_name,
            "level": level,
            "period": Period.parse(period),
            "previous": LAST_MONTH if previous is None else previous,
            "usual": USUAL if previous is None else {},
            "one_answer": ABILITIES[self.network].scarce if one_answer is None else one_answer,
            "on_behalf": on_behalf,
            "due": due_day(Period.parse(period), plan().settings, Calendar(), level),
        }
        if sent is None:
            state, notices = open_report(plan(), **common)
        else:
            state, notices = correct_report(
                plan(), **common, sent=sent, skipped=(), help_needed=False
            )
        return self._began("report", state, notices)

    def open_choice(self, what: str, options: Sequence[tuple[str, str]]) -> Message:
        """A list to pick from."""
        state, notices = open_choice(what, options)
        return self._began("choose", state, notices)

    def open_event_dates(self, events: Sequence[str]) -> Message:
        """/lich ngay: events that have no day yet."""
        state, notices = open_event_dates(tuple(events))
        return self._began("event_dates", state, notices)

    def does(self, line: str) -> Message | None:
        """One line of a transcript: words, [a button], <photo>, ✎ an edit, or /baocao to resume."""
        if line == "/baocao" and self.session.parked:
            return self.resumes()
        if line.startswith("<") and line[1:-1] in _KINDS:
            return self.hears(Event("", what=line[1:-1]))
        if line.startswith("✎ "):
            return self.types(line[2:], edited=True)
        pressed = _PRESSED.fullmatch(line)
        if pressed and self.said[-1].choices:
            return self.presses(pressed[1])
        return self.types(line)

    def types(self, text: str, *, edited: bool = False) -> Message | None:
        return self.hears(Event(text, _command(text), edited=edited))

    def presses(self, label: str) -> Message | None:
        """A button of the last message, by its label."""
        choice = next(c for row in self.said[-1].choices for c in row if c.label == label)
        return self.hears(Event(choice.value, _command(choice.value), pressed=True))

    def hears(self, event: Event) -> Message | None:
        """One event; the answer, or None when the shell would have answered otherwise."""
        conversation, state = self._open()
        step = conversation.step(state, event, Facts(NOW, plan()))
        if step.unheard:
            return None
        notices = step.notices + tuple(n for effect in step.effects for n in self._apply(effect))
        frame = None if step.state is None else _packed(conversation, step.state)
        parked = dict(self.session.parked)
        if step.park is not None and frame is not None:
            parked[step.park], frame = frame, None
        self._keep(Session(self.session.turn + 1, frame, parked))
        return self._say(notices) if notices else None

    def digresses(self) -> Message:
        """A command was answered in between; the form asks again."""
        conversation, state = self._open()
        return self._say(conversation.prompt(state, Facts(NOW, plan())))

    def resumes(self) -> Message:
        """Take up what was set aside."""
        key, frame = next(iter(self.session.parked.items()))
        rest = {k: v for k, v in self.session.parked.items() if k != key}
        self._keep(Session(self.session.turn + 1, frame, rest))
        return self.digresses()

    # --- inside --------------------------------------------------------------------------------

    def _began(self, name: str, state: Any, notices: tuple[Notice, ...]) -> Message:
        frame = _packed(CONVERSATIONS[name], state)
        self._keep(Session(self.session.turn + 1, frame, self.session.parked))
        return self._say(notices)

    def _keep(self, session: Session) -> None:
        self.session = msgspec.json.decode(msgspec.json.encode(session), type=Session)

    def _open(self) -> tuple[Conversation[Any], Any]:
        frame = self.session.frame
        assert frame is not None
        conversation = CONVERSATIONS[frame.name]
        return conversation, msgspec.json.decode(frame.state, type=conversation.state_type)

    def _apply(self, effect: Effect) -> tuple[Notice, ...]:
        if isinstance(effect, RunCommand):
            self.run.append(effect.text)
            return ()
        if isinstance(effect, SetEventDate):
            self.days.append(effect)
            return ()
        assert isinstance(effect, SubmitReport)
        self.sent.append(effect)
        return (ReportReceipt(417, effect.corrected),)

    def _say(self, notices: tuple[Notice, ...]) -> Message:
        message = rendered(notices, self.surface)
        self.said.append(message)
        return message


def rendered(notices: Sequence[Notice], surface: Surface) -> Message:
    """Notices as one message, each written to JSON and read back as the outbox does."""
    stored = [
        msgspec.json.decode(msgspec.json.encode(notice), type=type(notice)) for notice in notices
    ]
    return join_messages([_VIEWS[type(n)].message(n, facts_for(n), surface) for n in stored])


def facts_for(notice: Notice) -> ReceiptFacts | None:
    """What the receipt would be told late."""
    if not isinstance(notice, ReportReceipt):
        return None
    return ReceiptFacts("BC-2510-0417", NOW, ("1.4a", 9), date(2025, 11, 20))


def in_print(message: Message) -> str:
    """A message as a transcript shows it: **bold**, a row of [buttons] a line."""
    text = message.text.replace(BOLD_ON, "**").replace(BOLD_OFF, "**")
    return "\n".join((text, *(_row(row) for row in message.choices)))


def _row(row: Sequence[Choice]) -> str:
    return " ".join(f"[{choice.label}]" for choice in row)


def _packed(conversation: Conversation[Any], state: Any) -> Frame:
    raw = msgspec.Raw(msgspec.json.encode(state))
    return Frame(conversation.name, conversation.version, raw, conversation.key(state))


def _command(text: str) -> str | None:
    reading = read_command(text)
    return str(reading.value) if reading.status is Status.VALUE else None
