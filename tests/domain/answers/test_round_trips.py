"""Numbers spelt out are read back: with all marks, some, none, composed and decomposed."""

import random
import unicodedata
from collections.abc import Callable

import pytest

from domain.answers import Status, fold, read_count

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


class Speller:
    """Spells formal Vietnamese numerals; where people differ it chooses at random."""

    def __init__(self, seed: int = 0) -> None:
        self.pick = random.Random(seed).choice  # noqa: S311 - no secret

    def spell(self, number: int) -> str:
        if number == 0:
            return "không"
        words: list[str] = []
        thousand = self.pick(["nghìn", "ngàn"])
        for size, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, thousand), (1, "")):
            part, number = divmod(number, size)
            if part:
                words += [self._spell_below_thousand(part, padded=bool(words)), name]
            elif words and number and size == 10**3:
                words += ["không", name]
        return " ".join(word for word in words if word)

    def _spell_below_thousand(self, part: int, *, padded: bool) -> str:
        hundreds, rest = divmod(part, 100)
        words = [DIGITS[hundreds], "trăm"] if hundreds or padded else []
        if words and 0 < rest < 10:
            words.append(self.pick(["linh", "lẻ"]))
        return " ".join([*words, self._spell_below_hundred(rest)]).strip()

    def _spell_below_hundred(self, rest: int) -> str:
        tens, unit = divmod(rest, 10)
        if tens == 0:
            return DIGITS[unit] if unit else ""
        head = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
        return f"{head} {self._spell_unit(tens, unit)}".strip()

    def _spell_unit(self, tens: int, unit: int) -> str:
        if unit == 1:
            return "một" if tens == 1 else "mốt"
        if unit == 4 and tens > 1:
            return self.pick(["bốn", "tư"])
        if unit == 5:
            return "lăm" if tens == 1 else self.pick(["lăm", "nhăm"])
        return DIGITS[unit] if unit else ""


def drop_some_marks(text: str, seed: int) -> str:
    """Drop marks at random, as on a hurried thumb."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    letters = unicodedata.normalize("NFD", text)
    kept = (c for c in letters if not unicodedata.combining(c) or chance.random() < 0.5)
    return unicodedata.normalize("NFC", "".join(kept))


def decompose(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def check(number: int, text: str) -> None:
    reading = read_count(text)
    wanted = Status.VALUE if number else Status.ZERO
    assert (reading.status, reading.value) == (wanted, number), text


@pytest.mark.parametrize("change", [str, fold, decompose])
def test_every_number_below_ten_thousand(change: Callable[[str], str]) -> None:
    speller = Speller()
    for number in range(10_000):
        check(number, change(speller.spell(number)))


def test_every_number_below_ten_thousand_with_some_marks() -> None:
    speller = Speller(1)
    for number in range(10_000):
        check(number, drop_some_marks(speller.spell(number), number))


def test_numbers_to_a_thousand_million() -> None:
    speller, chance = Speller(2), random.Random(2)  # noqa: S311 - no secret
    numbers = [chance.randrange(10 ** chance.randint(5, 9)) for _ in range(2_000)]
    for number in (*numbers, 10**9, 10**6, 10**6 + 5, 10**8 + 10, 999_999_999):
        text = speller.spell(number)
        for changed in (text, fold(text), decompose(text), drop_some_marks(text, number)):
            check(number, changed)


@pytest.mark.parametrize("sign", [".", ",", " ", ""])
def test_digits_in_every_grouping(sign: str) -> None:
    chance = random.Random(3)  # noqa: S311 - no secret
    for _ in range(1_000):
        number = chance.randrange(1, 10 ** chance.randint(1, 9))
        check(number, f"{number:,}".replace(",", sign))
