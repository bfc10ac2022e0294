"""The report conversation: one question at a time, or all in one message and one answer.

Both manners are one conversation over one state (report_state). What she says is read in
report_reading and report_corrections, what is asked is in report_asking; here it is decided what
follows, stage by stage.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from bot.conversations.base import Event, Facts, Step
from bot.conversations.report_asking import asks, asks_all, asks_briefly, refusal, review
from bot.conversations.report_corrections import (
    Corrections,
    in_order,
    line_named,
    numbered,
    whole_form,
)
from bot.conversations.report_flow import (
    back,
    confirmed,
    fix,
    in_manner,
    keep,
    nothing_at_all,
    take,
)
from bot.conversations.report_opening import correct_report, open_report
from bot.conversations.report_reading import (
    LONGEST_ANSWER,
    is_no,
    is_yes,
    judge,
    read_answers,
    read_one,
)
from bot.conversations.report_state import (
    Answer,
    Manner,
    ReportState,
    Stage,
    asked,
    head,
    known_to,
    number_of,
    report_key,
    submission,
    summary_lines,
    values_of,
)
from bot.conversations.report_words import Intent, intent_of
from domain.notices.base import Notice
from domain.notices.report import (
    Amounts,
    AskExact,
    Cancelled,
    CannotChange,
    Change,
    GoOn,
    HelpOnForm,
    HelpOnQuestion,
    Kept,
    NoText,
    NotMatched,
    Parked,
    ReviewHint,
    WhichLine,
)
from domain.plan import Plan

_MOST_REFUSALS = 2
"""How many unread answers are named one by one; more are asked again as a list."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """One event at one state."""

    state: ReportState
    text: str
    intent: Intent | None
    event: Event
    plan: Plan


__all__ = ["ReportConversation", "correct_report", "open_report"]


class ReportConversation:
    """`/baocao`; see the module."""

    name = "report"
    version = 1
    state_type = ReportState

    def key(self, state: ReportState) -> str | None:
        """One report per unit and period can be set aside."""
        return report_key(state.unit_id, state.period)

    def prompt(self, state: ReportState, facts: Facts) -> tuple[Notice, ...]:
        """The form goes on where it was."""
        state = known_to(facts.plan, state)
        return (GoOn(head(state)), *asks(state))

    def step(self, state: ReportState, event: Event, facts: Facts) -> Step[ReportState]:
        """What follows from one event."""
        state = known_to(facts.plan, state)
        if event.what != "text":
            return Step(state, (NoText(event.what), *asks_briefly(state)))
        text = event.text if len(event.text) <= LONGEST_ANSWER else ""
        turn = _Turn(state, text, intent_of(event), event, facts.plan)
        if event.edited and state.last:
            return _edited(turn)
        return _STAGES[state.stage](turn)


# --- asking ------------------------------------------------------------------------------------


def _asking(turn: _Turn) -> Step[ReportState]:
    if turn.intent in _NEVER_ANSWERS or (turn.intent and turn.event.pressed):
        return _intended(turn)
    codes = asked(turn.state)
    return _one_answered(turn, codes[0]) if len(codes) == 1 else _many_answered(turn, codes)


def _one_answered(turn: _Turn, code: str) -> Step[ReportState]:
    verdict = judge(turn.plan, turn.state, code, read_one(turn.plan, code, turn.text))
    if isinstance(verdict, Answer):
        return _say(take(turn.state, code, verdict))
    if turn.intent is not None:
        return _intended(turn)
    lines = numbered(*_reading(turn)) or whole_form(*_reading(turn))
    if lines.answers:
        return _corrected_midway(turn, lines)
    if turn.event.command == "list":
        return Step(turn.state, unheard=True)
    return Step(turn.state, (refusal(turn.state, code, verdict, turn.text),))


def _corrected_midway(turn: _Turn, lines: Corrections) -> Step[ReportState]:
    state = keep(turn.state, lines.answers)
    return Step(state, (*_kept(turn.state, lines.answers), *asks(state)))


def _many_answered(turn: _Turn, codes: tuple[str, ...]) -> Step[ReportState]:
    batch = read_answers(turn.plan, codes, turn.text)
    if batch.nothing or turn.intent is Intent.NOTHING:
        return _say(nothing_at_all(turn.plan, turn.state))
    lines = numbered(*_reading(turn)) or in_order(*_reading(turn), codes)
    if not lines.answers and (turn.intent or not lines.refused or len(lines.refused) == len(codes)):
        return _not_matched(turn)
    state = keep(turn.state, lines.answers) if lines.answers else turn.state
    return Step(state, _still_asked(state, turn.state, lines))


def _not_matched(turn: _Turn) -> Step[ReportState]:
    if turn.intent is not None:
        return _intended(turn)
    if turn.event.command == "list":
        return Step(turn.state, unheard=True)
    return Step(turn.state, (NotMatched(len(asked(turn.state))), *asks_briefly(turn.state)))


def _still_asked(state: ReportState, before: ReportState, lines: Corrections) -> tuple[Notice, ...]:
    """Only what could not be read is asked again, each by its reason where they are few."""
    if state.stage is Stage.REVIEW:
        return (review(state),)
    few = list(lines.refused.items())[:_MOST_REFUSALS]
    last = set(asked(state)) == {code for code, _ in few} and few[-1][0]
    reasons = tuple(
        refusal(before, code, why, lines.words.get(code, ""), others_kept=code == last)
        for code, why in few
    )
    return reasons if last else (*reasons, *asks(state))


# --- wishes that are no answers ----------------------------------------------------------------


def _intended(turn: _Turn) -> Step[ReportState]:
    assert turn.intent is not None  # noqa: S101 -- callers look first
    return _INTENDED[turn.intent](turn)


def _skip(turn: _Turn) -> Step[ReportState]:
    if asks_all(turn.state):
        return Step(turn.state, asks_briefly(turn.state))
    return _say(keep(turn.state, dict.fromkeys(asked(turn.state), Answer())))


def _help(turn: _Turn) -> Step[ReportState]:
    codes = asked(turn.state)
    if turn.state.stage is Stage.ASK and len(codes) == 1:
        number = number_of(turn.state, codes[0])
        return Step(turn.state, (HelpOnQuestion(number, codes[0]), *asks(turn.state)))
    if turn.state.stage is Stage.ASK:
        return Step(turn.state, (HelpOnForm(codes),))
    return Step(turn.state, asks_briefly(turn.state))


def _later(turn: _Turn) -> Step[ReportState]:
    state = turn.state
    notice = Parked(head(state), len(state.answers), len(state.codes))
    return Step(state, (notice,), park=report_key(state.unit_id, state.period))


def _ask_cancel(turn: _Turn) -> Step[ReportState]:
    return _say(replace(turn.state, stage=Stage.CANCEL, returns_to=turn.state.stage))


def _another(turn: _Turn) -> Step[ReportState]:
    codes = asked(turn.state)
    if len(codes) > 1:
        return _say(turn.state)
    return Step(turn.state, (AskExact(number_of(turn.state, codes[0]), codes[0]),))


def _edit(turn: _Turn) -> Step[ReportState]:
    if turn.state.answers and turn.state.manner is Manner.STEPS:
        return _say(back(turn.state))
    return _say(turn.state)


_NEVER_ANSWERS = frozenset({Intent.NOTHING_AT_ALL, Intent.ONE_ANSWER, Intent.STEPS, Intent.ANOTHER})

_INTENDED: Mapping[Intent, Callable[[_Turn], Step[ReportState]]] = {
    Intent.OK: lambda turn: Step(turn.state, asks_briefly(turn.state)),
    Intent.BACK: lambda turn: _say(back(turn.state)),
    Intent.SKIP: _skip,
    Intent.CANCEL: _ask_cancel,
    Intent.LATER: _later,
    Intent.HELP: _help,
    Intent.EDIT: _edit,
    Intent.NOTHING: lambda turn: _say(nothing_at_all(turn.plan, turn.state)),
    Intent.NOTHING_AT_ALL: lambda turn: _say(nothing_at_all(turn.plan, turn.state)),
    Intent.ONE_ANSWER: lambda turn: _say(in_manner(turn.state, Manner.ONE_ANSWER)),
    Intent.STEPS: lambda turn: _say(in_manner(turn.state, Manner.STEPS)),
    Intent.ANOTHER: _another,
}


# --- confirming one value ----------------------------------------------------------------------


def _confirming(turn: _Turn) -> Step[ReportState]:
    pending = turn.state.pending
    if pending is None:
        return _say(replace(turn.state, stage=Stage.ASK))
    if turn.intent is Intent.OK or is_yes(turn.text):
        return _say(keep(turn.state, {pending.code: confirmed(pending.answer)}))
    asking = replace(turn.state, stage=Stage.ASK, pending=None)
    if turn.intent is Intent.EDIT or is_no(turn.text):
        return _say(asking)
    if turn.intent is not None:
        return _in_confirming(turn, asking)
    return _answered_again(turn, asking, pending.code, pending.answer.values)


def _in_confirming(turn: _Turn, asking: ReportState) -> Step[ReportState]:
    """Setting aside and cancelling keep what is being confirmed; other wishes drop it."""
    if turn.intent in (Intent.LATER, Intent.CANCEL, Intent.HELP, Intent.BACK):
        return _say(asking) if turn.intent is Intent.BACK else _intended(turn)
    return _intended(_at(turn, asking))


def _answered_again(
    turn: _Turn, asking: ReportState, code: str, pending: Amounts | None
) -> Step[ReportState]:
    verdict = judge(turn.plan, asking, code, read_one(turn.plan, code, turn.text))
    if not isinstance(verdict, Answer):
        return Step(turn.state, asks(turn.state))
    if verdict.values == pending:
        return _say(keep(asking, {code: confirmed(verdict)}))
    return _say(take(asking, code, verdict))


# --- the summary -------------------------------------------------------------------------------


def _reviewing(turn: _Turn) -> Step[ReportState]:
    lines = numbered(*_reading(turn)) or whole_form(*_reading(turn))
    if lines:
        return _corrected(turn, lines)
    if turn.intent is Intent.OK or is_yes(turn.text):
        return _send(turn.state)
    if turn.intent in (Intent.EDIT, Intent.BACK) or is_no(turn.text):
        return _say(replace(turn.state, stage=Stage.WHICH))
    if turn.intent in (Intent.LATER, Intent.CANCEL):
        return _intended(turn)
    code = line_named(turn.state, turn.text)
    if code is not None:
        return _say(fix(turn.state, code))
    if turn.event.command == "list":
        return Step(turn.state, unheard=True)
    return Step(turn.state, (ReviewHint(summary_lines(turn.state)),))


def _corrected(turn: _Turn, lines: Corrections) -> Step[ReportState]:
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
    return _say(state)


def _send(state: ReportState) -> Step[ReportState]:
    return Step(None, effects=(submission(state),))


def _choosing_line(turn: _Turn) -> Step[ReportState]:
    code = line_named(turn.state, turn.text)
    if code is not None:
        return _say(fix(turn.state, code))
    lines = numbered(*_reading(turn)) or whole_form(*_reading(turn))
    if lines:
        return _corrected(turn, lines)
    if turn.intent in (Intent.LATER, Intent.CANCEL):
        return _intended(turn)
    if turn.intent in (Intent.BACK, Intent.OK) or is_no(turn.text):
        return _say(replace(turn.state, stage=Stage.REVIEW))
    return Step(turn.state, (WhichLine(summary_lines(turn.state)),))


# --- cancelling --------------------------------------------------------------------------------


def _cancelling(turn: _Turn) -> Step[ReportState]:
    if turn.intent in (Intent.OK, Intent.CANCEL) or is_yes(turn.text):
        return Step(None, (Cancelled(head(turn.state)),))
    staying = replace(turn.state, stage=turn.state.returns_to)
    if turn.intent is Intent.LATER:
        return _later(_at(turn, staying))
    if turn.intent is Intent.BACK or is_no(turn.text):
        return _say(staying)
    return _say(turn.state)


# --- an edited message -------------------------------------------------------------------------


def _edited(turn: _Turn) -> Step[ReportState]:
    """An edit corrects what that message answered, wherever the form is now."""
    lines = numbered(*_reading(turn)) or in_order(*_reading(turn), turn.state.last)
    if not lines.answers:
        return Step(turn.state, (CannotChange(), *asks_briefly(turn.state)))
    state = replace(
        turn.state,
        answers={**turn.state.answers, **lines.answers},
    )
    said = () if state.stage is Stage.REVIEW else _kept(turn.state, lines.answers)
    return Step(state, (*said, *asks(state)))


def _kept(before: ReportState, given: Mapping[str, Answer]) -> tuple[Notice, ...]:
    old = values_of(before)
    return tuple(
        Kept(Change(number_of(before, code), code, old.get(code), answer.values))
        for code, answer in given.items()
    )


# --- common ------------------------------------------------------------------------------------


def _at(turn: _Turn, state: ReportState) -> _Turn:
    """The same event at another state."""
    return _Turn(state, turn.text, turn.intent, turn.event, turn.plan)


def _reading(turn: _Turn) -> tuple[Plan, ReportState, str]:
    return turn.plan, turn.state, turn.text


def _say(state: ReportState) -> Step[ReportState]:
    return Step(state, asks(state))


_STAGES: Mapping[Stage, Callable[[_Turn], Step[ReportState]]] = {
    Stage.ASK: _asking,
    Stage.CONFIRM: _confirming,
    Stage.REVIEW: _reviewing,
    Stage.WHICH: _choosing_line,
    Stage.CANCEL: _cancelling,
}
