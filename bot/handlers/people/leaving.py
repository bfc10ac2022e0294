"""I am not leader any more: asked once, then her officer is told."""

from bot.conversations.people.leaving import LeavingState
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.answers.text.wishes import Wish
from domain.notices.asked import AskLeaving
from domain.notices.people import AskCode
from services.people.posts import list_posts, name_post


def ask_whether_leaving(call: Call) -> Outcome:
    """Ask whether she has left her post: the first one, where she holds several."""
    posts = list_posts(call)
    if not posts:
        return Outcome((AskCode(call.units.province(call.today).name),))
    held = name_post(call.units, posts[0], call.today)
    state = LeavingState(posts[0].role.value, posts[0].unit_id, held)
    return Outcome((AskLeaving(held),), opens=("leaving", state), in_between=True)


HANDLERS = (Handler(("nghichuc",), ask_whether_leaving, wishes=(Wish.LEFT_POST,)),)
