"""Activities on both databases: a draft is sealed, a correction keeps what was, nothing is lost."""

from datetime import date

import pytest
from sqlalchemy import select

from domain.people.roles import Role
from domain.tasks.office_words import OfficeWords
from storage import activities, vault
from storage.database import Database, Transaction
from storage.schema import activity
from storage.vault import Key, Vault, is_sealed
from tests.support.people_stage import LAM, Stage

PLAN, DAY, YEAR = "326/KH-BTV", date(2025, 10, 5), (date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def officer(database: Database) -> tuple[Stage, int, int]:
    vault.use(database, Vault([Key.new()]))
    stage = Stage(database)
    stage.say("mai", "chào")
    who = stage.find("mai").person_id
    assert who is not None
    return stage, who, stage.post(Role.COMMUNE, LAM).unit_id


def record(tx: Transaction, unit: int, who: int, words: str, day: date = DAY) -> int:
    made = activities.create_draft(tx, unit, PLAN, who, 1.0)
    activities.set_words(tx, made, OfficeWords(words))
    draft = activities.find_draft(tx, made)
    assert draft is not None
    assert activities.record(tx, draft, "III.9", day, 35, 2.0)
    return made


def test_a_draft_is_sealed_until_it_is_recorded(officer: tuple[Stage, int, int]) -> None:
    stage, who, unit = officer
    words = select(activity.c.words)
    with stage.database.write() as tx:
        made = activities.create_draft(tx, unit, PLAN, who, 1.0)
        empty = activities.find_draft(tx, made)
        assert empty is not None
        assert not activities.record(tx, empty, "III.9", DAY, None, 2.0), "it has no words"
        activities.set_words(tx, made, OfficeWords("Tập huấn"))
        assert is_sealed(tx.execute(words).scalar_one())
        draft = activities.find_draft(tx, made)
        assert draft is not None
        assert draft.words == OfficeWords("Tập huấn")
        assert activities.find(tx, made) is None, "a draft does not count"
        assert activities.record(tx, draft, "III.9", DAY, None, 2.0)
        assert tx.execute(words).scalar_one() == "Tập huấn"
        assert activities.find_draft(tx, made) is None
        activities.set_words(tx, made, OfficeWords("Khác"))
        activities.drop_draft(tx, made, who)
        found = activities.find(tx, made)
    assert found is not None
    assert (found.words.show(), found.day, found.participants) == ("Tập huấn", DAY, None)


def test_what_is_dropped_leaves_nothing(officer: tuple[Stage, int, int]) -> None:
    stage, who, unit = officer
    with stage.database.write() as tx:
        made = activities.create_draft(tx, unit, PLAN, who, 1.0)
        activities.drop_draft(tx, made, who + 1)
        assert activities.find_draft(tx, made) is not None, "another's"
        activities.drop_draft(tx, made, who)
        assert tx.execute(select(activity)).all() == []
        activities.create_draft(tx, unit, PLAN, who, 1.0)
        activities.create_draft(tx, unit, PLAN, who, 40 * 86_400.0)
        assert len(tx.execute(select(activity)).all()) == 1, "the old one is cleared"


def test_a_correction_counts_once_and_keeps_what_was(officer: tuple[Stage, int, int]) -> None:
    stage, who, unit = officer
    with stage.database.write() as tx:
        first = record(tx, unit, who, "Tập huấn")
        stands = activities.find(tx, first)
        assert stands is not None
        again = activities.create_draft(tx, unit, PLAN, who, 3.0, stands)
        late = activities.create_draft(tx, unit, PLAN, who, 3.0, stands)
        activities.set_words(tx, again, OfficeWords("Tập huấn kỹ năng số"))
        draft, other = activities.find_draft(tx, again), activities.find_draft(tx, late)
        assert draft is not None
        assert other is not None
        assert other.words == OfficeWords("Tập huấn")
        assert activities.record(tx, draft, "III.9", DAY, 40, 4.0)
        assert not activities.record(tx, other, "III.9", DAY, 40, 5.0), "corrected meanwhile"
        (counts,) = activities.load_of_units(tx, PLAN, [unit], *YEAR)
        assert (counts.id, counts.participants) == (again, 40)
        assert activities.find_history(tx, again) == [(OfficeWords("Tập huấn"), 2.0)]
        assert activities.take_back(tx, again, who, 6.0)
        assert not activities.take_back(tx, again, who, 7.0)
        assert activities.load_of_units(tx, PLAN, [unit], *YEAR) == []


def test_they_are_found_by_unit_day_and_moment(officer: tuple[Stage, int, int]) -> None:
    stage, who, unit = officer
    with stage.database.write() as tx:
        for day in (3, 9, 6):
            record(tx, unit, who, f"việc {day}", date(2025, 10, day))
        found = activities.load_of_units(tx, PLAN, [unit], date(2025, 10, 4), date(2025, 10, 9))
        assert [one.day.day for one in found] == [9, 6]
        assert len(activities.load_of_units(tx, PLAN, [unit], *YEAR, most=1)) == 1
        assert activities.load_of_units(tx, PLAN, [unit + 1], *YEAR) == []
        assert activities.load_of_units(tx, "other", [unit], *YEAR) == []
        assert len(activities.load_recorded_between(tx, PLAN, [unit], 0.0, 2.0)) == 3
        assert activities.load_recorded_between(tx, PLAN, [unit], 3.0, 9.0) == []
