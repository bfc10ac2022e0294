"""The way of one message, on both databases: once, in order, harmless to others, few statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import msgspec
import pytest
from sqlalchemy import event, text

from bot.engine.channel import (
    Abilities,
    Address,
    Inbound,
    Left,
    Moved,
    Network,
    Pressed,
    Said,
    Unreadable,
)
from bot.engine.conversation import Event, Facts, Outcome, Step
from bot.engine.dialogue import Call, Dialogue, Handler
from bot.engine.inbox import BatchResult, Inbox
from domain.notices.base import Notice
from domain.org.tree import Tree
from domain.periods import VIETNAM, Calendar
from services.context import Reference
from storage.database import Database
from storage.units import Units

NOW = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
ABILITIES = Abilities(buttons=True, edit=True, delete=True, upload=True, max_text=4096)


class Heard(Notice, frozen=True, tag="test_heard/1"):
    words: tuple[str, ...]


class Told(msgspec.Struct, frozen=True):
    words: tuple[str, ...] = ()


class Diary:
    """Repeats all that was said to it; the word "fault" is a fault of ours."""

    name, version, state_type = "diary", 1, Told
    confidential = False

    def step(self, state: Told, event: Event, facts: Facts) -> Step[Told]:
        if event.text == "fault":
            raise RuntimeError("made up")
        words = (*state.words, event.text)
        return Step(Told(words), (Heard(words),))

    def prompt(self, state: Told, facts: Facts) -> tuple[Notice, ...]:
        return (Heard(state.words),)

    def key(self, state: Told) -> str | None:
        return "diary"


def _start(call: Call) -> Outcome:
    return Outcome((Heard(()),), opens=("diary", Told()))


def _write_then_fail(call: Call) -> Outcome:
    call.tx.execute(text("UPDATE person SET name = 'spoilt'"))
    raise RuntimeError("made up")


HANDLERS = (Handler(("start",), _start), Handler(("spoil",), _write_then_fail))


@pytest.fixture
def inbox() -> Inbox:
    dialogue = Dialogue(
        (Diary(),),
        HANDLERS,
        apply=lambda effect, call: (),
        join=lambda call: None,
        fallback=lambda call: Outcome((Heard(("?",)),)),
        stale_alert="old",
    )
    reference = Reference({0: None}, Calendar(), Units(Tree([]), {}))  # type: ignore[dict-item]
    return Inbox(dialogue, lambda: reference, {"telegram": ABILITIES})


def message(number: int, chat: str, content: object) -> Inbound:
    said = Said(content) if isinstance(content, str) else content
    return Inbound(Address(Network.TELEGRAM, "1", chat), str(number), chat, NOW, said)  # type: ignore[arg-type]


def take(inbox: Inbox, database: Database, *items: Inbound | Unreadable) -> BatchResult:
    return inbox.take(database, items, (), NOW)


def words(taken: BatchResult) -> list[tuple[str, list[str]]]:
    decode = msgspec.json.Decoder(list[dict[str, object]]).decode
    return [
        (p.chat, decode(p.notices)[-1].get("words", ["apology"])) for p in taken.queued_messages
    ]


def test_what_is_seen_twice_is_done_once(inbox: Inbox, database: Database) -> None:
    take(inbox, database, message(1, "7", "/start"))
    first = message(2, "7", "one")
    assert words(take(inbox, database, first, first)) == [("7", ["one"])]
    assert words(take(inbox, database, first)) == []


def test_one_person_s_messages_are_heard_in_order(inbox: Inbox, database: Database) -> None:
    taken = take(
        inbox, database, message(1, "7", "/start"), message(2, "7", "one"), message(3, "7", "two")
    )
    assert words(taken) == [("7", []), ("7", ["one"]), ("7", ["one", "two"])]
    assert words(take(inbox, database, message(4, "7", "three"))) == [
        ("7", ["one", "two", "three"])
    ]


def test_a_fault_in_one_harms_no_other(inbox: Inbox, database: Database) -> None:
    take(inbox, database, message(1, "7", "/start"), message(2, "8", "/start"))
    taken = take(
        inbox, database, message(3, "7", "good"), message(4, "8", "fault"), message(5, "7", "too")
    )
    assert words(taken) == [("7", ["good"]), ("8", ["apology"]), ("7", ["good", "too"])]
    assert words(take(inbox, database, message(6, "8", "goes on"))) == [("8", ["goes on"])]


def test_what_a_failing_command_wrote_is_undone(inbox: Inbox, database: Database) -> None:
    taken = take(inbox, database, message(1, "7", "/start"), message(2, "8", "/spoil"))
    assert words(taken) == [("7", []), ("8", ["apology"])]
    with database.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM person WHERE name = 'spoilt'")).scalar() == 0
        assert tx.execute(text("SELECT reason FROM set_aside")).scalar() == "RuntimeError"


def test_an_update_that_cannot_be_read_is_set_aside(inbox: Inbox, database: Database) -> None:
    bad = Unreadable(Network.TELEGRAM, "1", "5", "message.text", "not a string")
    assert words(take(inbox, database, bad, message(6, "7", "/start"))) == [("7", [])]
    with database.read() as tx:
        rows = tx.execute(text("SELECT external_id, shape, reason FROM set_aside")).all()
    assert rows == [("5", "message.text", "not a string")]


def test_an_old_button_only_says_so(inbox: Inbox, database: Database) -> None:
    take(inbox, database, message(1, "7", "/start"), message(2, "7", "one"))
    old = take(inbox, database, message(3, "7", Pressed(1, "again", "c1")))
    assert words(old) == []
    assert [a.alert for a in old.acknowledgements] == ["old"]
    fresh = take(inbox, database, message(4, "7", Pressed(2, "pressed", "c2")))
    assert words(fresh) == [("7", ["one", "pressed"])]
    assert [a.alert for a in fresh.acknowledgements] == [""]


def test_whoever_blocks_the_bot_is_unreachable_until_she_writes(
    inbox: Inbox, database: Database
) -> None:
    def reachable() -> bool:
        with database.read() as tx:
            return bool(tx.execute(text("SELECT reachable FROM address")).scalar())

    take(inbox, database, message(1, "7", "/start"))
    take(inbox, database, message(2, "7", Left()))
    assert not reachable()
    take(inbox, database, message(3, "7", "hello"))
    assert reachable()


def test_a_chat_that_moves_keeps_its_row(inbox: Inbox, database: Database) -> None:
    take(inbox, database, message(1, "7", "/start"))
    take(inbox, database, message(2, "7", Moved("-1007")))
    with database.read() as tx:
        assert tx.execute(text("SELECT chat FROM address")).scalars().all() == ["-1007"]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield said
    event.remove(database.engine, "before_cursor_execute", note)


def test_a_batch_costs_the_same_few_statements_for_one_or_a_hundred(
    inbox: Inbox, database: Database
) -> None:
    everybody = [str(chat) for chat in range(100)]
    take(inbox, database, *(message(n, chat, "/start") for n, chat in enumerate(everybody)))

    def cost(first: int, chats: list[str]) -> int:
        with counted(database) as statements:
            take(inbox, database, *(message(first + n, chat, "a") for n, chat in enumerate(chats)))
        return len([s for s in statements if not s.startswith("BEGIN")])

    assert cost(1000, everybody[:1]) <= 7
    assert cost(2000, everybody) <= 7
