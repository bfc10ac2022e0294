"""The plan's year, 1 January to 31 December 2025, as people would have been written to.

`year-2025.txt` beside this file is what was sent, for a person to read; SOHOI_REWRITE_TRANSCRIPTS
writes it anew.
"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from domain.notices.reminders import ReminderDue, StillMissing
from domain.org.levels import Level
from storage import migrate
from storage.database import Database
from tests.support.year import MERGER, Year, list_sent

GOLDEN = Path(__file__).with_name("year-2025.txt")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('year') / 'year.db'}")
    migrate.prepare(database)
    played = Year(database)
    played.play()
    yield played
    database.close()


def test_what_was_sent_is_what_a_person_has_read(year: Year) -> None:
    if os.environ.get("SOHOI_REWRITE_TRANSCRIPTS"):
        GOLDEN.write_text(list_sent(year), "utf-8")
    assert list_sent(year) == GOLDEN.read_text("utf-8")


def test_nobody_was_written_to_twice_on_one_day(year: Year) -> None:
    told = Counter((sent.day, sent.due.to.id) for sent in year.sent)
    assert max(told.values()) == 1


def test_no_message_was_put_twice(year: Year) -> None:
    keys = Counter(sent.due.key for sent in year.sent)
    assert max(keys.values()) == 1


def test_tet_and_the_nights_were_kept(year: Year) -> None:
    days = {sent.day for sent in year.sent}
    assert not days & {date(2025, 1, 29), date(2025, 1, 30), date(2025, 1, 31)}
    for sent in year.sent:
        assert time(6, 30) <= sent.due.due_at.time() < time(21)
        assert sent.due.not_after.time() == time(21)
        assert sent.due.due_at.date() == sent.due.not_after.date() == sent.day


@pytest.mark.parametrize(
    ("period", "last_call"),
    [
        ("2025-04", date(2025, 4, 26)),  # a Saturday worked in exchange for 2 May
        ("2025-07", date(2025, 7, 25)),  # the 26th is a Saturday like any other
    ],
)
def test_a_saturday_worked_in_exchange_is_a_due_day(
    year: Year, period: str, last_call: date
) -> None:
    """Communes are due on the 26th: on that morning they are called, not on the day before."""
    called = {
        sent.day
        for sent in year.sent
        for notice in sent.due.notices
        if isinstance(notice, ReminderDue) and notice.period == period
        if year.units.unit(notice.unit_ids[0]).level is Level.COMMUNE
    }
    steps = (-5, -2, 0, 1, 3)
    assert sorted(called) == [last_call + timedelta(days=step) for step in steps]


def test_only_who_owed_was_reminded_and_everybody_who_could_be(year: Year) -> None:
    """On the morning of each due day: those who send later, or never."""
    for period in year.plan.periods:
        due = year.calendar.previous_working_day(date(2025, period.month, 20))
        told = {
            unit_id
            for sent in year.sent
            if sent.day == due
            for notice in sent.due.notices
            if isinstance(notice, ReminderDue) and notice.period == str(period)
            for unit_id in notice.unit_ids
        }
        days = {unit_id: year.sends_after_due(unit_id, period) for unit_id in told}
        assert not [unit_id for unit_id, after in days.items() if after is not None and after < 0]
        assert len(told) > 400


def test_officers_of_the_communes_of_the_day_are_told(year: Year) -> None:
    """Before the merger those of the old communes, since then those of the new."""
    for sent in year.sent:
        for notice in sent.due.notices:
            if isinstance(notice, StillMissing):
                assert year.units.unit(notice.unit_id).exists_on(sent.day)
    assert {sent.day < MERGER for sent in year.sent} == {True, False}
