"""What the simulated world is made of: plain records, saved as JSON as they stand."""

from typing import Any, Literal

import msgspec

Network = Literal["telegram", "zalo"]
Kind = Literal["text", "photo", "sticker", "voice", "document", "contact", "location", "service"]
Membership = Literal["creator", "administrator", "member", "left", "kicked"]
MessageId = int | str


class Waiting(msgspec.Struct, array_like=True):
    """An update on its way to a bot: `body` is the JSON the network will hand over."""

    id: int
    chat: str
    body: msgspec.Raw
    copies: int = 0
    """How often a fault has repeated it already."""


class Webhook(msgspec.Struct):
    """Where a network posts a bot's updates."""

    url: str
    secret: str = ""
    max_connections: int = 40
    updated_at: float = 0.0


class Bot(msgspec.Struct, omit_defaults=True):
    """An account of a bot. `key` names it inside the simulator; `token` opens its API."""

    key: str
    network: Network
    token: str
    name: str
    username: str = ""
    id: str = ""
    """The part of the token before its colon."""
    can_join_groups: bool = True
    reads_all: bool = False
    """Telegram's privacy mode switched off."""
    commands: dict[str, list[dict[str, str]]] = {}
    allowed: list[str] | None = None
    webhook: Webhook | None = None
    waiting: dict[int, Waiting] = {}
    """Updates not confirmed yet, oldest first."""
    taken: list[Waiting] = []
    """Zalo: updates already given once, for the host that gives them again."""
    next_update: int = 1
    sent_in_month: dict[str, int] = {}
    """Messages out by month, "2025-10"."""

    @property
    def number(self) -> int:
        """Telegram's numeric id."""
        return int(self.id)


class PersonRecord(msgspec.Struct, omit_defaults=True):
    """Somebody with a phone on one network."""

    key: str
    network: Network
    name: str
    last_name: str = ""
    username: str = ""
    number: int = 0
    """Telegram's user id; on Zalo ids differ from bot to bot."""
    phone: str = ""


class MessageRecord(msgspec.Struct, omit_defaults=True):
    """A message as it stands now; `past` keeps what it said before each edit."""

    id: MessageId
    date: float
    sender: str
    """The key of a person or of a bot."""
    kind: Kind = "text"
    text: str = ""
    entities: list[dict[str, Any]] = []
    markup: dict[str, Any] | None = None
    reply_to: MessageId | None = None
    edited: float | None = None
    deleted: bool = False
    forwarded_from: str = ""
    protected: bool = False
    file: str = ""
    """A file id of ours, or an address on Zalo."""
    detail: dict[str, Any] = {}
    past: list[str] = []


class ChatRecord(msgspec.Struct, omit_defaults=True):
    """A private chat of one person with one bot, or a group."""

    key: str
    network: Network
    kind: Literal["private", "group", "supergroup"]
    address: int | str
    """The chat_id that bots use."""
    title: str = ""
    people: dict[str, Membership] = {}
    bots: dict[str, Membership] = {}
    messages: list[MessageRecord] = []
    next_message: int = 1
    moved_to: int | None = None

    @property
    def is_group(self) -> bool:
        return self.kind != "private"

    @property
    def person(self) -> str:
        """The one person of a private chat."""
        return next(iter(self.people))


class File(msgspec.Struct, omit_defaults=True):
    """Something uploaded or sent from a phone."""

    id: str
    name: str
    mime: str
    size: int
    width: int = 0
    height: int = 0


class Press(msgspec.Struct, omit_defaults=True):
    """A pressed button that waits for answerCallbackQuery."""

    id: str
    bot: str
    person: str
    chat: str
    message: MessageId
    data: str
    date: float
    answered: bool = False


class EventRecord(msgspec.Struct, frozen=True):
    """Something happened in the world. `seq` counts from 1 without gaps."""

    seq: int
    kind: Literal[
        "message",
        "edited",
        "deleted",
        "pressed",
        "answered",
        "member",
        "moved",
        "action",
        "new",
        "clock",
    ]
    chat: str
    message: MessageId | None = None
    actor: str = ""
    data: dict[str, Any] = {}


class Refused(Exception):
    """A phone tried what its network does not allow; the text says what."""
