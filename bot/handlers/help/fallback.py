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
from bot.handlers.help.standing import find_standing
from bot.handlers.people.groups import show_group_help
from bot.handlers.progress.progress import answer_named_figures
from bot.handlers.reporting.beside_danger import keep_report_in_passing
from bot.handlers.reporting.correct import correct_named_branch
from bot.handlers.reporting.explain import explain_indicator
from bot.handlers.reporting.nothing_new import report_nothing_new
from bot.handlers.reporting.passing import open_report_said_in_passing
from bot.handlers.reporting.report import offer_correction
from domain.answers import asks_who_knows, fold, tells_of_danger
from domain.answers.text.question_shapes import asks_outside
from domain.answers.text.wishes import is_talk, read_wish
from domain.cases.intake import Urgency
from domain.notices.asked import WhomToAsk
from domain.notices.common import NotUnderstood
from domain.notices.intake import IntakeNumbers, IntakeStanding, TypeItsNumber
from services.cases.filing import leave_commune_out
from services.people.posts import list_posts

_LONGEST_LINE = 40
_LONGEST_QUESTION = 400
"""In letters; a longer text, or a piece of one, is told and not asked."""
_SEE = "xem"
_LINE = re.compile(r"(sua )?(cau )?\d{1,2}\s*[:.)=]\s*\S")


def hear_plain_words(call: Call) -> Outcome | None:
    """Answer words that neither a conversation nor a command has heard; None if they say nothing.

    Danger told in free words is met with numbers and help; a report said in passing opens its
    form; a unit or an indicator that is named is shown; "đừng báo xã" leaves the commune out of
    her open case of danger; words that may be about an open case of hers are offered to its
    officer.
    """
    if call.what != "text" and (shown := answer_shown(call)) is not None:
        return shown
    if tells_of_danger(call.words):
        return _offer(call) or keep_report_in_passing(call, begin_in_danger(call, call.words))
    if (standing := _say_who_knows(call)) is not None:
        return standing
    if call.what != "text":
        return None
    if (heard := _hear_figures(call)) is not None:
        return heard
    if (reopened := reopen_at_her_no(call)) is not None:
        return reopened
    if fold(call.words[:_LONGEST_LINE]).strip() == _SEE:
        return show_case(replace(call, words=""))
    if (left_out := _leave_commune_out(call)) is not None:
        return left_out
    return _offer(call) or offer_officers_words(call)


def _hear_figures(call: Call) -> Outcome | None:
    """Hear a report, a question about what is counted, a correction, or the name of figures."""
    return (
        open_report_said_in_passing(call)
        or report_nothing_new(call)
        or explain_indicator(call)
        or _answer_line(call)
        or correct_named_branch(call)
        or answer_named_figures(call)
    )


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


def _answer_line(call: Call) -> Outcome | None:
    """At "2: 5" say how a sent report is corrected."""
    is_line = _LINE.match(fold(call.words[:_LONGEST_LINE])) is not None
    return offer_correction(call) if is_line else None


def say_not_understood(call: Call) -> Outcome:
    """Say that it was not understood, and what helps where she is: her month, her role, the group.

    In a group danger is answered in the words that any command of hers gets there, and a courtesy
    not at all.
    """
    if not call.contact.is_group:
        roles = tuple(dict.fromkeys(post.role.value for post in list_posts(call)))
        if not roles and find_talk_cases(call):  # no invitation for whoever waits for help
            return Outcome((IntakeNumbers("asked"), TypeItsNumber("tin")))
        short = len(call.words) <= _LONGEST_QUESTION
        if roles and call.what == "text" and short and asks_outside(call.words):
            return Outcome((WhomToAsk(call.person_id, "unknown"),))
        sent = "talk" if roles and call.what == "text" and is_talk(call.words) else call.what
        return Outcome((NotUnderstood(roles, sent, find_standing(call)),))
    if tells_of_danger(call.words):
        return report_or_list_cases(call)
    spoken = call.words.strip() and read_wish(call.words) is None
    return show_group_help(call) if spoken and call.contact.group_unit_id else Outcome()
