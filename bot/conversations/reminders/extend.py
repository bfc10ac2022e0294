"""Putting off a due day, or taking that back: shown first, done once she agrees."""

from datetime import date

import msgspec

from bot.conversations.effects import ExtendDueDays, UndoExtension
from bot.conversations.intents import Intent, is_bare_agreement, read_plain_intent
from bot.conversations.reporting.reading import is_no, is_yes
from bot.engine.conversation import Event, Facts, Step
from domain.notices.base import Notice
from domain.notices.extensions import (
    AskDueDay,
    Concerned,
    ConfirmExtension,
    ConfirmUndoing,
    NotExtended,
)
from domain.reminders.extension import find_day_fault, read_due_day


class ExtendState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whom it concerns, and to which day, if that is known. `last`: when the reports are locked.

    `undoes`: what was granted to these units is to be taken back.
    """

    period: str
    units: tuple[Concerned, ...]
    last: date
    until: date | None = None
    undoes: bool = False


class ExtendConversation:
    """Asks for the day where none is named, and for a yes; a day named instead is shown anew."""

    name = "extend"
    version = 1
    confidential = False
    state_type = ExtendState

    def key(self, state: ExtendState) -> str | None:
        """Return None: it is begun anew rather than set aside."""
        return None

    def prompt(self, state: ExtendState, facts: Facts) -> tuple[Notice, ...]:
        """Ask the open question again."""
        return (_ask(state),)

    def step(self, state: ExtendState, event: Event, facts: Facts) -> Step[ExtendState]:
        """Take a day, a yes or a no."""
        day = None if state.undoes else _read_day(state, event, facts)
        if day is not None:
            after, notices = take_day(state, day, facts.now.date())
            return Step(after, notices)
        intent = read_plain_intent(event)
        if intent in (Intent.CANCEL, Intent.LATER, Intent.BACK) or is_no(event.text):
            return Step(None, (NotExtended(),))
        ready = state.undoes or state.until is not None
        if ready and (intent is Intent.OK or _agrees(event)):
            return Step(None, effects=(_agree(state),))
        if event.command is not None and intent is not Intent.OK:
            return Step(state, unheard=True)
        words = not event.pressed and event.what == "text"
        return Step(state, (_ask(state, again=words),), unheard=words)


def open_extension(
    state: ExtendState, words: str, day: date | None, today: date
) -> tuple[ExtendState, tuple[Notice, ...]]:
    """Show what would be done, or ask to which day; `words` could not be read where there are some
    and no `day`."""
    if day is not None:
        return take_day(state, day, today)
    if words and not state.undoes:
        return state, (_ask(state, again=True),)
    return state, (_ask(state),)


def take_day(state: ExtendState, day: date, today: date) -> tuple[ExtendState, tuple[Notice, ...]]:
    """Show what the day would change; say why where it cannot be taken, and ask for another."""
    fault = find_day_fault(day, today, [one.due for one in state.units], state.last)
    if fault:
        asked = msgspec.structs.replace(state, until=None)
        return asked, (AskDueDay(state.period, state.units, state.last, fault, day),)
    taken = msgspec.structs.replace(state, until=day)
    return taken, (_ask(taken),)


def _agrees(event: Event) -> bool:
    """Tell whether she says yes; a lone "ơ" is surprise as well as a yes."""
    return is_bare_agreement(event) or (is_yes(event.text) and len(event.text.strip()) > 1)


def _read_day(state: ExtendState, event: Event, facts: Facts) -> date | None:
    """Read a day that is typed; a yes or no with no day in it is none."""
    if event.what != "text" or event.pressed:
        return None
    due = min(one.due for one in state.units)
    text = event.text.strip()
    for lead in ("đến ", "den ", "tới ", "toi "):
        text = text[len(lead) :] if text.lower().startswith(lead) else text
    return read_due_day(text, facts.now, due, state.last)


def _ask(state: ExtendState, *, again: bool = False) -> Notice:
    if state.undoes:
        return ConfirmUndoing(state.period, state.units, again)
    if state.until is None:
        return AskDueDay(state.period, state.units, state.last, "unread" if again else "")
    return ConfirmExtension(state.period, state.units, state.until, again)


def _agree(state: ExtendState) -> ExtendDueDays | UndoExtension:
    units = tuple(one.unit_id for one in state.units)
    if state.until is None:
        return UndoExtension(units, state.period)
    return ExtendDueDays(units, state.period, state.until)
