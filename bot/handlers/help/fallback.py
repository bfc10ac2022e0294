"""What is answered to words outside every conversation that are no command."""

import re
from dataclasses import replace

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call
from bot.handlers.cases.ended import reopen_at_her_no
from bot.handlers.cases.report_case import begin_in_danger, report_or_list_cases, show_case
from bot.handlers.cases.talk import answer_shown, offer_to_pass_on
from bot.handlers.help.standing import find_standing
from bot.handlers.people.groups import show_group_help
from bot.handlers.progress.progress import answer_named_figures
from bot.handlers.reporting.beside_danger import keep_report_in_passing
from bot.handlers.reporting.correct import correct_named_branch
from bot.handlers.reporting.explain import explain_indicator
from bot.handlers.reporting.nothing_new import report_nothing_new
from bot.handlers.reporting.passing import open_report_said_in_passing
from bot.handlers.reporting.report import offer_correction
from domain.answers import fold, tells_of_danger
from domain.answers.text.question_shapes import asks_outside
from domain.answers.text.wishes import is_talk, read_wish
from domain.notices.asked import WhomToAsk
from domain.notices.common import NotUnderstood
from services.people.posts import list_posts

_LONGEST_LINE = 40
_SEE = "xem"
_LINE = re.compile(r"(sua )?(cau )?\d{1,2}\s*[:.)=]\s*\S")


def hear_plain_words(call: Call) -> Outcome | None:
    """Answer words that neither a conversation nor a command has heard; None if they say nothing.

    Danger told in free words is met with numbers and help; a report said in passing opens its
    form; a unit or an indicator that is named is shown; words that may be about an open case of
    hers are offered to its officer.
    """
    if call.what != "text" and (shown := answer_shown(call)) is not None:
        return shown
    if tells_of_danger(call.words):
        return _offer(call) or keep_report_in_passing(call, begin_in_danger(call))
    if call.what != "text":
        return None
    if (heard := _hear_figures(call)) is not None:
        return heard
    if (reopened := reopen_at_her_no(call)) is not None:
        return reopened
    if fold(call.words[:_LONGEST_LINE]).strip() == _SEE:
        return show_case(replace(call, words=""))
    return _offer(call)


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
        if roles and call.what == "text" and asks_outside(call.words):
            return Outcome((WhomToAsk(call.person_id, "unknown"),))
        sent = "talk" if roles and call.what == "text" and is_talk(call.words) else call.what
        return Outcome((NotUnderstood(roles, sent, find_standing(call)),))
    if tells_of_danger(call.words):
        return report_or_list_cases(call)
    spoken = call.words.strip() and read_wish(call.words) is None
    return show_group_help(call) if spoken and call.contact.group_unit_id else Outcome()
