"""Whole messages laid over a form: what is a marker, what is a name, what is left alone."""

import random
from collections import Counter
from typing import Any

import pytest

from domain.answers import Kind, Question, Rest, Status, read_batch

KINDS = (Kind.COUNT, Kind.COUNT, Kind.COUNT, Kind.PAIR, Kind.YES_NO)
NAMES = (("sinh hoạt",), ("thoát nghèo",), ("cận nghèo",), ("hội viên", "kết nạp"), ("tiền",))
QUESTIONS = tuple(Question(kind, names) for kind, names in zip(KINDS, NAMES, strict=True))


def read_values(text: str, asked: tuple[int, ...] = ()) -> list[Any]:
    """Read the values in order: None where nothing was said, "?" where it is to be asked."""
    batch = read_batch(text, QUESTIONS, asked)
    return [None if r is None else "?" if r.value is None else r.value for r in batch.readings]


ALL = [2, 0, 3, (1, 0), "yes"]


@pytest.mark.parametrize(
    "text",
    [
        "1/2 2/0 3/3 4/1-0 5/roi",
        "1.2 2.0 3.3 4.1/0 5.roi",
        "(1) 2 (2) 0 (3) 3 (4) 1/0 (5) roi",
        "5. rồi 4. 1/0 3. 3 2. 0 1. 2",
        "cau 1 2 cau 2 0 cau 3 3 cau 4 1/0 cau 5 roi",
        "2/0/3/1-0/roi",
        "2...0...3...1/0...roi",
        "chào em, chị báo cáo: 2 0 3 1/0 rồi. Cảm ơn em",
        "2 o 3 1/o roi",
        "tiền rồi, hội viên mới 1 giảm 0, cận nghèo 3, thoát nghèo 0, sinh hoạt 2",
        "sinh hoat 2 thoat ngheo 0 can ngheo 3 ket nap 1 giam 0 tien roi",
    ],
)
def test_written_in_many_ways(text: str) -> None:
    assert read_values(text) == ALL


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2,3: không", [None, 0, 0, None, None]),
        ("câu 1 hai buổi, câu 2 3 không có", [2, 0, 0, None, None]),
        ("từ câu 1 đến câu 3: 0", [0, 0, 0, None, None]),
        ("1: 2, 2-3: 0", [2, 0, 0, None, None]),
        ("thoát nghèo và cận nghèo đều không có", [None, 0, 0, None, None]),
        ("kết nạp 2, giảm 1", [None, None, None, (2, 1), None]),
        ("2 0 3 1/0 roi. nham cau 2 la 1", [2, 1, 3, (1, 0), "yes"]),
        ("2 0 3 1/0 roi a cau 3: 4 moi dung", [2, 0, 4, (1, 0), "yes"]),
    ],
)
def test_some_lines(text: str, values: list[Any]) -> None:
    assert read_values(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "1 2 0 3 1 0 2 1 4 5 1 0",  # more figures than there is room for
        "mai chị gửi nhé",
        "thoát nghèo là gì em",
    ],
)
def test_nothing_is_taken(text: str) -> None:
    assert not any(read_values(text))


def test_a_number_said_twice_is_asked() -> None:
    assert read_values("câu 2: 3, câu 2: 4") == [None, "?", None, None, None]


def test_a_letter_within_a_word_is_no_marker() -> None:
    assert read_values("góp ý 2, 0, 3, 1/0, rồi") == ALL


def test_a_short_name_moves_no_answer() -> None:
    assert read_values("2, 0, 3, 1/0, chưa thấy tiền đâu")[:4] == ALL[:4]
    assert read_values("tiền 2, 0, 3, 1/0, rồi")[1:] == ALL[1:]


def test_answers_in_order_go_to_what_is_open() -> None:
    assert read_values("3 roi", (3, 5)) == [None, None, 3, None, "yes"]
    assert read_values("3/ 4 4/ 1-0 5/ roi", (3, 4, 5)) == [None, None, 4, (1, 0), "yes"]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("sinh hoạt 2, còn lại không", Rest.NONE),
        ("1: 2, mấy câu kia ko có", Rest.NONE),
        ("tháng này không có gì, chỉ sinh hoạt 1 buổi", Rest.NONE),
        ("sinh hoạt 2, còn lại như tháng trước", Rest.SAME),
        ("vẫn như cũ em ạ", Rest.SAME),
        ("2, 0, 3, 1/0, rồi", None),
    ],
)
def test_what_is_said_of_the_rest(text: str, rest: Rest | None) -> None:
    assert read_batch(text, QUESTIONS).rest is rest


def test_one_line_as_last_month() -> None:
    readings = read_batch("2, như tháng trước, 3, 1/0, rồi", QUESTIONS).readings
    assert [r and r.status for r in readings][1] is Status.SAME


# -- every way to write a number before an answer, with every sign between answers

MARKERS = ("", "{n}. ", "{n}/ ", "{n}: ", "{n}) ", "cau {n} ", "{n}.", "{n}-", "c{n} ", "{n} la ")
SIGNS = (" ", ", ", ",", "\n", "; ", " - ", " / ", ". ")
COUNTS = ("0", "1", "2 ho", "ba", "12", "khong co")
COUNTED = dict(zip(COUNTS, (0, 1, 2, 3, 12, 0), strict=True))
PAIRS = {"3/1": (3, 1), "0-2": (0, 2), "moi 4 giam 0": (4, 0)}
YES_NO_WORDS = {"roi": "yes", "da nhan": "yes", "chua": "no", "khong": "no"}


def _pick_answers(pick: random.Random) -> list[tuple[str, Any]]:
    """Pick five answers to the form: (what is typed, what is meant)."""
    kinds = (COUNTED, COUNTED, COUNTED, PAIRS, YES_NO_WORDS)
    return [pick.choice(list(kind.items())) for kind in kinds]


@pytest.mark.parametrize("marker", MARKERS)
def test_no_way_of_writing_changes_a_value_in_silence(marker: str) -> None:
    pick = random.Random(marker)  # noqa: S311 - no secret
    fates: Counter[str] = Counter()
    for sign in SIGNS:
        for _ in range(12):
            said = _pick_answers(pick)
            parts = (marker.replace("{n}", str(n)) + text for n, (text, _) in enumerate(said, 1))
            readings = read_batch(sign.join(parts), QUESTIONS).readings
            for (_, meant), reading in zip(said, readings, strict=True):
                got = None if reading is None else reading.value
                got = "no" if reading is not None and reading.status is Status.NOT_YET else got
                fates["right" if got == meant else "asked" if got is None else "wrong"] += 1
    assert fates["wrong"] == 0
    assert fates["right"] / fates.total() >= 0.9
