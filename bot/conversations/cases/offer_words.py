"""Asks, before plain words go to the officer of an open case, whether they are meant for her.

Whoever holds the phone may be somebody else: without the answer nothing is passed on.
"""

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from bot.conversations.cases.case_talk import LONGEST_WORDS
from bot.conversations.cases.intake_words import (
    Control,
    is_fragment,
    keeps_commune_out,
    names_kin_in_commune,
    read_control,
    read_numbers,
)
from bot.conversations.effects import AwaitAnswer, SayInCase
from bot.conversations.intents import fold_phrase
from bot.engine.conversation import Event, Facts, RunCommand, Step
from domain.answers import asks_who_knows, tells_of_danger
from domain.cases.intake_form import ANSWERS, NO, YES, YES_NO, IntakeStage
from domain.confidential import Confidential
from domain.notices.base import Notice
from domain.notices.intake import HarmlessScreen, IntakeNumbers, OfferWords, WordsDropped

MEANT_FOR = timedelta(minutes=10)
"""So long her answer is awaited; what she types later is asked about anew."""

_REPORT_ANOTHER = RunCommand("/vuviec moi")
_OTHER_WORDS = ANSWERS[IntakeStage.SAME][NO]
_DANGER_WORDS = ANSWERS[IntakeStage.DANGER][YES]


class OfferState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words that wait for her answer, sealed like all of it, and the cases they may be about.

    `danger`: they tell of danger, which may be about somebody else. `stranger`: she holds no post.
    `unsafe`: her phone is, so nothing on it says that she sent anything.
    """

    words: str
    case_ids: tuple[int, ...]
    asked_at: datetime
    danger: bool = False
    stranger: bool = False
    unsafe: bool = False


class _Answer(msgspec.Struct, frozen=True):
    """To which case the words go, None for none of them; `urgent`: as a call for help. `other`:
    they are about somebody else."""

    case_id: int | None = None
    urgent: bool = False
    other: bool = False


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
        return (_ask(state),)

    def step(self, state: OfferState, event: Event, facts: Facts) -> Step[OfferState]:
        """Pass the words on, or drop them; what else she types is asked about with them."""
        if read_control(event) is Control.EXIT:
            sent = "" if state.unsafe else "kept"
            return Step(None, (HarmlessScreen(state.stranger, sent),))
        if facts.now - state.asked_at > MEANT_FOR:
            return Step(None, unheard=True)
        answer = _read_answer(state, event)
        if answer is not None:
            return _pass_on_or_drop(state, answer)
        if event.what != "text" or event.pressed:
            asked = (_ask(state),) if event.pressed else ()
            return Step(state, unheard=event.what != "text", notices=asked)
        if event.command is not None or read_control(event) is Control.SEE:
            return Step(None, unheard=True)
        if asks_who_knows(event.text) or keeps_commune_out(event.text):
            return Step(None, unheard=True)
        if names_kin_in_commune(event.text):
            return Step(None, unheard=True)
        if is_fragment(event.text):
            return Step(state, (_ask(state),))
        return _add_words(state, event, facts)


def offer_words(
    words: str,
    case_ids: tuple[int, ...],
    now: datetime,
    *,
    stranger: bool = False,
    unsafe: bool = False,
) -> tuple[OfferState, tuple[Notice, ...]]:
    """Ask about her words; danger in them is met with the numbers first."""
    danger = tells_of_danger(words)
    state = OfferState(words.strip()[:LONGEST_WORDS], case_ids, now, danger, stranger, unsafe)
    return state, (*((IntakeNumbers(),) if danger else ()), _ask(state))


def _ask(state: OfferState) -> OfferWords:
    return OfferWords(state.case_ids, state.danger)


def _list_answers(state: OfferState) -> tuple[_Answer, ...]:
    """List the answers in the order of their numbers; of danger that goes to one of several cases
    all are calls for help."""
    if not state.danger:
        return (*(_Answer(case_id) for case_id in state.case_ids), _Answer(other=True), _Answer())
    urgent = tuple(_Answer(case_id, urgent=True) for case_id in state.case_ids)
    calm = (_Answer(state.case_ids[0]),) if len(state.case_ids) == 1 else ()
    return (*urgent, *calm, _Answer(other=True), _Answer())


def _read_answer(state: OfferState, event: Event) -> _Answer | None:
    """Return what she chose; None: no answer."""
    answers = _list_answers(state)
    if said := read_numbers(event.text, len(answers)):
        return answers[said[0] - 1]
    phrase = fold_phrase(event.text[:40])
    if phrase in YES_NO[NO]:
        return answers[-1]
    if phrase in _OTHER_WORDS:
        return answers[-2]
    yes = phrase in YES_NO[YES] or event.command == "ok" or phrase in _DANGER_WORDS
    return answers[0] if yes and len(state.case_ids) == 1 else None


def _pass_on_or_drop(state: OfferState, answer: _Answer) -> Step[OfferState]:
    if answer.case_id is not None:
        words = Confidential(state.words)
        return Step(None, effects=(SayInCase(answer.case_id, words, urgent=answer.urgent),))
    if answer.other:
        return Step(None, effects=(_REPORT_ANOTHER,))
    return Step(None, (WordsDropped(),))


def _add_words(state: OfferState, event: Event, facts: Facts) -> Step[OfferState]:
    danger = tells_of_danger(event.text)
    words = f"{state.words}\n{event.text.strip()}"[:LONGEST_WORDS]
    after = replace(state, words=words, asked_at=facts.now, danger=state.danger or danger)
    numbers = (IntakeNumbers(),) if danger else ()
    effects = (AwaitAnswer(facts.now, MEANT_FOR),) if after.danger else ()
    return Step(after, (*numbers, _ask(after)), effects)
