"""Conversations of one branch leader, each played in the same world: what the product understood.

They go through the product's own dialogue and are undone afterwards. Nothing is put into words or
sent, so thousands of messages are a matter of seconds.
"""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from bot.conversations.reporting.report import ReportConversation
from bot.conversations.reporting.state import ReportState, list_form_codes
from bot.engine.channel import Address, Inbound, Network
from bot.engine.conversation import Frame, Outcome, Session
from bot.engine.dialogue import Call, Handler, Reply
from bot.errors import OperatorMistake
from bot.play.player import ABILITIES, Player, read_content
from bot.play.world import JOINED, PONG, build_world
from bot.runtime import wiring
from bot.runtime.reference import read_calendar, read_plan
from domain.faults import describe_fault
from domain.notices.base import Notice
from domain.notices.common import Apology
from domain.notices.reporting import Amounts
from domain.people.roles import Post, Role
from domain.periods import Period, opens_at
from domain.plan.plan import Plan
from services.context import Reference
from storage import migrate, reports, units, vault
from storage.database import Database, Savepoint, Transaction
from storage.reports import Report
from storage.vault import Key, Vault

log = logging.getLogger(__name__)

LEADER, NETWORK = "lan", Network.ZALO
"""Who speaks, and where: messages out are scarce there, so a form is asked in one message."""

_NAME = "Hoàng Thị Lan"
_BETWEEN_MESSAGES = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class HeardMessage:
    """What one message led to. `command`: the handler that was called, "" for none."""

    text: str
    before: Session
    after: Session
    notices: tuple[Notice, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A conversation that was played, the forms it left open, by period, and what it sent."""

    messages: Sequence[HeardMessage]
    forms: Mapping[str, ReportState]
    sent: Mapping[str, Report]


class Rehearsal:
    """A world in which one branch leader owes the report of one period and has sent all before.

    `previous`: what she reported of the period before. Raises OperatorMistake where the plan or its
    days off cannot be read, or it asks a branch nothing in this period.
    """

    def __init__(
        self,
        folder: Path,
        plan_file: Path,
        period: Period,
        previous: Mapping[str, Amounts],
    ) -> None:
        plan, calendar = read_plan(plan_file), read_calendar(plan_file.with_name("days-off.yaml"))
        self.period = period
        self.codes = list_branch_codes(plan, period)
        self.database = Database(f"sqlite:///{folder / 'rehearsal.db'}")
        vault.use(self.database, Vault([Key.new()]))
        migrate.prepare(self.database)
        with self.database.write() as tx:
            build_world(tx, plan, before=period, figures={(PONG, period.previous()): previous})
            known = units.load(tx)
        player = Player(self.database, Reference.of(plan, calendar, known), JOINED)
        self._unit_id = known.id_of(PONG.key)
        asyncio.run(player.enter(LEADER, NETWORK, [Post(Role.LEADER, self._unit_id)], _NAME))
        self.reference = player.reference
        self._contact = player.find(LEADER)
        self._calls = _Calls()
        self._dialogue = wiring.build_dialogue(
            [self._calls.note(handler) for handler in wiring.HANDLERS]
        )

    def play(self, messages: Sequence[str], starts: datetime) -> Rehearsed:
        """Hear these messages from this moment on, and undo all they did."""
        with self._undone() as tx:
            session = Session()
            heard: list[HeardMessage] = []
            for number, text in enumerate(messages):
                one = self._hear(tx, session, text, starts + number * _BETWEEN_MESSAGES)
                heard.append(one)
                session = one.after
            sent: dict[str, Report] = {}
            for period in reports.find_sent_periods(tx, self._unit_id):
                if Period.parse(period) >= self.period:
                    report = reports.find_in_force(tx, self._unit_id, period)
                    sent |= {} if report is None else {period: report}
            return Rehearsed(heard, find_forms(heard), sent)

    @contextmanager
    def _undone(self) -> Iterator[Transaction]:
        """A transaction that is not kept."""
        with self.database.engine.connect() as tx, tx.begin() as whole:
            try:
                yield tx
            finally:
                whole.rollback()

    def _hear(self, tx: Transaction, session: Session, text: str, now: datetime) -> HeardMessage:
        savepoint = Savepoint(tx)
        self._calls.called.clear()
        call = Call(
            source=savepoint,
            reference=self.reference,
            now=now,
            quotas={name: each.monthly_quota for name, each in ABILITIES.items()},
            contact=self._contact,
            abilities=ABILITIES[NETWORK.value],
            session=session,
            inbound=self._make_inbound(text, now),
        )
        reply = self._answer(call, savepoint, text)
        after = session if reply.session is None else reply.session
        command = next(iter(self._calls.called), "")
        return HeardMessage(text, session, after, reply.notices, command)

    def _answer(self, call: Call, savepoint: Savepoint, text: str) -> Reply:
        """Answer as the inbox does: a fault of ours is undone, and she is told so."""
        try:
            reply = self._dialogue.hear(call, read_content(text))
        except Exception as fault:
            savepoint.undo()
            log.error("a message could not be heard: %s", describe_fault(fault))
            return Reply((Apology(),))
        savepoint.keep()
        return reply

    def _make_inbound(self, text: str, now: datetime) -> Inbound:
        return Inbound(
            Address(NETWORK, self._contact.bot, LEADER),
            external_id=f"{now.timestamp()}",
            sender=LEADER,
            at=now,
            content=read_content(text),
            display_name=_NAME,
            message_id=f"{now.timestamp():.0f}",
        )

    def close(self) -> None:
        """Close the database; its folder is the caller's."""
        self.database.close()


@dataclass(slots=True)
class _Calls:
    """Notes which handlers are called while a message is heard."""

    called: list[str] = field(default_factory=list)

    def note(self, handler: Handler) -> Handler:
        """The same handler, noted whenever it is called."""

        def handle(call: Call) -> Outcome:
            self.called.append(name_command(handler))
            return handler.handle(call)

        return replace(handler, handle=handle)


def name_command(handler: Handler) -> str:
    """Name a command as `sohoi read command` does, else by what it answers, or its first name."""
    wishes = [wish.value for wish in handler.wishes]
    return next(iter((*handler.command_words, *wishes)), handler.names[0])


def list_branch_codes(plan: Plan, period: Period) -> tuple[str, ...]:
    """List what a branch is asked in a period; raises OperatorMistake where that is nothing."""
    codes = list_form_codes(plan, PONG.level, period) if period in plan.periods else ()
    if not codes or opens_at(period, plan.settings) < JOINED:
        raise OperatorMistake(
            f"{period} is no month in which the made-up branch reports: it joined in "
            f"{JOINED:%Y-%m}, and the plan is of {plan.year}"
        )
    return codes


def find_forms(heard: Sequence[HeardMessage]) -> dict[str, ReportState]:
    """Find the forms of her own branch as they were last seen, by period."""
    forms: dict[str, ReportState] = {}
    for message in heard:
        for frame in list_frames(message.after):
            state = open_form(frame)
            if state is not None:
                forms[state.period] = state
    return forms


def list_frames(session: Session) -> list[Frame]:
    """List what is open and what was set aside, the open one last."""
    return [*session.parked.values(), *([session.frame] if session.frame is not None else [])]


def open_form(frame: Frame | None) -> ReportState | None:
    """Unpack a report; None for any other conversation."""
    if frame is None or frame.name != ReportConversation.name:
        return None
    return msgspec.json.decode(frame.state, type=ReportState)
