"""What was said outside every conversation and is no command: what she can do instead."""

from bot.conversations.base import Outcome
from bot.dialogue import Call
from bot.handlers.baocao import in_passing
from bot.handlers.posts import posts_of
from domain.notices.common import NotUnderstood


def fallback(call: Call) -> Outcome:
    """A report said in passing opens its form; else a kind sentence with the next step."""
    if (opened := in_passing(call)) is not None:
        return opened
    roles = tuple(dict.fromkeys(post.role.value for post in posts_of(call)))
    return Outcome((NotUnderstood(roles, call.what),))
