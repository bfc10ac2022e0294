"""What follows while the report asks: from one answer, from many at once, and from a wish."""

import re
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from bot.conversations.intents import Intent, fold_phrase
from bot.conversations.reporting.asking import (
    ask_after_aside,
    ask_briefly,
    ask_in_full,
    build_review,
    echo_corrections,
    explain_refusal,
    is_asked_at_once,
    name_left_out,
)
from bot.conversations.reporting.corrections import (
    Corrections,
    find_line_alone,
    read_lines,
    read_lines_at_once,
)
from bot.conversations.reporting.reading import (
    Inexact,
    RefusalReason,
    is_zero,
    judge_reading,
    read_one,
)
from bot.conversations.reporting.state import (
    Answer,
    Manner,
    ReportStage,
    ReportState,
    answer_nothing,
    answer_nothing_at_all,
    ask_line_again,
    find_asked_codes,
    find_open_codes,
    go_back,
    keep_answers,
    keep_or_echo,
    number_of,
    switch_manner,
)
from bot.conversations.reporting.turn import (
    ReportStep,
    Turn,
    ask_cancel,
    park_form,
    say_unread,
    step_to,
)
from bot.engine.conversation import Step
from domain.answers.text.wishes import TALK, read_wish
from domain.notices.base import Notice
from domain.notices.reporting import (
    CASE,
    AskCaseAgain,
    AskExact,
    AskYesOrNo,
    HelpOnForm,
    HelpOnQuestion,
    NotComplete,
    NotMatched,
    ReviewHint,
    Waiting,
)

_MOST_REFUSALS = 2
"""So many unread answers are named one by one; if there are more, all are asked again in a list."""

_BARE_NO = re.compile(
    r"(?:0|k|ko|khong|hong|hem|hok|chua)(?: co)?(?: (?:em|e|a|ah|nhe|nha|dau|chi|luon))*"
)

_MAY_BE_ANSWERS = frozenset({Intent.OK, Intent.NOTHING})
"""Wishes whose words also answer a question."""


def take_answers(turn: Turn) -> ReportStep:
    """Follow a plain wish first ("de sau" is not a 6), then take answers, then a looser wish."""
    if turn.intent and turn.plainly and turn.intent not in _MAY_BE_ANSWERS:
        return follow_wish(turn, turn.intent)
    codes = find_asked_codes(turn.state)
    return _take_one(turn, codes[0]) if len(codes) == 1 else _take_many(turn, codes)


def _take_one(turn: Turn, code: str) -> ReportStep:
    """Take the answer to the only question asked, a wish, or lines that are named."""
    lines = read_lines(*turn.reading, (code,))
    if _agrees_to_more(turn, code, lines):
        return _take_bare_yes(turn, code)
    if code in lines.answers and len(lines.answers) == 1:
        kept = keep_or_echo(turn.state, code, lines.answers[code])
        return Step(kept, (*name_left_out(lines.unplaced), *ask_in_full(kept)))
    if turn.intent is not None:
        return follow_wish(turn, turn.intent)
    lines = lines if lines.answers else read_lines_at_once(*turn.reading) or lines
    if lines.answers:
        return _correct_midway(turn, lines)
    if lines.unplaced and code not in lines.refused:
        return Step(turn.state, (*name_left_out(lines.unplaced), *ask_in_full(turn.state)))
    why = lines.refused.get(code, RefusalReason.UNREAD)
    return say_unread(doubt_case(turn, code), explain_refusal(turn.state, code, why))


def _agrees_to_more(turn: Turn, code: str, lines: Corrections) -> bool:
    """Tell whether a bare "ok" may be meant for more than the question that is open.

    Where she is asked one by one, "ừ" answers what stands alone; whether somebody needs help has
    to be said in its own words everywhere.
    """
    if not turn.agrees:
        return False
    return code == CASE or (turn.state.manner is Manner.ONE_ANSWER and code in lines.answers)


def _take_bare_yes(turn: Turn, code: str) -> ReportStep:
    """Take a bare "ok" for a yes only right after "is that right?"; else ask for the own words.

    She may mean the whole report by it, and nobody should be in need by mistake.
    """
    if turn.state.fixing:
        return _explain_not_sent(turn)
    if code == CASE and turn.state.case_asked:
        return step_to(keep_answers(turn.state, {code: Answer({"yes": 1.0})}))
    number = number_of(turn.state, code)
    if code == CASE:
        return Step(turn.state, (AskCaseAgain(number),))
    return Step(turn.state, (AskYesOrNo(number, code),))


def doubt_case(turn: Turn, code: str) -> Turn:
    """Note that she is asked now whether somebody needs help, if this is that question."""
    if code != CASE:
        return turn
    return turn.with_state(replace(turn.state, case_asked=True))


def _correct_midway(turn: Turn, lines: Corrections) -> ReportStep:
    """Keep lines given out of turn, echo them and ask the open question again."""
    state, left_out = keep_answers(turn.state, lines.answers), name_left_out(lines.unplaced)
    if state.stage is ReportStage.REVIEW:
        return Step(state, (*left_out, *ask_in_full(state)))
    echoed = echo_corrections(turn.state, lines.answers)
    return Step(state, (*echoed, *left_out, *ask_in_full(state)))


def _take_many(turn: Turn, codes: tuple[str, ...]) -> ReportStep:
    """Take answers to several questions, or "none" to all of them."""
    if (alone := find_line_alone(*turn.reading)) is not None:
        return step_to(ask_line_again(turn.state, alone))
    lines = read_lines(*turn.reading, codes)
    zero = turn.intent is Intent.NOTHING or (is_asked_at_once(turn.state) and is_zero(turn.text))
    if lines.nothing or (zero and not lines.placed):
        if len(turn.state.last) == 1 and _BARE_NO.fullmatch(fold_phrase(turn.text)):
            return _answer_next(turn, codes[0])
        return step_to(answer_nothing_at_all(turn.plan, turn.state))
    left_out = name_left_out(lines.unplaced)
    if not lines and left_out and not turn.intent:
        return Step(turn.state, (*left_out, *ask_after_aside(turn.state)))
    if not lines.answers and (turn.intent or not lines.refused or is_asked_at_once(turn.state)):
        return _answer_unmatched(turn)
    state = keep_answers(turn.state, lines.answers) if lines.answers else turn.state
    if lines.refused.get(CASE) is RefusalReason.UNREAD:
        state = replace(state, case_asked=True)
    return Step(state, (*left_out, *_ask_rest(state, turn.state, lines)))


def _answer_next(turn: Turn, code: str) -> ReportStep:
    """Take a bare "0" or "không" of somebody who answers one line a message for the next line."""
    verdict = judge_reading(turn.plan, turn.state, code, read_one(turn.plan, code, turn.text))
    given = verdict if isinstance(verdict, Answer) else None
    return step_to(keep_answers(turn.state, {code: given} if given else {}))


def _answer_unmatched(turn: Turn) -> ReportStep:
    if turn.intent is not None:
        return follow_wish(turn, turn.intent)
    if read_wish(turn.text) in TALK:
        return Step(turn.state, ask_after_aside(turn.state))
    return say_unread(turn, NotMatched(len(find_asked_codes(turn.state))), *ask_briefly(turn.state))


def _ask_rest(state: ReportState, before: ReportState, lines: Corrections) -> tuple[Notice, ...]:
    """Ask again only what could not be read, each line with its reason if they are few."""
    if state.stage is ReportStage.REVIEW:
        return (build_review(state),)
    few = list(lines.refused.items())[:_MOST_REFUSALS]
    if set(find_asked_codes(state)) == {code for code, _ in few}:
        last = _explain_refusals(before, lines, few[-1:], "kept")
        return _explain_refusals(before, lines, few[:-1], "") + last
    return (*_explain_refusals(before, lines, few, ""), *ask_in_full(state))


def _explain_refusals(
    state: ReportState,
    lines: Corrections,
    few: list[tuple[str, RefusalReason | Inexact]],
    then: str,
) -> tuple[Notice, ...]:
    return tuple(
        explain_refusal(state, code, why, lines.words.get(code, ""), then=then) for code, why in few
    )


# --- wishes that are no answers -------------------------------------------------------------


def follow_wish(turn: Turn, intent: Intent) -> ReportStep:
    """Do what she wishes while a question stands."""
    return _WISHES[intent](turn)


def _skip_questions(turn: Turn) -> ReportStep:
    if is_asked_at_once(turn.state):
        return Step(turn.state, ask_briefly(turn.state))
    return step_to(keep_answers(turn.state, dict.fromkeys(find_asked_codes(turn.state), Answer())))


def _explain_questions(turn: Turn) -> ReportStep:
    codes = find_asked_codes(turn.state)
    if turn.state.stage is ReportStage.ASK and len(codes) == 1:
        number = number_of(turn.state, codes[0])
        return Step(turn.state, (HelpOnQuestion(number, codes[0]), *ask_in_full(turn.state)))
    if turn.state.stage is ReportStage.ASK:
        return Step(turn.state, (HelpOnForm(codes),))
    return Step(turn.state, ask_briefly(turn.state))


def _answer_nothing(turn: Turn) -> ReportStep:
    codes = find_asked_codes(turn.state)
    if len(codes) > 1:
        return step_to(answer_nothing_at_all(turn.plan, turn.state))
    return step_to(
        keep_answers(turn.state, {codes[0]: answer_nothing(turn.plan, turn.state, codes[0])})
    )


def _ask_exact_number(turn: Turn) -> ReportStep:
    codes = find_asked_codes(turn.state)
    if len(codes) > 1:
        return step_to(turn.state)
    return Step(turn.state, (AskExact(number_of(turn.state, codes[0]), codes[0]),))


def _explain_not_sent(turn: Turn) -> ReportStep:
    """Say why her OK sends nothing; at a line opened for correction it leaves that as it was."""
    state = turn.state
    if state.fixing and find_asked_codes(state)[0] in state.answers:
        kept = number_of(state, find_asked_codes(state)[0])
        back = go_back(state)
        return Step(back, (ReviewHint(correcting=state.correcting, kept=kept),))
    state = go_back(state) if state.fixing else state
    missing = NotComplete(len(find_open_codes(state)), len(state.codes))
    return Step(state, (missing, *ask_after_aside(state)))


def _edit_last(turn: Turn) -> ReportStep:
    if turn.state.answers and turn.state.manner is Manner.STEPS:
        return step_to(go_back(turn.state))
    return step_to(turn.state)


_WISHES: Mapping[Intent, Callable[[Turn], ReportStep]] = {
    Intent.OK: _explain_not_sent,
    Intent.WAIT: lambda turn: Step(turn.state, (Waiting(turn.state.correcting),)),
    Intent.BACK: lambda turn: step_to(go_back(turn.state)),
    Intent.SKIP: _skip_questions,
    Intent.CANCEL: ask_cancel,
    Intent.LATER: park_form,
    Intent.HELP: _explain_questions,
    Intent.EDIT: _edit_last,
    Intent.NOTHING: _answer_nothing,
    Intent.NOTHING_AT_ALL: lambda turn: step_to(answer_nothing_at_all(turn.plan, turn.state)),
    Intent.ONE_ANSWER: lambda turn: step_to(switch_manner(turn.state, Manner.ONE_ANSWER)),
    Intent.STEPS: lambda turn: step_to(switch_manner(turn.state, Manner.STEPS)),
    Intent.ANOTHER: _ask_exact_number,
}
