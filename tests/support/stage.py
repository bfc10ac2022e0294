"""One phone and the report conversation through the real dialogue, but without storage: for fuzz.

The session is written to JSON and read back between every two turns, as the database would.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import msgspec

from bot.conversations.effects import SubmitReport
from bot.conversations.reporting.report import ReportConversation, open_report
from bot.conversations.reporting.state import ReportState
from bot.demo.samples.last_month import LAST_MONTH
from bot.engine.channel import Address, Content, Inbound, Network, Said, Shown
from bot.engine.conversation import Effect, Outcome, Session
from bot.engine.dialogue import Call, Dialogue, Handler
from bot.engine.i18n import say_for
from bot.engine.joining import join_messages
from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.play.phones import Chat
from bot.play.player import ABILITIES
from bot.views.table import VIEWS
from domain.notices.base import Notice
from domain.notices.common import NotUnderstood
from domain.notices.reporting import Amounts, ReceiptFacts, ReportReceipt
from domain.org.levels import Level
from domain.periods import VIETNAM, Calendar, Period, compute_due_day
from domain.plan.plan import Plan
from domain.plan.plan_file import parse_plan
from services.context import Reference
from storage.addresses import Contact
from tests.support.paths import PLAN_FILE, ROOT

__all__ = ["ABILITIES", "NOW", "ROOT", "Phone", "plan", "render_notices"]

NOW = datetime(2025, 10, 14, 19, 42, tzinfo=VIETNAM)
_UNIT_ID = 12
_USUAL: dict[str, Amounts] = {"1.1": {"count": 2}, "1.5a": {"joined": 3, "left": 1}}
_VIEWS = {view.notice: view for view in VIEWS}


@cache
def plan() -> Plan:
    """The plan as it is shipped."""
    read = parse_plan(PLAN_FILE.read_text("utf-8"))
    assert isinstance(read, Plan)
    return read


class Phone:
    """What one person sees and does. `said` are the messages out, `sent` the reports stored."""

    def __init__(self, network: str = "zalo", language: str = "vi") -> None:
        self.network = network
        self.surface = Surface(ABILITIES[network], say_for(language), plan(), NOW, language)
        self.session = Session()
        self.said: list[Message] = []
        self.sent: list[SubmitReport] = []
        self._chat = Chat()
        self._conversation = ReportConversation()
        self._opening: Outcome = Outcome()
        self._contact = Contact(1, network, "1", "lan", 1, None, False, True, False)
        handlers = (
            Handler(("baocao",), self._open_or_resume),
            Handler(("tiendo",), lambda call: Outcome()),
        )
        self._dialogue = Dialogue(
            (self._conversation,),
            handlers,
            self._apply,
            join=lambda call: None,
            fallback=lambda call: Outcome((NotUnderstood(),)),
        )

    @property
    def state(self) -> ReportState | None:
        """The open form, None when none is open."""
        frame = self.session.frame
        return None if frame is None else msgspec.json.decode(frame.state, type=ReportState)

    def open_report(
        self,
        period: str = "2025-10",
        level: Level = Level.BRANCH,
        previous: dict[str, Amounts] | None = None,
        *,
        on_behalf: bool = False,
        one_answer: bool | None = None,
    ) -> None:
        """/baocao for this month of a unit; `previous` is what it reported before."""
        when = Period.parse(period)
        opened = open_report(
            plan(),
            unit_id=_UNIT_ID,
            unit_name="Chi hội Nà Pồng",
            level=level,
            period=when,
            previous=LAST_MONTH if previous is None else previous,
            usual=_USUAL if previous is None else {},
            one_answer=ABILITIES[self.network].scarce if one_answer is None else one_answer,
            on_behalf=on_behalf,
            due=compute_due_day(when, plan().settings, Calendar(), level),
        )
        state, notices = opened
        self._opening = Outcome(notices, opens=(self._conversation.name, state))
        self.types("/baocao")

    def types(self, text: str, *, edited: bool = False) -> None:
        """A message of hers."""
        self.hears(Said(text), edited=edited)

    def presses(self, label: str) -> None:
        """The newest button of this label."""
        self.hears(self._chat.press(label))

    def shows(self, what: str) -> None:
        """Something that is no text."""
        self.hears(Shown(what))

    def digresses(self) -> None:
        """A command in between; the form asks again."""
        self.types("/tiendo")

    def resumes(self) -> None:
        """Take up what was set aside."""
        self.types("/baocao")

    def hears(self, content: Content, *, edited: bool = False) -> None:
        """One event through the dialogue; what is answered is the last of `said`."""
        address = Address(Network(self.network), "1", "lan")
        inbound = Inbound(address, "m", "lan", NOW, content, edited=edited)
        call = Call(
            source=None,  # type: ignore[arg-type]
            reference=Reference({plan().year: plan()}, Calendar(), None),  # type: ignore[arg-type]
            now=NOW,
            contact=self._contact,
            abilities=ABILITIES[self.network],
            session=self.session,
            inbound=inbound,
        )
        reply = self._dialogue.hear(call, content)
        if reply.session is not None:
            stored = msgspec.json.encode(reply.session)
            self.session = msgspec.json.decode(stored, type=Session)
        if reply.notices:
            self.said.append(render_notices(reply.notices, self.surface))
            self._chat.keep(self.said[-1], self.session.turn)

    def _open_or_resume(self, call: Call) -> Outcome:
        return (
            Outcome(resumes=next(iter(call.session.parked)))
            if call.session.parked
            else self._opening
        )

    def _apply(self, effect: Effect, call: Call) -> tuple[Notice, ...]:
        assert isinstance(effect, SubmitReport)
        self.sent.append(effect)
        return (ReportReceipt(417, effect.corrected),)


def render_notices(notices: Sequence[Notice], surface: Surface) -> Message:
    """Notices as one message, each written to JSON and read back as the outbox does."""
    stored = [
        msgspec.json.decode(msgspec.json.encode(notice), type=type(notice)) for notice in notices
    ]
    return join_messages([_VIEWS[type(n)].make_message(n, _facts_for(n), surface) for n in stored])


def _facts_for(notice: Notice) -> Any:
    """What the receipt would be told late."""
    if not isinstance(notice, ReportReceipt):
        return None
    return ReceiptFacts(
        "BC-2510-0417", NOW, 12, "Chi hội Nà Pồng", "2025-10", ("1.4a", 9), date(2025, 11, 20)
    )
