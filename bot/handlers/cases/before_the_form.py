"""What is heard before an open conversation, wherever she is: leaving, KHẨN alone, danger, and a
stranger's wish for help."""

import re
from datetime import timedelta

import msgspec

from bot.conversations.cases.case_menu import CaseMenuConversation
from bot.conversations.cases.case_talk import CaseTalkConversation
from bot.conversations.cases.intake import IntakeConversation
from bot.conversations.cases.intake_state import IntakeState
from bot.conversations.cases.intake_words import is_phone_number, wants_it_stopped
from bot.conversations.cases.offer_words import OfferWordsConversation
from bot.conversations.choose import ChooseConversation
from bot.conversations.intents import fold_phrase
from bot.conversations.reopening import ReopenConversation
from bot.conversations.reporting.report import ReportConversation
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call
from bot.handlers.cases.report_case import begin_in_danger, mark_as_urgent
from bot.handlers.cases.talk import find_talk_cases, may_be_named, offer_to_pass_on
from domain.answers import asks_for_help, asks_whom_to_call, tells_of_danger
from domain.cases.case import Case
from domain.cases.intake import Urgency
from domain.cases.intake_form import IntakeStage
from domain.notices.case_work import CaseNumberWanted
from domain.notices.intake import HarmlessScreen, IntakeNumbers
from services.cases.stopping import stop_telling
from services.people.posts import list_posts

_EXIT = re.compile(r"thoat( (ra|ngay|nhanh|di|luon|lien|thoi|em|a))*|exit")
_EXIT_FROM_CASES = frozenset({"0", "huy", "huy bo", "dung lai", "tat"})
"""They leave what is about a case; from somebody without a post they can mean nothing else."""

_URGENT = frozenset({"khan", "khan cap"})
_SO_LONG_AFTER = timedelta(minutes=30)
"""So long after a conversation about a case "0" and the like still leave."""

_INTAKE = (IntakeConversation.name, IntakeConversation.version)
_LEAVE_THEMSELVES = frozenset({IntakeConversation.name, CaseTalkConversation.name})
"""They also offer to take messages away."""

_ABOUT_CASES = frozenset({CaseMenuConversation.name, OfferWordsConversation.name})
_HEARD_IN = frozenset(
    {
        ReportConversation.name,
        ChooseConversation.name,
        ReopenConversation.name,
        CaseMenuConversation.name,
    }
)
"""Whoever words an announcement may speak of danger; the conversations of cases hear it
themselves."""


def hear_before_the_form(call: Call, event: Event) -> Outcome | None:
    """Answer what comes before every open conversation; None if it is none of this."""
    if event.what != "text" or event.pressed:
        return None
    return (
        _stop_telling(call, event)
        or _leave(call, event)
        or _raise_own_case(call, event)
        or _answer_danger(call, event)
        or _answer_wish_for_help(call, event)
        or _say_whom_to_call(call, event)
        or _offer_phone_number(call, event)
    )


def _get_open(call: Call) -> str:
    return call.session.frame.name if call.session.frame is not None else ""


def _say_whom_to_call(call: Call, event: Event) -> Outcome | None:
    """Answer "gọi ai bây giờ" with the numbers, where a case of hers is open or she has no post."""
    if _get_open(call) or not asks_whom_to_call(event.text):
        return None
    if tells_of_danger(event.text):  # "ăn lá ngón rồi, gọi ai bây giờ" asks for no officer's name
        return offer_to_pass_on(call, event.text) or begin_in_danger(call, event.text)
    waits = bool(find_talk_cases(call)) or not list_posts(call)
    return Outcome((IntakeNumbers("asked"),)) if waits else None


def _stop_telling(call: Call, event: Event) -> Outcome | None:
    """Hear "không cần nữa" of her one open case: nobody more is told, and those who know hear it.

    Where a form or a menu stands open "huỷ" is about that.
    """
    opened = _get_open(call)
    if opened not in ("", OfferWordsConversation.name) or not wants_it_stopped(event.text):
        return None
    found = find_talk_cases(call)
    about = bool(opened) or _was_about_case(call)
    if len(found) != 1 or not (about or _is_plain_stop(call, event, found[0])):
        return None
    stop_telling(call, found[0])
    said = "stopped" if may_be_named(found) else "quiet"
    return Outcome((HarmlessScreen(not list_posts(call), said),), sets_aside=bool(opened))


def _is_plain_stop(call: Call, event: Event, case: Case) -> bool:
    """Tell whether a wish to stop, said out of the blue, is about this case: one of danger, and
    more than "huỷ" from whoever also has reports to cancel."""
    plain = len(event.text.split()) >= _FEWEST_WORDS_OF_A_STOP or not list_posts(call)
    return plain and case.urgency is Urgency.DANGER


_FEWEST_WORDS_OF_A_STOP = 3


def _leave(call: Call, event: Event) -> Outcome | None:
    """Leave at THOÁT wherever she is, and at "0" what is, or just was, about a case.

    A form is set aside as it is. What was sent of a case stays, and she hears so.
    """
    opened, said = _get_open(call), fold_phrase(event.text[:40])
    if opened in _LEAVE_THEMSELVES:
        return None
    about = opened in _ABOUT_CASES or _was_about_case(call)
    leaves = bool(_EXIT.fullmatch(said))
    stranger = (leaves or said in _EXIT_FROM_CASES) and not list_posts(call)
    if not leaves and not (said in _EXIT_FROM_CASES and (about or stranger)):
        return None
    mine = find_talk_cases(call) if about else []
    sent = "kept" if mine and all(case.phone_is_safe is not False for case in mine) else ""
    return Outcome((HarmlessScreen(stranger, sent),), sets_aside=True)


def _was_about_case(call: Call) -> bool:
    since = call.session.case_at
    return not _get_open(call) and since is not None and call.now - since <= _SO_LONG_AFTER


def _raise_own_case(call: Call, event: Event) -> Outcome | None:
    """Take KHẨN alone for the case she reported; without one, for a cry for help."""
    if fold_phrase(event.text[:40]) not in _URGENT or _is_asked_of_danger(call):
        return None
    mine = find_talk_cases(call)
    if not mine:
        return begin_in_danger(call, event.text)
    if len(mine) > 1:
        return Outcome((CaseNumberWanted("khan"),))
    return mark_as_urgent(call, mine[0])


def _is_asked_of_danger(call: Call) -> bool:
    """Tell whether the first question of the intake is open, to which it is an answer."""
    frame = call.session.frame
    if frame is None or (frame.name, frame.version) != _INTAKE:
        return False
    return msgspec.json.decode(frame.state, type=IntakeState).stage is IntakeStage.DANGER


def _answer_danger(call: Call, event: Event) -> Outcome | None:
    """Meet danger told in a form or a menu with the numbers; a form waits."""
    if _get_open(call) not in _HEARD_IN or not tells_of_danger(event.text):
        return None
    if _get_open(call) == CaseMenuConversation.name:
        return offer_to_pass_on(call, event.text) or begin_in_danger(call, event.text)
    return begin_in_danger(call, event.text)


def _answer_wish_for_help(call: Call, event: Event) -> Outcome | None:
    """Take "giúp em với" for a cry where whoever writes it has no post, so no form to ask about."""
    if _get_open(call) or not asks_for_help(event.text) or list_posts(call):
        return None
    cried = tells_of_danger(event.text)
    return offer_to_pass_on(call, event.text) or begin_in_danger(call, event.text, cried=cried)


def _offer_phone_number(call: Call, event: Event) -> Outcome | None:
    """Offer a telephone number to her open case: an officer may have asked for it, and no report
    has one in it."""
    hears_itself = _LEAVE_THEMSELVES | {OfferWordsConversation.name}
    if _get_open(call) in hears_itself or not is_phone_number(event.text):
        return None
    return offer_to_pass_on(call, event.text)
