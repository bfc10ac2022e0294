"""How many statements a message of the whole product costs, as it runs on a network that counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from domain.people.roles import Role
from domain.periods import VIETNAM
from storage import migrate, vault
from storage.database import Database
from storage.vault import Key
from tests.support.people_stage import LAM, PONG
from tests.support.service_calls import appoint
from tests.support.town import Town

REPLY_WAIT = 4.0


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    database = Database(f"sqlite:///{tmp_path / 'stage.db'}")
    migrate.prepare(database)
    made = Town(database, REPLY_WAIT)
    vault.unlock(database, [Key.new()], 1.0)
    made.now = datetime(2025, 10, 14, 8, tzinfo=VIETNAM)
    appoint(made, "hoa", Role.LEADER, PONG)
    appoint(made, "mai", Role.COMMUNE, LAM)
    yield made
    database.close()


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield said
    event.remove(database.engine, "before_cursor_execute", note)


def cost(town: Town, chat: str, words: str) -> int:
    with counted(town.database) as statements:
        town.tell(chat, words)
    return len(statements)


def test_what_a_leader_types_costs_few_statements(town: Town) -> None:
    """What every message costs is nine, of her posts one."""
    assert cost(town, "hoa", "báo cáo") <= 18
    assert cost(town, "hoa", "3 1 0 2") <= 11, "an answer that waits for the rest"
    assert cost(town, "hoa", "tuần này mưa quá") <= 12
    assert cost(town, "hoa", "trợ giúp") <= 11


def test_what_an_officer_types_costs_few_statements(town: Town) -> None:
    assert cost(town, "mai", "tiến độ") <= 9
    assert cost(town, "mai", "hôm nay trời đẹp quá") <= 13, "no case is read for words of none"


def test_her_posts_are_read_once_a_message(town: Town) -> None:
    for chat, words in (("hoa", "báo cáo"), ("mai", "em đến rồi"), ("mai", "nhận")):
        with counted(town.database) as statements:
            town.tell(chat, words)
        assert sum("FROM post" in each for each in statements) == 1, words
