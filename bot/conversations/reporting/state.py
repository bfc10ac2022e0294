"""Where a report stands: what is asked, what was answered, what is being confirmed."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

from bot.conversations.effects import SubmitReport
from domain.notices.reporting import CASE, Amounts, Change, Head, Line
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Plan


class Manner(StrEnum):
    """One question at a time, or all in one message."""

    STEPS = "steps"
    ONE_ANSWER = "one_answer"


class Stage(StrEnum):
    """What the next message answers."""

    ASK = "ask"
    CONFIRM = "confirm"
    REVIEW = "review"
    WHICH = "which"
    CANCEL = "cancel"


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One answer. `values` None: skipped. `doubt` and `usual` as in notices.report.Line."""

    values: Amounts | None = None
    unchanged: bool = False
    doubt: str = ""
    usual: float | None = None


class Pending(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reading echoed to her and not yet kept."""

    code: str
    answer: Answer


class ReportState(msgspec.Struct, frozen=True, omit_defaults=True):
    """One report under way.

    `codes`: the questions in order ("case" for whether somebody needs help). `position`: the
    question asked alone (in steps, or when one line is being corrected: `fixing`). `last`: the
    codes her last message answered, which an edit of it corrects. `shown`: the answers of the
    first summary, or of the report sent earlier (`correcting`); what differs is a change.
    `previous`: last period's amounts; `usual`: the highest so far, both code → field → amount.
    `returns_to`: the stage a cancelled cancelling goes back to.
    """

    unit_id: int
    unit_name: str
    period: str
    codes: tuple[str, ...]
    level: str = Level.BRANCH.value
    due: date | None = None
    manner: Manner = Manner.STEPS
    on_behalf: bool = False
    correcting: bool = False
    stage: Stage = Stage.ASK
    position: int = 0
    fixing: bool = False
    answers: dict[str, Answer] = msgspec.field(default_factory=dict)
    pending: Pending | None = None
    last: tuple[str, ...] = ()
    shown: dict[str, Amounts | None] | None = None
    nothing: bool = False
    previous: dict[str, Amounts] = msgspec.field(default_factory=dict)
    usual: dict[str, Amounts] = msgspec.field(default_factory=dict)
    returns_to: Stage = Stage.ASK


def form_codes(plan: Plan, level: Level, period: Period) -> tuple[str, ...]:
    """The questions of a level's form in this period; a level the plan names is asked of cases."""
    codes = tuple(indicator.code for indicator in plan.form(level, period))
    return (*codes, CASE) if codes and level in plan.case_question.entered_by else codes


def report_key(unit_id: int, period: str) -> str:
    """Under which a report is set aside: one per unit and period."""
    return f"report:{unit_id}:{period}"


def head(state: ReportState) -> Head:
    """Whose form for when."""
    return Head(state.unit_name, state.period, state.due, state.on_behalf, state.correcting)


def number_of(state: ReportState, code: str) -> int:
    """The question's number in the form, from 1."""
    return state.codes.index(code) + 1


def open_codes(state: ReportState) -> tuple[str, ...]:
    """Questions without an answer; a skipped one has been answered."""
    return tuple(code for code in state.codes if code not in state.answers)


def asked(state: ReportState) -> tuple[str, ...]:
    """The questions the next message answers: one, or in one answer all that are open."""
    if state.fixing or state.manner is Manner.STEPS:
        return (state.codes[state.position],)
    return open_codes(state) or (state.codes[state.position],)


def form_lines(state: ReportState, codes: Sequence[str]) -> tuple[Line, ...]:
    """Questions with what was answered last period."""
    return tuple(Line(number_of(state, c), c, state.previous.get(c)) for c in codes)


def summary_lines(state: ReportState) -> tuple[Line, ...]:
    """All answers as they stand."""
    return tuple(_summary_line(state, code) for code in state.codes)


def _summary_line(state: ReportState, code: str) -> Line:
    given = state.answers.get(code, Answer())
    number = number_of(state, code)
    return Line(number, code, given.values, given.unchanged, given.doubt, given.usual)


def values_of(state: ReportState) -> dict[str, Amounts | None]:
    """Amounts by code; None for what was skipped."""
    return {code: answer.values for code, answer in state.answers.items()}


def changes(state: ReportState) -> tuple[Change, ...]:
    """What differs from what was first shown to her, or sent earlier."""
    if state.shown is None:
        return ()
    now, before = values_of(state), state.shown
    return tuple(
        Change(number_of(state, code), code, before.get(code), now.get(code))
        for code in state.codes
        if before.get(code) != now.get(code)
    )


def submission(state: ReportState) -> SubmitReport:
    """The report as it is to be stored."""
    given = {c: a for c, a in state.answers.items() if c in state.codes and c != CASE}
    case = values_of(state).get(CASE)
    return SubmitReport(
        unit_id=state.unit_id,
        period=state.period,
        values={c: a.values for c, a in given.items() if a.values is not None},
        skipped=tuple(c for c in state.codes if c != CASE and _is_skipped(given.get(c))),
        on_behalf=state.on_behalf,
        unchanged=tuple(c for c, a in given.items() if a.unchanged),
        corrected=changes(state),
        help_needed=None if case is None else bool(case["yes"]),
    )


def _is_skipped(answer: Answer | None) -> bool:
    return answer is None or answer.values is None


def known_to(plan: Plan, state: ReportState) -> ReportState:
    """The state without questions that the plan no longer has: a form may lie for weeks."""
    known = {indicator.code for indicator in plan.indicators} | {CASE}
    codes = tuple(code for code in state.codes if code in known)
    if codes == state.codes or not codes:
        return state
    answers = {code: a for code, a in state.answers.items() if code in known}
    position = min(state.position, len(codes) - 1)
    return msgspec.structs.replace(
        state, codes=codes, answers=answers, position=position, pending=None, stage=Stage.ASK
    )
