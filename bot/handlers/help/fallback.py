"""What is answered to words outside every conversation that are no command."""

import re
from dataclasses import replace

from bot.conversations.cases.intake_words import keeps_commune_out, names_kin_in_commune
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call
from bot.handlers.cases.ended import reopen_at_her_no
from bot.handlers.cases.own_words import offer_officers_words
from bot.handlers.cases.report_case import begin_in_danger, report_or_list_cases, show_case
from bot.handlers.cases.talk import (
    answer_shown,
    find_talk_cases,
    may_be_named,
    offer_to_pass_on,
)
from bot.handlers.reporting.report import (
    offer_correction,
    open_report_said_in_passing,
    start_report,
)
from domain.answers import (
    asks_who_knows,
    asks_whom_to_call,
    fold,
    read_command,
    tells_of_danger,
)
from domain.cases.intake import Urgency
from domain.notices.common import NotUnderstood
from domain.notices.intake import IntakeNumbers, IntakeStanding, TypeItsNumber
from services.cases.filing import leave_commune_out
from services.people.posts import list_posts

_LONGEST_COURTESY = 40
_SEE = "xem"
_CARRY_ON = ("lam tiep", "tiep tuc", "tiep")
_LINE = re.compile(r"(sua )?(cau )?\d{1,2}\s*[:.)=]\s*\S")
_GREETING = re.compile(
    r"(xin )?chao( (em|bot|so hoi|ban|moi nguoi))*|(a lo|alo)( em)?( oi)?|hi|hello|em oi"
)


def answer_unrouted(call: Call) -> Outcome:
    """Answer words that neither a conversation nor a command has heard.

    Danger told in free words is met with numbers and help; a report said in passing opens its
    form; "đừng báo xã" leaves the commune out of her open case of danger; words that may be about
    an open case of hers are offered to its officer; anything else gets a kind sentence with the
    next step. In a group only danger is answered, in the words that any command of hers gets there.
    """
    in_danger = tells_of_danger(call.words)
    if call.contact.is_group:
        return report_or_list_cases(call) if in_danger else Outcome()
    if call.what != "text" and (shown := answer_shown(call)) is not None:
        return shown
    if in_danger:
        return _offer(call) or begin_in_danger(call, call.words)
    if (standing := _say_who_knows(call)) is not None:
        return standing
    if asks_whom_to_call(call.words):
        return Outcome((IntakeNumbers("asked"),))
    if call.what != "text":
        return _say_not_understood(call, call.what)
    if (opened := open_report_said_in_passing(call) or _answer_about_report(call)) is not None:
        return opened
    if (reopened := reopen_at_her_no(call)) is not None:
        return reopened
    if fold(call.words[:_LONGEST_COURTESY]).strip() == _SEE:
        return show_case(replace(call, words=""))
    if sent := _recognise_courtesy(call.words):
        return _say_not_understood(call, sent)
    if (left_out := _leave_commune_out(call)) is not None:
        return left_out
    return _offer(call) or offer_officers_words(call) or _say_not_understood(call, call.what)


def _say_who_knows(call: Call) -> Outcome | None:
    """Answer "thế báo ai", "có người đến chưa" about her open case, with the numbers; where her
    phone is not known to be safe, as where there is none."""
    if call.what != "text" or call.session.frame is not None:
        return None
    if not asks_who_knows(call.words) or not (found := find_talk_cases(call)):
        return None
    if not may_be_named(found):
        return Outcome((IntakeNumbers("asked"), TypeItsNumber()))
    return Outcome((IntakeNumbers(), IntakeStanding(found[-1].id)))


def _leave_commune_out(call: Call) -> Outcome | None:
    """Take "đừng báo xã" for her one open case of danger, also after its questions are over."""
    heard = keeps_commune_out(call.words) or names_kin_in_commune(call.words)
    if call.session.frame is not None or not heard:
        return None
    found = [case for case in find_talk_cases(call) if case.urgency is Urgency.DANGER]
    return Outcome(leave_commune_out(call, found[0])) if len(found) == 1 else None


def _offer(call: Call) -> Outcome | None:
    """Offer her words to an open case, unless something else stands open."""
    return offer_to_pass_on(call, call.words) if call.session.frame is None else None


def _say_not_understood(call: Call, what: str) -> Outcome:
    roles = tuple(dict.fromkeys(post.role.value for post in list_posts(call)))
    if not roles and find_talk_cases(call):  # no invitation for whoever waits for help
        return Outcome((IntakeNumbers("asked"), TypeItsNumber("tin")))
    return Outcome((NotUnderstood(roles, what),))


def _answer_about_report(call: Call) -> Outcome | None:
    """Take up the report at "làm tiếp"; at "2: 5" say how a sent report is corrected."""
    said = fold(call.words[:_LONGEST_COURTESY])
    if call.what != "text":
        return None
    if said in _CARRY_ON:
        return start_report(call)
    return offer_correction(call) if _LINE.match(said) else None


def _recognise_courtesy(words: str) -> str:
    """Return "thanks" ("cảm ơn em", or an "ok" that answers nothing), "greeting" or ""."""
    said = fold(words[:_LONGEST_COURTESY])
    if said.startswith("cam on") or read_command(words).value == "ok":
        return "thanks"
    return "greeting" if _GREETING.fullmatch(said.strip(" .!?,")) else ""
