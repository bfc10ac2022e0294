"""Links to files: signed, for a while, the same for every process with the key."""

import string
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.links import GOOD_FOR, LONGEST_TOKEN, PATH, Links, load_key
from domain.notices.digest import WeeklyDigest
from domain.periods import VIETNAM

NOW = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
NOTICE = WeeklyDigest(12, "2025-10-06")
LINKS = Links("https://sohoi.example.vn/", "a key of sixteen letters")


def token_of(links: Links = LINKS) -> str:
    return links.link(NOTICE, NOW).address.rpartition("/")[2]


def test_a_link_is_an_address_that_stays_short() -> None:
    link = LINKS.link(NOTICE, NOW)
    assert link.address.startswith(f"https://sohoi.example.vn{PATH}")
    assert len(link.address) < 200
    assert set(token_of()) <= set(string.ascii_letters + string.digits + "-_.")
    assert link.until == NOW + GOOD_FOR


def test_another_process_with_the_key_reads_it() -> None:
    other = Links("https://elsewhere.vn", "a key of sixteen letters")
    ticket = other.read(token_of(), NOW)
    assert ticket is not None
    assert (ticket.at, ticket.until) == (NOW, NOW + GOOD_FOR)


def test_a_moment_between_seconds_is_not_before_itself() -> None:
    late = NOW + timedelta(milliseconds=400)
    ticket = LINKS.read(LINKS.link(NOTICE, late).address.rpartition("/")[2], late)
    assert ticket is not None
    assert late <= ticket.at < late + timedelta(seconds=1)


def test_another_key_reads_nothing() -> None:
    assert Links("https://sohoi.example.vn", "another key altogether").read(token_of(), NOW) is None


@given(st.integers(min_value=0), st.sampled_from(string.ascii_letters + string.digits + "-_."))
def test_no_letter_can_be_changed(place: int, letter: str) -> None:
    token = token_of()
    at = place % len(token)
    changed = token[:at] + letter + token[at + 1 :]
    read = LINKS.read(changed, NOW)
    # The last letter of a base64 text has bits that say nothing.
    assert changed == token or read is None or at in (token.index(".") - 1, len(token) - 1)


@pytest.mark.parametrize("token", ["", ".", "a.b", "rồi.x", "\ud800", "a" * (LONGEST_TOKEN + 1)])
def test_what_is_no_token_reads_as_nothing(token: str) -> None:
    assert LINKS.read(token, NOW) is None


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(load_key, [folder] * 32))
    assert len(keys) == 1
    assert len(keys.pop()) == 64
    (path,) = folder.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
