"""Reads answers with the names of their questions: "thoát nghèo 3 hộ, sinh hoạt 2 buổi".

A name may stand before its amount or after it; in a message without commas its beginning tells
which. Names are written as the plan writes them, and are found without marks, with a typo, or run
together.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from domain.answers.numbers.amounts import may_start
from domain.answers.text.lexicon import NONE, NOT
from domain.answers.text.marks import agrees, clean
from domain.answers.text.words import Token, cut

_HARD_BOUNDARIES = frozenset(",;.\n")
_AND = frozenset({"và", "va", "với"})
_SILENT = frozenset(',"“”-()')
_SHORTEST_MISTYPED = 5
_SHORTEST_RUN_TOGETHER = 8
_ALIKE = frozenset({"deu", "cung"})
_OTHER_LENGTH = 2
_OTHER_WORDS = frozenset(
    tuple(word.split())
    for word in (
        "cong nhan", "tiep nhan", "xac nhan", "ghi nhan", "chung nhan", "giao nhan", "nhan thuc",
        "nhan do", "thu tien", "dong tien", "tien quy", "tien dien", "tien mat", "quy tien",
        "trao tien", "cuoc song", "dang uy", "chi bo",
    )
)  # fmt: skip
_DONE = frozenset({"rồi", "roi", "r", "chưa", "chua"})
_PUNCTUATION = '.,;:!="()[]“”-–*?'

_Name = tuple[Token, ...]
Names = Sequence[Sequence[str]]
"""What each question may be called."""


class Clause(NamedTuple):
    """A piece of a message: the question that it names (None: none), and the rest of its words.

    `place`: its index among the pieces between commas and line ends. `ambiguous`: it has several
    names and amounts, and nobody can tell which go together. `plainly`: the name has several words;
    a single word may be another ("dang": đảng, đang). `whole`: its words with the name. `run_on`:
    its words and names where it has several, each with an amount of its own; run_ons.py cuts it.
    `typed`: its own words, where `whole` has some of the clause before.
    """

    question: int | None
    text: str
    place: int
    ambiguous: bool = False
    plainly: bool = False
    whole: str = ""
    run_on: tuple["Piece", ...] = ()
    typed: str = ""


class Piece(NamedTuple):
    """A token, or a name of several tokens; `question` is None for a plain token.

    `typed`: a name as it was typed.
    """

    text: str
    question: int | None
    is_amount: bool
    gap: bool
    long: bool = False
    typed: str = ""


def split_clauses(text: str, names: Names) -> list[Clause]:
    """Split a message into its pieces in order, each with the question that it names."""
    found: list[Clause] = []
    pending: list[int] = []
    for place, (with_and, pieces) in enumerate(_split_at_boundaries(_split_pieces(text, names))):
        named = list(dict.fromkeys(_list_questions(pieces)))
        if named and not join_content(pieces):
            pending += [n for n in named if n not in pending]
            if with_and and found and found[-1].question is not None:
                found[-1] = found[-1]._replace(ambiguous=True)  # "2 hộ thoát nghèo và cận nghèo"
            continue
        if pending and named and (_says_alike(pieces) or (with_and and len(named) == 1)):
            found += _make_clauses(dict.fromkeys((*pending, *named)), pieces, place)
        else:
            found += [Clause(n, "", place, ambiguous=True) for n in pending]
            found += _read_group(pieces, place)
        pending = []
    return found + [Clause(n, "", 0, ambiguous=True) for n in pending]


def _make_clauses(questions: Iterable[int], pieces: Sequence[Piece], place: int) -> list[Clause]:
    """Say the same of several questions: "thoát nghèo và cận nghèo đều không"."""
    plainly = any(piece.long for piece in pieces)
    whole = join_whole(pieces)
    return [Clause(n, join_content(pieces), place, plainly=plainly, whole=whole) for n in questions]


def join_whole(pieces: Sequence[Piece]) -> str:
    """Join all words, names too."""
    words = ""
    for piece in pieces:
        words += (" " if piece.gap else "") + (piece.typed or piece.text)
    return words.strip()


# -- names


@lru_cache(maxsize=512)
def _tokenize_name(name: str) -> tuple[Token, ...]:
    return tuple(token for token in cut(clean(name))[:-1] if token.text not in _PUNCTUATION)


def _split_pieces(text: str, names: Names) -> list[Piece]:
    """Split the text into tokens and names; "\\n" stands for the end of a line."""
    index = _index_by_letter(tuple(map(tuple, names)))
    pieces: list[Piece] = []
    for line in text.splitlines():
        tokens = cut(line)[:-1]
        at = 0
        while at < len(tokens):
            other = _count_other_word(tokens, at)
            question, length = (None, 0) if other else _find_name(tokens, at, index)
            if other:
                pieces += [_make_plain_piece(tokens, n) for n in range(at, at + other)]
                length = other
            elif length:
                typed = " ".join(token.text for token in tokens[at : at + length])
                pieces.append(Piece("", question, False, tokens[at].gap, length > 1, typed))
            else:
                pieces.append(_make_plain_piece(tokens, at))
            at += max(1, length)
        pieces.append(Piece("\n", None, is_amount=False, gap=False))
    return pieces


def _make_plain_piece(tokens: list[Token], at: int) -> Piece:
    token = tokens[at]
    tight = at and tokens[at - 1].digits and at + 1 < len(tokens) and tokens[at + 1].digits
    inside = bool(token.text in _HARD_BOUNDARIES and tight and not tokens[at + 1].gap)
    text = token.text if not inside else f"\0{token.text}"
    is_amount = may_start(token) or bool(token.word.bits & (NOT | NONE))
    return Piece(text, None, is_amount, token.gap)


@lru_cache(maxsize=64)
def _index_by_letter(names: tuple[tuple[str, ...], ...]) -> dict[str, list[tuple[int, _Name]]]:
    """Index (question, name) by the letter or figure that the name begins with."""
    index: dict[str, list[tuple[int, _Name]]] = {}
    for question, called in enumerate(names):
        for name in called:
            spelt = _tokenize_name(name)
            if spelt:
                index.setdefault(_get_first_letter(spelt[0]), []).append((question, spelt))
    return index


def _get_first_letter(token: Token) -> str:
    return (token.word.marks.base or token.text)[:1]


def _count_other_word(tokens: list[Token], at: int) -> int:
    """Count the tokens of a word of which only a part is a name: "nhận" in "công nhận"."""
    bases = tuple(token.word.marks.base for token in tokens[at : at + _OTHER_LENGTH])
    return _OTHER_LENGTH if bases in _OTHER_WORDS else 0


def find_names(tokens: list[Token], names: Names) -> list[tuple[int, int, int]]:
    """Return (start, end, question) of each name in the tokens."""
    index = _index_by_letter(tuple(map(tuple, names)))
    found, at = [], 0
    while at < len(tokens):
        other = _count_other_word(tokens, at)
        question, length = (None, other) if other else _find_name(tokens, at, index)
        if question is not None:
            found.append((at, at + length, question))
        at += max(1, length)
    return found


def _find_name(
    tokens: list[Token], at: int, index: dict[str, list[tuple[int, _Name]]]
) -> tuple[int | None, int]:
    """Find the longest name that begins here: (question, its number of tokens), or (None, 0)."""
    best: tuple[int | None, int] = (None, 0)
    for question, name in index.get(_get_first_letter(tokens[at]), ()):
        length = _count_matched(tokens, at, name)
        if length > best[1]:
            best = (question, length)
    return best


def _count_matched(tokens: list[Token], at: int, name: _Name) -> int:
    if len(name) > 1 and _is_run_together(tokens[at], name):
        return 1
    if len(name) == 1 and tokens[at].word.marked and tokens[at].word.marks != name[0].word.marks:
        return 0  # "đang" is not "đảng"
    place, typos = at, 0
    for part in name:
        while place > at and place < len(tokens) and tokens[place].text in _SILENT:
            place += 1
        if place >= len(tokens):
            return 0
        fits = _fits(tokens[place], part)
        if fits is None or (typos and not fits):
            return 0
        typos += not fits
        place += 1
    return 0 if typos and len(name) == 1 else place - at


def _is_run_together(token: Token, name: _Name) -> bool:
    whole = "".join(part.word.marks.base or part.text for part in name)
    return len(whole) >= _SHORTEST_RUN_TOGETHER and token.word.marks.base == whole


def _fits(token: Token, part: Token) -> bool | None:
    """Return True if a token is this part of a name, False if only with a typo, None if not."""
    if part.digits or token.digits:
        return True if token.text == part.text else None
    if agrees(token.word.marks, part.word.marks):
        return True
    mine, theirs = token.word.marks.base, part.word.marks.base
    long = min(len(mine), len(theirs)) >= _SHORTEST_MISTYPED
    near = long and mine[0] == theirs[0] and DamerauLevenshtein.distance(mine, theirs) == 1
    return False if near else None


# -- pieces between hard boundaries


def _split_at_boundaries(pieces: list[Piece]) -> list[tuple[bool, list[Piece]]]:
    """Group the pieces between hard boundaries, each with whether "và" came before."""
    groups: list[tuple[bool, list[Piece]]] = [(False, [])]
    for piece in pieces:
        if piece.question is None and (piece.text in _HARD_BOUNDARIES or piece.text in _AND):
            groups.append((piece.text in _AND, []))
        else:
            groups[-1][1].append(piece._replace(text=piece.text.lstrip("\0")))
    return [group for group in groups if group[1]]


def join_content(pieces: Sequence[Piece]) -> str:
    """Join the words that belong to no name."""
    words = ""
    for piece in pieces:
        if piece.question is None and piece.text not in _ALIKE and piece.text != "đều":
            words += (" " if piece.gap else "") + piece.text
        elif not words.endswith(" "):
            words += " "
    return words.strip().strip(' :=?!"').strip()


def _says_alike(pieces: Sequence[Piece]) -> bool:
    return any(piece.text in ("đều", "deu", "cùng", "cung") for piece in pieces)


def _read_group(pieces: list[Piece], place: int) -> list[Clause]:
    at = [n for n, piece in enumerate(pieces) if piece.question is not None]
    named = list(dict.fromkeys(_list_questions(pieces)))
    whole = join_whole(pieces)
    if not named:
        return [Clause(None, join_content(pieces), place, whole=whole)]
    before, between, after = pieces[: at[0]], pieces[at[0] : at[-1]], pieces[at[-1] + 1 :]
    shared = not _has_amount(between) and _has_amount(before) != _has_amount(after)
    if len(named) == 1 or (shared and not _says_done(between)):
        return _make_clauses(named, pieces, place)
    return [Clause(None, "", place, whole=whole, run_on=tuple(pieces))]


def _says_done(pieces: Sequence[Piece]) -> bool:
    """Tell whether "rồi" stands by the first name: "tiền rồi đảng không" is two answers."""
    return any(piece.question is None and piece.text in _DONE for piece in pieces)


def _has_amount(pieces: Sequence[Piece]) -> bool:
    return any(piece.is_amount for piece in pieces)


def _list_questions(pieces: Sequence[Piece]) -> list[int]:
    return [piece.question for piece in pieces if piece.question is not None]
