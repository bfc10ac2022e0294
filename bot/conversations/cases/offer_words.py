"""Asks, before plain words go to the officer of an open case, whether they are meant for her.

Whoever holds the phone may be somebody else: without the answer nothing is passed on.
"""

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from bot.conversations.cases.case_talk import LONGEST_WORDS
from bot.conversations.cases.intake_words import Control, read_control, read_numbers
from bot.conversations.effects import SayInCase
from bot.conversations.reporting.intents import fold_phrase
from bot.engine.conversation import Event, Facts, RunCommand, Step
from domain.answers import tells_of_danger
from domain.cases.intake_form import NO, YES, YES_NO
from domain.confidential import Confidential
from domain.notices.base import Notice
from domain.notices.intake import HarmlessScreen, IntakeNumbers, OfferWords, WordsDropped

_MEANT_FOR = timedelta(minutes=10)
"""So long her answer is awaited; what she types later is asked about anew."""

_REPORT_ANOTHER = RunCommand("/vuviec moi")


class OfferState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words that wait for her answer, sealed like all of it, and the cases they may be about."""

    words: str
    case_ids: tuple[int, ...]
    asked_at: datetime
    danger: bool = False


class OfferWordsConversation:
    """One question: do these words go to the open case, or to which of several?"""

    name = "offer_words"
    version = 1
    confidential = True
    state_type = OfferState

    def key(self, state: OfferState) -> str | None:
        """Return None: words that wait are dropped rather than set aside."""
        return None

    def prompt(self, state: OfferState, facts: Facts) -> tuple[Notice, ...]:
        """Ask again."""
        return (OfferWords(state.case_ids),)

    def step(self, state: OfferState, event: Event, facts: Facts) -> Step[OfferState]:
        """Pass the words on, or drop them; what else she types is asked about with them."""
        if read_control(event) is Control.EXIT:
            return Step(None, (HarmlessScreen(),))
        if facts.now - state.asked_at > _MEANT_FOR:
            return Step(None, unheard=True)
        answer = _read_answer(state, event)
        if answer is not None:
            return _pass_on_or_drop(state, answer)
        if event.what != "text" or event.pressed:
            return Step(state, unheard=event.what != "text", notices=_ask_if_pressed(state, event))
        if event.command is not None:
            return Step(None, unheard=True)
        return _add_words(state, event, facts)


def offer_words(
    words: str, case_ids: tuple[int, ...], now: datetime
) -> tuple[OfferState, tuple[Notice, ...]]:
    """Ask about her words; danger in them is met with the numbers first."""
    danger = tells_of_danger(words)
    state = OfferState(words.strip()[:LONGEST_WORDS], case_ids, now, danger)
    return state, (*((IntakeNumbers(),) if danger else ()), OfferWords(case_ids))


def _ask_if_pressed(state: OfferState, event: Event) -> tuple[Notice, ...]:
    return (OfferWords(state.case_ids),) if event.pressed else ()


def _read_answer(state: OfferState, event: Event) -> int | None:
    """Return the position (from 1) of the case chosen, 0 for none of them; None: no answer."""
    none = len(state.case_ids) + 1
    if said := read_numbers(event.text, none):
        return said[0] % none
    phrase = fold_phrase(event.text[:40])
    if phrase in YES_NO[NO]:
        return 0
    alone = len(state.case_ids) == 1
    return 1 if alone and (phrase in YES_NO[YES] or event.command == "ok") else None


def _pass_on_or_drop(state: OfferState, answer: int) -> Step[OfferState]:
    if answer:
        said = SayInCase(state.case_ids[answer - 1], Confidential(state.words))
        return Step(None, effects=(said,))
    if state.danger:
        return Step(None, effects=(_REPORT_ANOTHER,))
    return Step(None, (WordsDropped(),))


def _add_words(state: OfferState, event: Event, facts: Facts) -> Step[OfferState]:
    danger = tells_of_danger(event.text)
    words = f"{state.words}\n{event.text.strip()}"[:LONGEST_WORDS]
    after = replace(state, words=words, asked_at=facts.now, danger=state.danger or danger)
    return Step(after, (*((IntakeNumbers(),) if danger else ()), OfferWords(state.case_ids)))
