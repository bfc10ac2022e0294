"""Two counts of one question: how many joined, how many left."""

import re
from typing import NamedTuple

from domain.answers.numbers.amounts import may_start, plain, read_number
from domain.answers.numbers.small_amounts import Amount
from domain.answers.readings import MAX_CHARACTERS, UNKNOWN, UNREADABLE, ZERO, Reading, value
from domain.answers.text.lexicon import (
    ABOUT,
    ASKING,
    BETWEEN,
    BUT,
    FILLER,
    HIGH,
    LOW,
    NONE,
    NOT,
    SLIP,
)
from domain.answers.text.marks import clean
from domain.answers.text.scanning import does_not_know, scan
from domain.answers.text.words import Token, tokenize

_GAINED = frozenset({"mới", "thêm", "vào", "tăng", "kết_nạp", "+", "thêm_mới"})
_LOST = frozenset({"giảm", "ra", "bớt", "mất", "chuyển", "rời", "nghỉ", "đi", "xin_ra", "-"})
_LETTERED = re.compile(r"(\d+)\s*([.,;])\s*(\d+)")
_STRANGERS = 2
_STROKE = tokenize("/")[0]


class _Amount(NamedTuple):
    amount: Amount
    start: int
    end: int
    sure: bool


def read_pair(text: str) -> Reading:
    """(joined, left): "3/1", "3 và 1", "mới 3 giảm 1"; "3" alone is (3, 0) to be confirmed."""
    text = clean(text).strip() if len(text) <= 4 * MAX_CHARACTERS else ""
    if not 0 < len(text) <= MAX_CHARACTERS:
        return UNREADABLE
    dotted = _LETTERED.fullmatch(text)
    if dotted:
        return _dotted(int(dotted[1][:9]), dotted[2], int(dotted[3][:9]))
    return pair_of(tokenize(text))


def _dotted(joined: int, sign: str, left: int) -> Reading:
    """ "3,1" and "3.1" may be slips for "3/1"; "1.200" is not two numbers."""
    if sign == "." or joined > 99 or left > 99:
        return UNREADABLE
    return value((joined, left), sure=sign == ";")


def pair_of(tokens: list[Token]) -> Reading:
    """The pair said by tokens that end with END."""
    tokens = _stroked(tokens)
    found = scan(tokens)
    if does_not_know(found):
        return UNKNOWN
    if found.does(ASKING | BUT | SLIP | LOW | HIGH | BETWEEN) or "?" in found.signs:
        return UNREADABLE
    if tokens[0].text in ("-", "–") and not tokens[1].gap:
        return UNREADABLE
    amounts = _amounts(tokens)
    if amounts is None or found.labels or found.unknown > _STRANGERS:
        return UNREADABLE
    strange = sum(
        not tokens[at].word.bits and tokens[at].word.names.isdisjoint(_GAINED | _LOST)
        for at in found.loose
        if tokens[at].text.isalpha()
    )
    sure = not strange and all(a.sure for a in amounts)
    if found.bits & ABOUT and not all(
        tokens[at].word.bits & FILLER or not tokens[at].word.bits & ABOUT for at in found.loose
    ):
        sure = False
    return _paired(tokens, amounts, sure=sure)


def _stroked(tokens: list[Token]) -> list[Token]:
    """ "ba trên không": said of "3/0"."""
    return [
        _STROKE
        if at and "trên" in token.word.names and _is_amount(tokens, at - 1, at + 1)
        else token
        for at, token in enumerate(tokens)
    ]


def _is_amount(tokens: list[Token], *places: int) -> bool:
    return all(may_start(tokens[at]) or bool(tokens[at].word.bits & (NOT | NONE)) for at in places)


def _amounts(tokens: list[Token]) -> list[_Amount] | None:
    """The numbers, "không" counted as 0; None where one cannot be read."""
    amounts: list[_Amount] = []
    at = 0
    while at < len(tokens) - 1:
        number = read_number(tokens, at, spaced=False) if may_start(tokens[at]) else None
        if number is not None:
            if number.amount is None:
                return None
            amounts.append(_Amount(number.amount, number.start, number.end, number.sure))
            at = number.end
            continue
        if tokens[at].word.bits & (NOT | NONE):
            amounts.append(_Amount(0, at, at + 1, sure=True))
        at += 1
    return amounts


def _paired(tokens: list[Token], amounts: list[_Amount], *, sure: bool) -> Reading:
    if len(amounts) == 1:
        return _single(tokens, amounts[0])
    if len(amounts) != 2:
        return UNREADABLE
    roles = _roles(tokens, amounts)
    first, second = (int(plain(a.amount)) for a in amounts)
    if roles == ("lost", "gained"):
        return value((second, first), sure=sure)
    if roles in (("gained", "lost"), ("", ""), ("gained", ""), ("", "lost")):
        return value((first, second), sure=sure and roles[0] == roles[1][:0] + roles[0])
    return UNREADABLE


def _single(tokens: list[Token], only: _Amount) -> Reading:
    amount = int(plain(only.amount))
    if amount == 0:
        return ZERO
    role = _role(tokens, 0, only.start) or _role(tokens, only.end, len(tokens))
    return value((0, amount) if role == "lost" else (amount, 0), sure=False)


def _roles(tokens: list[Token], amounts: list[_Amount]) -> tuple[str, str]:
    first, second = amounts
    before = _role(tokens, 0, first.start)
    if before:
        return before, _role(tokens, first.end, second.start)
    between = _role(tokens, first.end, second.start)
    after = _role(tokens, second.end, len(tokens))
    return (between, after) if after else ("", between)


def _role(tokens: list[Token], start: int, end: int) -> str:
    """Whether the words between say joined or left; both or neither: ""."""
    names = {name for token in tokens[start:end] for name in (*token.word.names, token.text)}
    gained, lost = not names.isdisjoint(_GAINED), not names.isdisjoint(_LOST - {"-"})
    if gained == lost:
        return ""
    return "gained" if gained else "lost"
