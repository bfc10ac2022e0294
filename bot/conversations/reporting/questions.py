"""Questions and remarks of hers amid a report: what she says that is no answer.

A question is answered from the plan and keeps nothing. A remark that speaks of an answered line and
is not understood ("bỏ câu 4 đi", "đổi câu 2 với câu 3") puts that line in doubt: whoever says such
a thing does not mean it to stay as it is, so it is asked about and never kept in silence.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from msgspec.structs import replace

from bot.conversations.intents import Intent
from bot.conversations.reporting.asking import (
    ask_after_aside,
    ask_briefly,
    echo_corrections,
    explain_refusal,
)
from bot.conversations.reporting.corrections import Corrections, find_named_line, read_lines
from bot.conversations.reporting.reading import (
    RefusalReason,
    describe_question,
    judge_reading,
    read_answers,
)
from bot.conversations.reporting.state import (
    Answer,
    ReportStage,
    ReportState,
    ask_line_again,
    find_asked_codes,
    keep_answers,
    number_of,
)
from bot.conversations.reporting.turn import ReportStep, Turn
from bot.engine.conversation import Step
from domain.answers import fold
from domain.answers.batch.mentions import find_mentioned, may_change
from domain.answers.text.phrases import strip_marks
from domain.answers.text.question_shapes import asks
from domain.answers.text.questions import asks_something
from domain.notices.reporting import CASE, HelpOnForm, HelpOnQuestion, NoSuchAnswer
from domain.plan.plan import Plan

_CLAUSE = re.compile(r"[,;\n]|\.(?!\d)|\?(?=\s*\S)")
_WHOLE_ROW = 3
"""So many answers in a message that ends with "?" are answers all the same."""

_NUMBERED = re.compile(r"\b(?:cau|so|muc|y) (?:so |thu )?(\d{1,2})\b")
_NUMBER_FIRST = re.compile(
    r"(\d{1,2}) (?:la (?:gi|j|sao)|nghia la|nhu the nao|the nao|tinh|ghi)\b.*"
)
_HELP_WITH = re.compile(
    r"(?:(?:em|chi|nho|oi|a) )*(?:tro giup|giup|huong dan|noi ro|noi lai|chi)"
    r"(?: (?:em|chi|voi|ho|lai|them|ro))* cau (?:so )?(\d{1,2})(?: (?:di|voi|nhe|nha|em|a|oi))*"
)
_PAIR = re.compile(r"^\W*(?:số |so |cái |cai |ghi )?\d{1,2}\s?/\s?\d{1,2}(?![\d/])")
_AROUND_NAMES = str.maketrans(dict.fromkeys(",\"“”'()!?:;", " "))
_OF_NO_LINE = re.compile(
    r"(?:(?:da|em|chi|oi|e|a|ha|u|ma|vay|the|nay|cai|cau|nhu|do|day|roi|voi|di|nhe|hoi|ti|tin"
    r"|la|gi|j|sao|nghia|nao|tinh|ghi|tra|loi|lam|giai|thich|chua|khong|ko|k|hieu|phai|co|dung"
    r"|duoc|bao|kieu|may|cho) ?)+"
)
"""Only such words: she asks about what stands, and names no line."""

_LEAST_WORDS_ELSEWHERE = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of hers. `code`: the line it names, "" for none.

    `rest`: what else the message says, without the question and what it is about.
    """

    code: str
    words: str
    rest: str


def read_question(turn: Turn) -> tuple[Turn, Asked | None]:
    """Find the question in a message: None where it asks nothing.

    The turn comes back without question marks that ask nothing, as of a form copied with its
    answers.
    """
    if turn.event.pressed or not turn.text:
        return turn, None
    text = _join_names(turn.plan, turn.state, turn.text)
    if helped := _HELP_WITH.fullmatch(_fold(text)):
        return turn, Asked(_find_numbered(turn.state, helped[1]), text, "")
    if not asks(text):
        return turn, None
    row = dataclasses.replace(turn, text=turn.text.replace("?", " "))
    return (row, None) if _is_whole_row(row, text) else (turn, _find_question(turn, text))


def _find_question(turn: Turn, text: str) -> Asked:
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    asking = [at for at, clause in enumerate(clauses) if asks(f"{clause} ")]
    asking = asking or [len(clauses) - 1]
    words = clauses[asking[-1]]
    code = find_line_asked(turn.plan, turn.state, words)
    about = {*asking} if code else {*asking, *(at - 1 for at in asking)}
    rest = "\n".join(clause for at, clause in enumerate(clauses) if at not in about)
    if not code and len(clauses) > 1:
        code = find_line_asked(turn.plan, turn.state, " ".join(clauses[at] for at in sorted(about)))
    return Asked(code, words, rest)


def answer_question(turn: Turn, asked: Asked) -> ReportStep:
    """Answer from the plan's help and go on where the form was; nothing of a question is kept."""
    lines = _read_rest(turn, asked.rest)
    state = turn.state
    if lines.answers and state.stage is ReportStage.ASK:
        state = keep_answers(state, lines.answers)
    kept = echo_corrections(turn.state, lines.answers) if state is not turn.state else ()
    code = asked.code or _find_only_line(turn.state)
    is_vague = _OF_NO_LINE.fullmatch(_fold(asked.words)) is not None
    if asked.code or (code and is_vague):
        number = number_of(state, code) if code in state.codes else 0
        return Step(state, (*kept, HelpOnQuestion(number, code), *ask_after_aside(state)))
    if is_vague:
        return Step(state, (*kept, *_explain_form(state)))
    said = NoSuchAnswer(len(turn.state.codes))
    return Step(state, (*kept, said, *ask_after_aside(state)), unheard=not kept)


def _explain_form(state: ReportState) -> tuple[HelpOnForm, ...]:
    if state.stage is ReportStage.ASK:
        return (HelpOnForm(find_asked_codes(state)),)
    return ask_briefly(state)  # type: ignore[return-value]


def _find_only_line(state: ReportState) -> str:
    """Find the line that stands alone to be answered, "" where there are several."""
    if state.stage is ReportStage.CONFIRM and state.pending is not None:
        return state.pending.code
    codes = find_asked_codes(state) if state.stage is ReportStage.ASK else ()
    return codes[0] if len(codes) == 1 else ""


def _is_whole_row(turn: Turn, text: str) -> bool:
    """Tell whether a row of answers just ends with "?", as in a form that is copied."""
    codes = find_asked_codes(turn.state)
    if "?" not in text or asks(text.replace("?", " ")) or len(codes) < _WHOLE_ROW:
        return False
    return len(read_lines(*turn.reading, codes).answers) >= len(codes)


def _read_rest(turn: Turn, rest: str) -> Corrections:
    """Read what was told beside a question: only lines that are named are kept."""
    if not rest.strip() or turn.intent is Intent.HELP:
        return Corrections()
    lines = read_lines(turn.plan, turn.state, rest, find_asked_codes(turn.state))
    sure = lines.placed and not lines.refused and not lines.nothing
    return lines if sure and not any(a.doubt for a in lines.answers.values()) else Corrections()


# --- which line ---------------------------------------------------------------------------------


def find_line_asked(plan: Plan, state: ReportState, text: str) -> str:
    """Find the line that a question names, by its number or its words; "" for none.

    Lines of the plan that others report are found by their longer names alone.
    """
    said = _fold(text)
    numbered = _NUMBERED.search(said) or _NUMBER_FIRST.fullmatch(said)
    if numbered is not None and (code := _find_numbered(state, numbered[1])):
        return code
    if (pair := _find_pair(plan, state, text)) is not None:
        return pair
    padded, found = f" {said} ", ("", "")
    for code in (*state.codes, *(one.code for one in plan.indicators)):
        for name in _list_names(plan, code, asked=code in state.codes):
            if len(name) > len(found[0]) and _is_about(name, padded):
                found = name, code
    return found[1]


def _find_pair(plan: Plan, state: ReportState, text: str) -> str | None:
    """Find the one line of two numbers, which "3/1 là sao" is about."""
    pairs = [c for c in state.codes if c != CASE and plan.indicator(c).asks == "pair"]
    return pairs[0] if len(pairs) == 1 and _PAIR.search(text) is not None else None


def _is_about(name: str, padded: str) -> bool:
    """Tell whether a question is about what is called so; one word alone may stand for anything."""
    if f" {name} " not in padded:
        return False
    others = padded.replace(f" {name} ", " ").strip()
    return " " in name or any(map(str.isdigit, name)) or _OF_NO_LINE.fullmatch(others) is not None


def _find_numbered(state: ReportState, number: str) -> str:
    at = int(number) - 1
    return state.codes[at] if 0 <= at < len(state.codes) else ""


def _list_names(plan: Plan, code: str, *, asked: bool) -> Sequence[str]:
    """List a line's names without marks; of the case question and of others' lines only long ones,
    since a single word of theirs is said of anything."""
    names = _fold_names(describe_question(plan, code).names)
    if code == CASE:
        return [name for name in names if " " in name]
    if asked:
        return names
    return [
        n for n in names if len(n.split()) >= _LEAST_WORDS_ELSEWHERE or any(map(str.isdigit, n))
    ]


@lru_cache(maxsize=512)
def _fold_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_fold(name) for name in names)


def _fold(text: str) -> str:
    return fold(text.translate(_AROUND_NAMES)).strip(" .")


def _join_names(plan: Plan, state: ReportState, text: str) -> str:
    """Take out of a message the marks that belong to the form itself.

    "5 không, 3 sạch" has a comma that parts nothing, and "…cần giúp đỡ không?" copied with its
    answer is our question, not hers.
    """
    for code in state.codes:
        for name in describe_question(plan, code).names:
            if "," in name or name.endswith("?"):
                text = _strip_inside(text, name)
    return text


def _strip_inside(text: str, name: str) -> str:
    found = _compile_name(name).search(strip_marks(text.lower()))
    if found is None:
        return text
    inside = "" if name.endswith("?") else text[found.start() : found.end()].replace(",", " ")
    return text[: found.start()] + inside + text[found.end() :]


@lru_cache(maxsize=512)
def _compile_name(name: str) -> re.Pattern[str]:
    """Compile a name as it is found in letters without marks, with or without its signs."""
    words = [re.escape(fold(word)) for word in re.findall(r"[^\W_]+", name)]
    return re.compile(r"[\W_]+".join(words) + r"[ \t]*\??")


# --- what a remark speaks of ----------------------------------------------------------------------


_STAGES = frozenset({ReportStage.ASK, ReportStage.REVIEW, ReportStage.WHICH})


def doubt_what_was_spoken_of(turn: Turn, step: ReportStep) -> ReportStep:
    """Put answered lines in doubt that her message spoke of and left as they were."""
    state = step.state
    if state is None or step.park or step.effects or turn.state.stage not in _STAGES:
        return step
    if state.stage not in _STAGES or not may_change(turn.text):
        return step
    if find_named_line(turn.state, turn.text) is not None:
        return step
    codes = [code for code in _list_left(turn) if state.answers.get(code) == _before(turn, code)]
    asked = find_asked_codes(state) if state.fixing else ()
    if not codes or (asked and asked[0] not in codes):
        return step
    doubted = {code: replace(state.answers[code], doubt="read") for code in codes}
    state = replace(state, answers={**state.answers, **doubted})
    if state.stage is ReportStage.ASK or state.fixing:
        return dataclasses.replace(step, state=state)
    why = explain_refusal(state, codes[0], RefusalReason.UNREAD)
    return Step(ask_line_again(state, codes[0]), (why,))


def _before(turn: Turn, code: str) -> Answer | None:
    return turn.state.answers.get(code)


def _list_left(turn: Turn) -> Iterator[str]:
    """Yield the answered lines that the message speaks of and does not tell again as they are."""
    plan, state = turn.plan, turn.state
    questions = [describe_question(plan, code) for code in state.codes]
    mentioned = find_mentioned(turn.text, questions)
    said = read_answers(plan, state, turn.text).readings if mentioned else ()
    for number in mentioned:
        code = state.codes[number - 1]
        answer = state.answers.get(code)
        if code == CASE or answer is None or answer.values is None:
            continue
        reading = said[number - 1] if number <= len(said) else None
        verdict = None if reading is None else judge_reading(plan, state, code, reading)
        if isinstance(verdict, Answer) and verdict.values == answer.values:
            continue
        if reading is None and asks_something(turn.text) and not any(map(str.isdigit, turn.text)):
            continue
        yield code
