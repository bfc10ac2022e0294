"""Words between the reporter of a case and its officer."""

from bot.conversations.cases.case_talk import LONGEST_WORDS, TalkState
from bot.conversations.cases.offer_words import OfferWordsConversation, offer_words
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.cases.case_numbers import ask_for_case_number, starts_with_case_number
from domain.cases.actions import CaseAction
from domain.cases.case import Case
from domain.confidential import Confidential
from domain.notices.case_work import CaseNotFound, CaseTalk
from domain.notices.intake import IntakeNumbers, NotHeard
from services.cases.commands import find_named_case, is_allowed
from services.cases.filing import say_in_case, say_shown
from storage.cases import cases

_SAYS_NOTHING = frozenset({"sticker", "service"})
_MOST = 5
"""Most cases offered for her words, the newest."""


def talk_in_case(call: Call) -> Outcome:
    """Pass on the words behind the number to the other side, or open a talk if there are none."""
    if (missing_number := ask_for_case_number(call, "tin")) is not None:
        return missing_number
    number, _, words = call.words.partition(" ")
    case = find_named_case(call, number)
    if case is None or not is_allowed(call, CaseAction.SAY, case) or not case.is_open:
        return Outcome((CaseNotFound(),))
    if words.strip():
        return _say(call, case, words)
    return Outcome((CaseTalk(case.id),), opens=("case_talk", TalkState(case.id, call.now)))


def find_talk_cases(call: Call) -> list[Case]:
    """Find her open cases in which she may write to an officer, the oldest first."""
    mine = cases.load_reported_by(call.tx, call.person_id)
    others = [case for case in mine if case.owner_id != call.person_id]
    return [case for case in others if is_allowed(call, CaseAction.SAY, case)]


def offer_to_pass_on(call: Call, words: str) -> Outcome | None:
    """Ask whether plain words go to an open case of hers; None if she has none.

    They are passed on at her answer alone, however long ago anything was said in it.
    """
    found = find_talk_cases(call)
    if not found or not words.strip():
        return None
    state, notices = offer_words(words, tuple(case.id for case in found[-_MOST:]), call.now)
    return Outcome(notices, opens=(OfferWordsConversation.name, state))


def answer_shown(call: Call) -> Outcome | None:
    """Meet a photo or voice message with the numbers, and let the officers of her cases know that
    one came; None if she has no open case."""
    found = find_talk_cases(call)
    if not found or call.what in _SAYS_NOTHING:
        return None
    told = [say_shown(call, case.id, call.what) for case in found]
    return Outcome((IntakeNumbers(), NotHeard(any(told))))


def _say(call: Call, case: Case, words: str) -> Outcome:
    said = Confidential(words.strip()[:LONGEST_WORDS])
    return Outcome(say_in_case(call, case.id, said))


HANDLERS = (
    Handler(
        ("tin",),
        talk_in_case,
        typed=("tin", "nhan tin"),
        takes=starts_with_case_number,
        however_long=True,
    ),
)
