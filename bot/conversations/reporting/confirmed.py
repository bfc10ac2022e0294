"""What follows once something is to be confirmed: a value, the report, or that it is dropped."""

import re

from msgspec.structs import replace

from bot.conversations.intents import Intent, says_to_send
from bot.conversations.reporting.answered import follow_wish
from bot.conversations.reporting.asking import (
    ask_briefly,
    ask_in_full,
    explain_refusal,
    name_left_out,
)
from bot.conversations.reporting.corrections import (
    Corrections,
    find_named_line,
    read_lines_at_once,
    read_loose_line,
)
from bot.conversations.reporting.reading import is_no, is_yes, judge_reading, read_one
from bot.conversations.reporting.state import (
    Answer,
    ReportStage,
    ReportState,
    ask_line_again,
    build_head,
    drop_doubt,
    keep_answers,
    keep_or_echo,
    list_summary_lines,
)
from bot.conversations.reporting.turn import (
    ReportStep,
    Turn,
    park_form,
    say_unread,
    send_report,
    step_to,
)
from bot.engine.conversation import Step
from domain.answers import fold
from domain.answers.text.wishes import TALK, read_wish
from domain.notices.reporting import Amounts, AskCancel, Cancelled, ReviewHint, WhichLine


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
    if turn.intent in (Intent.LATER, Intent.CANCEL, Intent.WAIT):
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
    if turn.intent is Intent.OK or turn.agrees or is_yes(turn.text):
        return send_report(turn)
    if turn.intent in (Intent.EDIT, Intent.BACK) or is_no(turn.text):
        return step_to(replace(turn.state, stage=ReportStage.WHICH))
    if turn.intent in (Intent.LATER, Intent.CANCEL, Intent.WAIT):
        return follow_wish(turn, turn.intent)
    unread = turn.intent is not Intent.HELP and read_wish(turn.text) not in TALK
    return say_unread(turn, ReviewHint(unread, turn.state.correcting))


def _take_line(turn: Turn) -> ReportStep | None:
    """Ask again a line named by its number, or correct lines given anew; None if none is meant."""
    code = find_named_line(turn.state, turn.text)
    if code is not None:
        return step_to(ask_line_again(turn.state, code))
    if (mistaken := _take_mistaken_line(turn)) is not None:
        return mistaken
    lines = read_lines_at_once(*turn.reading) or read_loose_line(*turn.reading)
    return _apply_corrections(turn, lines) if lines or lines.unplaced else None


_MISTAKEN = re.compile(
    r"(?:chi |em |o |cai )*(?:cau|dong|muc) (?:so )?(\d{1,2})(?: (?:bi|la|chi|em))*"
    r" (?:nham|sai|chua dung|khong dung|ko dung|lon)(?: (?:roi|em|a|oi|mat|day))*[ ,.:;]+(\S.*)"
)


def _take_mistaken_line(turn: Turn) -> ReportStep | None:
    """Correct "câu 5 nhầm, 3 là giảm": the words after it are about that line and no other."""
    said = _MISTAKEN.fullmatch(fold(turn.text))
    if said is None or not 1 <= int(said[1]) <= len(turn.state.codes):
        return None
    code = turn.state.codes[int(said[1]) - 1]
    verdict = judge_reading(turn.plan, turn.state, code, read_one(turn.plan, code, said[2]))
    if not isinstance(verdict, Answer) or verdict.values == turn.state.answers[code].values:
        return step_to(ask_line_again(turn.state, code))
    doubted = replace(verdict, doubt=verdict.doubt or "read")
    return step_to(replace(keep_answers(turn.state, {code: doubted}), stage=ReportStage.REVIEW))


def _apply_corrections(turn: Turn, lines: Corrections) -> ReportStep:
    """Correct lines at the summary; send at once if she says so and nothing is in doubt."""
    state = keep_answers(turn.state, lines.answers) if lines.answers else turn.state
    state = replace(state, stage=ReportStage.REVIEW)
    left_out = name_left_out(lines.unplaced)
    if not lines:
        return Step(state, (*left_out, *ask_briefly(state)))
    if lines.refused:
        reasons = (
            explain_refusal(state, c, why, lines.words.get(c, ""))
            for c, why in lines.refused.items()
        )
        code = next(iter(lines.refused))
        return Step(ask_line_again(state, code), (*left_out, next(reasons)))
    if lines.ok and not left_out and not any(answer.doubt for answer in lines.answers.values()):
        return send_report(turn.with_state(state))
    return Step(state, (*left_out, *ask_in_full(state)))


def choose_line(turn: Turn) -> ReportStep:
    """Take the number of a line, or correct a line given at once."""
    line_step = _take_line(turn)
    if line_step is not None:
        return line_step
    if turn.intent in (Intent.LATER, Intent.CANCEL, Intent.WAIT):
        return follow_wish(turn, turn.intent)
    if turn.intent in (Intent.BACK, Intent.OK) or is_no(turn.text):
        return step_to(replace(turn.state, stage=ReportStage.REVIEW))
    return Step(turn.state, (WhichLine(list_summary_lines(turn.state)),))


# --- cancelling ---


def confirm_cancel(turn: Turn) -> ReportStep:
    """Drop the form on a plain yes only."""
    sends = turn.intent is Intent.OK and says_to_send(turn.event)
    if not sends and (turn.intent in (Intent.OK, Intent.CANCEL) or is_yes(turn.text)):
        sent_meanwhile = turn.standing is not None
        return Step(None, (Cancelled(build_head(turn.state), sent_meanwhile),))
    staying = replace(turn.state, stage=turn.state.returns_to)
    if turn.intent is Intent.LATER:
        return park_form(turn.with_state(staying))
    if sends or turn.intent in (Intent.BACK, Intent.WAIT) or is_no(turn.text):
        return step_to(staying)
    asked = AskCancel(build_head(turn.state), len(turn.state.answers), again=True)
    return Step(turn.state, (asked,))
