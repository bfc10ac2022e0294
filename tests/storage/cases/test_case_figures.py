"""Counts of what is kept of cases."""

from datetime import timedelta

from domain.cases.actions import CaseAction
from storage.cases import case_figures, cases, expiry
from storage.moments import seconds
from tests.support.case_town import NOW, Town


def test_cases_messages_and_events_are_counted(town: Town) -> None:
    taken = town.do(town.open(), CaseAction.TAKE)
    town.say(taken)
    town.drop(town.open())
    with town.database.write() as tx:
        cases.record_view(tx, taken, town.officer, NOW)
        counts = case_figures.count_cases(tx)
    assert (counts.cases, counts.open_cases, counts.with_content, counts.erased) == (2, 1, 2, 0)
    assert (counts.messages, counts.trail_rows, counts.views) == (1, 7, 1)
    assert counts.by_state == {"taken": 1, "out_of_scope": 1}
    assert counts.oldest_ended == seconds(NOW)


def test_what_is_erased_is_counted_apart(town: Town) -> None:
    town.drop(town.open())
    with town.database.write() as tx:
        expiry.expire(tx, NOW + timedelta(days=731), 24)
        counts = case_figures.count_cases(tx)
    assert (counts.cases, counts.with_content, counts.erased) == (1, 0, 1)
    assert counts.oldest_ended is None
