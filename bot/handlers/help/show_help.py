"""/trogiup, /help, TRỢ GIÚP: what she can do here, how she stands, and whom to call."""

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.help.standing import find_standing
from bot.handlers.people.groups import show_group_help
from domain.answers.text.wishes import Wish
from domain.notices.asked import WhomToAsk
from domain.notices.common import Help
from services.people.posts import list_posts


def show_help(call: Call) -> Outcome:
    """Say what her roles allow and whom to ask; in a group, what the group may ask."""
    if call.contact.is_group:
        return show_group_help(call)
    roles = tuple(dict.fromkeys(p.role.value for p in list_posts(call)))
    if not roles:
        return Outcome((Help(),))
    return Outcome((Help(roles, find_standing(call)), WhomToAsk(call.person_id, "help")))


HANDLERS = (
    Handler(("trogiup", "help"), show_help, in_groups=True, outside=("help",), wishes=(Wish.HELP,)),
)
