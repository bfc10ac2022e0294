"""What was said outside every conversation and is no command: what she can do instead."""

from dataclasses import replace

from bot.conversations.base import Outcome
from bot.dialogue import Call
from bot.handlers.baocao import in_passing
from bot.handlers.case_talk import to_officer
from bot.handlers.posts import posts_of
from bot.handlers.vuviec import vuviec
from domain.answers import fold, read_command, tells_of_danger
from domain.notices.common import NotUnderstood
from domain.notices.intake import IntakeNumbers

_LONGEST_COURTESY = 40


def fallback(call: Call) -> Outcome:
    """A report said in passing opens its form, words to an officer who holds her case are passed
    on, danger told in free words is met with help; else a kind sentence with the next step.
    In a group only danger is answered: privately, and nothing of it said there."""
    if call.contact.is_group:
        return vuviec(call) if tells_of_danger(call.words) else Outcome()
    if (opened := in_passing(call)) is not None:
        return opened
    in_danger = call.what == "text" and tells_of_danger(call.words)
    if (passed_on := to_officer(call)) is not None:
        before = (IntakeNumbers(),) if in_danger else ()
        return replace(passed_on, notices=(*before, *passed_on.notices))
    if in_danger:
        return vuviec(replace(call, words="moi"))
    roles = tuple(dict.fromkeys(post.role.value for post in posts_of(call)))
    sent = "thanks" if call.what == "text" and _is_courtesy(call.words) else call.what
    return Outcome((NotUnderstood(roles, sent),))


def _is_courtesy(words: str) -> bool:
    """ "cảm ơn em", and an "ok" that answers nothing any more."""
    said = fold(words[:_LONGEST_COURTESY])
    return said.startswith("cam on") or read_command(words).value == "ok"
