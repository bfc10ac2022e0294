"""The small Cao Bằng with every conversation: what phones read."""

import msgspec

from bot.engine.channel import Abilities, Address, Content, Inbound, Network, Said
from bot.engine.inbox import BatchResult, Inbox
from bot.engine.message import Message, without_marks
from bot.engine.renderer import Renderer
from bot.runtime import wiring
from bot.views.table import VIEWS
from domain.notices.base import Notice
from domain.org.tree import Unit
from domain.people.roles import Role
from services.context import Reference
from storage import outbox, people
from storage.database import Database
from storage.moments import seconds
from storage.outbox import OutboxMessage
from tests.support.people_stage import TELEGRAM, ZALO, Stage


class Town(Stage):
    """The same stage with every conversation; `read` gives the words a phone shows."""

    def __init__(self, database: Database, reply_wait: float = 0.0) -> None:
        super().__init__(database)
        abilities: dict[str, Abilities] = {"zalo": ZALO, "telegram": TELEGRAM}
        self._inbox = Inbox(wiring.build_dialogue(), lambda: self.reference, abilities, reply_wait)
        self._renderer = Renderer(database, VIEWS, self._reference, lambda: self.now, abilities)
        self.alerts: list[str] = []

    def _reference(self) -> Reference:
        return self.reference

    async def read(
        self, chat: str, content: str | Content, network: Network = Network.ZALO, **more: object
    ) -> str:
        """What the chat is answered, in words; several messages parted by a line."""
        shown = await self.see(chat, content, network, **more)
        return "\n---\n".join(without_marks(message.text) for message in shown)

    async def see(
        self, chat: str, content: str | Content, network: Network = Network.ZALO, **more: object
    ) -> list[Message]:
        """The messages the chat is answered with."""
        taken = self.tell(chat, content, network, **more)
        self.alerts = [a.alert for a in taken.acknowledgements]
        words = [await self._renderer.render(queued) for queued in taken.queued_messages]
        return [message for message in words if message is not None]

    def tell(
        self, chat: str, content: str | Content, network: Network = Network.ZALO, **more: object
    ) -> BatchResult:
        """Have a message heard; what it leads to is not put in words."""
        said = Said(content) if isinstance(content, str) else content
        where, number = Address(network, "1", chat), next(self._ids)
        sender, at = str(more.pop("sender", chat)), more.pop("at", self.now)
        message = Inbound(where, f"m{number}", sender, at, said, "Tên", **more)  # type: ignore[arg-type]
        return self._inbox.take(self.database, [message], [], self.now)

    async def show(self, *notices: Notice, network: Network = Network.ZALO) -> str:
        """These notices in words as they would be sent now; "" where they are dropped."""
        stored = msgspec.json.encode(notices).decode()
        queued = OutboxMessage(
            1, 1, network.value, "1", "x", False, outbox.REMINDER, None, stored, 0.0
        )
        message = await self._renderer.render(queued)
        return "" if message is None else without_marks(message.text)

    async def render(self, queued: OutboxMessage) -> Message | None:
        """A parcel of the outbox as it would be sent now."""
        return await self._renderer.render(queued)

    def appoint(self, chat: str, role: Role, *units: Unit, network: Network = Network.ZALO) -> None:
        """Put the person of a chat that has written into posts."""
        who = self.find(chat, network.value).person_id
        assert who is not None
        with self.database.write() as tx:
            for unit in units:
                people.give_post(tx, who, self.post(role, unit), seconds(self.now))
