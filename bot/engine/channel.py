"""What every network has in common: what comes in, what goes out, what it can do."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from bot.engine.message import Message


class Network(StrEnum):
    """A messaging network."""

    TELEGRAM = "telegram"
    ZALO = "zalo"


class Address(msgspec.Struct, frozen=True):
    """Where a chat is: ids differ from bot to bot, so the bot is part of it."""

    network: Network
    bot: str
    chat: str


# --- what comes in -----------------------------------------------------------------------------


class Said(msgspec.Struct, frozen=True, tag=True):
    """Text was typed. In a group a mention of the bot has been taken off."""

    text: str


class Pressed(msgspec.Struct, frozen=True, tag=True):
    """A button was pressed: `turn` is that of the session which offered it, None if it never ages.

    A button of no form of ours (or of an earlier release) has turn -1 and value "".
    """

    turn: int | None
    value: str
    callback: str


SHOWN = (
    "photo", "sticker", "voice", "video", "document", "contact", "location", "service", "other",
)  # fmt: skip
"""What can be shown; `service` is the network's own note (pinned, renamed), never answered."""


class Shown(msgspec.Struct, frozen=True, tag=True):
    """Something that is no text; `what` is one of SHOWN."""

    what: str
    caption: str = ""


class Left(msgspec.Struct, frozen=True, tag=True):
    """She blocked the bot, or the bot was taken out of the group."""


class Came(msgspec.Struct, frozen=True, tag=True):
    """She unblocked the bot, or it was put into a group."""


class Moved(msgspec.Struct, frozen=True, tag=True):
    """A group became a supergroup and has another id."""

    to_chat: str


Content = Said | Pressed | Shown | Left | Came | Moved


class Inbound(msgspec.Struct, frozen=True):
    """One thing that came from a network.

    `external_id` is unique for (network, bot): the same id twice is the same thing twice.
    `sender` is the network's id of the person (in a private chat it is the chat's).
    `edited`: a correction of an earlier message. `at` is aware: when she sent it, by the network.
    `addressed` is False for what must not be answered: said to others in a group, or by a bot.
    `album`: photos sent at once come one by one and share this id; one answer does for all.
    """

    address: Address
    external_id: str
    sender: str
    at: datetime
    content: Content
    display_name: str = ""
    group: bool = False
    edited: bool = False
    message_id: str = ""
    addressed: bool = True
    album: str = ""


class Unreadable(msgspec.Struct, frozen=True):
    """An update that could not be read: its id (or a digest), shape and why; never its words."""

    network: Network
    bot: str
    external_id: str
    shape: str
    reason: str


# --- what a network can do ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a network can do; views and the way of a notice follow from this, never from its name.

    `upload`: takes pictures and files; `photo_by_address`: fetches pictures from an address.
    `scarce`: messages out are counted and few, so one message should ask all.
    `monthly_quota` messages out a month and bot (None: none known), `seats` people a bot.
    """

    buttons: bool
    edit: bool
    delete: bool
    upload: bool
    max_text: int
    scarce: bool = False
    monthly_quota: int | None = None
    seats: int | None = None
    deep_links: bool = False
    photo_by_address: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast a bot may send: messages a second in all and in one chat.

    In a group it may also send at most `per_group` messages in any stretch of `group_seconds`. The
    bursts are the messages that are taken at once after a rest.
    """

    per_bot_second: float = 30.0
    per_chat_second: float = 1.0
    per_group: int = 20
    group_seconds: float = 60.0
    bot_burst: int = 30
    chat_burst: int = 3


UNLIMITED = Limits(1e9, 1e9, 1_000_000_000, 0.0, 1_000_000_000, 1_000_000_000)
"""For a network that limits nothing, such as a test's."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a network may take to be reached, and to answer (a long poll has its own time)."""

    connect_seconds: float = 10.0
    read_seconds: float = 20.0


# --- what goes out -----------------------------------------------------------------------------


class Delivery(StrEnum):
    """What became of a message handed to a network."""

    SENT = "sent"
    RETRY = "retry"  # passing fault, unknown outcome, or asked to wait (retry_after_seconds)
    UNREACHABLE = "unreachable"  # blocked, gone, never wrote
    REFUSED = "refused"  # the network will never take this message
    MOVED = "moved"  # the chat has another id (moved_to)
    HELD_BACK = "held back"  # never handed over: the rest of the month is not for it (reason)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A network's answer to one message out. `reason` is safe to store: no token, no text.

    `whole_bot`: the wait concerns every chat of the bot (Telegram's 429). `quota`: the month's
    messages are spent, and this one is tried again after the wait. `parts`: how many messages left
    for it (a long text is split); each counts where messages are counted. `to_stranger`: they count
    as what people without a post may use.
    """

    outcome: Delivery
    message_id: str = ""
    retry_after_seconds: float | None = None
    whole_bot: bool = False
    moved_to: str = ""
    reason: str = ""
    quota: bool = False
    parts: int = 0
    to_stranger: bool = False


Receive = Callable[[list[Inbound | Unreadable]], Awaitable[None]]
"""Takes what came in and returns only when it is committed, so that the network may be told."""


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """What a bot is called: `bot` is the stable id (never the token)."""

    bot: str
    name: str
    username: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class Channel(Protocol):
    """One bot on one network."""

    network: Network
    bot: str
    abilities: Abilities
    limits: Limits

    async def start(self) -> BotIdentity:
        """Ask the network who the bot is, waiting while it is out of reach.

        Raises errors.OperatorMistake for a wrong token.
        """
        ...

    async def poll(self, receive: Receive) -> None:
        """Fetch until cancelled; the offset moves only after `receive` returned.

        Takes a webhook away first. Raises errors.OperatorMistake when the token is refused.
        """
        ...

    async def use_webhook(self, url: str) -> None:
        """Have the network post to `url` with a secret made of the token; waits like `start`."""
        ...

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> list[Inbound | Unreadable]:
        """Read one webhook request (header names in any case); empty for a network's probe.

        Raises errors.WebhookRefused when it is not the network's.
        """
        ...

    async def send(self, chat: str, message: Message, turn: int | None) -> Receipt:
        """Send one message. Never raises for what the network answers."""
        ...

    async def acknowledge(self, press: Pressed, alert: str) -> None:
        """Stop the pressed button spinning; `alert` (may be empty) is shown to her."""
        ...

    async def close(self) -> None: ...
