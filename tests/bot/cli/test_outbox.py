"""`sohoi outbox`: counts and dead letters without words, and another try."""

import json
from collections.abc import Callable

import pytest
from typer.testing import Result

from domain.notices.broadcasts import FromStaff
from domain.quota import QUOTA_SPENT, HeldBack
from storage import addresses, outbox, outbox_letters
from storage.database import Database
from storage.outbox import DeliveryResult, Outgoing

Sohoi = Callable[..., Result]


@pytest.fixture
def letters(stored: Database) -> list[int]:
    """Four messages out, of which the second and third are dead."""
    with stored.write() as tx:
        met = addresses.add_chats(tx, "zalo", "1", [("a", False, "Hoa")], 1.0)["a"]
        letter = Outgoing(met, (FromStaff(1),), outbox.REPLY, 1.0, 5e9)
        ids = outbox.enqueue(tx, [letter] * 4)
        outbox.record_results(
            tx, [DeliveryResult(i, "dead", 8, 5e9, reason="Bad Request") for i in ids[1:3]]
        )
    return ids


def states(stored: Database) -> dict[str, int]:
    with stored.read() as tx:
        return outbox.count_by_state(tx)


def test_counts_and_dead_letters(letters: list[int], sohoi: Sohoi) -> None:
    said = sohoi("outbox").stdout
    assert said.splitlines() == [
        "pending 2, sent 0, dead 2, dropped 0",
        f"{letters[2]}  zalo 1, tried 8 time(s): Bad Request",
        f"{letters[1]}  zalo 1, tried 8 time(s): Bad Request",
    ]
    found = json.loads(sohoi("outbox", "--json").stdout)
    assert found["counts"] == {"pending": 2, "sent": 0, "dead": 2, "dropped": 0}
    assert {letter["id"] for letter in found["dead"]} == set(letters[1:3])
    assert "mật" not in said + sohoi("outbox", "--json").stdout


def test_retry_of_some_and_of_all(stored: Database, letters: list[int], sohoi: Sohoi) -> None:
    assert sohoi("outbox", "retry", str(letters[1]), str(letters[0])).exit_code == 2
    assert states(stored) == {"pending": 2, "dead": 2}
    assert sohoi("outbox", "retry", str(letters[1])).stdout.startswith("1 letter(s)")
    assert sohoi("outbox", "retry", "--all").stdout.startswith("1 letter(s)")
    assert sohoi("outbox", "retry", "--all").stdout.startswith("0 letter(s)")
    with stored.read() as tx:
        assert outbox.find_pending_ids(tx, "zalo", "1", 1.0) == letters[1:3]


def test_what_waits_for_the_month_and_what_was_held_back(
    stored: Database, letters: list[int], sohoi: Sohoi
) -> None:
    with stored.write() as tx:
        outbox.record_results(
            tx,
            [
                DeliveryResult(letters[0], "pending", 1, 1_760_000_000.0, reason=QUOTA_SPENT),
                DeliveryResult(letters[3], "dropped", 0, 5e9, reason=HeldBack.FOR_CASES.value),
            ],
        )
    lines = sohoi("outbox").stdout.splitlines()
    assert lines[1].startswith("zalo 1: no more messages this month; 1 wait, tried again from 2025")
    assert lines[2] == f"1 {HeldBack.FOR_CASES.value}"
    found = json.loads(sohoi("outbox", "--json").stdout)
    assert found["held_back"] == {HeldBack.FOR_CASES.value: 1}
    assert [(each["bot"], each["wait"]) for each in found["spent"]] == [("1", 1)]
    assert sohoi("outbox", "release").stdout == "1 message(s) will be tried at once\n"
    assert json.loads(sohoi("outbox", "--json").stdout)["spent"] == []
    with stored.read() as tx:
        assert outbox_letters.is_any_released(tx, "zalo", "1")
        assert outbox.find_pending_ids(tx, "zalo", "1", 1.0) == letters[:1]
