"""What the report conversation asks at each stage, as notices."""

from collections.abc import Mapping

from bot.conversations.reporting.reading import Inexact, RefusalReason, quote_words
from bot.conversations.reporting.state import (
    Answer,
    Manner,
    ReportStage,
    ReportState,
    build_head,
    collect_values,
    find_asked_codes,
    find_changes,
    find_open_codes,
    list_form_lines,
    list_summary_lines,
    number_of,
)
from domain.notices.base import Notice
from domain.notices.reporting import (
    AskAll,
    AskCancel,
    AskExact,
    AskOne,
    AskRest,
    Change,
    ConfirmValue,
    HelpOnForm,
    Kept,
    NotKnown,
    NotRead,
    Opened,
    Review,
    ReviewHint,
    WhichLine,
)


def ask_in_full(state: ReportState) -> tuple[Notice, ...]:
    """Ask the question of the present stage in full."""
    match state.stage:
        case ReportStage.ASK:
            return (_ask_questions(state),)
        case ReportStage.CONFIRM:
            return (_ask_confirmation(state),)
        case ReportStage.REVIEW:
            return (build_review(state),)
        case ReportStage.WHICH:
            return (WhichLine(list_summary_lines(state)),)
        case ReportStage.CANCEL:
            return (AskCancel(build_head(state), len(state.answers)),)


def ask_briefly(state: ReportState) -> tuple[Notice, ...]:
    """Ask it in few words, because the full question stands a message above."""
    if state.stage is ReportStage.REVIEW:
        return (ReviewHint(),)
    if state.stage is ReportStage.ASK and is_asked_at_once(state):
        return (HelpOnForm(find_asked_codes(state)),)
    return ask_in_full(state)


def announce_form(state: ReportState) -> tuple[Notice, ...]:
    """Open a form: say whose it is, for when, and ask its first question."""
    if state.stage is not ReportStage.ASK or len(find_asked_codes(state)) > 1:
        return ask_in_full(state)
    left = len(find_open_codes(state))
    return (Opened(build_head(state), len(state.codes), left), *ask_in_full(state))


def is_asked_at_once(state: ReportState) -> bool:
    """Tell whether the whole form is asked in one message."""
    return not state.answers and len(find_asked_codes(state)) > 1


def _ask_questions(state: ReportState) -> Notice:
    codes = find_asked_codes(state)
    if is_asked_at_once(state):
        return AskAll(build_head(state), list_form_lines(state, codes))
    if state.manner is Manner.ONE_ANSWER and not state.fixing:
        return AskRest(build_head(state), list_form_lines(state, codes))
    answered = collect_values(state).get(codes[0])
    line = list_form_lines(state, codes)[0]
    return AskOne(line, len(state.codes), not state.answers, answered, state.fixing)


def _ask_confirmation(state: ReportState) -> Notice:
    pending = state.pending
    if pending is None or pending.answer.values is None:
        return _ask_questions(state)
    answer = pending.answer
    number = number_of(state, pending.code)
    why = answer.doubt or "read"
    return ConfirmValue(number, pending.code, pending.answer.values, why, answer.usual)


def build_review(state: ReportState) -> Review:
    """Show the whole report as it stands."""
    return Review(build_head(state), list_summary_lines(state), find_changes(state), state.nothing)


def explain_refusal(
    state: ReportState,
    code: str,
    why: RefusalReason | Inexact,
    words: str = "",
    *,
    then: str = "skip",
) -> Notice:
    """Say why an answer could not be taken. `words`: what she said; `then`: as in NotRead."""
    number = number_of(state, code)
    if isinstance(why, Inexact):
        return AskExact(number, code, why.low, why.high, why.percent)
    if why is RefusalReason.UNKNOWN:
        return NotKnown(number, code)
    return NotRead(number, code, quote_words(code, words), then)


def echo_corrections(before: ReportState, given: Mapping[str, Answer]) -> tuple[Notice, ...]:
    """Echo answers that were changed out of turn: old → new."""
    old = collect_values(before)
    return tuple(
        Kept(Change(number_of(before, code), code, old.get(code), answer.values))
        for code, answer in given.items()
    )
