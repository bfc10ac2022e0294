"""Reports, on both databases: the last edition counts, earlier ones stay, few statements each."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select

from domain.org.levels import Level
from domain.org.tree import ORIGIN, Parent, Tree, Unit, UnitKey
from storage import migrate, reports, units
from storage.database import Database
from storage.schema import submission

COMMUNE = Unit(UnitKey(ORIGIN, "01290"), Level.COMMUNE, "Xã Bảo Lâm", "Bảo Lâm")
BRANCHES = [Unit(UnitKey(ORIGIN, f"b{n}"), Level.BRANCH, f"Chi hội {n}", f"{n}") for n in range(2)]
ANSWERS = {"1.1": {"value": 2.0}, "1.2a": {"value": 1.0}, "1.5a": {"joined": 3.0, "left": 1.0}}


@pytest.fixture
def places(database: Database) -> list[int]:
    """The ids of two branches."""
    migrate.prepare(database)
    tree = Tree([COMMUNE, *BRANCHES], [Parent(b.key, COMMUNE.key, ORIGIN) for b in BRANCHES])
    with database.write() as tx:
        units.save(tx, tree)
        known = units.load(tx)
    return [known.id_of(branch.key) for branch in BRANCHES]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield said
    event.remove(database.engine, "before_cursor_execute", note)


def test_the_last_edition_is_in_force_and_the_first_is_kept(
    database: Database, places: list[int]
) -> None:
    corrected = ANSWERS | {"1.1": {"value": 5.0}}
    with database.write() as tx:
        reports.send(tx, places[0], "2025-10", ANSWERS, sent_at=1.0)
        reports.send(tx, places[0], "2025-10", corrected, sent_at=2.0)
        found = reports.find_in_force(tx, places[0], "2025-10")
        kept = tx.execute(select(func.count()).select_from(submission)).scalar_one()
        values = reports.load_values(tx, places[0], "2025-10")
    assert found is not None
    assert (found.number, found.edition, found.answers) == ("BC-2510-0002", 2, corrected)
    assert kept == 2
    assert ("2025-10", "1.1", "value", 5.0) in values
    assert len(values) == 4


def test_a_report_costs_few_statements_however_many_were_sent_before(
    database: Database, places: list[int]
) -> None:
    with database.write() as tx:
        for month in range(1, 10):
            reports.send(tx, places[0], f"2025-{month:02}", ANSWERS, sent_at=float(month))
    with counted(database) as first, database.write() as tx:
        reports.send(tx, places[0], "2025-10", ANSWERS, sent_at=10.0)
    with counted(database) as again, database.write() as tx:
        reports.send(tx, places[0], "2025-10", ANSWERS, sent_at=11.0)
    assert len(first) <= 7
    assert len(again) <= 9


def test_which_periods_many_units_have_sent(database: Database, places: list[int]) -> None:
    with database.write() as tx:
        for period in ("2025-09", "2025-10"):
            reports.send(tx, places[1], period, ANSWERS, sent_at=1.0)
        assert reports.find_sent_periods_of(tx, places) == {places[1]: {"2025-09", "2025-10"}}
        assert reports.find_sent_periods(tx, places[1]) == {"2025-09", "2025-10"}
        assert reports.find_sent_periods(tx, places[0]) == set()
