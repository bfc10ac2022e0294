"""After its time a case's content is erased; a skeleton and a proof are left."""

from datetime import timedelta

import pytest

from domain.cases.case import State
from domain.cases.intake import Consent
from storage.cases import audit, case_messages, expiry
from tests.support.case_town import NOW, WORDS, Town

TWO_YEARS_LATER = NOW + timedelta(days=731)


def test_after_its_time_a_skeleton_and_a_proof_are_left(town: Town) -> None:
    ended = town.drop(town.open())
    town.say(ended)
    still_open = town.open()
    with town.database.write() as tx:
        before = expiry.subtract_months(TWO_YEARS_LATER, 24)
        assert [case.id for case in expiry.load_ended_before(tx, before)] == [ended.id]
        ((_, proof),) = expiry.expire(tx, TWO_YEARS_LATER, 24)
        assert expiry.load_ended_before(tx, before) == []
        assert audit.load_log(tx, ended.id)[-1].detail == {"proof": proof, "texts": 3}
        (message,) = case_messages.load_last_messages(tx, ended.id, 2)
        assert message.words.reveal() == ""
    left = town.load(ended)
    assert (left.intake, left.number, left.state) == (None, ended.number, State.OUT_OF_SCOPE)
    assert town.note(still_open) == WORDS
    assert town.sound()


def test_what_was_never_passed_on_expires_too(town: Town) -> None:
    kept = town.open(consent=Consent(given=False))
    with town.database.write() as tx:
        assert expiry.expire(tx, NOW + timedelta(days=700), 24) == []
        assert [case.id for case, _ in expiry.expire(tx, TWO_YEARS_LATER, 24)] == [kept.id]


@pytest.mark.parametrize(
    ("now", "months", "then"),
    [
        (NOW, 24, NOW.replace(year=2023)),
        (NOW, 10, NOW.replace(year=2024, month=12)),
        (NOW.replace(month=3, day=31), 1, NOW.replace(month=2, day=28)),
    ],
)
def test_months_are_subtracted_from_a_day(now, months, then) -> None:
    assert expiry.subtract_months(now, months) == then
