"""What is answered to words outside every conversation that are no command."""

import re
from dataclasses import replace

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call
from bot.handlers.cases.report_case import report_or_list_cases
from bot.handlers.cases.talk import pass_words_to_officer
from bot.handlers.reporting.report import (
    offer_correction,
    open_report_said_in_passing,
    start_report,
)
from domain.answers import fold, read_command, tells_of_danger
from domain.notices.common import NotUnderstood
from domain.notices.intake import IntakeNumbers
from services.people.posts import list_posts

_LONGEST_COURTESY = 40
_CARRY_ON = ("lam tiep", "tiep tuc", "tiep")
_LINE = re.compile(r"(sua )?(cau )?\d{1,2}\s*[:.)=]\s*\S")
_GREETING = re.compile(
    r"(xin )?chao( (em|bot|so hoi|ban|moi nguoi))*|(a lo|alo)( em)?( oi)?|hi|hello|em oi"
)


def answer_unrouted(call: Call) -> Outcome:
    """Answer words that neither a conversation nor a command has heard.

    A report said in passing opens its form; words to the officer who holds her case are passed on;
    danger told in free words is met with help; anything else gets a kind sentence with the next
    step. In a group only danger is answered: privately, and nothing of it is said there.
    """
    if call.contact.is_group:
        return report_or_list_cases(call) if tells_of_danger(call.words) else Outcome()
    if (opened := open_report_said_in_passing(call) or _answer_about_report(call)) is not None:
        return opened
    in_danger = call.what == "text" and tells_of_danger(call.words)
    if (passed_on := pass_words_to_officer(call)) is not None:
        before = (IntakeNumbers(),) if in_danger else ()
        return replace(passed_on, notices=(*before, *passed_on.notices))
    if in_danger:
        return report_or_list_cases(replace(call, words="moi"))
    roles = tuple(dict.fromkeys(post.role.value for post in list_posts(call)))
    sent = _recognise_courtesy(call.words) if call.what == "text" else ""
    return Outcome((NotUnderstood(roles, sent or call.what),))


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
