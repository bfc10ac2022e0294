"""Segments a message into answers to several questions: the best way, and where it is in doubt."""

import re
from collections.abc import Sequence

from domain.answers.batch.courtesies import answers_nothing
from domain.answers.batch.form import Form
from domain.answers.batch.named import find_names
from domain.answers.batch.parts import read_tokens
from domain.answers.batch.relevance import fit_in_place
from domain.answers.numbers.pairs import read_pair_tokens
from domain.answers.readings import UNREADABLE, Kind, Reading, Status
from domain.answers.text.lexicon import NOT
from domain.answers.text.words import END, Token, cut, join_phrases, tokenize

_MOST_TOKENS = 64
_LONGEST_PART = 12
_COST = {
    Status.VALUE: 0,
    Status.ZERO: 0,
    Status.NOT_YET: 0,
    Status.SAME: 0,
    Status.UNKNOWN: 1,
    Status.CONFIRM: 3,
    Status.UNREADABLE: 20,
}
_COST_OF_STRANGE_WORDS = 12
"""One such part may stand in a message that answers all; none in one that answers some."""
_COULD_BE_A_LINE = 2
"""So many bare answers alone may also be a line's number and its answer: "1 2"."""
_FAR = 10**6
_MANY = 3
"""A loose sign separates answers only where it does so more often than this."""
_LOOSE_SIGNS = ("-", ". ", "...", " / ", "/", "+", "_", ".")
_GROUPED = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_HOLDS = {Kind.PAIR: 2, Kind.SHARE: 2}
"""How many figures an answer may have."""
_DONE = frozenset({"rồi", "chưa"})
_AFTER_NOT = frozenset(
    {"có", "biết", "rõ", "nhớ", "phải", "được", "ai", "đâu", "phát_sinh", "thấy"}
)


def segment(text: str, form: Form, *, some: bool = False) -> tuple[Reading, ...] | None:
    """Return the answers in order, at most one a question; None if no segmentation makes sense.

    `some`: she said herself that these are the first and not all, so that fewer raise no doubt.
    """
    if _count_amounts(text) > sum(_HOLDS.get(kind, 1) for kind in form.kinds):
        return None
    said = _Segmentation(text, form).find_best(some=some)
    return None if said is None else _doubt_after_odd_anchor(said, form.kinds)


def _doubt_after_odd_anchor(
    said: tuple[Reading, ...], kinds: Sequence[Kind]
) -> tuple[Reading, ...]:
    """Doubt what follows a yes or no that is itself in doubt: "… rồi 0 không 5" is one off."""
    odd = next(
        (
            at
            for at, (reading, kind) in enumerate(zip(said, kinds, strict=False))
            if kind is Kind.YES_NO and reading.status is Status.CONFIRM
        ),
        len(said),
    )
    return tuple(_make_doubtful([one]) if at > odd else one for at, one in enumerate(said))


def split_row(text: str, form: Form) -> list[str]:
    """Split the text into as many parts as the form has questions; [] where no sign does so."""
    for parts in split_plainly(text):
        fitting = _strip_chatter(_merge_pairs(parts, form.kinds), len(form.kinds))
        if len(fitting) == len(form.kinds):
            return fitting
    return []


def _merge_pairs(parts: list[str], kinds: Sequence[Kind]) -> list[str]:
    """Merge the two amounts of one question that have a comma between: "…, mới 2, giảm 1, …"."""
    pairs = [at for at, kind in enumerate(kinds) if kind is Kind.PAIR]
    for at in pairs if len(parts) == len(kinds) + 1 else ():
        both = f"{parts[at]}, {parts[at + 1]}"
        alone = read_pair_tokens(tokenize(parts[at])), read_pair_tokens(tokenize(parts[at + 1]))
        is_pair = read_pair_tokens(tokenize(both)).status is Status.VALUE
        if is_pair and all(isinstance(r.value, tuple) and 0 in r.value for r in alone):
            return [*parts[:at], both, *parts[at + 2 :]]
    return parts


def _strip_chatter(parts: list[str], length: int) -> list[str]:
    """Strip a last part that answers nothing: "…, chị đang ở nương"."""
    if len(parts) != length + 1 or any(letter.isdecimal() for letter in parts[-1]):
        return parts
    return parts[:-1] if answers_nothing(parts[-1]) else parts


def split_plainly(text: str) -> list[list[str]]:
    """Split the text by each sign that plainly separates answers."""
    found = []
    for sign in ("\n", ";", ", ", ",", "|", *(_LOOSE_SIGNS if "\n" not in text else ())):
        parts = [
            part.strip(" ()") if _is_in_brackets(part) else part.strip()
            for part in _split(text, sign)
        ]
        while parts and not parts[-1]:
            parts.pop()
        enough = _MANY if sign in _LOOSE_SIGNS else 1
        if len(parts) > enough and (all(parts) or sign == ","):
            found.append(parts)
    return found


def _split(text: str, sign: str) -> list[str]:
    return re.split(r"\.{2,}", text) if sign == "..." else text.split(sign)


def _is_in_brackets(part: str) -> bool:
    bare = part.strip()
    return bare[:1] == "(" and bare[-1:] == ")"


def _count_amounts(text: str) -> int:
    """Count the figures in the text; "1 200" may be one."""
    tokens = cut(_GROUPED.sub("", text))
    return sum(
        bool(token.digits) and not (at and tokens[at - 1].digits and len(token.digits) == 3)
        for at, token in enumerate(tokens)
    )


class _Segmentation:
    """All ways to cut the tokens into parts, weighed."""

    def __init__(self, text: str, form: Form) -> None:
        self.form = form
        self.kinds = form.kinds
        self.tokens, self.hard_boundaries = _split_at_hard_boundaries(text)
        self.length = len(self.tokens)
        self.names = find_names(self.tokens, form.names) if form.names else []
        self.inside = {at for start, end, _ in self.names for at in range(start + 1, end)}
        self.cached: dict[tuple[int, int, int], tuple[Reading, int]] = {}

    def find_best(self, *, some: bool = False) -> tuple[Reading, ...] | None:
        """Answer all questions, else as many as there are answers to."""
        if not 0 < self.length <= _MOST_TOKENS:
            return None
        costs = self._compute_costs()
        full = len(self.kinds)
        if costs[self.length][full] < _COST[Status.UNREADABLE]:
            return self._read_all(costs, full)
        fewer = [n for n in range(1, full) if costs[self.length][n] < _COST_OF_STRANGE_WORDS]
        if fewer:
            return self._read_fewer(costs, fewer, sure=bool(self.hard_boundaries) or some)
        one_unread = costs[self.length][full] < 2 * _COST[Status.UNREADABLE]
        return self._combine_best(costs, [full]) if one_unread and full > 1 else None

    def _read_all(self, costs: list[list[int]], full: int) -> tuple[Reading, ...]:
        """Doubt the answers that would differ where fewer fit better: "3 1" to a pair."""
        said = self._combine_best(costs, [full])
        least = min(costs[self.length][n] for n in range(1, full + 1))
        if least == costs[self.length][full]:
            return said
        fewer = [n for n in range(1, full) if costs[self.length][n] == least]
        others = self._combine_best(costs, fewer)
        return tuple(
            one if at < len(others) and others[at] == one else _make_doubtful([one])
            for at, one in enumerate(said)
        )

    def _read_fewer(
        self, costs: list[list[int]], counts: list[int], *, sure: bool
    ) -> tuple[Reading, ...]:
        cheapest = min(costs[self.length][n] for n in counts)
        said = self._combine_best(costs, [n for n in counts if costs[self.length][n] == cheapest])
        anchored = any(
            reading.status is Status.VALUE and (kind in _HOLDS or reading.value == "yes")
            for kind, reading in zip(self.kinds, said, strict=False)
        )
        apart = len(said) <= len(self.hard_boundaries) + 1
        sure = (sure and apart) or anchored or len(said) != _COULD_BE_A_LINE
        if not sure:
            return tuple(_make_doubtful([reading]) for reading in said)
        return (*said[:-1], _make_doubtful([said[-1]])) if self._may_be_last(said) else said

    def _may_be_last(self, said: tuple[Reading, ...]) -> bool:
        """Return True for "… rồi không", one answer too few: it may be the last line's."""
        short = len(said) == len(self.kinds) - 1 and len(said) > _MANY
        last = self.tokens[-1]
        denied = bool(last.word.bits & NOT) and said[-1].status is Status.ZERO
        return short and denied and self.kinds[-1] is Kind.YES_NO

    def _read_part(self, start: int, end: int, at: int) -> Reading:
        return self._weigh_part(start, end, at)[0]

    def _weigh_part(self, start: int, end: int, at: int) -> tuple[Reading, int]:
        """Return a part as the answer to a question, and what it costs to take it so."""
        key = (start, end, at)
        if key not in self.cached:
            self.cached[key] = self._weigh(start, end, at)
        return self.cached[key]

    def _weigh(self, start: int, end: int, at: int) -> tuple[Reading, int]:
        named = [hit for hit in self.names if hit[0] >= start and hit[1] <= end]
        mine = [hit for hit in named if hit[2] == at]
        if any(hit[2] != at and hit[1] - hit[0] > 1 for hit in named) and not mine:
            return UNREADABLE, _COST[Status.UNREADABLE]
        question = self.form.questions[at]
        tokens = [*self.tokens[start:end], END]
        if question.kind is not Kind.YES_NO and tokens[0].word.marks.base in ("roi", "r"):
            return UNREADABLE, _COST[Status.UNREADABLE]
        if _says_done(tokens) or (question.kind not in _HOLDS and _has_two_figures(tokens)):
            return UNREADABLE, _COST[Status.UNREADABLE]
        joined = join_phrases(tokens)
        reading = read_tokens(joined, question)
        if mine and reading.status is Status.UNREADABLE:
            taken = {n for first, last, _ in mine for n in range(first, last)}
            rest = [self.tokens[n] for n in range(start, end) if n not in taken]
            reading = read_tokens(join_phrases([*rest, END]), question) if rest else reading
        cost = _COST[reading.status]
        if question.kind is not Kind.YES_NO:
            cost += any(not token.word.names.isdisjoint(_DONE) for token in tokens)
        if cost < _COST[Status.UNREADABLE] and not mine and not fit_in_place(joined, question):
            return _make_doubtful([reading]), max(cost, _COST_OF_STRANGE_WORDS)
        return reading, cost

    def _list_ends(self, start: int) -> list[int]:
        """List where a part may end: at a space or a hard boundary, never beyond one."""
        ends = []
        for end in range(start + 1, min(start + _LONGEST_PART, self.length) + 1):
            if end in self.inside:
                continue
            free = end < self.length and self.tokens[end].gap and not self._must_not_split(end)
            if end == self.length or end in self.hard_boundaries or free:
                ends.append(end)
            if end in self.hard_boundaries:
                break
        return ends

    def _must_not_split(self, at: int) -> bool:
        """Return True inside "không có", "k biết": these are not two answers."""
        before, after = self.tokens[at - 1].word, self.tokens[at].word
        joined = not after.names.isdisjoint(_AFTER_NOT) or after.marks.base == "thay"
        return bool(before.bits & NOT and joined)

    def _compute_costs(self) -> list[list[int]]:
        """Return costs[end][n], the least cost of n answers from the first `end` tokens."""
        full = len(self.kinds)
        costs = [[_FAR] * (full + 1) for _ in range(self.length + 1)]
        costs[0][0] = 0
        for start in range(self.length):
            reached = [n for n in range(full) if costs[start][n] < _FAR]
            for end in self._list_ends(start) if reached else ():
                for n in reached:
                    cost = costs[start][n] + self._weigh_part(start, end, n)[1]
                    costs[end][n + 1] = min(costs[end][n + 1], cost)
        return costs

    def _combine_best(self, costs: list[list[int]], counts: list[int]) -> tuple[Reading, ...]:
        """Combine what all the best ways say of each question; unreadable where they differ."""
        said: list[list[Reading]] = [[] for _ in range(max(counts))]
        seen: set[tuple[int, int]] = set()
        todo = [(self.length, n) for n in counts]
        while todo:
            end, n = todo.pop()
            if n == 0 or (end, n) in seen:
                continue
            seen.add((end, n))
            for start in self._list_starts(costs, end, n):
                reading = self._read_part(start, end, n - 1)
                if reading not in said[n - 1]:
                    said[n - 1].append(reading)
                todo.append((start, n - 1))
        lengths_differ = len(counts) > 1
        return tuple(
            one[0] if len(one) == 1 and not lengths_differ else _make_doubtful(one) for one in said
        )

    def _list_starts(self, costs: list[list[int]], end: int, n: int) -> list[int]:
        """List the starts of the parts that end here on a best way."""
        return [
            start
            for start in range(max(0, end - _LONGEST_PART), end)
            if costs[start][n - 1] < _FAR
            and end in self._list_ends(start)
            and costs[start][n - 1] + self._weigh_part(start, end, n - 1)[1] == costs[end][n]
        ]


def _has_two_figures(tokens: list[Token]) -> bool:
    """Return True for "4 5"; in "1 200" the second may be the rest of a number."""
    return any(
        token.digits and token.gap and at and tokens[at - 1].digits and len(token.digits) != 3
        for at, token in enumerate(tokens)
    )


def _says_done(tokens: list[Token]) -> bool:
    """Return True for "3 rồi 0": a word that answers a question of its own between two figures."""
    figures = [at for at, token in enumerate(tokens) if token.digits]
    between = tokens[figures[0] : figures[-1]] if figures else []
    return any(not token.word.names.isdisjoint(_DONE) for token in between)


def _make_doubtful(readings: list[Reading]) -> Reading:
    if len(readings) != 1:
        return UNREADABLE
    if readings[0].status not in (Status.VALUE, Status.ZERO):
        return readings[0]
    return Reading(Status.CONFIRM, readings[0].value)


def _split_at_hard_boundaries(text: str) -> tuple[list[Token], set[int]]:
    """Return the tokens without separating signs, and the positions of those signs."""
    tokens: list[Token] = []
    boundaries: set[int] = set()
    for line in text.splitlines():
        boundaries.add(len(tokens))
        pieces = cut(line)
        for at, token in enumerate(pieces[:-1]):
            if token.text in (";", "|") or (
                token.text == "," and not _is_grouping_comma(pieces, at)
            ):
                boundaries.add(len(tokens))
            else:
                tokens.append(token)
    return tokens, boundaries - {0, len(tokens)}


def _is_grouping_comma(tokens: list[Token], at: int) -> bool:
    """Return True if a comma may stand within a number: "1,200"."""
    following = tokens[at + 1]
    return bool(at and tokens[at - 1].digits and len(following.digits) == 3 and not following.gap)
