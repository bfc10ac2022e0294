"""The small Cao Bằng of the transcripts, and phones that write through the real inbox."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Union

import msgspec

from bot.channels import telegram_messages, zalo
from bot.conversations.people.not_me import NotMeConversation
from bot.engine.channel import Abilities, Address, Content, Inbound, Network, Pressed, Said
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Dialogue
from bot.engine.inbox import Inbox
from bot.handlers.effects import apply
from bot.handlers.help import show_help
from bot.handlers.people import groups, link
from bot.handlers.people import join as start
from bot.play.world import (
    AREA_LAC,
    AREA_LAM,
    BLOC,
    LAC,
    LAM,
    MUC,
    PONG,
    PROVINCE,
    SINCE,
    TREE,
)
from bot.runtime import reference as references
from domain.notices import asked, common, hands
from domain.notices import people as notices
from domain.notices.base import Notice
from domain.notices.common import Net, NotUnderstood
from domain.org.tree import Unit
from domain.people.roles import Post, Role
from domain.periods import VIETNAM
from services.context import Reference
from storage import addresses, invites, outbox, people, units
from storage.database import Database
from storage.invites import Invite
from storage.moments import seconds
from tests.support.paths import PLAN_FILE

__all__ = [
    "AREA_LAC", "AREA_LAM", "BLOC", "LAC", "LAM", "MUC", "NOW", "PLAN", "PONG", "PROVINCE",
    "SINCE", "TELEGRAM", "TREE", "ZALO", "Stage",
]  # fmt: skip

NOW = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
PLAN = PLAN_FILE
ZALO = replace(zalo.ABILITIES, seats=3)
TELEGRAM = telegram_messages.ABILITIES
_ABILITIES: dict[str, Abilities] = {"zalo": ZALO, "telegram": TELEGRAM}

_KINDS = Union[  # noqa: UP007 - built from a list
    tuple(
        kind
        for module in (asked, common, hands, notices)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Notice) and kind is not Notice
    )
]
_decode = msgspec.json.Decoder(list[_KINDS]).decode  # type: ignore[valid-type]


@cache
def _plan_and_calendar() -> tuple[object, object]:
    return references.read_plan(PLAN), references.read_calendar(PLAN.with_name("days-off.yaml"))


class Stage:
    """`say` is one message through the inbox; what is answered comes back as notices, without the
    net under it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        self._ids = count()
        with database.write() as tx:
            units.save(tx, TREE)
            self.units = units.load(tx)
        plan, calendar = _plan_and_calendar()
        self.reference = Reference.of(plan, calendar, self.units)  # type: ignore[arg-type]
        self._inbox = Inbox(_dialogue(), lambda: self.reference, _ABILITIES)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def say(
        self,
        chat: str,
        content: str | Content,
        *,
        network: Network = Network.ZALO,
        bot: str = "1",
        sender: str = "",
        name: str = "Tên trên máy",
    ) -> list[Notice]:
        """What this chat is answered; with a sender the chat is a group."""
        message = Inbound(
            Address(network, bot, chat),
            f"m{next(self._ids)}",
            sender or chat,
            self.now,
            Said(content) if isinstance(content, str) else content,
            name,
            group=bool(sender),
        )
        taken = self._inbox.take(self.database, [message], [], self.now)
        said = (notice for queued in taken.queued_messages for notice in _decode(queued.notices))
        return [notice for notice in said if not isinstance(notice, Net)]

    def press(self, chat: str, value: str, **where: object) -> list[Notice]:
        return self.say(chat, Pressed(None, value, "callback"), **where)  # type: ignore[arg-type]

    def post(self, role: Role, unit: Unit) -> Post:
        return Post(role, self.units.id_of(unit.key))

    def invite(
        self,
        code: str,
        role: Role,
        unit: Unit,
        *,
        uses: int = 1,
        days: float = 30,
        person_id: int | None = None,
        name: str = "",
    ) -> str:
        expires = seconds(self.now) + days * 86400
        made = Invite(code, self.post(role, unit), expires, uses, name, person_id)
        with self.database.write() as tx:
            invites.create(tx, made, seconds(self.now))
        return code

    def find(self, chat: str, network: str = "zalo", bot: str = "1") -> addresses.Contact:
        with self.database.read() as tx:
            return addresses.find(tx, network, bot, [chat])[chat]

    def posts(self, chat: str, network: str = "zalo", bot: str = "1") -> tuple[Post, ...]:
        who = self.find(chat, network, bot).person_id
        assert who is not None
        with self.database.read() as tx:
            return people.load_posts(tx, who)

    def uses_left(self, code: str) -> int:
        with self.database.read() as tx:
            found = invites.find(tx, code)
        assert found is not None
        return found.uses_left

    def waiting(self, network: str, bot: str) -> list[tuple[str, list[Notice]]]:
        """What lies in the outbox of a bot: chat and notices."""
        with self.database.read() as tx:
            ids = outbox.find_pending_ids(tx, network, bot, seconds(self.now) + 1)
            return [(p.chat, _decode(p.notices)) for p in outbox.load(tx, ids)]


def _dialogue() -> Dialogue:
    every = (*start.HANDLERS, *link.HANDLERS, *groups.HANDLERS, *show_help.HANDLERS)
    return Dialogue((NotMeConversation(),), every, apply, start.join, _fallback)


def _fallback(call: Call) -> Outcome:
    return Outcome() if call.contact.is_group else Outcome((NotUnderstood(),))
