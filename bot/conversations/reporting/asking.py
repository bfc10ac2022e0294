"""What the report conversation asks at each stage, as notices."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from bot.conversations.reporting.reading import (
    Inexact,
    RefusalReason,
    quote_piece,
    quote_words,
)
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
from domain.answers import Unplaced
from domain.notices.base import Notice
from domain.notices.hands import AskCorrectionReason, ReportStands
from domain.notices.reporting import (
    CASE,
    AskAll,
    AskCancel,
    AskCaseAgain,
    AskExact,
    AskOne,
    AskRest,
    Change,
    ConfirmValue,
    GoOn,
    HelpOnForm,
    Kept,
    LeftOut,
    NotKnown,
    NotRead,
    Opened,
    OwedMonth,
    Review,
    ReviewHint,
    StillAsked,
    WhichLine,
)

_MOST_LEFT_OUT = 3


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
            return (WhichLine(list_summary_lines(state), state.held),)
        case ReportStage.CANCEL:
            return (AskCancel(build_head(state), len(state.answers)),)
        case ReportStage.STANDS:
            return (ask_about_standing(state),)
        case ReportStage.REASON:
            return (AskCorrectionReason(),)


def ask_briefly(state: ReportState) -> tuple[Notice, ...]:
    """Ask it in few words, because the full question stands a message above."""
    if state.stage is ReportStage.REVIEW:
        return (ReviewHint(correcting=state.correcting),)
    if state.stage is ReportStage.ASK and is_asked_at_once(state):
        return (HelpOnForm(find_asked_codes(state)),)
    return ask_in_full(state)


def ask_after_aside(state: ReportState) -> tuple[Notice, ...]:
    """Go on after something in between: the whole form, a message above, is not said again."""
    if state.stage is ReportStage.ASK and is_asked_at_once(state):
        return (StillAsked(len(find_asked_codes(state))),)
    return ask_briefly(state)


def ask_about_standing(state: ReportState) -> Notice:
    """Show what was sent since the form was opened, and ask which of the two stays."""
    stands = state.stands
    if stands is None:
        return build_review(state)
    return ReportStands(build_head(state), stands.submission_id, stands.changes)


def announce_form(state: ReportState, also_owed: tuple[OwedMonth, ...] = ()) -> tuple[Notice, ...]:
    """Open a form: say whose it is, for when, and ask its first question.

    `also_owed`: other months of the unit, which the head names.
    """
    asked = ask_in_full(state)
    alone = len(find_asked_codes(state)) == 1 and not (state.answers and names_form(asked))
    if state.stage is ReportStage.ASK and alone:
        asked = (Opened(build_head(state), len(state.codes), len(find_open_codes(state))), *asked)
    first = asked[0]
    if isinstance(first, AskAll | AskRest | Opened) and also_owed:
        asked = (replace(first, head=replace(first.head, also_owed=also_owed)), *asked[1:])
    return asked


def resume_form(state: ReportState, also_owed: tuple[OwedMonth, ...] = ()) -> tuple[Notice, ...]:
    """Take a form up where it was left, and say once whose it is and for when."""
    asked = ask_in_full(state)
    head = replace(build_head(state), also_owed=also_owed)
    return (GoOn(head, named_below=isinstance(asked[0], _NAME_THE_FORM)), *asked)


_NAME_THE_FORM = (AskAll, AskRest, Review, AskCancel)


def names_form(notices: Sequence[Notice]) -> bool:
    """Tell whether one of these says whose form it is, and for when."""
    return any(isinstance(each, (*_NAME_THE_FORM, GoOn, Opened)) for each in notices)


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
    if code == CASE and why in (RefusalReason.UNREAD, RefusalReason.NOT_OWN_WORDS):
        return AskCaseAgain(number, told=why is RefusalReason.UNREAD, kept=then == "kept")
    if why is RefusalReason.UNKNOWN:
        return NotKnown(number, code)
    return NotRead(number, code, quote_words(code, words), then)


def name_left_out(unplaced: Sequence[Unplaced]) -> tuple[Notice, ...]:
    """Name the first pieces of a message that were given to no line; nothing is dropped unsaid."""
    pieces = tuple((quote_piece(one.text), one.why.value) for one in unplaced)
    return (LeftOut(pieces[:_MOST_LEFT_OUT]),) if pieces else ()


def echo_corrections(before: ReportState, given: Mapping[str, Answer]) -> tuple[Notice, ...]:
    """Echo answers that were changed out of turn: old → new."""
    old = collect_values(before)
    return tuple(
        Kept(Change(number_of(before, code), code, old.get(code), answer.values))
        for code, answer in given.items()
        if code not in old or old[code] != answer.values
    )
