"""A report said outside any form: "thoát nghèo 3 hộ, thêm 5 hội viên"."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.answers.counts import count_of
from domain.answers.marks import agrees, clean, take_apart
from domain.answers.pairs import pair_of
from domain.answers.readings import Kind, Reading, Status
from domain.answers.shares import share_of
from domain.answers.words import END, Token, cut, tokenize
from domain.answers.yes_no import yes_no_of

_MAX_CHARACTERS = 600
_READERS = {
    Kind.COUNT: count_of,
    Kind.PAIR: pair_of,
    Kind.SHARE: share_of,
    Kind.YES_NO: yes_no_of,
}
_BREAKS = frozenset(",;.\n")


@dataclass(frozen=True, slots=True)
class QuickItem:
    """An item of the plan and the words people call it by ("thoát nghèo", "hội viên mới")."""

    code: str
    words: tuple[str, ...]
    kind: Kind


def read_quick_report(text: str, items: Sequence[QuickItem]) -> tuple[tuple[str, Reading], ...]:
    """(code, reading) for each clause that names an item and gives an amount, in order."""
    if len(text) > _MAX_CHARACTERS or "?" in text:
        return ()
    found: dict[str, Reading] = {}
    for clause in _clauses(clean(text)):
        hit = _read_clause(clause, items)
        if hit is not None and found.setdefault(hit[0], hit[1]) != hit[1]:
            return ()
    return tuple(found.items())


def _clauses(text: str) -> list[list[Token]]:
    """Pieces between commas and "và"; a sign between digits does not divide."""
    clauses: list[list[Token]] = [[]]
    tokens = cut(text.replace("\n", " ; "))
    for at, token in enumerate(tokens[:-1]):
        tight = bool(tokens[at + 1].digits and not tokens[at + 1].gap and tokens[at - 1].digits)
        if (token.text in _BREAKS and not tight) or token.text in ("và", "va"):
            clauses.append([])
        else:
            clauses[-1].append(token)
    return [clause for clause in clauses if clause]


def _read_clause(clause: list[Token], items: Sequence[QuickItem]) -> tuple[str, Reading] | None:
    best: tuple[int, QuickItem, int] | None = None
    for item in items:
        for phrase in item.words:
            at, length = _place_of(clause, clean(phrase).split())
            if length and (best is None or length > best[0]):
                best = (length, item, at)
    if best is None:
        return None
    length, item, at = best
    rest = " ".join(t.text for t in (*clause[:at], *clause[at + length :]))
    reading = _READERS[item.kind](tokenize(rest) if rest else [END])
    return (item.code, reading) if _useful(reading, item.kind) else None


def _useful(reading: Reading, kind: Kind) -> bool:
    """ "Chưa" is an answer to yes or no; of an amount it says nothing."""
    if reading.status is Status.NOT_YET:
        return kind is Kind.YES_NO
    return reading.status in (Status.VALUE, Status.CONFIRM, Status.ZERO)


def _place_of(clause: list[Token], phrase: list[str]) -> tuple[int, int]:
    """(where the phrase begins, its length) or (0, 0)."""
    for at in range(len(clause) - len(phrase) + 1):
        if all(_same(clause[at + n], part) for n, part in enumerate(phrase)):
            return at, len(phrase)
    return 0, 0


def _same(token: Token, part: str) -> bool:
    """Whether a token is this word of a phrase; "5 không 3 sạch" has numbers of its own."""
    if part.isdecimal():
        return token.text == part
    return not token.digits and agrees(token.word.marks, take_apart(part))
