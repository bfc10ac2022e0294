"""A person is reminded once a day, whoever claims the day."""

from datetime import date, timedelta

from storage import sent_reminders
from storage.database import Transaction
from storage.sent_reminders import Claim
from tests.support.stored_people import add_person, find_commune_id

TODAY = date(2025, 10, 13)


def test_a_day_is_claimed_once(tx: Transaction) -> None:
    one, other = add_person(tx, "a"), add_person(tx, "b")
    assert sent_reminders.claim(tx, [Claim(one, TODAY)]) == {one}
    assert sent_reminders.claim(tx, [Claim(one, TODAY), Claim(other, TODAY)]) == {other}
    assert sent_reminders.claim(tx, [Claim(one, TODAY + timedelta(days=1))]) == {one}
    assert sent_reminders.claim(tx, []) == set()
    assert sent_reminders.find_reminded(tx, TODAY) == {one, other}
    assert sent_reminders.find_reminded(tx, TODAY - timedelta(days=1)) == set()


def test_the_newest_reminder_tells_its_form(tx: Transaction) -> None:
    who, unit_id = add_person(tx, "a"), find_commune_id(tx)
    form = Claim(who, TODAY, unit_id, "2025-10")
    sent_reminders.claim(tx, [Claim(who, TODAY - timedelta(days=3)), form])
    assert sent_reminders.find_last(tx, who, TODAY - timedelta(days=9)) == form
    assert sent_reminders.find_last(tx, who, TODAY + timedelta(days=1)) is None
