"""What an officer types about a case without its number: read, shown to her, and recorded at her
tap. Nothing of it goes to the reporter.

It is heard before an open form: "nhận" and "chị đến rồi" are no yes to a report.
"""

import re
from dataclasses import replace

from bot.conversations.cases.case_talk import CaseTalkConversation
from bot.conversations.cases.intake import IntakeConversation
from bot.conversations.cases.intake_words import is_fragment
from bot.conversations.cases.offer_words import OfferWordsConversation, offer_words
from bot.conversations.intents import fold_phrase
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call
from bot.handlers.cases.case_numbers import format_short_number
from bot.handlers.cases.case_words import (
    NOT_REACHED,
    can_act_now,
    format_command,
    offer_to_record,
    read_command_words,
)
from bot.handlers.cases.menus import offer_to_record_outside, work_on_case
from bot.handlers.cases.report_case import is_case_officer
from domain.cases.actions import CaseAction, find_undone
from domain.cases.case import Case
from domain.cases.outside_words import ReadOutside, read_told_outside
from domain.notices.case_work import CaseNumberWanted, CaseRefused
from services.cases.access import list_visible_cases
from services.cases.commands import find_actor
from services.cases.contact import wrote_lately

_LONGEST = 40
_HEARD_THEMSELVES = frozenset(
    {IntakeConversation.name, CaseTalkConversation.name, OfferWordsConversation.name, "case_menu"}
)
_THERE = re.compile(
    r"((em|chi|c|e|toi|minh) )?(da |dang |vua |sap )?(den|toi|den noi|toi noi|len|tren duong|di"
    r"|gap chi ay|gap roi)( (noi|roi|day|a|nhe|nha|do))*"
)
_ENDS = re.compile(r"( (roi|a|nhe|nha|em))+$")
_TAKES = frozenset(
    {"nhan", "nhan viec", "em nhan", "chi nhan", "ok em nhan", "ok e nhan", "de em nhan"}
)
_RECORDED_ALONE = frozenset(
    {
        CaseAction.CONTACT,
        CaseAction.SERVE,
        CaseAction.HELP,
        CaseAction.AGREE,
        CaseAction.DISAGREE,
        CaseAction.CLOSE,
    }
)
_MEANT_IN_A_FORM_TOO = frozenset({CaseAction.CONTACT})
"""What is about a case alone, also while a report is open: its "xong" and "đồng ý" are its own."""


def hear_own_words(call: Call, event: Event) -> Outcome | None:
    """Offer to record what she typed for the one case it can be about; None for all else."""
    if event.pressed or event.what != "text":
        return None
    opened = "" if call.session.frame is None else call.session.frame.name
    if opened in _HEARD_THEMSELVES:
        return None
    told = read_told_outside(event.text, call.now)
    said = fold_phrase(event.text) if len(event.text) <= _LONGEST else ""
    if (told is None and not _may_be_meant(said)) or not is_case_officer(call):
        return None
    if told is not None:
        return _offer_outside(call, told)
    if said in _TAKES:
        return _offer_to_take(call)
    if _THERE.fullmatch(said) and (held := _list_held(call)):
        return _offer_to_say_how(call, held)
    return _offer_command(call, said, in_form=bool(opened))


def _may_be_meant(said: str) -> bool:
    """Tell from the words alone whether they may be of a case, before anything is read for it."""
    read = read_command_words(_ENDS.sub("", said)) if said else None
    return said in _TAKES or _THERE.fullmatch(said) is not None or read is not None


def _list_open(call: Call) -> list[Case]:
    return list_visible_cases(call.tx, call.units, find_actor(call), call.now)


def _list_held(call: Call) -> list[Case]:
    return [case for case in _list_open(call) if case.owner_id == call.person_id]


def _offer_outside(call: Call, told: ReadOutside) -> Outcome | None:
    found = _list_held(call) or _list_open(call)
    if len(found) != 1:
        return Outcome((CaseNumberWanted("viec"),)) if found else None
    return offer_to_record_outside(found[0], told, call.now)


def _offer_to_take(call: Call) -> Outcome | None:
    free = [case for case in _list_open(call) if can_act_now(call, case, CaseAction.TAKE)]
    if len(free) > 1:
        return Outcome((CaseNumberWanted("nhanviec"),))
    if free:
        act = CaseAction.TAKE
        return _show(free[0], {act.value: format_command(free[0], act)})
    held = _list_held(call)
    return Outcome((CaseRefused(held[0].id, holds=True),)) if held else None


def _offer_to_say_how(call: Call, held: list[Case]) -> Outcome:
    if len(held) > 1:
        return Outcome((CaseNumberWanted("viec"),))
    case, contact = held[0], CaseAction.CONTACT
    offered = {
        contact.value: format_command(case, contact),
        "not_reached": format_command(case, contact, NOT_REACHED),
        CaseAction.SAY.value: format_command(case, CaseAction.SAY),
    }
    return _show(case, offered)


def _offer_command(call: Call, said: str, *, in_form: bool) -> Outcome | None:
    read = read_command_words(_ENDS.sub("", said))
    if read is None or read[0] not in (_MEANT_IN_A_FORM_TOO if in_form else _RECORDED_ALONE):
        return None
    action, words = read
    if words in ([], [NOT_REACHED], ["counsel"]) and (words or action is not CaseAction.HELP):
        found = [case for case in _list_open(call) if can_act_now(call, case, action)]
        if len(found) > 1:
            return Outcome((CaseNumberWanted("viec"),))
        if found and action is CaseAction.SERVE and find_undone(found[0]):
            return work_on_case(replace(call, words=f"{format_short_number(found[0])} xong"))
        if found:
            option = "not_reached" if words == [NOT_REACHED] else action.value
            return _show(found[0], {option: format_command(found[0], action, *words)})
    return None


def _show(case: Case, offered: dict[str, str]) -> Outcome:
    return offer_to_record(case, offered)


def offer_officers_words(call: Call) -> Outcome | None:
    """Ask whether what an officer types goes to the reporter, where she wrote to her within the
    hour and the talk has closed itself meanwhile; None for all else."""
    if call.session.frame is not None or call.what != "text" or is_fragment(call.words):
        return None
    held = [case for case in _list_held(call) if wrote_lately(call, case)]
    if len(held) != 1:
        return None
    state, notices = offer_words(call.words, (held[0].id,), call.now)
    return Outcome(notices, opens=(OfferWordsConversation.name, state))
