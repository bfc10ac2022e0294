"""Whatever is typed: no exception, no value outside its kind, no long wait."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.answers import (
    Kind,
    Place,
    Question,
    Reading,
    Status,
    read_batch,
    read_choice,
    read_command,
    read_count,
    read_date,
    read_in_passing,
    read_pair,
    read_place,
    read_share,
    read_yes_no,
)

NOW = datetime(2025, 10, 14, 8, tzinfo=timezone(timedelta(hours=7)))
OPTIONS = ("Có", "Không", "Bạo lực gia đình")
PLACES = (Place("01290", date(2025, 7, 1), "Xã Bảo Lâm"),)
KINDS = (Kind.COUNT, Kind.PAIR, Kind.YES_NO, Kind.SHARE)
ASKED = (Question(Kind.COUNT, ("thoát nghèo",)), Question(Kind.YES_NO, ("tiền",)))
WORDS = st.sampled_from((
    "không", "chưa", "có", "rồi", "một", "hai", "mươi", "mười", "lăm", "tư", "mốt", "trăm",
    "nghìn", "triệu", "tỷ", "linh", "lẻ", "rưỡi", "nửa", "chục", "tá", "vài", "mấy", "hơn",
    "dưới", "khoảng", "đến", "từ", "hay", "phần", "trên", "trong", "tất", "cả", "biết", "rõ",
    "quên", "hộ", "chị", "ạ", "dạ", "1", "12", "2025", "0", "1.200", "1,5", "/", "%", "-", ":",
    ".", ",", "?", "k", "tr", "thứ", "tháng", "ngày", "năm", "hôm", "qua", "kia", "rằm", "tết",
    "âm", "mùng", "tuần", "trước", "sau", "đ/c", "ok", "5", "3", "sạch", "nhầm", "à", "là",
    "mới", "giảm", "cả", "ĐÂU", "10000000000", "½", "²", "①", "👍", "\u200b", "́", "đầu", "cuối",
    "quý", "sang", "nay", "vạn", "hăm", "phẩy", "cái", "nào", "cuối", "cùng", "xã", "bảo",
    "lâm", "câu", "\n", ";",
))  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join),
                  st.lists(WORDS, max_size=8).map("".join))  # fmt: skip


def is_amount(found: object) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= 10**9


def is_bound(found: object) -> bool:
    return isinstance(found, dict) and set(found) == {"low", "high"}


def check_status(reading: Reading, *, zero: bool = True, not_yet: bool = False) -> bool:
    """Check the status, and return True if there is a value to look at."""
    assert zero or reading.status is not Status.ZERO
    assert not_yet or reading.status is not Status.NOT_YET
    if reading.status in (Status.VALUE, Status.CONFIRM):
        return True
    assert reading.value == (0 if reading.status is Status.ZERO else None)
    return False


@given(TEXTS, st.booleans())
@settings(max_examples=400, deadline=None)
def test_counts(text: str, decimals: bool) -> None:
    reading = read_count(text, decimals=decimals)
    if check_status(reading):
        assert is_amount(reading.value) or is_bound(reading.value)
        assert decimals or is_bound(reading.value) or isinstance(reading.value, int)
        assert reading.status is Status.CONFIRM or not is_bound(reading.value)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_shares(text: str) -> None:
    reading = read_share(text)
    if check_status(reading) and reading.value != 0:
        found = reading.value
        if "percent" in found:
            assert 0 <= found["percent"] <= 100
        elif "whole" in found:
            assert 0 <= found["part"] <= found["whole"] > 0
        else:
            assert is_bound(found)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_yes_no_and_pairs(text: str) -> None:
    reading = read_yes_no(text)
    if check_status(reading, zero=False, not_yet=True):
        assert reading.value in ("yes", "no")
    pair = read_pair(text)
    if check_status(pair):
        assert all(isinstance(n, int) and is_amount(n) for n in pair.value)
        assert len(pair.value) == 2


@given(TEXTS, st.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001
@settings(max_examples=500, deadline=None)
def test_dates(text: str, now: datetime) -> None:
    reading = read_date(text, now.replace(tzinfo=NOW.tzinfo))
    if check_status(reading, zero=False):
        if isinstance(reading.value, dict):
            assert reading.value["from"] <= reading.value["to"]
        else:
            assert isinstance(reading.value, date)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_choices_places_commands(text: str) -> None:
    reading = read_choice(text, OPTIONS)
    if check_status(reading, zero=False):
        assert set(reading.value) <= {1, 2, 3}
    place = read_place(text, PLACES)
    if check_status(place, zero=False):
        assert place.value == list(PLACES)
    command = read_command(text)
    if check_status(command, zero=False):
        assert isinstance(command.value, str)
    told = read_in_passing(text, ASKED)
    assert told is None or len(told.batch.readings) == len(ASKED)


@given(TEXTS, st.lists(st.sampled_from(KINDS), max_size=5))
@settings(max_examples=300, deadline=None)
def test_batches(text: str, kinds: list[Kind]) -> None:
    batch = read_batch(text, [Question(kind) for kind in kinds])
    assert len(batch.readings) == len(kinds)
    assert not (batch.nothing and any(batch.readings))


HOSTILE = {
    "digits": "1" * 10_000,
    "negations": "không " * 1_700,
    "hundreds": "một trăm " * 1_100,
    "signs": "1,1" * 3_300,
    "marks": "\u0301" * 10_000,
    "slashes": "/" * 10_000,
    "tens": "hai mươi " * 1_100,
    "letters": "a" * 10_000,
}
LONGEST_SECONDS = 0.005


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "read",
    [
        read_count,
        read_share,
        read_yes_no,
        read_pair,
        read_command,
        lambda text: read_date(text, NOW),
        lambda text: read_choice(text, OPTIONS),
        lambda text: read_place(text, PLACES),
        lambda text: read_batch(text, [Question(kind) for kind in KINDS]),
        lambda text: read_in_passing(text, ASKED),
    ],
)
def test_ten_thousand_letters_take_no_time(name: str, read: Callable[[str], object]) -> None:
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        read(HOSTILE[name])
        taken.append(time.perf_counter() - begun)
    assert min(taken) < LONGEST_SECONDS
