"""Reads the two counts of one question: how many joined, how many left."""

import re
from typing import NamedTuple

from domain.answers.numbers.amounts import may_start, read_number, to_json_number
from domain.answers.numbers.small_amounts import Amount
from domain.answers.readings import MAX_CHARACTERS, UNKNOWN, UNREADABLE, ZERO, Reading, to_reading
from domain.answers.text.lexicon import (
    ABOUT,
    ASKING,
    BETWEEN,
    BUT,
    CORRECTION,
    FILLER,
    HIGH,
    LOW,
    NONE,
    NOT,
)
from domain.answers.text.marks import clean
from domain.answers.text.scanning import does_not_know, scan
from domain.answers.text.words import Token, tokenize

_GAINED = frozenset({"mới", "thêm", "vào", "tăng", "kết_nạp", "+", "thêm_mới"})
_LOST = frozenset(
    {
        "giảm",
        "ra",
        "bớt",
        "mất",
        "chuyển",
        "rời",
        "nghỉ",
        "đi",
        "xin_ra",
        "rút",
        "rut",
        "xóa",
        "xoá",
        "-",
    }
)
_NOT_SO = re.compile(r",? (?:chứ |chu )?(?:không|khong|ko|k) (?:phải|phai)(?: là| la)? \w+\W*$")
"""What a correction sets right: "giảm 2 chứ không phải 1"."""
_DOTTED = re.compile(r"(\d+)\s*([.,;])\s*(\d+)")
_MOST_UNKNOWN = 2
_STROKE = tokenize("/")[0]


class _Amount(NamedTuple):
    amount: Amount
    start: int
    end: int
    sure: bool


def read_pair(text: str) -> Reading:
    """Read (joined, left): "3/1", "3 và 1", "mới 3 giảm 1"; "3" is (3, 0), to be confirmed."""
    text = clean(text).strip() if len(text) <= 4 * MAX_CHARACTERS else ""
    if not 0 < len(text) <= MAX_CHARACTERS:
        return UNREADABLE
    dotted = _DOTTED.fullmatch(text)
    if dotted:
        return _read_dotted(int(dotted[1][:9]), dotted[2], int(dotted[3][:9]))
    return read_pair_tokens(tokenize(text))


def tell_half(text: str) -> str:
    """Return "gained" or "lost" where a text tells one of the two counts alone, else ""."""
    tokens = tokenize(_NOT_SO.sub("", clean(text)))
    amounts = _read_amounts(tokens)
    if amounts is None or len(amounts) != 1 or "/" in text:
        return ""
    return _find_role(tokens, 0, len(tokens))


def _read_dotted(joined: int, sign: str, left: int) -> Reading:
    """Read "3;1", and "3,1" to be confirmed, as "3/1"; "1.200" is not two numbers."""
    if sign == "." or joined > 99 or left > 99:
        return UNREADABLE
    return to_reading((joined, left), sure=sign == ";")


def read_pair_tokens(tokens: list[Token]) -> Reading:
    """Read the pair in tokens that end with END."""
    tokens = _insert_strokes(tokens)
    scanned = scan(tokens)
    if does_not_know(scanned):
        return UNKNOWN
    if scanned.does(ASKING | BUT | CORRECTION | LOW | HIGH | BETWEEN) or "?" in scanned.signs:
        return UNREADABLE
    if tokens[0].text in ("-", "–") and not tokens[1].gap:
        return UNREADABLE
    amounts = _read_amounts(tokens)
    if amounts is None or scanned.labels or scanned.unknown > _MOST_UNKNOWN:
        return UNREADABLE
    strange = sum(
        not tokens[at].word.bits and tokens[at].word.names.isdisjoint(_GAINED | _LOST)
        for at in scanned.loose
        if tokens[at].text.isalpha()
    )
    sure = not strange and all(a.sure for a in amounts)
    if scanned.bits & ABOUT and not all(
        tokens[at].word.bits & FILLER or not tokens[at].word.bits & ABOUT for at in scanned.loose
    ):
        sure = False
    return _pair_up(tokens, amounts, sure=sure)


def _insert_strokes(tokens: list[Token]) -> list[Token]:
    """Write "ba trên không" as "ba / không": it is the spoken form of "3/0"."""
    return [
        _STROKE
        if at and "trên" in token.word.names and _is_amount(tokens, at - 1, at + 1)
        else token
        for at, token in enumerate(tokens)
    ]


def _is_amount(tokens: list[Token], *places: int) -> bool:
    return all(may_start(tokens[at]) or bool(tokens[at].word.bits & (NOT | NONE)) for at in places)


def _read_amounts(tokens: list[Token]) -> list[_Amount] | None:
    """Read the numbers, with "không" as 0; None where one cannot be read."""
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


def _pair_up(tokens: list[Token], amounts: list[_Amount], *, sure: bool) -> Reading:
    if len(amounts) == 1:
        return _read_single(tokens, amounts[0], sure=sure)
    if len(amounts) != 2:
        return UNREADABLE
    roles = _find_roles(tokens, amounts)
    first, second = (int(to_json_number(a.amount)) for a in amounts)
    if roles == ("lost", "gained"):
        return to_reading((second, first), sure=sure)
    if roles in (("gained", "lost"), ("", ""), ("gained", ""), ("", "lost")):
        return to_reading((first, second), sure=sure and roles[0] == roles[1][:0] + roles[0])
    return UNREADABLE


def _read_single(tokens: list[Token], only: _Amount, *, sure: bool) -> Reading:
    """Read "mới 3" as (3, 0), "giảm 1" as (0, 1); a bare "3" is (3, 0), to be confirmed."""
    amount = int(to_json_number(only.amount))
    if amount == 0:
        return ZERO
    role = _find_role(tokens, 0, only.start) or _find_role(tokens, only.end, len(tokens))
    return to_reading((0, amount) if role == "lost" else (amount, 0), sure=sure and bool(role))


def _find_roles(tokens: list[Token], amounts: list[_Amount]) -> tuple[str, str]:
    first, second = amounts
    before = _find_role(tokens, 0, first.start)
    between = _find_role(tokens, first.end, second.start)
    after = _find_role(tokens, second.end, len(tokens))
    if before:
        return before, between or (after if after != before else "")
    return (between, after) if after else ("", between)


def _find_role(tokens: list[Token], start: int, end: int) -> str:
    """Return "gained" or "lost" as the words in between say; "" for both or neither."""
    names = {name for token in tokens[start:end] for name in (*token.word.names, token.text)}
    gained, lost = not names.isdisjoint(_GAINED), not names.isdisjoint(_LOST - {"-"})
    if gained == lost:
        return ""
    return "gained" if gained else "lost"
