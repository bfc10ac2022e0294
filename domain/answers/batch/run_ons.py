"""Cuts a run-on with several names: "sinh hoạt 2 thoát nghèo 1 không ai cần giúp".

All ways to share the words between the names out to the one before and the one after are weighed.
Whether names come first ("sinh hoạt 2 …") or amounts ("2 sinh hoạt …") is decided for the message
as a whole; where both read about equally well, a line that they read differently is ambiguous.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from domain.answers.batch.named import Clause, Piece, join_content, join_whole
from domain.answers.readings import Reading, Status

Read = Callable[[str, str, int], Reading]
"""Reads (a clause without its name, with its name) as the answer to the question at a position."""

Belongs = Callable[[str, int], bool]
"""Tells whether a name may stand beside the answer to another question: "kết nạp" an đảng viên."""

Strange = Callable[[str, int], int]
"""Counts the amounts, and the words of another question, that an answer to this one cannot use."""

_COST = {Status.CONFIRM: 3, Status.UNKNOWN: 8, Status.UNREADABLE: 20}
_DONE = frozenset({"rồi", "roi", "r", "rùi", "chưa", "chua"})
_OTHER_SIDE = 4
"""What it costs that an amount stands on the side where the message has names."""
_UNUSED = 6
"""What it costs that an amount is used by no answer."""
_SPOKEN_FOR = 1
"""What it costs that a name is no more than a verb of its neighbour."""
_CLOSE = 3
"""Two ways that differ by less than this fit about equally."""
_FAR = 10**6


class _Anchor(NamedTuple):
    """A name and, where one question is named twice, what stands in between."""

    question: int
    pieces: tuple[Piece, ...]


class _Way(NamedTuple):
    cost: int
    clauses: tuple[Clause, ...]
    readings: tuple[Reading, ...]


def cut_run_on(
    clause: Clause, read: Read, belongs: Belongs, count_strange: Strange
) -> list[Clause]:
    """Return a clause for each name, or ambiguous ones where two ways fit."""
    anchors, gaps = _find_anchors(clause.run_on)
    verbs = [
        any(
            belongs(_join_name(a), b.question)
            for b in anchors[max(0, at - 1) : at + 2]
            if b.question != a.question
        )
        for at, a in enumerate(anchors)
    ]
    objects = {a.question for a, is_verb in zip(anchors, verbs, strict=True) if not is_verb}
    if len(objects) == 1 and sum(piece.is_amount for piece in clause.run_on) == 1:
        return [_take_whole(clause, objects.pop())]
    ways = [
        _find_best(anchors, gaps, verbs, clause.place, read, count_strange, names_first=first)
        for first in (True, False)
    ]
    best, other = sorted(ways, key=lambda way: way.cost)
    unsure = other.cost - best.cost < _CLOSE
    others = dict(zip((c.question for c in other.clauses), other.readings, strict=True))
    return [
        one._replace(ambiguous=True) if unsure and others.get(one.question) != reading else one
        for one, reading in zip(best.clauses, best.readings, strict=True)
    ]


def _take_whole(clause: Clause, question: int) -> Clause:
    """Take "giới thiệu 1 hội viên vào đảng" as one clause of the question it is about."""
    text = join_content([p for p in clause.run_on if p.question in (None, question)])
    return clause._replace(question=question, text=text, run_on=(), plainly=True)


def _find_anchors(pieces: Sequence[Piece]) -> tuple[list[_Anchor], list[list[Piece]]]:
    """Return the names, and the words before, between and after them."""
    anchors: list[_Anchor] = []
    gaps: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.question is None:
            gaps[-1].append(piece)
        elif anchors and anchors[-1].question == piece.question:
            anchors[-1] = _Anchor(piece.question, (*anchors[-1].pieces, *gaps[-1], piece))
            gaps[-1] = []
        else:
            anchors.append(_Anchor(piece.question, (piece,)))
            gaps.append([])
    return anchors, gaps


def _list_cuts(gap: Sequence[Piece]) -> list[int]:
    """List where the words between two names may be cut: at either end, and before an answer."""
    inside = [at for at, piece in enumerate(gap) if piece.is_amount or piece.text in _DONE]
    return sorted({0, len(gap), *inside})


def _find_best(
    anchors: Sequence[_Anchor],
    gaps: Sequence[Sequence[Piece]],
    verbs: Sequence[bool],
    place: int,
    read: Read,
    count_strange: Strange,
    *,
    names_first: bool,
) -> _Way:
    """Find the cheapest way to share the gaps out, by the cut in each gap from left to right."""
    ways = {0: _Way(0, (), ())}
    for at, anchor in enumerate(anchors):
        following: dict[int, _Way] = {}
        last = at == len(anchors) - 1
        for cut in [len(gaps[-1])] if last else _list_cuts(gaps[at + 1]):
            right = gaps[at + 1][:cut]
            for start, way in ways.items():
                left = gaps[at][start:]
                clause, reading = _read_anchor(anchor, left, right, place, read)
                sides = _OTHER_SIDE * _has_amount(left if names_first else right)
                empty = not clause.text and verbs[at]
                strange = _UNUSED * count_strange(clause.text, anchor.question)
                cost = way.cost + sides + strange
                cost += _SPOKEN_FOR if empty else _COST.get(reading.status, 0)
                if cost < following.get(cut, _Way(_FAR, (), ())).cost:
                    kept = () if empty else (clause,)
                    read_so = () if empty else (reading,)
                    following[cut] = _Way(cost, (*way.clauses, *kept), (*way.readings, *read_so))
        ways = following
    return min(ways.values(), key=lambda way: way.cost)


def _has_amount(pieces: Sequence[Piece]) -> bool:
    return any(piece.is_amount for piece in pieces)


def _join_name(anchor: _Anchor) -> str:
    return " ".join(piece.typed for piece in anchor.pieces if piece.typed)


def _read_anchor(
    anchor: _Anchor, left: Sequence[Piece], right: Sequence[Piece], place: int, read: Read
) -> tuple[Clause, Reading]:
    pieces = (*left, *anchor.pieces, *right)
    text, whole = join_content(pieces), join_whole(pieces)
    plainly = any(piece.long for piece in anchor.pieces)
    clause = Clause(anchor.question, text, place, plainly=plainly, whole=whole)
    return clause, read(text, whole, anchor.question)
