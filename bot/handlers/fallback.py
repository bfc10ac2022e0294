"""What was said outside every conversation and is no command: what she can do instead."""

from bot.conversations.base import Outcome
from bot.dialogue import Call
from bot.handlers.posts import posts_of
from domain.notices.common import NotUnderstood


def fallback(call: Call) -> Outcome:
    """A kind sentence with the next step for her role."""
    roles = tuple(dict.fromkeys(post.role.value for post in posts_of(call)))
    return Outcome((NotUnderstood(roles, call.what),))
