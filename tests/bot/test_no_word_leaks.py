"""Whatever people type, nothing of it lies in a log, in the outbox or in a clear column.

Everybody tries every command, button and conversation with words that stand nowhere else. What may
lie in the clear is named below: announcements and what offices record as done, which are public,
and reports' own places.
"""

import json
import logging
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import String, Text, select, text

from bot.engine.channel import SHOWN, Content, Network, Pressed, Said, Shown
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Dialogue, Handler
from bot.engine.inbox import Inbox
from bot.runtime import wiring
from domain.people.roles import Role
from storage import migrate, sessions, vault
from storage.database import Database
from storage.schema import metadata
from storage.vault import Key, Vault, is_sealed
from tests.support.people_stage import LAM, PONG, PROVINCE, TELEGRAM
from tests.support.town import Town

CANARY = "ZXLEAKQ"
PEOPLE = (
    ("lan", Network.ZALO, Role.LEADER, PONG),
    ("hoa", Network.TELEGRAM, Role.LEADER, PONG),
    ("mai", Network.ZALO, Role.COMMUNE, LAM),
    ("thu", Network.TELEGRAM, Role.PROVINCE, PROVINCE),
    ("quan", Network.TELEGRAM, Role.ADMIN, PROVINCE),
    ("ai", Network.ZALO, None, None),
    ("an", Network.TELEGRAM, None, None),
    ("nhom", Network.TELEGRAM, None, None),
)
"""Chats, each with its network and the post of whoever writes; the last one is a group."""

WORDS = (
    f"chị {CANARY} ở {CANARY} bị chồng đánh",
    f"{CANARY}",
    f"4 {CANARY}",
    f"1: {CANARY} 2: 3",
    f"cứu em với, {CANARY} cầm dao",
    f"0912345678 {CANARY}",
    f"'{CANARY}\" {{x}} %s \x1b[0m",
    f"{CANARY} " * 60,
)
"""What is typed, in and outside of conversations."""

STEPS = ("1", "2", "0", "ok", "không", "KHÔNG", "có", "thôi", "1 2 3", "xem", "Bảo Lâm", "tiếp")
"""What leads on in a conversation, so that every question is reached."""

PUBLIC = {("broadcast", "words"), ("activity", "words")}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    database = Database(f"sqlite:///{tmp_path / 'town.db'}")
    vault.use(database, Vault([Key.new()]))
    migrate.prepare(database)
    yield Town(database)
    database.close()


class Phones:
    """Everybody's phone: what it was last shown can be pressed."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.values: dict[str, list[str]] = {}
        self.turns = 0

    def find_person(self, chat: str) -> int | None:
        network = next(on for name, on, _, _ in PEOPLE if name == chat)
        return self.town.find(chat, network.value).person_id

    async def hear(self, chat: str, network: Network, content: Content) -> None:
        more = {"sender": "hoa", "group": True} if chat == "nhom" else {}
        self.turns += 1
        self.town.later(seconds=2)
        shown = await self.town.see(chat, content, network, **more)
        self.values[chat] = [c.value for m in shown for row in m.choices for c in row]


def list_calls() -> list[str]:
    """Every command by each name, with words behind it, and each typed word."""
    found = []
    for handler in wiring.HANDLERS:
        for name in handler.names:
            found += [f"/{name} {CANARY}", f"/{name} 1 {CANARY}", f"/{name} 4 chị {CANARY} ở nhà"]
        found += [f"{word} 1 {CANARY}" for word in handler.typed]
    return found


async def everybody_tries(town: Town) -> int:
    phones, dice = Phones(town), random.Random(7)  # noqa: S311 - repeatable
    for chat, network, role, unit in PEOPLE:
        await phones.hear(chat, network, Said("chào em"))
        if role is not None and unit is not None:
            town.appoint(chat, role, unit, network=network)
    for chat, network, _, _ in PEOPLE:
        for call in list_calls():
            content = Pressed(None, call, "c") if dice.random() < 0.3 else Said(call)
            await phones.hear(chat, network, content)
    for chat, network, _, _ in PEOPLE:
        await talk(phones, chat, network, dice)
    return phones.turns


OPENERS = (
    "báo cáo", "vụ việc", "/vuviec moi", "việc 1", "/viec 1", "tin 1", "sửa", "thông báo", "lịch",
    "ghi việc", "/ghiviec III.9", "/ghiviec sua 1",
    "/moky", "/nhac", "/giahan", "xem 1", "nhận 1", "khẩn 1", "/viec 1 hen", "/viec 1 ngoai",
)  # fmt: skip


async def talk(phones: Phones, chat: str, network: Network, dice: random.Random) -> None:
    """Open each conversation and answer at random, with words that must not leak among it all."""
    for opener in OPENERS:
        await phones.hear(chat, network, Said(opener))
        for _ in range(7):
            await phones.hear(chat, network, choose(phones, chat, dice))


def choose(phones: Phones, chat: str, dice: random.Random) -> Content:
    there, drawn = phones.values.get(chat) or [], dice.random()
    if drawn < 0.35 and there:
        turn = read_turn(phones.town, phones.find_person(chat))
        return Pressed(turn, dice.choice(there), "c")
    if drawn < 0.6:
        return Said(dice.choice(STEPS))
    if drawn < 0.65:
        return Shown(dice.choice(SHOWN), f"ảnh {CANARY}")
    if drawn < 0.7:
        return Pressed(dice.choice([None, 1]), dice.choice(WORDS)[:40], "c")
    return Said(dice.choice(WORDS))


def read_turn(town: Town, person_id: int | None) -> int | None:
    """The turn of her session, so that a button is not too old."""
    if person_id is None:
        return None
    with town.database.read() as tx:
        state = json.loads(sessions.peek(tx, person_id) or "{}")
    return int(state.get("turn", 0))


def find_in_tables(database: Database) -> list[str]:
    """Every clear column in which the words stand."""
    found = []
    with database.read() as tx:
        for table in metadata.sorted_tables:
            for column in table.columns:
                if (
                    not isinstance(column.type, String | Text)
                    or (table.name, column.name) in PUBLIC
                ):
                    continue
                hits = tx.execute(select(column).where(column.like(f"%{CANARY}%"))).scalars()
                found += [f"{table.name}.{column.name}: {hit[:200]}" for hit in hits]
    return found


async def test_what_people_type_stands_nowhere_in_the_clear(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    turns = await everybody_tries(town)
    assert turns > 1500
    assert CANARY not in caplog.text
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []
    assert find_in_tables(town.database) == []


async def test_a_case_told_is_there_and_sealed(town: Town) -> None:
    """The search above would find it: what is told in a case lies in the database, sealed."""
    await town.read("ai", "vụ việc")
    await town.read("ai", "1")
    with town.database.read() as tx:
        (content,) = tx.execute(text("SELECT content FROM case_file")).scalars()
    assert is_sealed(content)


def _spoil(call: Call) -> Outcome:
    call.tx.execute(text("INSERT INTO person (name) VALUES (:said)"), {"said": call.words})
    return Outcome()


def _misread(call: Call) -> Outcome:
    raise ValueError(f"not a number: {call.words!r}")


@pytest.mark.parametrize("command", ["/spoil", "/misread"])
async def test_a_fault_is_logged_without_what_was_typed(
    stage_on_each: object,
    database: Database,
    caplog: pytest.LogCaptureFixture,
    command: str,
) -> None:
    """PostgreSQL quotes the whole row of a NOT NULL error, and our own code what it cannot read."""
    town = Town.__new__(Town)
    town.__dict__.update(vars(stage_on_each))
    handlers = (Handler(("spoil",), _spoil), Handler(("misread",), _misread))
    dialogue = Dialogue((), handlers, lambda e, c: (), lambda c: None, lambda c: Outcome())
    town._inbox = Inbox(dialogue, lambda: town.reference, {"telegram": TELEGRAM})
    town.say("hoa", f"{command} chị {CANARY}", network=Network.TELEGRAM)
    assert "could not be heard" in caplog.text
    assert CANARY not in caplog.text
    assert find_in_tables(database) == []
