"""Reads one clause of a message as the answer to the question that it is given to.

Whatever road leads to the question, a clause that is no result of this month (relevance.py) is no
answer to it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from domain.answers.batch.contrasts import carry_scope, carry_stock, doubt_parts, take_over
from domain.answers.batch.form import Form, Question, Unplaced, UnplacedReason
from domain.answers.batch.keyboards import repair_keys, repair_signs
from domain.answers.batch.named import Clause, split_clauses
from domain.answers.batch.parts import CORRECTION, read_own_yes_no, read_text, strip_last_month
from domain.answers.batch.relevance import (
    find_reason,
    focus,
    has_amount,
    has_other_unit,
    is_held_back,
)
from domain.answers.batch.run_ons import cut_run_on
from domain.answers.batch.wordings import rewrite
from domain.answers.numbers.counts import read_count
from domain.answers.numbers.pairs import read_pair, tell_half
from domain.answers.numbers.shares import read_share
from domain.answers.readings import UNREADABLE, Kind, Reading, Status
from domain.answers.text.lexicon import NONE, NOT, POLITE, TIME
from domain.answers.text.marks import clean
from domain.answers.text.phrases import find_phrases, strip_marks
from domain.answers.text.scanning import scan
from domain.answers.text.words import tokenize
from domain.answers.text.yes_no import read_yes_no

_OF_NOTHING_ASKED = frozenset(
    {UnplacedReason.PLANNED, UnplacedReason.OTHER_TIME, UnplacedReason.OTHER_THING}
)
_READERS: Mapping[Kind, Callable[[str], Reading]] = {
    Kind.COUNT: read_count,
    Kind.PAIR: read_pair,
    Kind.SHARE: read_share,
    Kind.YES_NO: read_yes_no,
}
_DENIAL = re.compile(r"\b(?:khong|ko|k|kg|khg|hem|hong|chua|chang)\b(?! phai)")
_BUT = re.compile(r"\b(?:nhung|nhieu)\b")
_PAIR_IN_A_RUN = re.compile(
    r"(?<=\d) ((?:moi|tang|them|vao|ket nap) \d+[ ,]+"
    r"(?:giam|bot|ra|nghi|mat|chuyen di|di|roi) \d+)\b"
    r"(?! ?/)[ ,]*"
)
_HEDGE = re.compile(
    r"\b(?:chac(?! chan)|gi (?:day|do|ay)|hinh nhu"
    r"|de (?:chi|em|c|toi|minh) (?:xem|dem|hoi|coi|tinh)|phai hoi lai|hoi lai (?:da|xem|can bo))\b"
)
"""She is not sure herself, whatever number stands beside it."""
_HALF_UNKNOWN = re.compile(
    r"\b(?:giam|bot|ra|nghi|moi|tang|them|vao)\b[^,.;\d]*"
    r"\b(?:chua|khong|ko|k) (?:ro|biet|nho|nam|dem|thong ke)\b"
)
_LAST_DENIED = re.compile(
    r"(?<=\b[a-z]{4} \d) (?:khong|ko|k|kg|hong)(?: (?:ai|co|co ai|vu viec|co gi))?[ .!]*$"
    r"|(?<=\b[a-z]{2} \d) (?:khong|ko|k|kg|hong)(?: (?:ai|co|co ai|vu viec|co gi))?[ .!]*$"
)
_SUM = re.compile(r"\b(?:tong so|hien co|dang co|tong cong|tat ca)\b")
_GAINS_OR_LOSSES = re.compile(
    r"\b(?:giam|bot|tang|them|moi|mat|chuyen|vao|ra|nghi|rut|roi hoi|xong|dang ky|xin thoi)\b"
    r"|^[+-] ?\d"
)


# -- one question alone


def read_answer(text: str, question: Question) -> Reading:
    """Read a whole message as the answer to the only question that was asked.

    What is planned, of another time or of another thing answers it as little as in a batch.
    """
    form = Form((question,), (1,))
    said = rewrite(repair_keys(clean(repair_signs(text)).strip(), form.known_words), 1)
    why = find_reason(said, form, 0)
    if why is UnplacedReason.OTHER_THING and (alone := focus(said, form, 0)):
        return read_text(alone, question)
    if why in _OF_NOTHING_ASKED:
        return UNREADABLE
    if question.own_words:
        return read_own_yes_no(tokenize(said))
    reading = _READERS[question.kind](text)
    if reading.status is Status.UNREADABLE:
        return read_clause(strip_name(said, 0, form), said, 0, form)[0]
    counted = question.kind is Kind.COUNT and reading.status is Status.VALUE
    if counted and has_other_unit(said, question):
        return Reading(Status.CONFIRM, reading.value)
    return reading


# -- one clause at the question it is given to


def read_clause(text: str, whole: str, at: int, form: Form) -> tuple[Reading, Unplaced | None]:
    """Read a clause as the answer to a question, or say why it is none.

    `whole`: the clause with the question's name.
    """
    question = form.questions[at]
    if question.kind is Kind.YES_NO:
        text = re.sub(rf"^{at + 1}[ /.):]+(?=\D)", "", text)
    why = find_reason(whole, form, at)
    if why is not None and why is not UnplacedReason.QUESTION and question.kind is Kind.YES_NO:
        return _doubt(read_text(text, question)), None
    if why in (None, UnplacedReason.OTHER_THING) and (alone := focus(whole, form, at)):
        return read_text(alone, question), None
    if why is not None:
        return UNREADABLE, Unplaced(whole, why)
    if not text and question.kind is Kind.YES_NO:
        return UNREADABLE, None
    reading = _read_somehow(text, whole, question)
    if _denies_half(reading, text, whole, question) or _is_one_piece(reading, whole, question):
        return UNREADABLE, None
    if question.kind is Kind.COUNT and reading.value and has_other_unit(text, question):
        return UNREADABLE, Unplaced(whole, UnplacedReason.OTHER_THING)
    return reading, None


def _read_somehow(text: str, whole: str, question: Question) -> Reading:
    """Read the words as they are, else less of them; doubt what she is not sure of herself."""
    reading = read_text(text, question)
    for other in _list_other_wordings(text, whole, question):
        if reading.status is not Status.UNREADABLE:
            break
        reading = read_text(other, question)
    if reading.status is Status.CONFIRM:
        reading = _settle(reading, text, whole, question)
    if reading.is_certain and _HEDGE.search(strip_marks(whole)):
        return Reading(Status.CONFIRM, 0 if reading.value is None else reading.value)
    return reading


def _settle(reading: Reading, text: str, whole: str, question: Question) -> Reading:
    """Return the same value without its doubt where the question's own words remove it."""
    bare = find_phrases((*question.units, *question.beside)).cut_out(text)
    for other in (whole, bare):
        again = read_text(other, question) if other not in ("", text) else reading
        if again.status is Status.VALUE and again.value == reading.value:
            return again
    return reading


def _doubt(reading: Reading) -> Reading:
    """Doubt a yes that speaks of another time: "tiền tháng 8 nhận rồi"."""
    doubtful = reading.status is Status.VALUE and reading.value == "yes"
    return Reading(Status.CONFIRM, "yes") if doubtful else reading


def _denies_half(reading: Reading, text: str, whole: str, question: Question) -> bool:
    """Return True for "không ai ra": it says nothing of who joined."""
    if question.kind is not Kind.PAIR or reading.status is not Status.ZERO:
        return False
    last = whole.rpartition(",")[2]
    halves = {tell_half(last), tell_half(text)}
    return not any(map(str.isdigit, whole)) and "lost" in halves


def _is_one_piece(reading: Reading, whole: str, question: Question) -> bool:
    """Return True for the "1 to 2" of "1 buổi 2 hộ": the name that was taken out stood between."""
    ranged = isinstance(reading.value, dict) and question.kind is Kind.COUNT
    return ranged and read_text(whole, question) != reading


def _list_other_wordings(text: str, whole: str, question: Question) -> Iterator[str]:
    """Yield a clause without the question's own words, from its denial on, with its name."""
    if own := (*question.units, *question.beside):
        yield find_phrases(own).cut_out(text)
    denied = None if has_amount(text) else _DENIAL.search(strip_marks(text))
    held = _BUT.search(strip_marks(text)) if question.own_words else None
    if denied is not None and denied.start() and held is None:
        yield text[denied.start() :]
    if whole != text:
        yield whole


def strip_name(text: str, at: int, form: Form) -> str:
    """Strip the question's own name: "thoát nghèo 2 hộ"."""
    named = split_clauses(text, form.names) if form.names else []
    if len(named) == 1 and named[0].question == at and named[0].text:
        return strip_last_month(named[0].text)
    return text


def is_answer(text: str) -> bool:
    """Return True if a clause may be an answer; a remark without an amount needs no place."""
    if has_amount(text) or text.strip().isdecimal():
        return True
    words = [token.word for token in tokenize(text)[:-1] if not token.word.bits & (POLITE | TIME)]
    return bool(words) and bool(words[0].bits & (NOT | NONE))


# -- the clauses of a message


def split_named(text: str, form: Form) -> list[Clause]:
    """Split a text into its clauses, and its run-ons into one for each name."""

    def read(text: str, whole: str, at: int) -> Reading:
        return read_clause(text, whole, at, form)[0]

    def count_strange(text: str, at: int) -> int:
        return _count_strange(text, form.kinds[at])

    def belongs(name: str, at: int) -> bool:
        question = form.questions[at]
        own = (*question.beside, *question.units)
        return name != "" and find_phrases(own).cut_out(name) == ""

    if form.kinds.count(Kind.PAIR) == 1:
        text = _set_pair_apart(text)
    if form.questions[-1].own_words:
        text = _set_last_apart(text)
    found: list[Clause] = []
    for clause in map(_keep_together, split_clauses(text, form.names)):
        cut = cut_run_on(clause, read, belongs, count_strange) if clause.run_on else [clause]
        found += _carry_reasons(cut, form)
    told = doubt_parts(take_over(carry_scope(carry_stock(found, form), form), form))
    return _doubt_unknown_half(told, text, form)


def _count_strange(text: str, kind: Kind) -> int:
    """Count the amounts beyond what one answer holds, and "giảm" where nobody joins or leaves."""
    tokens = tokenize(text)
    said_no = [bool(token.word.bits & NOT) for token in tokens]
    numbers = [n for n in scan(tokens).numbers if not all(said_no[n.start : n.end])]
    denials = sum(said_no[:-1])
    held = 2 if kind in (Kind.PAIR, Kind.SHARE) else 1
    halves = kind is Kind.YES_NO and tell_half(text) != ""
    return max(0, len(numbers) + denials - held) + halves


def _set_pair_apart(text: str) -> str:
    """Write "sạch 3 mới 2 giảm 0 tiền rồi" with the pair, which has no name, between commas."""
    for hit in reversed(list(_PAIR_IN_A_RUN.finditer(strip_marks(text)))):
        pair = text[hit.start(1) : hit.end(1)]
        text = f"{text[: hit.start()]}, {pair}, {text[hit.end() :]}".rstrip(" ,")
    return text


def _doubt_unknown_half(said: list[Clause], text: str, form: Form) -> list[Clause]:
    """Leave "hội viên mới 2, còn giảm thì chị chưa rõ" open: nobody left is not what she said."""
    if not _HALF_UNKNOWN.search(strip_marks(text)):
        return said
    pairs = {at for at, kind in enumerate(form.kinds) if kind is Kind.PAIR}
    return [c._replace(ambiguous=True) if c.question in pairs else c for c in said]


def _set_last_apart(text: str) -> str:
    """Write "tiền rồi đảng 0 ko" with a comma before the answer to the last question."""
    hit = _LAST_DENIED.search(strip_marks(text))
    return text if hit is None else f"{text[: hit.start()]}, {text[hit.start() :].strip()}"


def _carry_reasons(said: list[Clause], form: Form) -> list[Clause]:
    """Let "phấn đấu" before a run-on's amount speak of that amount, whichever name it stands by."""
    carried: list[Clause] = []
    for clause in said:
        before = carried[-1].whole if carried else ""
        if before and not has_amount(before) and find_reason(f"{before} 1", form) is not None:
            carried.append(clause._replace(whole=f"{before} {clause.whole}"))
        else:
            carried.append(clause)
    return carried


def _keep_together(clause: Clause) -> Clause:
    """Leave "giới thiệu 2 người mà chi bộ chưa họp" uncut: it is not done yet, all of it."""
    if not clause.run_on or not is_held_back(clause.whole):
        return clause
    return Clause(None, clause.whole, clause.place, whole=clause.whole)


def join_pairs(said: Sequence[Clause], kinds: Sequence[Kind]) -> list[Clause]:
    """Join "kết nạp 2, giảm 1" into one pair, and a correction to what it corrects."""
    joined: list[Clause] = []
    for clause in said:
        last = joined[-1] if joined else None
        if last is not None and (_goes_with(last, clause, kinds) or _are_halves(last, clause)):
            pair = last.question is not None and kinds[last.question] is Kind.PAIR
            text = ", ".join(_word_half(one) if pair else one.text for one in (last, clause))
            joined[-1] = last._replace(text=text, whole=f"{last.whole}, {clause.whole}")
        else:
            joined.append(clause)
    return joined


def _goes_with(last: Clause, clause: Clause, kinds: Sequence[Kind]) -> bool:
    if last.question is None:
        return False
    plain = strip_marks(clause.text if clause.question is None else clause.whole)
    correction = CORRECTION.match(plain) is not None
    again = clause.question == last.question and not clause.run_on
    if (clause.question is None or (again and not correction)) and (
        correction or CORRECTION.search(strip_marks(last.text)) is not None
    ):
        return True
    pair = kinds[last.question or 0] is Kind.PAIR
    same = clause.question in (None, last.question)
    whole = _SUM.search(strip_marks(last.whole)) is not None
    return pair and same and not whole and _GAINS_OR_LOSSES.search(plain) is not None


def _word_half(clause: Clause) -> str:
    """Return the words that tell which half it is, the name's own ("ra hội: 1") with them."""
    half = tell_half(clause.whole)
    return clause.whole if half and half != tell_half(clause.text) else clause.text


def _are_halves(last: Clause, clause: Clause) -> bool:
    """Return True for "mới 2" and "giảm 0" without a name, which are one answer."""
    if last.question is not None or clause.question is not None:
        return False
    return tell_half(last.text) == "gained" and tell_half(clause.text) == "lost"
