"""Every number to 120 as the regions say it, every weekday and written day, and typos.

Written by rule, not by looking at the reader: what is kept in silence must be what was meant. A
typo may turn one number into another that nobody could tell apart ("12" typed as "2"). In words
such numbers are kept rarely, and the rest is to be confirmed.
"""

import random
from datetime import date, datetime, timedelta, timezone

import pytest

from domain.answers import Status, fold, read_count, read_date
from tests.domain.answers.test_round_trips import Speller, decompose, drop_some_marks

VIETNAM = timezone(timedelta(hours=7))
BEFORE = (
    "", "dạ ", "dạ được ", "đc ", "có ", "em ơi ", "chị gửi em ", "tổng số ", "tháng này có ",
    "mới được ", "moi duoc ", "chỉ có ", "thưa em ", "uh ",
)  # fmt: skip
UNITS = ("", " hộ", " người", " hội viên", " chị", " con bò", " mô hình", " suất quà", " hộ dân")
AFTER = ("", " ạ", " em ạ", " nhé", " rồi", " r ạ", " thôi", " 🙏", ".")
WEEKDAYS = (
    ("thứ hai", "thứ 2", "t2", "thu hai"), ("thứ ba", "thứ 3", "t3"), ("thứ tư", "thứ 4", "t4"),
    ("thứ năm", "thứ 5", "t5", "thu nam"), ("thứ sáu", "thứ 6", "t6", "thu sau"),
    ("thứ bảy", "thứ 7", "t7", "thu bay"), ("chủ nhật", "cn", "chu nhat", "chúa nhật"),
)  # fmt: skip
WEEKS = {
    " tuần trước": -1, " tuần này": 0, " tuần rồi": -1, " tuan truoc": -1, " tuần trước nữa": -2,
    " tuần sau": 1, " tuần tới": 1,
}  # fmt: skip
SHAPES = (
    "{d}/{m}", "{d}-{m}", "{d}.{m}", "{d:02}/{m:02}", "ngày {d}/{m}", "{d} tháng {m}",
    "hôm {d} tháng {m}", "{d}/{m}/{y}", "{y}-{m:02}-{d:02}", "ngày {d} tháng {m} năm {y}",
    "{d} {m} {y}", "{d} thg {m}", "sáng {d}/{m}", "vào ngày {d}/{m}",
)  # fmt: skip
MOST_SILENT_TYPOS = 0.01


def spell_short(number: int) -> str:
    """Spell a number as it is spoken: "hai mốt", "ba lăm"; in digits if there is no such form."""
    tens, unit = divmod(number, 10)
    word = {1: "mốt", 4: "tư", 5: "lăm"}.get(unit)
    digits = ("", "", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
    return f"{digits[tens]} {word}" if word and 20 <= number < 100 else str(number)


@pytest.mark.parametrize("changed", ["marks", "none", "some", "decomposed", "capitals"])
def test_small_numbers_amid_politeness(changed: str) -> None:
    chance, speller = random.Random(changed), Speller(5)  # noqa: S311 - no secret
    for number in range(1, 121):
        for said in (speller.spell(number), spell_short(number), str(number)):
            text = chance.choice(BEFORE) + said + chance.choice(UNITS) + chance.choice(AFTER)
            reading = read_count(_change(text, changed, number))
            assert not reading.is_certain or reading.value == number, (text, reading)
            assert changed not in ("marks", "decomposed") or reading.value == number, text


def _change(text: str, how: str, seed: int) -> str:
    changes = {"none": fold, "decomposed": decompose, "capitals": str.upper, "marks": str}
    return drop_some_marks(text, seed) if how == "some" else changes[how](text)


def test_a_typo_in_a_spelt_number_is_hardly_ever_kept_as_another() -> None:
    chance, speller = random.Random(6), Speller(6)  # noqa: S311 - no secret
    wrong = []
    for _ in range(4_000):
        number = chance.randrange(1, 3_000)
        slipped = _make_typo(speller.spell(number), chance)
        text = chance.choice(BEFORE) + slipped + chance.choice(UNITS) + chance.choice(AFTER)
        reading = read_count(text)
        if reading.is_certain and reading.value != number:
            wrong.append((text, reading.value, number))
    assert len(wrong) <= 4_000 * MOST_SILENT_TYPOS, wrong


def _make_typo(text: str, chance: random.Random) -> str:
    """Leave out, double or swap a letter, or leave out a space."""
    at = chance.randrange(len(text))
    return chance.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
            text.replace(" ", "", 1),
            fold(text[:at] + text[at + 1 :]),
        ]
    )


def _pick_moments() -> list[datetime]:
    chance = random.Random(7)  # noqa: S311 - no secret
    first = datetime(2024, 1, 1, 9, tzinfo=VIETNAM)
    return [first + timedelta(days=chance.randrange(1_000)) for _ in range(60)]


@pytest.mark.parametrize("week", WEEKS)
def test_every_weekday_of_a_named_week(week: str) -> None:
    for now in _pick_moments():
        monday = now.date() - timedelta(days=now.weekday())
        for number, names in enumerate(WEEKDAYS):
            meant = monday + timedelta(days=number, weeks=WEEKS[week])
            for name in names:
                reading = read_date(f"{name}{week} ạ", now)
                assert (reading.status, reading.value) == (Status.VALUE, meant), (name, now)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_written_shape_of_a_day(shape: str) -> None:
    for now in _pick_moments():
        for back in (0, 1, 17, 44, 100, 150):
            meant: date = now.date() - timedelta(days=back)
            text = shape.format(d=meant.day, m=meant.month, y=meant.year)
            for typed in (text, fold(text), decompose(text)):
                reading = read_date(typed, now)
                assert reading.value == meant, (typed, now)
