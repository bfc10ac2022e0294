"""People, bots, chats and messages: a pure structure that tells its followers what happened.

Time comes in as seconds since 1970 (`at`). No network, no tasks, no clock.
"""

import hashlib
import mimetypes
import struct
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from simulator.records import (
    Bot,
    ChatRecord,
    EventRecord,
    File,
    Kind,
    Membership,
    MessageId,
    MessageRecord,
    Network,
    PersonRecord,
    Press,
    Refused,
)

KEPT_MESSAGES = 1000
KEPT_EVENTS = 5000
KEPT_PRESSES = 5000
ZALO_USERS_PER_BOT = 50
ZALO_GROUPS_PER_BOT = 3

Follower = Callable[[EventRecord], None]


class Saved(msgspec.Struct):
    """The world as it is written to a file."""

    version: int
    seed: int
    at: float
    counter: int
    bots: list[Bot]
    people: list[PersonRecord]
    chats: list[ChatRecord]
    files: list[File]


class World:
    """All that the phones and the bots share.

    `seed` makes identifiers repeatable; `follow` adds a function called with every event.
    """

    def __init__(self, seed: int = 1) -> None:
        self.seed = seed
        self.seq = 0
        self.counter = 0
        self.bots: dict[str, Bot] = {}
        self.people: dict[str, PersonRecord] = {}
        self.chats: dict[str, ChatRecord] = {}
        self.files: dict[str, File] = {}
        self.contents: dict[str, bytes] = {}
        self.presses: dict[str, Press] = {}
        self.events: deque[EventRecord] = deque(maxlen=KEPT_EVENTS)
        self._followers: list[Follower] = []
        self._by_token: dict[str, Bot] = {}
        self._by_address: dict[tuple[str, int | str], ChatRecord] = {}
        self._by_number: dict[int, PersonRecord] = {}
        self._messages: dict[tuple[str, MessageId], MessageRecord] = {}

    # following

    def follow(self, follower: Follower) -> None:
        """Call `follower` with every later event."""
        self._followers.append(follower)

    def unfollow(self, follower: Follower) -> None:
        self._followers.remove(follower)

    def tell(
        self,
        kind: Any,
        chat: str,
        message: MessageId | None = None,
        actor: str = "",
        **data: Any,
    ) -> None:
        """Record an event and pass it on."""
        self.seq += 1
        event = EventRecord(self.seq, kind, chat, message, actor, data)
        self.events.append(event)
        for follower in self._followers:
            follower(event)

    def since(self, seq: int) -> list[EventRecord] | None:
        """Events after `seq`, or None where some of them are forgotten already."""
        if seq >= self.seq:
            return []
        if seq < self.seq - len(self.events):
            return None
        skipped = len(self.events) - (self.seq - seq)
        return list(self.events)[skipped:]

    # who there is

    def add_bot(self, bot: Bot) -> Bot:
        """Add an account; its id is the token's first part."""
        bot.id = bot.token.partition(":")[0]
        if bot.next_update == 1:
            bot.next_update = 100_000_000 + self._number(f"update/{bot.key}", 800_000_000)
        self.bots[bot.key] = bot
        self._by_token = {known.token: known for known in self.bots.values()}
        return bot

    def add_person(self, person: PersonRecord) -> PersonRecord:
        if person.network == "telegram" and not person.number:
            person.number = 1_000_000_000 + self._number(f"person/{person.key}", 5_000_000_000)
        self.people[person.key] = person
        self._by_number[person.number] = person
        return person

    def renumber(self, bot: Bot) -> int:
        """Give the bot's next updates ids unlike the last ones, higher or lower."""
        self.counter += 1
        bot.next_update = 100_000_000 + self._number(f"renumber/{self.counter}", 800_000_000)
        return bot.next_update

    def bot_by_token(self, token: str) -> Bot | None:
        return self._by_token.get(token)

    def person_by_number(self, number: int) -> PersonRecord | None:
        return self._by_number.get(number)

    def address_of(self, person: PersonRecord, bot: Bot) -> int | str:
        """What the bot calls this person: Zalo gives each bot another id for her."""
        if person.network == "telegram":
            return person.number
        return self._hex(f"{person.key}@{bot.id}")

    # chats

    def private(self, bot: Bot, person: PersonRecord) -> ChatRecord:
        """The chat of a person with a bot, opened if there was none."""
        key = f"{bot.key}.{person.key}"
        return self.chats.get(key) or self._open_private(key, bot, person)

    def _open_private(self, key: str, bot: Bot, person: PersonRecord) -> ChatRecord:
        if bot.network != person.network:
            raise Refused(f"{person.key} has no {bot.network}")
        if bot.network == "zalo" and self.users_of(bot) >= ZALO_USERS_PER_BOT:
            raise Refused("Bot này đã đủ 50 người dùng")
        chat = ChatRecord(key, bot.network, "private", self.address_of(person, bot))
        chat.people[person.key] = chat.bots[bot.key] = "member"
        return self._keep(chat)

    def users_of(self, bot: Bot) -> int:
        """How many people have a private chat with the bot."""
        return sum(bot.key in c.bots for c in self.chats.values() if c.kind == "private")

    def add_group(
        self, key: str, network: Network, title: str, *, supergroup: bool = False
    ) -> ChatRecord:
        """A group without members yet."""
        address = self._group_address(key, network, supergroup=supergroup)
        kind: Any = "supergroup" if supergroup else "group"
        return self._keep(ChatRecord(key, network, kind, address, title))

    def _group_address(self, key: str, network: Network, *, supergroup: bool) -> int | str:
        if network == "zalo":
            return "zgr-" + self._hex(f"group/{key}")
        number = 1_000_000_000 + self._number(f"group/{key}/{supergroup}", 1_000_000_000)
        return -1_000_000_000_000 - number if supergroup else -number

    def _keep(self, chat: ChatRecord) -> ChatRecord:
        self.chats[chat.key] = chat
        for bot in chat.bots:
            self._by_address[(bot, chat.address)] = chat
        self.tell("new", chat.key)
        return chat

    def chat_for(self, bot: Bot, address: int | str) -> ChatRecord | None:
        """The chat that the bot means by a chat_id."""
        return self._by_address.get((bot.key, address))

    def seat(self, chat: ChatRecord, key: str, status: Membership, *, by: str, at: float) -> None:
        """Change somebody's membership: join, leave, promote, block (a bot "kicked") or unblock."""
        is_bot = key in self.bots
        seats = chat.bots if is_bot else chat.people
        before = seats.get(key, "left")
        if before == status:
            return
        if is_bot and chat.is_group and before == "left":
            self._check_group_seat(self.bots[key])
        seats[key] = status
        if is_bot:
            self._by_address[(key, chat.address)] = chat
        self.tell("member", chat.key, actor=by, who=key, before=before, after=status, at=at)

    def _check_group_seat(self, bot: Bot) -> None:
        if not bot.can_join_groups:
            raise Refused(f"{bot.name} cannot join groups")
        groups = sum(bot.key in c.bots for c in self.chats.values() if c.is_group)
        if bot.network == "zalo" and groups >= ZALO_GROUPS_PER_BOT:
            raise Refused("Bot này đã vào đủ 3 nhóm")

    def migrate(self, chat: ChatRecord, *, by: str, at: float) -> ChatRecord:
        """Turn a Telegram group into a supergroup: a new chat with a new chat_id."""
        if chat.network != "telegram" or chat.kind != "group" or chat.moved_to:
            raise Refused("only a plain Telegram group can become a supergroup")
        moved = self.add_group(f"{chat.key}-sg", chat.network, chat.title, supergroup=True)
        moved.people, moved.bots = dict(chat.people), dict(chat.bots)
        for bot in moved.bots:
            self._by_address[(bot, moved.address)] = moved
        chat.moved_to = int(moved.address)
        self.tell("moved", chat.key, to=moved.key)
        self.post(chat, by, "service", at=at, detail={"migrate_to_chat_id": moved.address})
        self.post(moved, by, "service", at=at, detail={"migrate_from_chat_id": chat.address})
        return moved

    # messages

    def post(
        self, chat: ChatRecord, sender: str, kind: Kind = "text", *, at: float, **more: Any
    ) -> MessageRecord:
        """Put a message into a chat; `more` are fields of Message."""
        message = MessageRecord(self._message_id(chat), at, sender, kind, **more)
        chat.messages.append(message)
        self._messages[(chat.key, message.id)] = message
        if len(chat.messages) > KEPT_MESSAGES:
            self._forget(chat, KEPT_MESSAGES // 5)
        self.tell("message", chat.key, message.id, sender)
        return message

    def _message_id(self, chat: ChatRecord) -> MessageId:
        number = chat.next_message
        chat.next_message += 1
        return number if chat.network == "telegram" else self.fresh_hex()

    def _forget(self, chat: ChatRecord, count: int) -> None:
        for message in chat.messages[:count]:
            del self._messages[(chat.key, message.id)]
        del chat.messages[:count]

    def message(self, chat: ChatRecord, message_id: MessageId) -> MessageRecord | None:
        return self._messages.get((chat.key, message_id))

    def edit(
        self, chat: ChatRecord, message: MessageRecord, *, by: str, at: float, **changes: Any
    ) -> None:
        """Change a message's text, entities or markup."""
        if "text" in changes and changes["text"] != message.text:
            message.past.append(message.text)
        for name, value in changes.items():
            setattr(message, name, value)
        message.edited = at
        self.tell("edited", chat.key, message.id, by)

    def delete(self, chat: ChatRecord, message: MessageRecord, *, by: str) -> None:
        message.deleted = True
        message.markup = None
        self.tell("deleted", chat.key, message.id, by)

    def press(
        self, chat: ChatRecord, message: MessageRecord, person: str, data: str, *, at: float
    ) -> Press:
        """Press a button under a bot's message."""
        self.counter += 1
        number = str(10**17 + self._number(f"press/{self.counter}", 9 * 10**17))
        press = Press(number, message.sender, person, chat.key, message.id, data, at)
        self.presses[number] = press
        if len(self.presses) > KEPT_PRESSES:
            del self.presses[next(iter(self.presses))]
        self.tell("pressed", chat.key, message.id, person, press=number)
        return press

    def answer(self, press: Press, text: str, *, alert: bool) -> None:
        """The bot has answered a pressed button."""
        press.answered = True
        self.presses.pop(press.id, None)
        self.tell(
            "answered", press.chat, press.message, press.bot,
            person=press.person, press=press.id, text=text, alert=alert,
        )  # fmt: skip

    # files

    def add_file(self, content: bytes, name: str, mime: str = "") -> File:
        """Keep a file; pictures are measured."""
        self.counter += 1
        file_id = "SIM" + self.fresh_hex()
        width, height = picture_size(content)
        guessed = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = File(file_id, name, guessed, len(content), width, height)
        self.files[file_id] = file
        self.contents[file_id] = content
        return file

    # identifiers

    def fresh_hex(self) -> str:
        """Twenty hexadecimal digits never given before."""
        self.counter += 1
        return self._hex(f"id/{self.counter}")

    def _hex(self, name: str) -> str:
        return hashlib.sha256(f"{self.seed}/{name}".encode()).hexdigest()[:20]

    def _number(self, name: str, below: int) -> int:
        return int(self._hex(name), 16) % below

    # keeping

    def save(self, path: Path, *, at: float) -> None:
        """Write everything to `path`; file contents go to a folder beside it."""
        saved = Saved(
            1, self.seed, at, self.counter, list(self.bots.values()),
            list(self.people.values()), list(self.chats.values()), list(self.files.values()),
        )  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        self._save_files(path.with_suffix(".files"))
        draft = path.with_suffix(".new")
        draft.write_bytes(msgspec.json.encode(saved))
        draft.replace(path)

    def _save_files(self, folder: Path) -> None:
        for file_id, content in self.contents.items():
            target = folder / file_id
            if not target.exists():
                folder.mkdir(exist_ok=True)
                target.write_bytes(content)

    def load(self, path: Path) -> float:
        """Add what `path` holds and return the time at which it was written."""
        saved = msgspec.json.decode(path.read_bytes(), type=Saved)
        self.seed, self.counter = saved.seed, saved.counter
        for bot in saved.bots:
            self.add_bot(bot)
        for person in saved.people:
            self.add_person(person)
        for chat in saved.chats:
            self._restore(chat)
        self._load_files(saved.files, path.with_suffix(".files"))
        return saved.at

    def _restore(self, chat: ChatRecord) -> None:
        self._keep(chat)
        for message in chat.messages:
            self._messages[(chat.key, message.id)] = message

    def _load_files(self, files: list[File], folder: Path) -> None:
        for file in files:
            target = folder / file.id
            if target.exists():
                self.files[file.id] = file
                self.contents[file.id] = target.read_bytes()


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG in pixels, (0, 0) for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    return _jpeg_size(content) if content[:2] == b"\xff\xd8" else (0, 0)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + length
    return 0, 0
