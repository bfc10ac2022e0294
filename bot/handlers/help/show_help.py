"""/trogiup, /help, TRỢ GIÚP: what she can do here."""

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.people.groups import answer_unbound_group
from domain.notices.common import Help
from domain.notices.people import GroupHelp
from services.people.posts import list_posts


def show_help(call: Call) -> Outcome:
    """Say what her roles allow; in a group, what the group may ask."""
    if call.contact.is_group:
        return answer_unbound_group(call) or Outcome((GroupHelp(_get_group_name(call)),))
    roles = dict.fromkeys(p.role.value for p in list_posts(call))
    return Outcome((Help(tuple(roles)),))


def _get_group_name(call: Call) -> str:
    unit_id = call.contact.group_unit_id
    return "" if unit_id is None else call.units.unit(unit_id).name


HANDLERS = (Handler(("trogiup", "help"), show_help, in_groups=True, outside=("help",)),)
