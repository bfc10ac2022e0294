"""Several answers in one message: in order, or each with the number of its question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from bot.conversations.intents import fold_phrase
from bot.conversations.reporting.reading import (
    Inexact,
    RefusalReason,
    describe_question,
    find_answer_kind,
    judge_reading,
    read_answers,
    read_one,
    repeat_previous,
)
from bot.conversations.reporting.state import (
    Answer,
    ReportState,
    answer_nothing,
    find_asked_codes,
    number_of,
)
from domain.answers import Batch, Kind, Rest, Unplaced, UnplacedReason
from domain.answers.batch.mentions import find_mentioned, find_named_alone, strip_taking_back
from domain.answers.numbers.pairs import tell_half
from domain.answers.readings import UNCHANGED
from domain.notices.reporting import CASE
from domain.plan.plan import Plan

_OF_ANOTHER_MATTER = frozenset(
    {UnplacedReason.PLANNED, UnplacedReason.OTHER_TIME, UnplacedReason.OTHER_THING}
)
"""Why words are no answer even where only one question is open."""

_BETWEEN = re.compile(r"[,;\n]")
_ONE_LINE = re.compile(
    r"(?:câu|cau|số|so)?\s*([0-9]{1,2})\s*(?:[:.)=]|là|la)?\s+(?!câu|cau)(\S.*)", re.IGNORECASE
)
_LINE = frozenset({"cau", "so", "dong", "sai", "sua"})
_AROUND_LINE = frozenset({"chua", "dung", "khong", "phai", "muon", "lai", "chi", "em", "nhe", "a"})
_LONGEST_NAMING = 60
_NUMBERED = re.compile(r"([0-9]{1,2})\s*[:.)]\s*(.+)")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a message gives anew, by code.

    `words`: what was said to the refused ones. `ok`: the message also says to send the report.
    `nothing`: it said "none" to everything. `placed`: the answers bore the numbers or names of
    their questions. `unplaced`: what belongs to no question, and why.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    refused: dict[str, RefusalReason | Inexact] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    ok: bool = False
    nothing: bool = False
    placed: bool = False
    unplaced: tuple[Unplaced, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.answers or self.refused)


def read_lines(plan: Plan, state: ReportState, text: str, codes: Sequence[str]) -> Corrections:
    """Read answers to these questions in order, or to any by its number (`4: 5`, `1: 12, 6 rồi`).

    More answers than questions give nothing, because laid out one off they would all be wrong,
    unless they fit the whole form: then it was said anew. Answers that name other questions are
    taken as answers to those.
    """
    if back := _read_taken_back(plan, state, text):
        return back
    numbers = [number_of(state, code) for code in codes]
    batch = read_answers(plan, state, text, numbers)
    if len(codes) == 1 < len(state.codes) and not batch.numbered:
        of_another = tuple(one for one in batch.unplaced if one.why in _OF_ANOTHER_MATTER)
        if of_another:
            return Corrections(unplaced=of_another)
        return _read_alone(plan, state, text, codes[0])
    return lay_out_batch(plan, state, text, codes, batch)


def read_lines_at_once(plan: Plan, state: ReportState, text: str) -> Corrections:
    """Read lines by their numbers, or the whole form if every answer is read; else nothing."""
    if back := _read_taken_back(plan, state, text):
        return back
    whole = read_answers(plan, state, text)
    lines = lay_out_batch(plan, state, text, state.codes, whole)
    complete = len(lines.answers) == len(state.codes) > 1
    return lines if whole.numbered or complete else Corrections(unplaced=lines.unplaced)


def read_loose_line(plan: Plan, state: ReportState, text: str) -> Corrections:
    """Read a line said loosely, where only a line can be meant: `4 5`, `câu 4: 5`, `6 chưa`."""
    said = _ONE_LINE.fullmatch(text.strip())
    if said is None or not 1 <= int(said[1]) <= len(state.codes):
        return Corrections()
    return read_lines_at_once(plan, state, f"{said[1]}: {said[2]}")


def find_named_line(state: ReportState, text: str) -> str | None:
    """Return the question of which only the number was said: `4`, `câu 4`, `sai câu 4`."""
    words = fold_phrase(text[:_LONGEST_NAMING]).split()
    numbers = [word for word in words if word.isascii() and word.isdecimal()]
    others = set(words) - set(numbers)
    if len(numbers) != 1 or not others <= _LINE | _AROUND_LINE or (others and not others & _LINE):
        return None
    number = int(numbers[0])
    return state.codes[number - 1] if 1 <= number <= len(state.codes) else None


def _read_taken_back(plan: Plan, state: ReportState, text: str) -> Corrections:
    """Read "à chưa, tháng này chưa": what takes back the one answer of her message before."""
    said = strip_taking_back(text)
    if not said or len(state.last) != 1 or state.last[0] not in state.answers:
        return Corrections()
    code = state.last[0]
    mentioned = find_mentioned(said, [describe_question(plan, each) for each in state.codes])
    if code == CASE or not set(mentioned) <= {number_of(state, code)}:
        return Corrections()
    verdict = judge_reading(plan, state, code, read_one(plan, code, said))
    if not isinstance(verdict, Answer):
        return Corrections()
    return Corrections({code: _join_halves(plan, state, code, verdict, said)}, placed=True)


def _join_halves(plan: Plan, state: ReportState, code: str, answer: Answer, text: str) -> Answer:
    """Keep the half told before where this message tells the other one: "mới 2", then "giảm 1"."""
    before = state.answers.get(code)
    if find_answer_kind(plan, code) is not Kind.PAIR or before is None or before.values is None:
        return answer
    half = tell_half(text)
    if not half or answer.values is None or before.values.keys() != answer.values.keys():
        return answer
    gained, lost = answer.values
    kept = lost if half == "gained" else gained
    return replace(answer, values={**answer.values, kept: before.values[kept]})


def find_line_alone(plan: Plan, state: ReportState, text: str) -> str | None:
    """Return the open question that a message only names: "5 không 3 sạch", "đảng"."""
    questions = [describe_question(plan, each) for each in state.codes]
    numbers = find_named_alone(text, questions)
    code = state.codes[numbers[0] - 1] if len(numbers) == 1 else None
    return code if code is not None and code not in state.answers else None


def _read_alone(plan: Plan, state: ReportState, text: str, code: str) -> Corrections:
    verdict = judge_reading(plan, state, code, read_one(plan, code, text))
    if isinstance(verdict, Answer):
        return Corrections({code: _join_halves(plan, state, code, verdict, text)})
    return Corrections(refused={code: verdict})


def lay_out_batch(
    plan: Plan, state: ReportState, text: str, codes: Sequence[str], batch: Batch
) -> Corrections:
    """Judge what was read of a message as answers; `codes`: the questions open to a plain row."""
    lines = Corrections(
        ok=batch.ok, nothing=batch.nothing, placed=batch.numbered, unplaced=batch.unplaced
    )
    if batch.leftover and not batch.numbered:
        return lines
    if batch.rest is not None:
        lines.answers.update(_fill_rest(plan, state, batch))
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    for number, (code, reading) in enumerate(zip(state.codes, batch.readings, strict=True), 1):
        if reading is None:
            continue
        if reading == UNCHANGED and code in state.answers:
            continue  # "số 4 giữ nguyên": as she told it before
        verdict = judge_reading(plan, state, code, reading)
        if isinstance(verdict, Answer):
            lines.answers[code] = _join_halves(plan, state, code, verdict, text)
        else:
            lines.refused[code] = verdict
            place = number if batch.numbered or code not in codes else codes.index(code) + 1
            lines.words[code] = _find_words(parts, place, len(codes), batch.numbered)
    return lines


def _fill_rest(plan: Plan, state: ReportState, batch: Batch) -> dict[str, Answer]:
    """Answer the open lines that were not named as "còn lại không" or "như tháng trước" says."""
    given: dict[str, Answer] = {}
    for code, reading in zip(state.codes, batch.readings, strict=True):
        if reading is not None or code in state.answers:
            continue
        if code == CASE and code not in find_asked_codes(state):
            continue
        answer = (
            answer_nothing(plan, state, code)
            if batch.rest is Rest.NONE
            else repeat_previous(plan, state, code, changed=batch.rest is Rest.SAME)
        )
        if isinstance(answer, Answer) and answer.values is not None:
            given[code] = answer
    return given


def _find_words(parts: Sequence[str], number: int, questions: int, numbered: bool) -> str:
    """Return what was said to a question if the message shows it plainly, else ""."""
    if numbered:
        named = (_NUMBERED.match(part) for part in parts)
        return next((m[2].strip() for m in named if m and int(m[1]) == number), "")
    return parts[number - 1] if len(parts) == questions else ""
