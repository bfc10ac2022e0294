"""Aligns a message with the whole form: which of its clauses answers which question.

In this order: a clause that is no result of this month is set apart (relevance.py); a number that
numbers a line, then a name, then a kind of answer that only one open question takes decide where an
amount goes; its place in the order decides only what nothing else does. What fits no question, or
two of them, is not placed and is said to be so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.answers.batch.bare_numbers import split_by_bare_numbers
from domain.answers.batch.clauses import (
    is_answer,
    join_pairs,
    read_clause,
    split_named,
    strip_name,
)
from domain.answers.batch.contrasts import tells_of_parts
from domain.answers.batch.courtesies import Rest, is_greeting, strip_greeting
from domain.answers.batch.fitting import (
    find_fitting,
    find_only_telling,
    is_told_apart,
    tells_its_question,
)
from domain.answers.batch.form import Batch, Form, Unplaced, UnplacedReason
from domain.answers.batch.named import Clause, split_clauses
from domain.answers.batch.numbered import Part, counts_lines, split_by_markers
from domain.answers.batch.parts import CORRECTION, read_text, strip_last_month
from domain.answers.batch.relevance import (
    count_own_words,
    find_reason,
    fits_in_place,
)
from domain.answers.batch.rows import align_complete, align_lines
from domain.answers.batch.segmentation import segment, split_row
from domain.answers.batch.sending import split_ok
from domain.answers.readings import UNREADABLE, Kind, Reading, Status
from domain.answers.text.phrases import strip_marks
from domain.answers.text.words import cut

_NOTHING_READ = frozenset({Status.UNREADABLE, Status.UNKNOWN})
_NUMBERS = frozenset({Status.VALUE, Status.ZERO, Status.CONFIRM})
_BOTH = 2
_FEWEST_IN_ORDER = 3
"""Fewer clauses than this in order might as well be another line's."""
_NO_SUCH_LINE = re.compile(r"(?:cau|muc|dong) (?:so )?\d{1,2}\b")
_SURE = frozenset({Status.VALUE, Status.ZERO, Status.NOT_YET})
_TAKEN_BACK = re.compile(r"(?:a|o|y|nham|quen|a khong|a nham),? (?:roi|chua|co|khong|ko|\d+)\b")
"""“Tiền chưa, à rồi”: a second thought about what was said right before."""
_HER_NUMBER = re.compile(r"^\d{1,2}[/.)] +(?=\S)")

Numbers = Sequence[int]


def align(text: str, form: Form, rest: Rest | None) -> Batch:
    """Lay a message out over the form; `rest`: what was said of all that it does not answer."""
    shorter, ok = split_ok(strip_greeting(text), whole=False)
    before, parts = split_by_markers(shorter, len(form.kinds), form.asked, form.is_yes_no)
    if not (_is_by_full_stops(text, len(form.kinds)) and len(parts) != len(form.asked)):
        if parts:
            batch = _align_numbered(before, parts, form, ok=ok)
            if batch is not None:
                return batch
        elif (_is_numbered(text) or counts_lines(text)) and len(form.kinds) > 1:
            return Batch(tuple(form.make_empty()), leftover=text)
    if len(form.kinds) > 1 and (bare := split_by_bare_numbers(shorter, form)):
        given, unplaced = _read_each(bare, form)
        readings = [given.get(number) for number in range(1, len(form.kinds) + 1)]
        return Batch(tuple(readings), ok=ok, numbered=True, unplaced=tuple(unplaced))
    said = _strip_greeting(text, form)
    return (
        _align_row(said, form)
        or align_lines(said, form)
        or align_complete(said, form)
        or _align_named(said, form)
        or _align_in_order(said, form, rest)
    )


def _strip_greeting(text: str, form: Form) -> str:
    """Strip a greeting; "tiền của chi hội trưởng về rồi" sounds like one and is an answer."""
    shorter = strip_greeting(text)
    stripped = text[: len(text) - len(shorter)]
    named = split_clauses(stripped, form.names) if stripped and form.names else []
    for clause in named:
        if clause.plainly and clause.question is not None:
            reading, _ = read_clause(clause.text, clause.whole, clause.question, form)
            if reading.status in _SURE:
                return text
    return shorter


def _is_numbered(text: str) -> bool:
    """Return True if the text begins like "9: 5", whether or not there is such a question."""
    if _NO_SUCH_LINE.match(strip_marks(text)):
        return True
    tokens = cut(text)
    return bool(tokens[0].digits and tokens[1].text == ":" and len(tokens[0].digits) <= 2)


def _is_by_full_stops(text: str, length: int) -> bool:
    """Return True for "2. 0. 1. 0": as many sentences as questions, on one line."""
    sentences = text.rstrip(". ").split(". ")
    return length > 2 and "\n" not in text and len(sentences) == length


# -- by the numbers of the lines


def _align_numbered(before: str, parts: list[Part], form: Form, *, ok: bool) -> Batch | None:
    readings = form.make_empty()
    correction = CORRECTION.search(strip_marks(before))
    said = (before[: correction.start()] if correction else before).strip(" ,.;\n")
    tail = re.search(r"[\s,.;]+(?:a|o|à|ơ)$", said)
    said = said[: tail.start()] if tail else said
    if said and not is_greeting(said):
        inner = form.select_asked()
        whole = _align_row(said, inner) or _align_in_order(said, inner, None)
        if whole.leftover or None in whole.readings:
            return Batch(tuple(readings), leftover=before)
        for number, reading in zip(form.asked, whole.readings, strict=True):
            readings[number - 1] = reading
    elif _names_another(parts, form):
        return None
    given, unplaced = _read_each(parts, form)
    for number, reading in given.items():
        readings[number - 1] = reading
    return Batch(tuple(readings), ok=ok, numbered=True, unplaced=tuple(unplaced))


def _names_another(parts: list[Part], form: Form) -> bool:
    """Return True if parts name other questions than their numbers: she counts differently."""
    named = [(n, c.question) for n, text in parts for c in split_clauses(text, form.names)]
    others = [(n, question + 1) for n, question in named if question is not None]
    return any(n != question for n, question in others) and len(others) >= len(parts)


def _read_each(parts: list[Part], form: Form) -> tuple[dict[int, Reading], list[Unplaced]]:
    """Read each part. A number said again corrects the first if all were said, else contradicts."""
    said: dict[int, Reading] = {}
    unplaced: list[Unplaced] = []
    for number, text in parts:
        reading, apart = read_clause(strip_name(text, number - 1, form), text, number - 1, form)
        unplaced += [apart] if apart else []
        earlier = said.get(number)
        if earlier is None or earlier == reading:
            said[number] = reading
        elif len(said) == len(form.asked) and reading.value is not None:
            said[number] = Reading(Status.CONFIRM, reading.value)
        else:
            said[number] = UNREADABLE
    return said, unplaced


# -- a row: as many clauses as the form has questions, or as are still open


def _align_row(text: str, form: Form) -> Batch | None:
    """Read a row in the order of the whole form, else in that of the questions still open."""
    if len(form.questions) == 1:
        return None
    for numbers in dict.fromkeys((tuple(range(1, len(form.kinds) + 1)), tuple(form.asked))):
        inner = replace(form, asked=numbers).select_asked()
        shorter, ok = split_ok(text, whole=True)
        if ok and len(numbers) > 1:
            parts = split_row(text, inner) if inner.kinds[-1] is Kind.YES_NO else []
            ok = not parts or read_text(parts[-1], inner.questions[-1]).status is Status.UNREADABLE
        parts = split_row(shorter if ok else text, inner)
        if len(parts) > 1 and _stand_in_place(parts, inner):
            return _spread(_read_row(parts, inner, ok=ok), numbers, form)
    return None


def _stand_in_place(parts: Sequence[str], form: Form) -> bool:
    """Return True if no part plainly names another question than the one in its place."""
    if not form.names:
        return True
    named = [
        (at, clause) for at, part in enumerate(parts) for clause in split_clauses(part, form.names)
    ]
    return all(
        (clause.question in (None, at) or not clause.plainly)
        and all(piece.question in (None, at) or not piece.long for piece in clause.run_on)
        for at, clause in named
    )


def _read_row(parts: Sequence[str], form: Form, *, ok: bool) -> Batch:
    readings: list[Reading | None] = []
    unplaced: list[Unplaced] = []
    for at, part in enumerate(parts):
        said = strip_last_month(part)
        reading, apart = read_clause(strip_name(said, at, form), said, at, form)
        unplaced += [apart] if apart else []
        readings.append(reading)
    return Batch(tuple(readings), ok=ok, unplaced=tuple(unplaced))


def _spread(batch: Batch, numbers: Numbers, form: Form) -> Batch:
    """Write the readings of some questions among all of the form."""
    readings = form.make_empty()
    for number, reading in zip(numbers, batch.readings, strict=True):
        readings[number - 1] = reading
    return replace(batch, readings=tuple(readings))


# -- by name


def _align_named(text: str, form: Form) -> Batch | None:
    """Read what is called by name; None where nothing is.

    Clauses without a name go where only one question can take them.
    """
    if not form.names:
        return None
    shorter, ok = split_ok(text, whole=False)
    said = join_pairs(split_named(shorter, form), form.kinds)
    if not any(clause.question is not None for clause in said):
        return None
    if (row := _align_beginning(said, form)) is not None:
        return replace(row, ok=ok)
    readings = form.make_empty()
    unplaced: list[Unplaced] = []
    for at, clause in enumerate(said):
        if clause.question is not None:
            unplaced += _keep(readings, clause, said[:at], form)
    unread = all(r is None or r.status in _NOTHING_READ for r in readings)
    if not unplaced and unread and not tells_of_parts(text):
        return None
    tail = _place_tail(readings, said, form)
    unplaced += _place_unnamed(readings, said[: len(said) - tail], form)
    _doubt_neighbours(readings, said, unplaced)
    place = {clause.whole: clause.place for clause in said}
    unplaced.sort(key=lambda one: place.get(one.text, 0))
    return Batch(tuple(readings), ok=ok, numbered=True, unplaced=tuple(unplaced))


def _align_beginning(said: Sequence[Clause], form: Form) -> Batch | None:
    """Read "1 buổi, 2, 0, 3 hộ": the first lines in order, where each name is in its place."""
    unnamed = [clause for clause in said if clause.question is None]
    if not unnamed or not _FEWEST_IN_ORDER <= len(said) <= len(form.asked):
        return None
    readings = form.make_empty()
    for number, clause in zip(form.asked, said, strict=False):
        at = number - 1
        if clause.question not in (None, at) or clause.ambiguous:
            return None
        if clause.question is None and not fits_in_place(clause.text, form.questions[at]):
            return None
        reading, apart = read_clause(clause.text, clause.whole, at, form)
        if apart is not None or reading.status in _NOTHING_READ:
            return None
        readings[at] = reading
    return Batch(tuple(readings), numbered=True)


def _keep(
    readings: list[Reading | None], clause: Clause, before: Sequence[Clause], form: Form
) -> list[Unplaced]:
    at = clause.question or 0
    words = strip_last_month(_HER_NUMBER.sub("", clause.text))
    if clause.ambiguous:
        reading, apart = UNREADABLE, None
    else:
        reading, apart = read_clause(words, clause.whole or words, at, form)
    if apart is not None:
        return [replace(apart, text=clause.typed or apart.text)]
    if reading == UNREADABLE and not (clause.plainly or clause.ambiguous or is_answer(words)):
        return []  # "dang" in a remark is "đang", no line
    earlier = readings[at]
    if earlier is not None and _is_another_one(clause, before, form):
        readings[at] = _add_up(earlier, reading)
    else:
        unheard = earlier == UNREADABLE and form.kinds[at] is Kind.YES_NO
        if reading != UNREADABLE or form.kinds[at] is not Kind.YES_NO or earlier is None:
            readings[at] = reading if unheard or earlier in (None, reading) else UNREADABLE
    return []


def _is_another_one(clause: Clause, before: Sequence[Clause], form: Form) -> bool:
    """Return True for "1 buổi dọn vệ sinh" after "1 buổi tuyên truyền": two things to count."""
    if form.kinds[clause.question or 0] is not Kind.COUNT:
        return False
    mine = _list_words(clause.whole)
    return all(mine != _list_words(c.whole) for c in before if c.question == clause.question)


def _list_words(text: str) -> list[str]:
    return [token.text for token in cut(text)[:-1] if token.text.isalpha()]


def _add_up(first: Reading, second: Reading) -> Reading:
    """Add two amounts of one question, to be confirmed; unreadable where one is none."""
    amounts = [reading.value for reading in (first, second) if reading.status in _NUMBERS]
    if len(amounts) != _BOTH or not all(isinstance(amount, int) for amount in amounts):
        return UNREADABLE
    return Reading(Status.CONFIRM, sum(amounts))


def _place_tail(readings: list[Reading | None], said: Sequence[Clause], form: Form) -> int:
    """Read "…, hv 0/0, chưa, 0, ko" on in order: as many as lines are left after the last name.

    Fewer are, where a "rồi" or "chưa" among them stands in the place of its line. Returns how many
    clauses were placed.
    """
    tail = 0
    while tail < len(said) and said[-1 - tail].question is None and said[-1 - tail].text:
        tail += 1
    last = -1 if tail == len(said) else said[-1 - tail].question
    if tail < _BOTH or last is None or last < 0:
        return 0
    places = range(last + 1, last + 1 + tail)
    if places.stop > len(readings) or any(readings[at] is not None for at in places):
        return 0
    found = []
    for at, clause in zip(places, said[len(said) - tail :], strict=True):
        if clause.ambiguous or not fits_in_place(clause.text, form.questions[at]):
            return 0
        reading, apart = read_clause(clause.text, clause.whole, at, form)
        if apart is not None or not reading.is_certain:
            return 0
        found.append(reading)
    done = any(
        form.kinds[at] is Kind.YES_NO
        and not form.questions[at].own_words
        and (reading.value == "yes" or reading.status is Status.NOT_YET)
        for at, reading in zip(places, found, strict=True)
    )
    if places.stop < len(readings) and not done:
        return 0
    for at, reading in zip(places, found, strict=True):
        readings[at] = reading
    return tail


def _doubt_neighbours(
    readings: list[Reading | None], said: Sequence[Clause], unplaced: Sequence[Unplaced]
) -> None:
    """Doubt what stands right beside an amount that nobody could place: "mới 2... à 3 chị"."""
    strange = {one.text for one in unplaced if one.why is UnplacedReason.UNCLEAR}
    odd = [
        n
        for n, clause in enumerate(said)
        if clause.question is None
        and (clause.whole in strange or _TAKEN_BACK.match(strip_marks(clause.whole)))
    ]
    for near in {n + step for n in odd for step in (-1, 1)}:
        at = said[near].question if 0 <= near < len(said) else None
        if at is None:
            continue
        reading = readings[at]
        if reading is not None and reading.is_certain:
            value = 0 if reading.value is None else reading.value
            readings[at] = Reading(Status.CONFIRM, value)


def _place_unnamed(
    readings: list[Reading | None], said: Sequence[Clause], form: Form
) -> list[Unplaced]:
    """Give each clause without a name to the one question that can take it, or set it apart."""
    unplaced = []
    for clause in said:
        if clause.question is not None or not is_answer(clause.text):
            continue
        why = find_reason(clause.whole, form)
        fitting = [] if why or clause.ambiguous else find_fitting(clause.text, readings, form)
        if len(fitting) == 1:
            at, reading = fitting[0]
            readings[at] = reading
        else:
            unplaced.append(Unplaced(clause.whole, why or UnplacedReason.UNCLEAR))
    return unplaced


# -- in order: what has neither number nor name


def _align_in_order(text: str, form: Form, rest: Rest | None) -> Batch:
    """Read answers in order: of the whole form if there are as many, else of what is open."""
    shorter, apart = _set_apart(text, form)
    if apart:
        return Batch(tuple(form.make_empty()), unplaced=tuple(apart))
    for number in form.asked if len(form.questions) > 1 else ():
        question = form.questions[number - 1]
        if question.kind is Kind.PAIR and count_own_words(text, question) > 1:
            reading = read_text(text, question)
            if reading.status is Status.VALUE and fits_in_place(text, question):
                readings = form.make_empty()
                readings[number - 1] = reading
                return Batch(tuple(readings), numbered=True)
    telling = find_only_telling(text)
    if len(form.questions) > 1 and telling and tells_its_question(telling):
        readings = form.make_empty()
        fitting = find_fitting(telling, readings, form)
        at = fitting[0][0] if len(fitting) == 1 else None
        if at is not None and is_told_apart(telling, form.questions[at]):
            readings[at] = fitting[0][1]
            return Batch(tuple(readings), numbered=True)
    whole = tuple(range(1, len(form.kinds) + 1))
    laid = _lay_in_order(shorter, form.select_asked(), rest)
    if tuple(form.asked) == whole:
        return laid
    everything = _lay_in_order(shorter, form, rest)
    if not everything.leftover and None not in everything.readings:
        return everything
    return everything if laid.leftover else _spread(laid, form.asked, form)


def _set_apart(text: str, form: Form) -> tuple[str, list[Unplaced]]:
    """Set clauses apart that are no result; where one is, no order says what the others are."""
    clauses = [clause.whole for clause in split_clauses(text, ())]
    apart = []
    for clause in clauses:
        why = find_reason(clause, form)
        if why is not None:
            apart.append(Unplaced(clause, why))
    if not apart:
        return text, []
    said = {each.text for each in apart}
    others = [c for c in clauses if c not in said and is_answer(c)]
    return "", apart + [Unplaced(clause, UnplacedReason.UNCLEAR) for clause in others]


def _lay_in_order(text: str, form: Form, rest: Rest | None) -> Batch:
    """Read answers to all questions of a form in order; `rest`: what was said of the others."""
    kinds = form.kinds
    shorter, ok = split_ok(text, whole=True)
    if ok and not shorter:
        return Batch(tuple(form.make_empty()), ok=True)
    laid = _lay_out(shorter, form, ok=ok, some=rest is not None)
    if ok and kinds[-1] is Kind.YES_NO and laid.readings[-1] is None:
        full = segment(text, form)
        if full is not None and len(full) == len(kinds) and UNREADABLE not in full:
            return Batch(full)
    return laid


def _lay_out(text: str, form: Form, *, ok: bool, some: bool = False) -> Batch:
    readings = segment(text, form, some=some)
    if readings is None:
        return Batch(tuple(form.make_empty()), ok=ok, leftover=text)
    missing = len(form.kinds) - len(readings)
    return Batch((*readings, *(None,) * missing), ok=ok)
