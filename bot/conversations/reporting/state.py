"""Where a report stands: what is asked, answered, being confirmed; and how answers move it on."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from bot.conversations.effects import SubmitReport
from domain.notices.reporting import CASE, Amounts, Change, Head, Line
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Plan


class Manner(StrEnum):
    """One question at a time, or all in one message."""

    STEPS = "steps"
    ONE_ANSWER = "one_answer"


class ReportStage(StrEnum):
    """What the next message answers."""

    ASK = "ask"
    CONFIRM = "confirm"
    REVIEW = "review"
    WHICH = "which"
    CANCEL = "cancel"
    STANDS = "stands"
    REASON = "reason"


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One answer. `values` None: skipped. `doubt` and `usual`: as in notices.reporting.Line."""

    values: Amounts | None = None
    unchanged: bool = False
    doubt: str = ""
    usual: float | None = None


class Pending(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reading echoed to her and not yet kept."""

    code: str
    answer: Answer


class Stands(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report that somebody sent since the form was opened, as it was shown to her.

    `changes`: what would differ, from what stands to what the form says.
    """

    submission_id: int
    edition: int
    changes: tuple[Change, ...]
    by_officer: bool = False


class ReportState(msgspec.Struct, frozen=True, omit_defaults=True):
    """One report under way.

    `codes`: the questions in order ("case" for whether somebody needs help). `position`: the
    question asked alone (in steps, or when one line is being corrected: `fixing`). `last`: the
    codes her last message answered, which an edit of it corrects. `shown`: the answers of the
    first summary, or of the report sent earlier (`correcting`); what differs is a change.
    `previous`: last period's amounts; `usual`: the highest so far, both code → field → amount.
    `returns_to`: the stage to go back to if she does not cancel after all. `case_asked`: she was
    just asked "somebody needs help, is that right?", which a plain yes answers. `case_told_at`:
    when the case was told amid the form; if one was opened since, it is not asked about again.
    `of_other`: as in notices.reporting.Line.

    `edition`: the edition of the report that stood when the form was opened, or that she has since
    said to replace; 0 if none did. `stands`: the newer one that she is asked about. `of_leader`:
    an officer corrects what the branch itself sent, and gives a `reason`. `held`: what she said a
    line should be ("3"), who has not yet said which.
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
    stage: ReportStage = ReportStage.ASK
    position: int = 0
    fixing: bool = False
    answers: dict[str, Answer] = msgspec.field(default_factory=dict)
    pending: Pending | None = None
    last: tuple[str, ...] = ()
    shown: dict[str, Amounts | None] | None = None
    nothing: bool = False
    previous: dict[str, Amounts] = msgspec.field(default_factory=dict)
    usual: dict[str, Amounts] = msgspec.field(default_factory=dict)
    returns_to: ReportStage = ReportStage.ASK
    of_other: bool = False
    case_asked: bool = False
    case_told_at: datetime | None = None
    edition: int = 0
    stands: Stands | None = None
    of_leader: bool = False
    reason: str = ""
    held: str = ""


def list_form_codes(plan: Plan, level: Level, period: Period) -> tuple[str, ...]:
    """Return the questions of a level's form in this period.

    The case question comes last, for the levels that the plan names.
    """
    codes = tuple(indicator.code for indicator in plan.form(level, period))
    return (*codes, CASE) if codes and level in plan.case_question.entered_by else codes


def report_key(unit_id: int, period: str, *, correcting: bool = False) -> str:
    """Return the key under which a report is set aside: one per unit and period.

    The correction of one that was sent has a key of its own.
    """
    return f"{'correction' if correcting else 'report'}:{unit_id}:{period}"


def form_key(state: ReportState) -> str:
    """Return the key under which this form is set aside."""
    return report_key(state.unit_id, state.period, correcting=state.correcting)


def build_head(state: ReportState) -> Head:
    """Build the head of the form: whose it is, and for when."""
    return Head(state.unit_name, state.period, state.due, state.on_behalf, state.correcting)


def number_of(state: ReportState, code: str) -> int:
    """Return the question's number in the form, from 1."""
    return state.codes.index(code) + 1


def find_open_codes(state: ReportState) -> tuple[str, ...]:
    """Return the questions without an answer; a skipped question counts as answered."""
    return tuple(code for code in state.codes if code not in state.answers)


def find_asked_codes(state: ReportState) -> tuple[str, ...]:
    """Return the questions that the next message answers: one, or all open ones at once."""
    if state.fixing or state.manner is Manner.STEPS:
        return (state.codes[state.position],)
    return find_open_codes(state) or (state.codes[state.position],)


def list_form_lines(state: ReportState, codes: Sequence[str]) -> tuple[Line, ...]:
    """Return questions with what was answered last period."""
    other = state.of_other
    return tuple(Line(number_of(state, c), c, state.previous.get(c), of_other=other) for c in codes)


def list_summary_lines(state: ReportState) -> tuple[Line, ...]:
    """Return all answers as they stand."""
    return tuple(_build_summary_line(state, code) for code in state.codes)


def _build_summary_line(state: ReportState, code: str) -> Line:
    given = state.answers.get(code, Answer())
    number = number_of(state, code)
    return Line(number, code, given.values, given.unchanged, given.doubt, given.usual)


def collect_values(state: ReportState) -> dict[str, Amounts | None]:
    """Return the amounts by code; None for a skipped question."""
    return {code: answer.values for code, answer in state.answers.items()}


def find_changes(state: ReportState) -> tuple[Change, ...]:
    """Return what differs from the first summary, or from the report sent earlier."""
    if state.shown is None:
        return ()
    now, before = collect_values(state), state.shown
    return tuple(
        Change(number_of(state, code), code, before.get(code), now.get(code))
        for code in state.codes
        if before.get(code) != now.get(code)
    )


def build_submission(state: ReportState) -> SubmitReport:
    """Build the effect that stores the report."""
    given = {c: a for c, a in state.answers.items() if c in state.codes and c != CASE}
    case = collect_values(state).get(CASE)
    return SubmitReport(
        unit_id=state.unit_id,
        period=state.period,
        values={c: a.values for c, a in given.items() if a.values is not None},
        skipped=tuple(c for c in state.codes if c != CASE and _is_skipped(given.get(c))),
        on_behalf=state.on_behalf,
        unchanged=tuple(c for c, a in given.items() if a.unchanged),
        corrected=find_changes(state),
        help_needed=None if case is None else bool(case["yes"]),
        edition=state.edition,
        reason=state.reason,
    )


def _is_skipped(answer: Answer | None) -> bool:
    return answer is None or answer.values is None


def drop_unknown_questions(plan: Plan, state: ReportState) -> ReportState:
    """Drop the questions that the plan no longer has: a form may lie open for weeks."""
    known = {indicator.code for indicator in plan.indicators} | {CASE}
    codes = tuple(code for code in state.codes if code in known)
    if codes == state.codes or not codes:
        return state
    answers = {code: a for code, a in state.answers.items() if code in known}
    position = min(state.position, len(codes) - 1)
    return msgspec.structs.replace(
        state, codes=codes, answers=answers, position=position, pending=None, stage=ReportStage.ASK
    )


# --- how it moves on ------------------------------------------------------------------------------


def keep_answers(state: ReportState, given: Mapping[str, Answer]) -> ReportState:
    """Keep these answers and go on to what is still open, or to the summary."""
    answers = {**state.answers, **given}
    kept = replace(
        state, answers=answers, pending=None, last=tuple(given) or state.last, case_asked=False
    )
    return advance(kept)


def advance(state: ReportState) -> ReportState:
    """Go on to the next open question in the form's order, or to the summary if there is none."""
    left = find_open_codes(state)
    if not left:
        shown = collect_values(state) if state.shown is None else state.shown
        return replace(state, stage=ReportStage.REVIEW, fixing=False, shown=shown)
    later = [c for c in left if state.codes.index(c) >= state.position]
    position = state.codes.index((later or list(left))[0])
    return replace(state, stage=ReportStage.ASK, fixing=False, position=position)


def keep_or_echo(state: ReportState, code: str, answer: Answer) -> ReportState:
    """Keep one answer, or echo it first if it is in doubt.

    Where all is asked in one message the summary is the echo.
    """
    if answer.doubt and state.manner is Manner.STEPS:
        return replace(state, stage=ReportStage.CONFIRM, pending=Pending(code, answer))
    return keep_answers(state, {code: answer})


def drop_doubt(answer: Answer) -> Answer:
    """Return the same answer without its doubt."""
    return Answer(answer.values)


def ask_line_again(state: ReportState, code: str) -> ReportState:
    """Ask one line again; then the summary comes back."""
    position = state.codes.index(code)
    return replace(state, stage=ReportStage.ASK, fixing=True, position=position, pending=None)


def go_back(state: ReportState) -> ReportState:
    """Go one question back, or from a line asked on its own to the summary or what is open."""
    if state.fixing:
        return advance(replace(state, fixing=False))
    if state.manner is Manner.ONE_ANSWER:
        return state
    return replace(state, stage=ReportStage.ASK, position=max(0, state.position - 1), pending=None)


def answer_nothing_at_all(plan: Plan, state: ReportState) -> ReportState:
    """Answer "không phát sinh" to all that is open.

    What is counted becomes 0; a state stays as it was last period. Whether somebody needs help is
    only answered by it where that was asked, too.
    """
    asked = find_asked_codes(state)
    open_codes = [code for code in find_open_codes(state) if code != CASE or code in asked]
    given = {code: answer_nothing(plan, state, code) for code in open_codes}
    return replace(keep_answers(state, given), nothing=not state.answers)


def answer_nothing(plan: Plan, state: ReportState, code: str) -> Answer:
    """Return the answer "không phát sinh" to one question; a state never told stays untold."""
    if code == CASE:
        return Answer({"yes": 0.0})
    indicator = plan.indicator(code)
    if not indicator.is_state:
        return Answer(_fill_zeros(indicator.field_names))
    before = state.previous.get(code)
    return Answer() if before is None else Answer(dict(before), unchanged=True)


def _fill_zeros(fields: tuple[str, ...]) -> Amounts:
    return dict.fromkeys(fields, 0.0)


def switch_manner(state: ReportState, manner: Manner) -> ReportState:
    """Ask the same form in the other manner and keep its answers."""
    return advance(replace(state, manner=manner, position=0, pending=None))
