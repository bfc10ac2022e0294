"""Reads amounts in digits and in Vietnamese words, alone or mixed: "1.200", "trăm hai", "1tr2".

The reader goes down the scales (tỷ, triệu, vạn, nghìn, trăm, chục). A bare digit after a scale is a
tenth of it: "trăm hai" is 120, "nghìn hai" is 1200. What two people could read differently is
marked as not sure.
"""

from decimal import Decimal
from typing import NamedTuple

from domain.answers.numbers.small_amounts import (
    LIMIT,
    Amount,
    SmallNumbers,
    has_usual_zeros,
    read_whole_digits,
)
from domain.answers.text.words import OPENERS, SCALES, Token

_HALVED = {"chục": 10, "tá": 12, "trăm": 100, **SCALES}


class Number(NamedTuple):
    """An amount at tokens start..end; None where the digits make no number.

    `sure`: nobody could read it otherwise. `plain`: digits only. `digit`: one word, một…chín.
    """

    amount: Amount | None
    start: int
    end: int
    sure: bool
    plain: bool
    digit: bool


def to_json_number(amount: Amount | None) -> int | float:
    """Return an amount as a number that JSON has."""
    return float(amount) if isinstance(amount, Decimal) else int(amount or 0)


def may_start(token: Token) -> bool:
    """Return True if a number can begin with this token."""
    return bool(token.digits) or token.word.opens


def read_number(
    tokens: list[Token], at: int, *, decimals: bool = False, spaced: bool = True
) -> Number | None:
    """Read the number that begins at a token. `spaced`: "1 200" may be one number."""
    first = tokens[at]
    if _stands_alone(first, tokens[at + 1]):
        return _read_alone(first, at)
    reader = _Reader(tokens, at, decimals=decimals, spaced=spaced)
    amount = reader.read()
    if amount is None and not reader.broken:
        return None
    plain = reader.literal_end == reader.at
    digit = reader.at == at + 1 and bool(first.word.digit)
    if amount is not None and amount > LIMIT:
        amount = None
    return Number(amount, at, reader.at, reader.sure, plain, digit)


def _stands_alone(first: Token, following: Token) -> bool:
    """Return True for a figure or a digit's word that nothing continues: the usual answer."""
    if following.word.continues or following.digits:
        return False
    if first.digits:
        return following.text not in ".,'’"
    return bool(first.word.digit) and first.word.names.isdisjoint(OPENERS)


def _read_alone(first: Token, at: int) -> Number:
    digits = first.digits
    if not digits:
        return Number(first.word.digit, at, at + 1, True, False, True)
    return Number(read_whole_digits(digits), at, at + 1, has_usual_zeros(digits), True, False)


class _Reader(SmallNumbers):
    """One pass over the tokens of a number of any size."""

    __slots__ = ()

    def read(self) -> Amount | None:
        if self.takes("nửa"):
            return self._read_halved_scale()
        amount = self.read_part()
        if self.broken:
            return None
        scale = self.read_scale() if amount is not None else self._read_bare_scale()
        if amount is None and scale == 0:
            return self._read_zero_point()
        if scale == 0:
            return self._read_point(amount or 0)
        return self._check_whole(self._descend((1 if amount is None else amount), scale))

    def _read_halved_scale(self) -> Amount | None:
        for name, scale in _HALVED.items():
            if self.takes(name):
                return scale // 2
        return None

    def _read_bare_scale(self) -> int:
        """Read the scale of "nghìn hai", "triệu rưỡi"; alone it is about a thousand."""
        for name in ("nghìn", "vạn", "triệu"):
            if name == "vạn" and not (self.tokens[self.at].word.marked or self.sees_half(1)):
                continue
            if self.takes(name):
                following = self.tokens[self.at]
                self.sure = bool(following.word.tail or self.sees("rưỡi") or self.sees("linh"))
                self.sure = self.sure or self.sees("lẻ") or self.sees("rưởi")
                return SCALES[name]
        return 0

    def _descend(self, amount: Amount, scale: int) -> Amount:
        """Add up what follows a scale, from scale to smaller scale."""
        total = amount * scale
        while True:
            if self.takes_half():
                return total + scale // 2
            before = self.at, self.sure
            if self.takes("linh") or self.takes("lẻ"):
                return total + self.read_after_and(before)
            padded = self._takes_zero_padding(scale)
            rest = None if self.broken else self.read_part(after=scale)
            smaller = self.read_scale() if rest is not None else 0
            if rest is None or smaller >= scale or self.broken:
                self.at, self.sure = before if not padded else (self.at, self.sure)
                self.broken = False
                return total
            if not smaller:
                return total + self._scale_tail(rest, scale, before[0], padded=padded)
            total, scale = total + rest * smaller, smaller

    def _takes_zero_padding(self, scale: int) -> bool:
        """Skip an empty scale that is named: "một triệu không nghìn …"."""
        padded = False
        while self.sees("không") and any(self.sees(n, 1) for n, s in SCALES.items() if s < scale):
            self.at += 2
            padded = True
        return padded

    def _scale_tail(self, rest: Amount, scale: int, start: int, *, padded: bool) -> Amount:
        """Scale what comes after a scale without a scale of its own."""
        first = self.tokens[start]
        if first.digits and self.at == start + 1:
            return self._scale_digits_tail(int(rest), len(first.digits), scale, gap=first.gap)
        if not padded and self.at == start + 1 and first.word.tail:
            return int(rest) * scale // 10
        if scale > 1000 and not padded and "không" not in first.word.names:
            self.sure = False
        return rest

    def _scale_digits_tail(self, rest: int, length: int, scale: int, *, gap: bool) -> int:
        """Scale the digits after a scale: "1k2", "1tr250", "1 nghìn 200"."""
        if length == 1:
            return rest * scale // 10
        if length == 3 and scale == 1000:
            return rest
        if not gap or scale > 1000:
            self.sure = self.sure and length <= 3 and not (gap and length == 2)
            return int(rest * scale // 10**length)
        self.sure = False
        return rest

    # -- decimals

    def _read_zero_point(self) -> Amount | None:
        if self.sees("không") and self.sees("phẩy", 1):
            self.at += 1
            return self._read_point(0)
        return None

    def _read_point(self, amount: Amount) -> Amount | None:
        if self.sees("phẩy"):
            return self._check_whole(self._add_fraction(amount))
        if self.decimals and (self.sees("rưỡi") or self.sees("rưởi")) and amount < 100:
            self.at += 1
            return Decimal(amount) + Decimal("0.5")
        return self._check_whole(amount)

    def _add_fraction(self, amount: Amount) -> Amount:
        self.at += 1
        token = self.tokens[self.at]
        if not isinstance(amount, int):  # "0.1 phẩy 0" has its fraction already
            self.broken = True
            return amount
        if token.digits:
            self.at += 1
            return Decimal(f"{amount}.{token.digits[:9]}")
        zeros = "0" if self.takes("không") else ""
        rest = self.read_below_hundred()
        if rest is None:
            self.broken = True
            return amount
        return Decimal(f"{amount}.{zeros}{rest}")

    def _check_whole(self, amount: Amount) -> Amount | None:
        """Return the amount; a fraction breaks the number unless decimals are asked for."""
        if isinstance(amount, int):
            return amount
        if amount == amount.to_integral_value():
            return int(amount)
        if not self.decimals:
            self.broken = True
            return None
        return amount
