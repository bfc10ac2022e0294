"""Several people and their phones, with storage, time and the outbox: for transcripts of cases.

Everything goes the product's own way but for the networks: the inbox hears, the outbox is emptied
and put into words for each phone. Time passes when a line says so.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.engine.channel import Address, Content, Inbound, Network, Pressed, Said
from bot.engine.message import Message
from domain.people.roles import Role
from domain.periods import VIETNAM
from scheduler.cases.watch import watch
from storage import addresses, outbox, people
from storage.database import Database
from storage.moments import seconds
from storage.outbox import DeliveryResult
from tests.support import people_stage as places
from tests.support.stage import in_print
from tests.support.town import Town

UNITS = {
    "Tỉnh Cao Bằng": places.PROVINCE,
    "Xã Bảo Lâm": places.LAM,
    "Xã Bảo Lạc": places.LAC,
    "Địa bàn huyện Bảo Lâm cũ": places.AREA_LAM,
    "Chi hội Nà Pồng": places.PONG,
    "Chi hội Khuổi Mực": places.MUC,
}
_PRESSED = re.compile(r"\[(.+)\]")
_TIMES = re.compile(r"(\d+) (phút|giờ|ngày)")
_SPANS = {"phút": "minutes", "giờ": "hours", "ngày": "days"}
_AT_ONCE = 200


@dataclass
class Line:
    """One person's phone: its network, and the last message with buttons."""

    network: Network
    last: Message | None = None
    turn: int | None = None
    seen: list[str] = field(default_factory=list)


class CaseStage(Town):
    """`does` is one line of a script; what all phones show after it comes back."""

    def __init__(self, database: Database, starts: str) -> None:
        super().__init__(database)
        self.now = datetime.fromisoformat(starts).replace(tzinfo=VIETNAM)
        self.phones: dict[str, Line] = {}
        self.sent: list[str] = []

    async def enter(self, name: str, network: str, role: str = "", unit: str = "") -> None:
        """Somebody who wrote before and may hold a post."""
        self.phones[name] = Line(Network(network))
        await self._hears(name, "chào em")
        if role:
            self.appoint(name, Role(role), UNITS[unit], network=Network(network))

    async def does(self, who: str, line: str) -> list[tuple[str, str]]:
        """What somebody types or presses ("[Xem]"); a group is named "nhóm/who"."""
        pressed = _PRESSED.fullmatch(line)
        return await self._hears(who, self._press(who, pressed[1]) if pressed else line)

    def _press(self, who: str, label: str) -> Pressed:
        phone = self.phones[who]
        assert phone.last is not None, f"{who} has no buttons"
        choices = [choice for row in phone.last.choices for choice in row]
        choice = next(choice for choice in choices if choice.label == label)
        return Pressed(None if phone.last.ageless else phone.turn, choice.value, "c")

    async def _hears(self, who: str, content: str | Content) -> list[tuple[str, str]]:
        chat, _, sender = who.partition("/")
        said = Said(content) if isinstance(content, str) else content
        network = self.phones[sender or chat].network
        number = next(self._ids)
        message = Inbound(
            Address(network, "1", chat), f"m{number}", sender or chat, self.now, said, "Tên",
            group=bool(sender), message_id=f"{number}",
        )  # fmt: skip
        self.now += timedelta(seconds=1)
        taken = self._inbox.take(self.database, [message], [], self.now)
        alerts = [(who, f"({a.alert})") for a in taken.acknowledgements if a.alert]
        return alerts + await self.deliver()

    async def passes(self, span: str) -> list[tuple[str, str]]:
        """Time goes by, "31 phút"; what is due is done and said."""
        number, unit = _TIMES.fullmatch(span).groups()  # type: ignore[union-attr]
        self.now += timedelta(**{_SPANS[unit]: int(number)})
        self.tick()
        return await self.deliver()

    def tick(self) -> None:
        """What the product does by itself."""
        watch(lambda: self.reference, self.database, self.now)

    async def deliver(self) -> list[tuple[str, str]]:
        """Empty the outbox: (whose phone, what it shows)."""
        shown = []
        for network in Network:
            shown += await self._deliver(network.value)
        return [words for _, words in sorted(shown, key=lambda each: each[0])]

    async def _deliver(self, network: str) -> list[tuple[int, tuple[str, str]]]:
        at = seconds(self.now)
        with self.database.read() as tx:
            ids = outbox.find_pending_ids(tx, network, "1", at)
            queued_messages = outbox.load(tx, sorted(ids))
        found = []
        for queued in queued_messages[:_AT_ONCE]:
            message = await self._renderer.render(queued)
            state = "dropped" if message is None else "sent"
            mark = DeliveryResult(queued.id, state, 1, queued.due_at, f"{queued.id}", sent_at=at)
            with self.database.write() as tx:
                outbox.record_results(tx, [mark])
            self.sent.append(queued.notices)
            if message is not None:
                found.append((queued.id, (queued.chat, self._show(queued, message))))
        return found

    def _show(self, queued: Any, message: Message) -> str:
        phone = self.phones.get(queued.chat)
        if phone is not None and message.choices:
            phone.last, phone.turn = message, queued.turn
        if message.delete and not message.text:
            return f"✗ thu lại {len(message.delete)} tin"
        mark = "🔒 " if message.protect else ""
        gone = " ✗" if message.delete else ""
        return mark + in_print(message) + gone

    def blocks(self, who: str, *, again: bool = False) -> None:
        """She blocks the bot: it cannot write to her any more; `again`: it may once more."""
        contact = self.find(who, self.phones[who].network.value)
        with self.database.write() as tx:
            addresses.set_reachable(tx, contact.id, reachable=again)

    def ends_posts(self, who: str) -> None:
        """She is no longer in any post."""
        person = self.find(who, self.phones[who].network.value).person_id
        assert person is not None
        with self.database.write() as tx:
            people.end_posts(tx, person, seconds(self.now))
        self.tick()
