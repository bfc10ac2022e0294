"""Words between the reporter of a case and its officer."""

from collections.abc import Sequence

from bot.conversations.cases.case_talk import LONGEST_WORDS, TalkState
from bot.conversations.cases.intake_words import is_fragment
from bot.conversations.cases.offer_words import MEANT_FOR, OfferWordsConversation, offer_words
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.cases.case_numbers import ask_for_case_number, starts_with_case_number
from domain.cases.actions import CaseAction
from domain.cases.case import Case
from domain.cases.intake import Urgency
from domain.confidential import Confidential
from domain.notices.case_work import CaseNotFound, CaseTalk
from domain.notices.intake import IntakeNumbers, NotHeard, TypeItsNumber
from services.cases.commands import find_named_case, is_allowed
from services.cases.filing import say_in_case, say_shown
from services.cases.silence import await_answer
from services.people.posts import list_posts
from storage.cases import cases

_SAYS_NOTHING = frozenset({"sticker", "service"})
_MOST = 5
"""Most cases offered for her words, the newest."""


def talk_in_case(call: Call) -> Outcome:
    """Pass on the words behind the number to the other side, or open a talk if there are none."""
    if not call.words.strip() and not may_be_named(find_talk_cases(call)):
        return Outcome((TypeItsNumber("tin"),))
    if (missing_number := ask_for_case_number(call, "tin")) is not None:
        return missing_number
    number, _, words = call.words.partition(" ")
    case = find_named_case(call, number)
    if case is None or not is_allowed(call, CaseAction.SAY, case) or not case.is_open:
        return Outcome((CaseNotFound(),))
    if words.strip():
        return _say(call, case, words)
    unsafe = case.reporter_id == call.person_id and case.phone_is_safe is False
    state = TalkState(case.id, call.now, stranger=not list_posts(call), unsafe=unsafe)
    return Outcome((CaseTalk(case.id),), opens=("case_talk", state))


def may_be_named(found: Sequence[Case]) -> bool:
    """Tell whether whoever holds the phone may read that there are these cases of hers."""
    return all(case.may_write_plainly for case in found)


def find_talk_cases(call: Call) -> list[Case]:
    """Find her open cases in which she may write to an officer, the oldest first."""
    mine = cases.load_reported_by(call.tx, call.person_id)
    others = [case for case in mine if case.owner_id != call.person_id]
    return [case for case in others if is_allowed(call, CaseAction.SAY, case)]


def offer_to_pass_on(call: Call, words: str) -> Outcome | None:
    """Ask whether plain words go to an open case of hers; None if she has none.

    They are passed on at her answer alone, however long ago anything was said in it; "?" and the
    like never are. Of danger it is said, if she answers nothing, that it went nowhere. Who waits in
    danger for somebody to take her case sees the numbers as well.
    """
    found = find_talk_cases(call)[-_MOST:]
    if not found or is_fragment(words):
        return None
    ids = tuple(case.id for case in found)
    unsafe = any(case.phone_is_safe is False for case in found)
    stranger = not list_posts(call)
    state, notices = offer_words(words, ids, call.now, stranger=stranger, unsafe=unsafe)
    if not state.danger and unsafe:
        return Outcome((TypeItsNumber("tin"),))  # whoever holds the phone learns of nothing
    waits = any(c.owner_id is None and c.urgency is Urgency.DANGER for c in found)
    if waits and not state.danger and may_be_named(found):
        notices = (IntakeNumbers(), *notices)
    if state.danger:
        await_answer(call, call.now, MEANT_FOR)
    return Outcome(notices, opens=(OfferWordsConversation.name, state))


def answer_shown(call: Call) -> Outcome | None:
    """Meet a photo or voice message with the numbers, and let the officers of her cases know that
    one came; None if she has a post and no open case."""
    found = find_talk_cases(call)
    if call.what in _SAYS_NOTHING:
        return None
    if not found:
        unknown = Outcome((IntakeNumbers("asked"), NotHeard(told=False, stranger=True)))
        return None if list_posts(call) else unknown
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
