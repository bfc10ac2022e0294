"""Once something is to be confirmed: one value, the whole report, or that it be dropped."""

from msgspec.structs import replace

from bot.conversations.effects import RunCommand, SubmitReport
from bot.conversations.reporting.answered import wished
from bot.conversations.reporting.asking import asks, refusal
from bot.conversations.reporting.corrections import (
    Corrections,
    line_corrected,
    line_named,
    lines_at_once,
)
from bot.conversations.reporting.flow import confirmed, fix, keep, take
from bot.conversations.reporting.intents import Intent
from bot.conversations.reporting.reading import is_no, is_yes, judge, read_one
from bot.conversations.reporting.state import (
    Answer,
    ReportState,
    Stage,
    head,
    submission,
    summary_lines,
)
from bot.conversations.reporting.turn import ReportStep, Turn, later, say, unread
from bot.engine.conversation import Step
from domain.notices.reporting import CASE, Amounts, Cancelled, ReviewHint, WhichLine

_NEW_CASE = "/vuviec moi"
"""Somebody needs help: it is asked about at once, and apart from the report."""


def confirming(turn: Turn) -> ReportStep:
    """Yes keeps it, no asks again, another answer is looked at anew."""
    pending = turn.state.pending
    if pending is None:
        return say(replace(turn.state, stage=Stage.ASK))
    if turn.intent is Intent.OK or is_yes(turn.text):
        return say(keep(turn.state, {pending.code: confirmed(pending.answer)}))
    asking = replace(turn.state, stage=Stage.ASK, pending=None)
    if turn.intent is Intent.EDIT or is_no(turn.text):
        return say(asking)
    if turn.intent in (Intent.LATER, Intent.CANCEL):
        return wished(turn, turn.intent)
    if turn.intent is not None:
        return say(asking) if turn.intent is Intent.BACK else wished(turn.at(asking), turn.intent)
    return _answered_again(turn, asking, pending.code, pending.answer.values)


def _answered_again(
    turn: Turn, asking: ReportState, code: str, pending: Amounts | None
) -> ReportStep:
    verdict = judge(turn.plan, asking, code, read_one(turn.plan, code, turn.text))
    if not isinstance(verdict, Answer):
        return Step(turn.state, asks(turn.state))
    if verdict.values == pending:
        return say(keep(asking, {code: confirmed(verdict)}))
    return say(take(asking, code, verdict))


# --- the summary ---


def reviewing(turn: Turn) -> ReportStep:
    """Yes sends it, no asks which line, a line with its number is corrected."""
    naming = _line(turn)
    if naming is not None:
        return naming
    if turn.intent is Intent.OK or is_yes(turn.text):
        return _send(turn.state)
    if turn.intent in (Intent.EDIT, Intent.BACK) or is_no(turn.text):
        return say(replace(turn.state, stage=Stage.WHICH))
    if turn.intent in (Intent.LATER, Intent.CANCEL):
        return wished(turn, turn.intent)
    return unread(turn, ReviewHint(unread=turn.intent is not Intent.HELP))


def _line(turn: Turn) -> ReportStep | None:
    """A line named by its number, or given anew; None where none is meant."""
    code = line_named(turn.state, turn.text)
    if code is not None:
        return say(fix(turn.state, code))
    lines = lines_at_once(*turn.reading) or line_corrected(*turn.reading)
    return _corrected(turn, lines) if lines else None


def _corrected(turn: Turn, lines: Corrections) -> ReportStep:
    """Lines given anew at the summary; sent at once when she says so and nothing is in doubt."""
    state = keep(turn.state, lines.answers) if lines.answers else turn.state
    state = replace(state, stage=Stage.REVIEW)
    if lines.refused:
        reasons = (
            refusal(state, c, why, lines.words.get(c, "")) for c, why in lines.refused.items()
        )
        code = next(iter(lines.refused))
        return Step(fix(state, code), (next(reasons),))
    if lines.ok and not any(answer.doubt for answer in lines.answers.values()):
        return _send(state)
    return say(state)


def _send(state: ReportState) -> ReportStep:
    report = submission(state)
    if not report.help_needed or (head(state).correcting and not _newly_said(report)):
        return Step(None, effects=(report,))
    return Step(None, effects=(report, RunCommand(_NEW_CASE)))


def _newly_said(report: SubmitReport) -> bool:
    return any(change.code == CASE for change in report.corrected)


def choosing_line(turn: Turn) -> ReportStep:
    """The number of a line, or the line corrected at once."""
    naming = _line(turn)
    if naming is not None:
        return naming
    if turn.intent in (Intent.LATER, Intent.CANCEL):
        return wished(turn, turn.intent)
    if turn.intent in (Intent.BACK, Intent.OK) or is_no(turn.text):
        return say(replace(turn.state, stage=Stage.REVIEW))
    return Step(turn.state, (WhichLine(summary_lines(turn.state)),))


# --- cancelling ---


def cancelling(turn: Turn) -> ReportStep:
    """Only a plain yes drops the form."""
    if turn.intent in (Intent.OK, Intent.CANCEL) or is_yes(turn.text):
        return Step(None, (Cancelled(head(turn.state)),))
    staying = replace(turn.state, stage=turn.state.returns_to)
    if turn.intent is Intent.LATER:
        return later(turn.at(staying))
    if turn.intent is Intent.BACK or is_no(turn.text):
        return say(staying)
    return say(turn.state)
