"""Many answers in one message: numbered, named, one per line, separated, or merely in order.

The number of answers expected decides what a space or a comma divides: "1 200" is one number to
one question and two to two. All ways to divide the message are weighed; where the best ones read
an answer differently, that answer is not taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.answers.batch_heads import Part, numbered_parts
from domain.answers.batch_names import Clause, Names, clauses
from domain.answers.batch_sending import without_ok
from domain.answers.batch_text import (
    Rest,
    answers_nothing,
    bare,
    is_greeting,
    says_same,
    without_greeting,
    without_noise,
    without_rest,
)
from domain.answers.counts import count_of
from domain.answers.dividing import divide, plain_parts
from domain.answers.lexicon import ALL, NONE, NOT, POLITE, TIME
from domain.answers.marks import clean
from domain.answers.pairs import pair_of, read_pair
from domain.answers.readings import UNREADABLE, Kind, Reading, Status
from domain.answers.shares import share_of
from domain.answers.words import END, Token, cut, tokenize
from domain.answers.yes_no import yes_no_of

_MAX_CHARACTERS = 2000
_GROUP = 3
_LIKE = frozenset({"nhu", "giong", "van", "giu", "bang", "y", "khong"})
_SLIP = re.compile(
    r"[\s,.;]*(?:\b(?:a|o|ay|u)\b[ ,]*)?\b(?:nham|lon|quen|y lon|xin loi|sua lai|sua|a khong)\b"
    r"(?: roi| mat| ti)?[\s,:]*"
)
_NOTHING_TOLD = frozenset({Status.UNREADABLE, Status.UNKNOWN})
_HER_NUMBER = re.compile(r"^\d{1,2}[/.)] +(?=\S)")
_NEWS = frozenset(
    {"mới", "thêm", "phát", "sinh", "thay", "đổi", "cả", "hết", "gì", "có", "phát_sinh"}
)
_GAINS_OR_LOSSES = re.compile(r"\b(?:giam|bot|tang|them|moi|mat|xong|lam xong|dang ky)\b")


@dataclass(frozen=True, slots=True)
class Batch:
    """A message laid out over the questions: None where a question was not answered.

    `ok`: it ended with a word that sends. `nothing`: "không phát sinh" to the whole. `numbered`:
    the answers bore the numbers or names of their questions. `rest`: what was said of all
    others. `leftover`: what belongs to no question.
    """

    readings: tuple[Reading | None, ...]
    ok: bool = False
    nothing: bool = False
    numbered: bool = False
    rest: Rest | None = None
    leftover: str = ""


@dataclass(frozen=True, slots=True)
class _Form:
    """What is asked: the kinds of answers, the questions' names, and the numbers open now."""

    kinds: Sequence[Kind]
    names: Names
    asked: Sequence[int]

    def open(self) -> "_Form":
        """Only what is asked now."""
        kept = [number - 1 for number in self.asked]
        names = [self.names[at] for at in kept] if self.names else ()
        return _Form([self.kinds[at] for at in kept], names, range(1, len(kept) + 1))

    def read(self, text: str, at: int) -> Reading:
        """A part as the answer to a question, with or without its name."""
        reading = read_text(text, self.kinds[at])
        if reading.status is not Status.UNREADABLE:
            return reading
        shorter = _without_name(text, at + 1, self)
        return reading if shorter == text else read_text(shorter, self.kinds[at])

    def is_state(self, number: int) -> bool:
        return self.kinds[number - 1] is Kind.YES_NO

    def empty(self) -> list[Reading | None]:
        return [None] * len(self.kinds)


def read_batch(
    text: str, kinds: Sequence[Kind], names: Names = (), asked: Sequence[int] = ()
) -> Batch:
    """Lay a message out over questions of these kinds.

    `names`: for each question what it may be called. `asked`: the numbers still open, all of
    them where none are given.
    """
    form = _Form(kinds, names, asked or range(1, len(kinds) + 1))
    if len(text) > _MAX_CHARACTERS:
        return Batch(tuple(form.empty()), leftover=text[:_MAX_CHARACTERS])
    text = clean(text).strip()
    if not text or not kinds:
        return Batch(tuple(form.empty()), leftover=text)
    if len(kinds) > 1 and _nothing(text):
        return Batch(tuple(form.empty()), nothing=True)
    return _read(text, form)


def _read(text: str, form: _Form) -> Batch:
    if len(form.kinds) > 1 and says_same(text):
        return Batch(tuple(form.empty()), numbered=True, rest=Rest.SAME)
    told, rest = without_rest(text) if len(form.kinds) > 1 else (text, None)
    shorter = without_noise(told) or told
    if rest is None and len(form.kinds) > 1:
        shorter, rest = _without_news(shorter)
    batch = _placed(shorter, form) or _in_order(without_greeting(shorter), form, rest=rest)
    if rest is None or batch.leftover:
        return batch
    return replace(batch, rest=rest, numbered=True)


def _without_news(text: str) -> tuple[str, Rest | None]:
    """ "không có gì, chỉ sinh hoạt 1 buổi": all but what is named."""
    first, sign, others = text.partition(",")
    told = sign and others.strip() and tells_no_news(first)
    return (others.strip(), Rest.NONE) if told else (text, None)


def _placed(text: str, form: _Form) -> Batch | None:
    """By number or by name; None where the answers bear neither."""
    shorter, ok = without_ok(without_greeting(text), whole=False)
    before, parts = numbered_parts(shorter, len(form.kinds), form.asked, form.is_state)
    if _by_full_stops(text, len(form.kinds)) and len(parts) != len(form.asked):
        return None
    if parts:
        return _by_number(before, parts, form, ok=ok)
    if is_numbered(text) and len(form.kinds) > 1:
        return Batch(tuple(form.empty()), leftover=text)
    return _by_name(text, form)


def is_numbered(text: str) -> bool:
    """Whether it begins like "9: 5", be there such a question or not."""
    tokens = cut(text)
    return bool(tokens[0].digits and tokens[1].text == ":" and len(tokens[0].digits) <= 2)


def _by_full_stops(text: str, length: int) -> bool:
    """ "2. 0. 1. 0": exactly as many sentences as questions, and no lines."""
    sentences = text.rstrip(". ").split(". ")
    return length > 2 and "\n" not in text and len(sentences) == length


def read_part(tokens: list[Token], kind: Kind) -> Reading:
    """One answer of a batch; `tokens` end with END."""
    if tokens[0].word.marks.base.split("_")[0] in _LIKE and says_same(
        " ".join(t.text for t in tokens[:-1])
    ):
        return Reading(Status.SAME)
    if kind is Kind.COUNT:
        return count_of(tokens)
    if kind is Kind.PAIR:
        return pair_of(tokens)
    if kind is Kind.SHARE:
        return share_of(_with_slash(tokens))
    return yes_no_of(tokens) if kind is Kind.YES_NO else UNREADABLE


def _with_slash(tokens: list[Token]) -> list[Token]:
    """ "812-1430", "812 1430": two figures of a share without the stroke between them."""
    figures = [token for token in tokens if token.digits]
    others = [token for token in tokens[:-1] if not token.digits]
    if len(figures) != 2 or len(others) > 1 or any(t.text not in "-–:" for t in others):
        return tokens
    if len(figures[1].digits) == _GROUP and not others:
        return tokens
    return [figures[0], *cut("/")[:-1], figures[1], END]


def read_text(text: str, kind: Kind) -> Reading:
    """One answer of a batch: as usual, as last month, or with a slip of hers mended."""
    if not text:
        return UNREADABLE
    if says_same(text):
        return Reading(Status.SAME)
    slip = _SLIP.search(bare(text))
    if slip is not None and slip.start():
        return _mended(text[slip.end() :], kind)
    reading = read_pair(text) if kind is Kind.PAIR else read_part(tokenize(text), kind)
    sentences = [part for part in text.split(". ") if not answers_nothing(part)]
    if reading.status is Status.UNREADABLE and len(sentences) == 1 and sentences[0] != text:
        return read_text(sentences[0], kind)
    return reading


def _mended(text: str, kind: Kind) -> Reading:
    """What she says after "à nhầm": to be looked at again."""
    tail = re.search(r"\s*\b(?:moi dung|moi phai)\b.*$", bare(text))
    reading = read_text(text[: tail.start()] if tail else text, kind)
    return Reading(Status.CONFIRM, reading.value) if reading.value is not None else UNREADABLE


# -- by number


def _by_number(before: str, parts: list[Part], form: _Form, *, ok: bool) -> Batch | None:
    readings = form.empty()
    slip = _SLIP.search(bare(before))
    said = (before[: slip.start()] if slip else before).strip(" ,.;\n")
    tail = re.search(r"[\s,.;]+(?:a|o|à|ơ)$", said)
    said = said[: tail.start()] if tail else said
    if said and not is_greeting(said):
        whole = _in_order(without_greeting(said), form.open())
        if whole.leftover or None in whole.readings:
            return Batch(tuple(readings), leftover=before)
        for number, reading in zip(form.asked, whole.readings, strict=True):
            readings[number - 1] = reading
    elif _names_another(parts, form):
        return None
    for number, reading in _said_of_each(parts, form).items():
        readings[number - 1] = reading
    return Batch(tuple(readings), ok=ok, numbered=True)


def _names_another(parts: list[Part], form: _Form) -> bool:
    """Whether a part names another question than its number: numbers of her own."""
    named = [(n, c.question) for n, text in parts for c in clauses(text, form.names)]
    told = [(n, question + 1) for n, question in named if question is not None]
    return any(n != question for n, question in told) and len(told) >= len(parts)


def _said_of_each(parts: list[Part], form: _Form) -> dict[int, Reading]:
    """A number that comes again mends the first where all had been said, else contradicts it."""
    said: dict[int, Reading] = {}
    for number, text in parts:
        reading = read_text(_without_name(text, number, form), form.kinds[number - 1])
        earlier = said.get(number)
        if earlier is None or earlier == reading:
            said[number] = reading
        elif len(said) == len(form.asked) and reading.value is not None:
            said[number] = Reading(Status.CONFIRM, reading.value)
        else:
            said[number] = UNREADABLE
    return said


def _without_name(text: str, number: int, form: _Form) -> str:
    """ "thoát nghèo 2 hộ" to the question of that name."""
    if not form.names:
        return text
    named = clauses(text, form.names)
    if len(named) == 1 and named[0].question == number - 1 and named[0].text:
        return _without_last_month(named[0].text)
    return text


def _without_last_month(text: str) -> str:
    """ "(1): 2": what stood in brackets in the form goes, where more follows it."""
    kept = re.sub(r"^\([^()]*\)[ :?]*(?=.)", "", text.strip(" :?"))
    return kept.strip(" :?") or text


# -- by name


def _by_name(text: str, form: _Form) -> Batch | None:
    """What is called by its name; None where nothing is, or where it stands in the form's order."""
    said = (
        joined_pairs(clauses(without_greeting(text), form.names), form.kinds) if form.names else []
    )
    named = [clause for clause in said if clause.question is not None]
    if not named or _in_step(text, named, form):
        return None
    readings = form.empty()
    for clause in named:
        _keep(readings, clause, form)
    if all(reading is None or reading.status in _NOTHING_TOLD for reading in readings):
        return None
    return Batch(tuple(readings), numbered=True)


def _keep(readings: list[Reading | None], clause: Clause, form: _Form) -> None:
    at = clause.question or 0
    words = _without_last_month(_HER_NUMBER.sub("", clause.text))
    reading = UNREADABLE if clause.ambiguous else read_text(words, form.kinds[at])
    earlier = readings[at]
    readings[at] = reading if earlier in (None, reading) else UNREADABLE


def _in_step(text: str, named: list[Clause], form: _Form) -> bool:
    """As many pieces as questions, and each name where its question stands."""
    sizes = {len(pieces) for pieces in plain_parts(without_greeting(text))}
    for numbers in (range(1, len(form.kinds) + 1), form.asked):
        if len(numbers) in sizes:
            return all(_stands(clause, numbers) for clause in named)
    return False


def _stands(clause: Clause, numbers: Sequence[int]) -> bool:
    """A name of one word alone contradicts nothing."""
    at_home = clause.place < len(numbers) and numbers[clause.place] == (clause.question or 0) + 1
    return at_home or not clause.plainly


def joined_pairs(said: Sequence[Clause], kinds: Sequence[Kind]) -> list[Clause]:
    """ "kết nạp 2, giảm 1": what was lost goes with what was gained; a slip with what it mends."""
    joined: list[Clause] = []
    for clause in said:
        last = joined[-1] if joined else None
        if last is not None and last.question is not None and _goes_with(last, clause, kinds):
            joined[-1] = last._replace(text=f"{last.text}, {clause.text}")
        else:
            joined.append(clause)
    return joined


def _goes_with(last: Clause, clause: Clause, kinds: Sequence[Kind]) -> bool:
    plain = bare(clause.text)
    slip = _SLIP.match(f" {plain}") is not None or plain in ("a nham", "nham")
    if clause.question is None and (slip or _SLIP.search(bare(last.text)) is not None):
        return True
    pair = kinds[last.question or 0] is Kind.PAIR
    same = clause.question in (None, last.question)
    return pair and same and _GAINS_OR_LOSSES.search(plain) is not None


# -- nothing at all


def _nothing(text: str) -> bool:
    """ "không", "không có gì mới", "tháng này không phát sinh" to the whole."""
    tokens = tokenize(text)[:-1]
    if len(tokens) > 1 and tokens[0].digits == "0" and all(t.word.bits & ALL for t in tokens[1:]):
        return True
    if any(token.digits for token in tokens) or any(t.text in ",;" for t in tokens):
        return False
    words = [t.word for t in tokens]
    denied = sum(bool(w.bits & (NOT | NONE)) for w in words)
    if denied != 1 or "\n" in text:
        return False
    if any("có" in w.names and not w.bits & NONE for w in words[:1]):
        return False
    reading = count_of([*tokens, END])
    return reading.status is Status.ZERO or _no_news(tokens)


def tells_no_news(text: str) -> bool:
    """ "tháng này không có gì": more than a bare "không", which may answer one question."""
    return _nothing(text) and re.search(r"\b(?:gi|j|phat sinh)\b", bare(text)) is not None


def _no_news(tokens: list[Token]) -> bool:
    return all(
        token.word.bits & (NOT | NONE | POLITE | TIME) or token.word.names & _NEWS
        for token in tokens
    )


# -- in order


def _in_order(text: str, form: _Form, *, rest: Rest | None = None) -> Batch:
    kinds = form.kinds
    shorter, ok = without_ok(text, whole=True)
    if ok and not shorter:
        return Batch(tuple(form.empty()), ok=True)
    laid = _laid(shorter, form, ok=ok, some=rest is not None)
    if ok and kinds[-1] is Kind.YES_NO and laid.readings[-1] is None:
        full = divide(text, kinds, read_part, form.read)
        if full is not None and len(full) == len(kinds) and UNREADABLE not in full:
            return Batch(full)
    return laid


def _laid(text: str, form: _Form, *, ok: bool, some: bool = False) -> Batch:
    readings = divide(text, form.kinds, read_part, form.read, some=some)
    if readings is None:
        return Batch(tuple(form.empty()), ok=ok, leftover=text)
    missing = len(form.kinds) - len(readings)
    return Batch((*readings, *(None,) * missing), ok=ok)
