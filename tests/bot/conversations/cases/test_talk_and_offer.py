"""Words for an officer as pure conversations: they go nowhere unless she said so."""

from datetime import timedelta

import pytest

from bot.conversations.cases.case_talk import CaseTalkConversation, TalkState
from bot.conversations.cases.offer_words import (
    OfferState,
    OfferWordsConversation,
    offer_words,
)
from bot.conversations.effects import SayInCase, SayShown
from bot.engine.conversation import Event, Facts, RunCommand, Step
from domain.confidential import Confidential
from domain.notices.case_work import CaseTalk
from domain.notices.intake import HarmlessScreen, IntakeNumbers, OfferWords, WordsDropped
from tests.support.stage import NOW, plan

WORDS, CRY = "chị ấy đang ở nhà em", "nó lại đánh chị ấy"


def answer(state: OfferState, text: str, *, minutes: float = 0, **more: str) -> Step[OfferState]:
    facts = Facts(NOW + timedelta(minutes=minutes), plan())
    return OfferWordsConversation().step(state, Event(text, **more), facts)  # type: ignore[arg-type]


def talk(state: TalkState, text: str, *, minutes: float = 0, what: str = "text") -> Step[TalkState]:
    facts = Facts(NOW + timedelta(minutes=minutes), plan())
    return CaseTalkConversation().step(state, Event(text, what=what), facts)


# --- offered ------------------------------------------------------------------------------------


@pytest.mark.parametrize("yes", ["1", "có", "vâng", "một"])
def test_at_her_yes_they_go(yes: str) -> None:
    state, said = offer_words(WORDS, (7,), NOW)
    assert said == (OfferWords((7,)),)
    step = answer(state, yes)
    assert (step.state, step.effects) == (None, (SayInCase(7, Confidential(WORDS)),))


@pytest.mark.parametrize("no", ["3", "không", "ba"])
def test_at_her_no_they_are_dropped(no: str) -> None:
    state, _ = offer_words(WORDS, (7,), NOW)
    assert answer(state, no) == Step(None, (WordsDropped(),))


@pytest.mark.parametrize("word", ["0", "thoát"])
def test_a_way_out_drops_them_too(word: str) -> None:
    state, _ = offer_words(WORDS, (7,), NOW)
    assert answer(state, word) == Step(None, (HarmlessScreen(sent="kept"),))


def test_of_several_the_one_chosen_gets_them() -> None:
    state, _ = offer_words(WORDS, (7, 9), NOW)
    assert answer(state, "2").effects == (SayInCase(9, Confidential(WORDS)),)
    assert answer(state, "3").effects == (RunCommand("/vuviec moi"),)
    assert answer(state, "4").notices == (WordsDropped(),)
    assert answer(state, "có").effects == ()  # to which, is not said


def test_what_she_adds_is_asked_about_with_the_rest() -> None:
    state, _ = offer_words(WORDS, (7,), NOW)
    step = answer(state, CRY)
    assert step.notices == (IntakeNumbers(), OfferWords((7,), danger=True))
    assert step.state is not None
    both = Confidential(f"{WORDS}\n{CRY}")
    assert answer(step.state, "1").effects == (SayInCase(7, both, urgent=True),)


@pytest.mark.parametrize("word", ["?", "alo", "ok?", "e", "..."])
def test_a_fragment_is_not_added_to_what_waits(word: str) -> None:
    state, said = offer_words(WORDS, (7,), NOW)
    assert answer(state, word) == Step(state, said)


@pytest.mark.parametrize("word", ["2", "người khác"])
def test_words_about_another_woman_begin_another_report(word: str) -> None:
    state, _ = offer_words(WORDS, (7,), NOW)
    assert answer(state, word).effects == (RunCommand("/vuviec moi"),)


@pytest.mark.parametrize("word", ["the bao ai", "dung bao xa", "ba mai la chi gai no"])
def test_what_is_answered_at_once_does_not_wait_for_that(word: str) -> None:
    state, _ = offer_words(WORDS, (7,), NOW)
    assert answer(state, word) == Step(None, unheard=True)


def test_danger_that_is_not_about_it_begins_another_report() -> None:
    state, said = offer_words(CRY, (7,), NOW)
    assert said == (IntakeNumbers(), OfferWords((7,), danger=True))
    for word in ("3", "người khác"):
        assert answer(state, word).effects == (RunCommand("/vuviec moi"),)


@pytest.mark.parametrize("word", ["1", "có", "đang nguy hiểm"])
def test_danger_that_is_calls_the_officers_again(word: str) -> None:
    state, _ = offer_words(CRY, (7,), NOW)
    assert answer(state, word).effects == (SayInCase(7, Confidential(CRY), urgent=True),)


def test_danger_that_is_past_goes_as_words_or_nowhere() -> None:
    state, _ = offer_words(CRY, (7,), NOW)
    assert answer(state, "2").effects == (SayInCase(7, Confidential(CRY)),)
    assert answer(state, "4") == answer(state, "không") == Step(None, (WordsDropped(),))


def test_danger_with_several_cases_is_asked_about_with_somebody_else() -> None:
    state, _ = offer_words(CRY, (7, 9), NOW)
    assert answer(state, "2").effects == (SayInCase(9, Confidential(CRY), urgent=True),)
    assert answer(state, "3").effects == (RunCommand("/vuviec moi"),)
    assert answer(state, "4").notices == (WordsDropped(),)


def test_after_ten_minutes_nothing_is_passed_on() -> None:
    state, _ = offer_words(WORDS, (7,), NOW)
    assert answer(state, "1", minutes=11) == Step(None, unheard=True)


def test_a_command_or_a_photo_is_none_of_its_own() -> None:
    state, _ = offer_words(WORDS, (7,), NOW)
    assert answer(state, "trợ giúp", command="help") == Step(None, unheard=True)
    assert answer(state, "", what="photo") == Step(state, unheard=True)


# --- a talk -------------------------------------------------------------------------------------


def test_in_a_talk_words_go_at_once_and_danger_gets_the_numbers_too() -> None:
    step = talk(TalkState(7, NOW), WORDS)
    assert (step.notices, step.effects) == (
        (),
        (SayInCase(7, Confidential(WORDS), more=True),),
    )
    assert talk(TalkState(7, NOW), CRY).notices == (IntakeNumbers(),)


def test_a_call_for_help_in_a_talk_is_answered_and_not_passed_on() -> None:
    step = talk(TalkState(7, NOW), "trợ giúp")
    assert (step.notices, step.effects) == ((IntakeNumbers(), CaseTalk(7)), ())


def test_ten_minutes_count_from_the_last_word() -> None:
    step = talk(TalkState(7, NOW), WORDS, minutes=9)
    assert step.state is not None
    assert talk(step.state, WORDS, minutes=18).effects
    late = talk(step.state, WORDS, minutes=20)
    assert (late.unheard, late.effects) == (True, ())


def test_of_a_photo_the_other_side_learns_that_it_came() -> None:
    assert talk(TalkState(7, NOW), "", what="photo").effects == (SayShown(7, "photo"),)
