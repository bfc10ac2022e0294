"""What the report conversation asks at each stage, as notices."""

from collections.abc import Mapping

from bot.conversations.reporting.reading import Exact, Refused, quotable
from bot.conversations.reporting.state import (
    Answer,
    Manner,
    ReportState,
    Stage,
    asked,
    changes,
    form_lines,
    head,
    number_of,
    open_codes,
    summary_lines,
    values_of,
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


def asks(state: ReportState) -> tuple[Notice, ...]:
    """The question of the present stage, in full."""
    match state.stage:
        case Stage.ASK:
            return (_ask(state),)
        case Stage.CONFIRM:
            return (_confirm(state),)
        case Stage.REVIEW:
            return (review(state),)
        case Stage.WHICH:
            return (WhichLine(summary_lines(state)),)
        case Stage.CANCEL:
            return (AskCancel(head(state), len(state.answers)),)


def asks_briefly(state: ReportState) -> tuple[Notice, ...]:
    """The same in few words, where the full question stands a message above."""
    if state.stage is Stage.REVIEW:
        return (ReviewHint(),)
    if state.stage is Stage.ASK and asks_all(state):
        return (HelpOnForm(asked(state)),)
    return asks(state)


def opening(state: ReportState) -> tuple[Notice, ...]:
    """What is said when a form is opened: its head and its first question."""
    if state.stage is not Stage.ASK or len(asked(state)) > 1:
        return asks(state)
    left = len(open_codes(state))
    return (Opened(head(state), len(state.codes), left), *asks(state))


def asks_all(state: ReportState) -> bool:
    """Whether the whole form is asked in one message."""
    return not state.answers and len(asked(state)) > 1


def _ask(state: ReportState) -> Notice:
    codes = asked(state)
    if asks_all(state):
        return AskAll(head(state), form_lines(state, codes))
    if state.manner is Manner.ONE_ANSWER and not state.fixing:
        return AskRest(head(state), form_lines(state, codes))
    answered = values_of(state).get(codes[0])
    line = form_lines(state, codes)[0]
    return AskOne(line, len(state.codes), not state.answers, answered, state.fixing)


def _confirm(state: ReportState) -> Notice:
    pending = state.pending
    if pending is None or pending.answer.values is None:
        return _ask(state)
    answer = pending.answer
    number = number_of(state, pending.code)
    why = answer.doubt or "read"
    return ConfirmValue(number, pending.code, pending.answer.values, why, answer.usual)


def review(state: ReportState) -> Review:
    """The whole report as it stands."""
    return Review(head(state), summary_lines(state), changes(state), state.nothing)


def refusal(
    state: ReportState,
    code: str,
    why: Refused | Exact,
    words: str = "",
    *,
    then: str = "skip",
) -> Notice:
    """What is said to an answer that could not be taken."""
    number = number_of(state, code)
    if isinstance(why, Exact):
        return AskExact(number, code, why.low, why.high, why.percent)
    if why is Refused.UNKNOWN:
        return NotKnown(number, code)
    return NotRead(number, code, quotable(code, words), then)


def kept_lines(before: ReportState, given: Mapping[str, Answer]) -> tuple[Notice, ...]:
    """What is said of answers changed out of turn: old → new."""
    old = values_of(before)
    return tuple(
        Kept(Change(number_of(before, code), code, old.get(code), answer.values))
        for code, answer in given.items()
    )
