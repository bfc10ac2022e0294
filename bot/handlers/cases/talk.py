"""Words between the reporter of a case and its officer."""

from datetime import timedelta

from bot.conversations.cases.case_talk import LONGEST_WORDS, TalkState
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.cases.case_numbers import ask_for_case_number, starts_with_case_number
from domain.cases.actions import CaseAction
from domain.cases.case import Case
from domain.confidential import Confidential
from domain.notices.case_work import CaseNotFound, CaseTalk
from services.cases.commands import find_named_case, is_allowed
from services.cases.filing import say_in_case
from storage.cases import case_messages, cases

_STILL_MEANT = timedelta(days=2)
"""So long after the last words about her case, a reporter's plain words are still meant for it."""


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


def pass_words_to_officer(call: Call) -> Outcome | None:
    """Pass a reporter's plain words on to the officer of her one open case; None if she has none.

    None too if nothing was said about the case for some days.
    """
    if call.what != "text" or not call.words.strip():
        return None
    mine = cases.load_reported_by(call.tx, call.person_id)
    others = [case for case in mine if case.owner_id != call.person_id]
    if len(others) != 1 or not _is_talk_recent(call, others[0]):
        return None
    return _say(call, others[0], call.words)


def _is_talk_recent(call: Call, case: Case) -> bool:
    """Tell whether something was said about the case within the last days."""
    if not is_allowed(call, CaseAction.SAY, case):
        return False
    last = [message.at for message in case_messages.load_last_messages(call.tx, case.id, 1)]
    return max([case.opened_at, *last]) >= call.now - _STILL_MEANT


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
