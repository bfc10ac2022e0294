"""Reopening a locked month for one unit: which month, until when, and why."""

from datetime import date, timedelta

import msgspec

from bot.conversations.effects import Reopen
from bot.conversations.intents import Intent, fold_phrase, read_plain_intent
from bot.engine.conversation import Event, Facts, RunCommand, Step
from domain.answers.dates.coming import read_coming
from domain.notices.base import Notice
from domain.notices.reopening import (
    REASONS,
    AskPeriod,
    AskReason,
    AskUnit,
    AskUntil,
    NotReopened,
)

MOST_DAYS = 31


class ReopenState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known so far. Without a unit its name is asked.

    `periods`: (locked month, whether there is a report of it).
    """

    unit_id: int = 0
    unit_name: str = ""
    periods: tuple[tuple[str, bool], ...] = ()
    period: str = ""
    until: date | None = None


class ReopenConversation:
    """Asks which month, until when and why; nothing is done before the last answer."""

    name = "reopen"
    version = 1
    confidential = False
    state_type = ReopenState

    def key(self, state: ReopenState) -> str | None:
        """Return None: it is begun anew rather than set aside."""
        return None

    def prompt(self, state: ReopenState, facts: Facts) -> tuple[Notice, ...]:
        """Ask the open question again."""
        return (_ask(state),)

    def step(self, state: ReopenState, event: Event, facts: Facts) -> Step[ReopenState]:
        """Take one answer."""
        if read_plain_intent(event) in (Intent.CANCEL, Intent.LATER):
            return Step(None, (NotReopened(),))
        if not state.unit_id:
            return _look_up_unit(event)
        after = _take_answer(state, event, facts)
        if after is not None:
            return after
        if event.command is not None and event.command not in ("ok", "nothing"):
            return Step(state, unheard=True)
        words = not event.pressed and any(letter.isalpha() for letter in event.text)
        return Step(state, (_ask(state, again=True),), unheard=words)


def open_reopening(state: ReopenState) -> tuple[ReopenState, tuple[Notice, ...]]:
    """Ask the first question; the month is not asked if only one is locked."""
    if len(state.periods) == 1:
        state = msgspec.structs.replace(state, period=state.periods[0][0])
    return state, (_ask(state),)


def _ask(state: ReopenState, *, again: bool = False) -> Notice:
    if not state.unit_id:
        return AskUnit(again)
    if not state.period:
        return AskPeriod(state.unit_name, state.periods, again)
    if state.until is None:
        return AskUntil(state.unit_name, state.period, MOST_DAYS, again)
    return AskReason(again)


def _look_up_unit(event: Event) -> Step[ReopenState]:
    """Have the name looked up by the command, which can read the units."""
    name = event.text.strip()
    if not name or event.what != "text":
        return Step(ReopenState(), (AskUnit(again=True),))
    return Step(None, effects=(RunCommand(f"/moky {name[:80]}"),))


def _take_answer(state: ReopenState, event: Event, facts: Facts) -> Step[ReopenState] | None:
    """Take an answer to the open question; None if it was none."""
    if not state.period:
        period = _read_period(state, event)
        return None if period is None else _ask_next(msgspec.structs.replace(state, period=period))
    if state.until is None:
        until = _read_until(event, facts)
        return None if until is None else _ask_next(msgspec.structs.replace(state, until=until))
    said = fold_phrase(event.text[:20])
    if not (said.isdecimal() and 1 <= int(said) <= len(REASONS)):
        return None
    reason = REASONS[int(said) - 1]
    return Step(None, effects=(Reopen(state.unit_id, state.period, state.until, reason),))


def _ask_next(state: ReopenState) -> Step[ReopenState]:
    return Step(state, (_ask(state),))


def _read_period(state: ReopenState, event: Event) -> str | None:
    """Return the month meant by its place in the list or as "tháng 8", else None."""
    said = fold_phrase(event.text[:20])
    months = {f"thang {int(period[-2:])}": period for period, _ in state.periods}
    if said.isdecimal() and 1 <= int(said) <= len(state.periods):
        return state.periods[int(said) - 1][0]
    return months.get(said)


def _read_until(event: Event, facts: Facts) -> date | None:
    """Return a day, or the day in so many days ("3 ngày"); None if it is past or too far."""
    today, said = facts.now.date(), fold_phrase(event.text[:30]).split()
    if len(said) == 2 and said[0].isdecimal() and said[1] == "ngay":
        day = today + timedelta(days=min(int(said[0]), MOST_DAYS + 1))
    else:
        found = read_coming(event.text, facts.now).value
        if not isinstance(found, tuple):
            return None
        day = found[1]
    return day if today <= day <= today + timedelta(days=MOST_DAYS) else None
