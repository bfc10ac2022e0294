"""Codes as they are typed, slowing down guesses, and which bot has a free seat."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import invites
from domain.people.invites import (
    BotSeats,
    choose_bot,
    find_code,
    find_wait_end,
    make_code,
    make_prefix,
    read_code,
)

RANDOM = st.binary(min_size=invites.RANDOM_BYTES, max_size=invites.RANDOM_BYTES)
CODE = make_code("CB", bytes(range(16)))


def read(text: str) -> str | None:
    reading = read_code(text)
    if reading is None or not reading.fits("CB"):
        return None
    return reading.format_code("CB") if reading.sound else "mistyped"


def test_entropy() -> None:
    assert 8 * math.log2(len(set(invites.ALPHABET))) >= 35
    assert not set("0O1IL") & set(invites.ALPHABET)


@given(RANDOM)
def test_codes_are_read_as_made_and_fit_a_link(random: bytes) -> None:
    code = make_code("CB", random)
    assert read(code) == code
    assert len(code) <= 32
    assert all(c.isascii() and (c.isalnum() or c in "-_") for c in code)


@given(RANDOM, st.integers(0, 8), st.sampled_from(invites.ALPHABET))
def test_one_wrong_letter_is_seen(random: bytes, place: int, letter: str) -> None:
    code = make_code("CB", random)
    body = list(code[3:].replace("-", ""))
    same = body[place] == letter
    body[place] = letter
    wrong = f"CB-{''.join(body[:3])}-{''.join(body[3:6])}-{''.join(body[6:])}"
    assert read(wrong) == (code if same else "mistyped")


@given(RANDOM)
def test_swapped_neighbours_are_seen(random: bytes) -> None:
    code = make_code("CB", random)
    body = code[3:].replace("-", "")
    for i, (a, b) in enumerate(itertools.pairwise(body)):
        if a != b:
            swapped = body[:i] + b + a + body[i + 2 :]
            assert read(f"CB-{swapped[:3]}-{swapped[3:6]}-{swapped[6:]}") == "mistyped"


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda c: c.replace("-", ""),
        lambda c: c.replace("-", " "),
        " ".join,
        lambda c: f"  {c}\n",
        lambda c: f"{c}.",
        lambda c: c.replace("-", "–"),
        lambda c: c.replace("-", " - "),
        lambda c: f"\u200b{c}\u200f",
        lambda c: f"Mã mời: {c}",
        lambda c: f"https://t.me/sohoi_bot?start={c}",
        lambda c: c.replace("2", "Z").replace("8", "B").replace("5", "S").replace("Q", "0"),
        lambda c: c.replace("7", "l").replace("U", "v").replace("6", "G").replace("Q", "o"),
        lambda c: "".join(chr(ord(x) + 0xFEE0) for x in c),
    ],
)
def test_ways_to_type_a_code(change) -> None:  # type: ignore[no-untyped-def]
    for seed in range(40):
        code = make_code("CB", bytes([seed * 5 % 256] * 15 + [seed]))
        if any(c.isdecimal() for c in code):
            assert read(change(code)) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "1 0 2 0 3/1 rồi 0 không",
        "1 0 2 0 3 1 1 0 1 1 2",
        "12345678901",
        "0912345678",
        "84912345678",
        "hai buổi, 2, k có, 1, 3/0, rồi, 0, ko",
        "cb hop hai lan",
        "cb hop 2 buoi",
        "cb 1 2 3",
        "CB",
        "khong phat sinh",
        "bao cao",
        f"chị gửi mã {CODE} cho em nhé",
        f"{CODE} {CODE}",
        "x" * 100_000,
        "-" * 79,
        "😀" * 20,
    ],
)
def test_what_is_no_code(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", [CODE[:-1], CODE + "7", CODE[:-2], CODE[:5] + CODE[6:]])
def test_a_letter_too_few_or_many_is_a_slip(text: str) -> None:
    assert read(text) == "mistyped"


@given(st.text(max_size=90))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    read_code(text)


@pytest.mark.parametrize(
    ("province", "prefix"),
    [("Cao Bằng", "CB"), ("Đà Nẵng", "DN"), ("Hồ Chí Minh", "HCM"), ("Huế", "HS")],
)
def test_prefix(province: str, prefix: str) -> None:
    assert make_prefix(province) == prefix


def test_five_guesses_in_ten_minutes_make_it_wait() -> None:
    four = [0.0, 60.0, 120.0, 180.0]
    assert find_wait_end(four, 200.0) is None
    assert find_wait_end([*four, 240.0], 250.0) == 840.0
    assert find_wait_end([*four, 240.0], 840.0) is None
    assert find_wait_end([*four, 700.0], 710.0) is None


def test_each_round_waits_longer_up_to_a_day() -> None:
    guesses: list[float] = []
    now, waits = 1_000_000.0, []
    for _ in range(7):
        for _ in range(5):
            now += 1
            guesses.append(now)
        until = find_wait_end(guesses, now)
        assert until is not None
        waits.append(until - now)
        now = until
    assert waits == [600, 1800, 5400, 16200, 48600, 86400, 86400]


def test_old_guesses_are_forgotten() -> None:
    guesses = [float(i) for i in range(5)]
    later = invites.GUESSES_KEPT_SECONDS + 10
    again = [later + i for i in range(5)]
    assert find_wait_end(guesses + again, later + 5) == later + 4 + 600


def test_the_bot_with_most_free_seats_is_chosen() -> None:
    full = BotSeats("zalo", "1", seats=50, taken=50)
    over = BotSeats("zalo", "2", seats=50, taken=53)
    some = BotSeats("zalo", "3", seats=50, taken=40)
    more = BotSeats("zalo", "4", seats=50, taken=10)
    telegram = BotSeats("telegram", "5")
    assert choose_bot([full, over, some, more, telegram], "zalo") == more
    assert choose_bot([full, over, telegram], "zalo") is None
    assert choose_bot([full, telegram], "telegram") == telegram
    assert over.free == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chị gửi mã: CB-7K4-Q2M-9RR", True),
        ("CB-7K4-Q2M-9RR ạ", True),
        ("em oi ma cua chi la cb 7k4 q2m 9rr dung khong em", True),
        ("mã mời của chị là CB7K4Q2M9RR nhé", True),
        ("sđt của chị là 0912 345 678", False),
        ("cb 123 456 789 nhé", False),
        ("báo cáo 100 200 300", False),
        ("HG-7K4-Q2M-9RR ạ", False),
    ],
)
def test_a_code_is_found_amid_a_sentence(text: str, found: bool) -> None:
    reading = find_code(text, "CB")
    assert (reading is not None and reading.sound) is found


def test_a_mistyped_code_amid_a_sentence_is_no_other_word() -> None:
    reading = find_code("mã của chị là CB-7K4-Q2M-9RU ạ", "CB")
    assert reading is not None
    assert not reading.sound
