"""Answers that bear the names of their questions: "thoát nghèo 3 hộ, sinh hoạt 2 buổi".

A name may stand before its amount or after it; without commas the message's beginning tells
which. Names are written as the plan writes them and found without marks, with a slip of the
thumb, or run together.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from domain.answers.numbers.amounts import may_start
from domain.answers.text.lexicon import NONE, NOT
from domain.answers.text.marks import agrees, clean
from domain.answers.text.words import Token, cut

_WALLS = frozenset(",;.\n")
_AND = frozenset({"và", "va"})
_SILENT = frozenset(',"“”-()')
_SHORTEST_MISTYPED = 5
_SHORTEST_JOINED = 8
_ALIKE = frozenset({"deu", "cung"})
_PUNCTUATION = '.,;:!="()[]“”-–*?'

_Name = tuple[Token, ...]
Names = Sequence[Sequence[str]]
"""For each question what it may be called."""


class Clause(NamedTuple):
    """A piece of a message: the question it names (None: none), and the rest of its words.

    `place`: which of the pieces between commas and lines it stands in. `ambiguous`: names and
    amounts stand in it so that nobody can tell which go together. `plainly`: the name has several
    words; one alone may be another ("dang": đảng, đang).
    """

    question: int | None
    text: str
    place: int
    ambiguous: bool = False
    plainly: bool = False


class _Piece(NamedTuple):
    """A token, or a name of several; `question` None for a plain token."""

    text: str
    question: int | None
    amount: bool
    gap: bool
    long: bool = False


def clauses(text: str, names: Names) -> list[Clause]:
    """The pieces of a message in order, each with the question it names."""
    found: list[Clause] = []
    pending: list[int] = []
    for place, (with_and, pieces) in enumerate(_walled(_pieces(text, names))):
        named = list(dict.fromkeys(_questions(pieces)))
        if named and not _content(pieces):
            pending += [n for n in named if n not in pending]
            continue
        if pending and named and (_alike(pieces) or (with_and and len(named) == 1)):
            found += _each(dict.fromkeys((*pending, *named)), pieces, place)
        else:
            found += [Clause(n, "", place, ambiguous=True) for n in pending]
            found += _clause(pieces, place)
        pending = []
    return found + [Clause(n, "", 0, ambiguous=True) for n in pending]


def _each(questions: Iterable[int], pieces: Sequence[_Piece], place: int) -> list[Clause]:
    """The same said of several: "thoát nghèo và cận nghèo đều không"."""
    plainly = any(piece.long for piece in pieces)
    return [Clause(n, _content(pieces), place, plainly=plainly) for n in questions]


# -- names


@lru_cache(maxsize=512)
def _spelt(name: str) -> tuple[Token, ...]:
    return tuple(token for token in cut(clean(name))[:-1] if token.text not in _PUNCTUATION)


def _pieces(text: str, names: Names) -> list[_Piece]:
    """The message's tokens, with every name made one; "\\n" stands for a line's end."""
    index = _by_letter(tuple(map(tuple, names)))
    pieces: list[_Piece] = []
    for line in text.splitlines():
        tokens = cut(line)[:-1]
        at = 0
        while at < len(tokens):
            question, length = _name_at(tokens, at, index)
            if length:
                pieces.append(_Piece("", question, False, tokens[at].gap, length > 1))
            else:
                pieces.append(_plain(tokens, at))
            at += max(1, length)
        pieces.append(_Piece("\n", None, amount=False, gap=False))
    return pieces


def _plain(tokens: list[Token], at: int) -> _Piece:
    token = tokens[at]
    tight = at and tokens[at - 1].digits and at + 1 < len(tokens) and tokens[at + 1].digits
    inside = bool(token.text in _WALLS and tight and not tokens[at + 1].gap)
    text = token.text if not inside else f"\0{token.text}"
    amount = may_start(token) or bool(token.word.bits & (NOT | NONE))
    return _Piece(text, None, amount, token.gap)


@lru_cache(maxsize=64)
def _by_letter(names: tuple[tuple[str, ...], ...]) -> dict[str, list[tuple[int, _Name]]]:
    """(question, name) by the letter or figure the name begins with."""
    index: dict[str, list[tuple[int, _Name]]] = {}
    for question, called in enumerate(names):
        for name in called:
            spelt = _spelt(name)
            if spelt:
                index.setdefault(_letter(spelt[0]), []).append((question, spelt))
    return index


def _letter(token: Token) -> str:
    return (token.word.marks.base or token.text)[:1]


def _name_at(
    tokens: list[Token], at: int, index: dict[str, list[tuple[int, _Name]]]
) -> tuple[int | None, int]:
    """(question, how many tokens): the longest name that begins here; (None, 0) for none."""
    best: tuple[int | None, int] = (None, 0)
    for question, name in index.get(_letter(tokens[at]), ()):
        length = _matched(tokens, at, name)
        if length > best[1]:
            best = (question, length)
    return best


def _matched(tokens: list[Token], at: int, name: _Name) -> int:
    if len(name) > 1 and _run_together(tokens[at], name):
        return 1
    place, slips = at, 0
    for part in name:
        while place > at and place < len(tokens) and tokens[place].text in _SILENT:
            place += 1
        if place >= len(tokens):
            return 0
        fits = _fits(tokens[place], part)
        if fits is None or (slips and not fits):
            return 0
        slips += not fits
        place += 1
    return 0 if slips and len(name) == 1 else place - at


def _run_together(token: Token, name: _Name) -> bool:
    whole = "".join(part.word.marks.base or part.text for part in name)
    return len(whole) >= _SHORTEST_JOINED and token.word.marks.base == whole


def _fits(token: Token, part: Token) -> bool | None:
    """Whether a token is this part of a name; None where it is not, False where by a slip."""
    if part.digits or token.digits:
        return True if token.text == part.text else None
    if agrees(token.word.marks, part.word.marks):
        return True
    mine, theirs = token.word.marks.base, part.word.marks.base
    long = min(len(mine), len(theirs)) >= _SHORTEST_MISTYPED
    near = long and mine[0] == theirs[0] and DamerauLevenshtein.distance(mine, theirs) == 1
    return False if near else None


# -- pieces between walls


def _walled(pieces: list[_Piece]) -> list[tuple[bool, list[_Piece]]]:
    """The pieces between walls, and whether the wall before them was "và"."""
    groups: list[tuple[bool, list[_Piece]]] = [(False, [])]
    for piece in pieces:
        if piece.question is None and (piece.text in _WALLS or piece.text in _AND):
            groups.append((piece.text in _AND, []))
        else:
            groups[-1][1].append(piece._replace(text=piece.text.lstrip("\0")))
    return [group for group in groups if group[1]]


def _content(pieces: Sequence[_Piece]) -> str:
    """The words that belong to no name."""
    words = ""
    for piece in pieces:
        if piece.question is None and piece.text not in _ALIKE and piece.text != "đều":
            words += (" " if piece.gap else "") + piece.text
        elif not words.endswith(" "):
            words += " "
    return words.strip().strip(' :=?!"').strip()


def _alike(pieces: Sequence[_Piece]) -> bool:
    return any(piece.text in ("đều", "deu", "cùng", "cung") for piece in pieces)


def _clause(pieces: list[_Piece], place: int) -> list[Clause]:
    at = [n for n, piece in enumerate(pieces) if piece.question is not None]
    named = list(dict.fromkeys(_questions(pieces)))
    if not named:
        return [Clause(None, _content(pieces), place)]
    before, between, after = pieces[: at[0]], pieces[at[0] : at[-1]], pieces[at[-1] + 1 :]
    if len(named) == 1 or (not _amount(between) and _amount(before) != _amount(after)):
        return _each(named, pieces, place)
    parts = _cut_after(pieces) if _amount(before) else _cut_before(pieces)
    if (_amount(before) and _amount(after)) or not all(map(_is_told, parts)):
        return [Clause(n, "", place, ambiguous=True) for n in named]
    return [clause for part in parts for clause in _each(_questions(part)[:1], part, place)]


def _amount(pieces: Sequence[_Piece]) -> bool:
    return any(piece.amount for piece in pieces)


def _questions(pieces: Sequence[_Piece]) -> list[int]:
    return [piece.question for piece in pieces if piece.question is not None]


def _is_told(pieces: Sequence[_Piece]) -> bool:
    """Whether an amount stands here, or a word that answers: "tiền bồi dưỡng rồi"."""
    return any(piece.amount or piece.text.isalpha() for piece in pieces)


def _cut_before(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Each part begins with its name; what comes before the first goes with it."""
    parts: list[list[_Piece]] = []
    for piece in pieces:
        if piece.question is not None and not (parts and piece.question in _questions(parts[-1])):
            parts.append([])
        if not parts:
            continue
        parts[-1].append(piece)
    return parts


def _cut_after(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Each part ends with its name."""
    parts: list[list[_Piece]] = [[]]
    for piece in pieces:
        parts[-1].append(piece)
        if piece.question is not None:
            parts.append([])
    if parts[-1] and len(parts) > 1:
        parts[-2] += parts[-1]
    return parts[:-1]
