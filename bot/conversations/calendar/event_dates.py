"""Asking the province, one after the other, for the days of events that the plan leaves open."""

from dataclasses import replace
from datetime import date

import msgspec

from bot.conversations.effects import SetEventDate
from bot.conversations.intents import Intent, fold_phrase, read_plain_intent
from bot.engine.conversation import Event, Facts, Step
from domain.answers import Status
from domain.answers.dates.coming import read_coming
from domain.notices.base import Notice
from domain.notices.calendar import (
    AskEventDate,
    ConfirmEventDate,
    EventDateKept,
    EventDatesDone,
)

_NOT_HELD = frozenset(
    {"khong to chuc", "khong to chuc nua", "khong co", "khong lam", "bo", "not held", "khong"}
)
_GO_ON = frozenset({Intent.SKIP, Intent.LATER})


class EventDatesState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is asked: `events[at]`.

    `proposed`: first and last day that wait for a yes. `skipped`: number of events left out.
    """

    events: tuple[str, ...]
    at: int = 0
    proposed: tuple[date, date] | None = None
    skipped: int = 0


class EventDatesConversation:
    """Stores each answer as it comes, so that stopping loses nothing."""

    name = "event_dates"
    version = 1
    confidential = False
    state_type = EventDatesState

    def key(self, state: EventDatesState) -> str | None:
        """Return None: it is begun anew rather than set aside, since answers are stored already."""
        return None

    def prompt(self, state: EventDatesState, facts: Facts) -> tuple[Notice, ...]:
        """Ask the question again."""
        if state.proposed is not None:
            return (ConfirmEventDate(_get_asked_event(state), *state.proposed),)
        return (_ask(state),)

    def step(self, state: EventDatesState, event: Event, facts: Facts) -> Step[EventDatesState]:
        """Take a day, "not known", "not held", or "enough for now"."""
        intent = read_plain_intent(event)
        if state.proposed is not None and intent is Intent.OK:
            return _keep(state, state.proposed)
        if intent is Intent.CANCEL:
            return Step(None, (EventDatesDone(len(state.events) - state.at + state.skipped),))
        if intent in _GO_ON:
            return _ask_next(_replace(state, skipped=state.skipped + 1), ())
        if fold_phrase(event.text[:40]) in _NOT_HELD:
            return _keep(state, None)
        if intent is Intent.EDIT and state.proposed is not None:
            state = _replace(state, proposed=None)
            return Step(state, (_ask(state),))
        return _read_day(state, event, facts)


def open_event_dates(
    events: tuple[str, ...], others: int = 0
) -> tuple[EventDatesState, tuple[Notice, ...]]:
    """Ask the first question; `events` (ids) must not be empty. `others`: so many more are open."""
    state = EventDatesState(events, skipped=others)
    return state, (_ask(state),)


def _read_day(state: EventDatesState, event: Event, facts: Facts) -> Step[EventDatesState]:
    reading = read_coming(event.text, facts.now)
    match reading.status:
        case Status.VALUE:
            return _keep(state, reading.value)
        case Status.CONFIRM:
            asked = _replace(state, proposed=reading.value)
            return Step(asked, (ConfirmEventDate(_get_asked_event(state), *reading.value),))
        case Status.UNKNOWN:
            return _ask_next(_replace(state, skipped=state.skipped + 1), ())
    if event.command is not None:
        return Step(state, unheard=True)
    return Step(state, (_ask(state, unclear=True),))


def _keep(state: EventDatesState, days: tuple[date, date] | None) -> Step[EventDatesState]:
    event = _get_asked_event(state)
    step = _ask_next(state, (EventDateKept(event, *(days or ())),))
    return replace(step, effects=(SetEventDate(event, days),))


def _ask_next(state: EventDatesState, said: tuple[Notice, ...]) -> Step[EventDatesState]:
    """Ask the next question in the same message, or end; `said` comes before it."""
    after = _replace(state, at=state.at + 1, proposed=None)
    if after.at >= len(after.events):
        return Step(None, (*said, EventDatesDone(after.skipped)))
    return Step(after, (*said, _ask(after)))


def _replace(state: EventDatesState, **changes: object) -> EventDatesState:
    return msgspec.structs.replace(state, **changes)


def _get_asked_event(state: EventDatesState) -> str:
    return state.events[state.at]


def _ask(state: EventDatesState, *, unclear: bool = False) -> AskEventDate:
    return AskEventDate(_get_asked_event(state), state.at + 1, len(state.events), unclear)
