"""What follows once something is to be confirmed: a value, the report, or that it is dropped."""

from msgspec.structs import replace

from bot.conversations.effects import SubmitReport
from bot.conversations.reporting.answered import follow_wish
from bot.conversations.reporting.asking import ask_in_full, explain_refusal
from bot.conversations.reporting.corrections import (
    Corrections,
    find_named_line,
    read_lines_at_once,
    read_loose_line,
)
from bot.conversations.reporting.flow import ask_line_again, drop_doubt, keep_answers, keep_or_echo
from bot.conversations.reporting.intents import Intent
from bot.conversations.reporting.reading import is_no, is_yes, judge_reading, read_one
from bot.conversations.reporting.state import (
    Answer,
    ReportStage,
    ReportState,
    build_head,
    build_submission,
    list_summary_lines,
)
from bot.conversations.reporting.turn import ReportStep, Turn, park_form, say_unread, step_to
from bot.engine.conversation import RunCommand, Step
from domain.notices.reporting import CASE, Amounts, Cancelled, ReviewHint, WhichLine

_NEW_CASE = "/vuviec moi"
"""Run after a report that says somebody needs help: the case is asked about at once, apart."""


def confirm_value(turn: Turn) -> ReportStep:
    """Keep the value on yes, ask again on no, judge another answer anew."""
    pending = turn.state.pending
    if pending is None:
        return step_to(replace(turn.state, stage=ReportStage.ASK))
    if turn.intent is Intent.OK or is_yes(turn.text):
        return step_to(keep_answers(turn.state, {pending.code: drop_doubt(pending.answer)}))
    asking = replace(turn.state, stage=ReportStage.ASK, pending=None)
    if turn.intent is Intent.EDIT or is_no(turn.text):
        return step_to(asking)
    if turn.intent in (Intent.LATER, Intent.CANCEL):
        return follow_wish(turn, turn.intent)
    if turn.intent is not None:
        return (
            step_to(asking)
            if turn.intent is Intent.BACK
            else follow_wish(turn.with_state(asking), turn.intent)
        )
    return _take_other_answer(turn, asking, pending.code, pending.answer.values)


def _take_other_answer(
    turn: Turn, asking: ReportState, code: str, pending: Amounts | None
) -> ReportStep:
    verdict = judge_reading(turn.plan, asking, code, read_one(turn.plan, code, turn.text))
    if not isinstance(verdict, Answer):
        return Step(turn.state, ask_in_full(turn.state))
    if verdict.values == pending:
        return step_to(keep_answers(asking, {code: drop_doubt(verdict)}))
    return step_to(keep_or_echo(asking, code, verdict))


# --- the summary ---


def review_report(turn: Turn) -> ReportStep:
    """Send the report on yes, ask which line on no, correct a line given with its number."""
    line_step = _take_line(turn)
    if line_step is not None:
        return line_step
    if turn.intent is Intent.OK or is_yes(turn.text):
        return _send_report(turn.state)
    if turn.intent in (Intent.EDIT, Intent.BACK) or is_no(turn.text):
        return step_to(replace(turn.state, stage=ReportStage.WHICH))
    if turn.intent in (Intent.LATER, Intent.CANCEL):
        return follow_wish(turn, turn.intent)
    return say_unread(turn, ReviewHint(unread=turn.intent is not Intent.HELP))


def _take_line(turn: Turn) -> ReportStep | None:
    """Ask again a line named by its number, or correct lines given anew; None if none is meant."""
    code = find_named_line(turn.state, turn.text)
    if code is not None:
        return step_to(ask_line_again(turn.state, code))
    lines = read_lines_at_once(*turn.reading) or read_loose_line(*turn.reading)
    return _apply_corrections(turn, lines) if lines else None


def _apply_corrections(turn: Turn, lines: Corrections) -> ReportStep:
    """Correct lines at the summary; send at once if she says so and nothing is in doubt."""
    state = keep_answers(turn.state, lines.answers) if lines.answers else turn.state
    state = replace(state, stage=ReportStage.REVIEW)
    if lines.refused:
        reasons = (
            explain_refusal(state, c, why, lines.words.get(c, ""))
            for c, why in lines.refused.items()
        )
        code = next(iter(lines.refused))
        return Step(ask_line_again(state, code), (next(reasons),))
    if lines.ok and not any(answer.doubt for answer in lines.answers.values()):
        return _send_report(state)
    return step_to(state)


def _send_report(state: ReportState) -> ReportStep:
    """Send the report; if it newly says that somebody needs help, open the intake of a case."""
    report = build_submission(state)
    if not report.help_needed or (build_head(state).correcting and not _tells_case_anew(report)):
        return Step(None, effects=(report,))
    return Step(None, effects=(report, RunCommand(_NEW_CASE)))


def _tells_case_anew(report: SubmitReport) -> bool:
    return any(change.code == CASE for change in report.corrected)


def choose_line(turn: Turn) -> ReportStep:
    """Take the number of a line, or correct a line given at once."""
    line_step = _take_line(turn)
    if line_step is not None:
        return line_step
    if turn.intent in (Intent.LATER, Intent.CANCEL):
        return follow_wish(turn, turn.intent)
    if turn.intent in (Intent.BACK, Intent.OK) or is_no(turn.text):
        return step_to(replace(turn.state, stage=ReportStage.REVIEW))
    return Step(turn.state, (WhichLine(list_summary_lines(turn.state)),))


# --- cancelling ---


def confirm_cancel(turn: Turn) -> ReportStep:
    """Drop the form on a plain yes only."""
    if turn.intent in (Intent.OK, Intent.CANCEL) or is_yes(turn.text):
        return Step(None, (Cancelled(build_head(turn.state)),))
    staying = replace(turn.state, stage=turn.state.returns_to)
    if turn.intent is Intent.LATER:
        return park_form(turn.with_state(staying))
    if turn.intent is Intent.BACK or is_no(turn.text):
        return step_to(staying)
    return step_to(turn.state)
