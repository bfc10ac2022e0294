"""/tiendo: how far the plan is, for the unit she stands in, or one below it that she names."""

from bot.conversations.base import Outcome
from bot.conversations.choose import open_choice
from bot.dialogue import Call, Handler
from bot.handlers.nhom import unbound
from bot.handlers.posts import posts_for
from domain.levels import Level
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.progress import MissingReports, ProgressCard, UnitNotFound
from domain.org import Unit
from domain.org_names import fold
from domain.people import Action
from domain.unit_search import search

_MISSING = ("thieu", "chua gui", "ai chua gui", "con thieu")
_LONGEST = 80


def tiendo(call: Call) -> Outcome:
    """The card of her unit; of a unit named after the command; or who has not reported."""
    if call.contact.is_group:
        return unbound(call) or Outcome((_of_group(call),))
    units = list(dict.fromkeys(p.unit_id for p in posts_for(call, Action.SEE_PROGRESS)))
    if not units:
        return Outcome((NotForYou(),))
    if call.words:
        return Outcome((_asked(call, units),))
    if len(units) > 1:
        options = [(call.units.unit(u).name, f"/tiendo {call.units.unit(u).code}") for u in units]
        state, notices = open_choice("unit", options)
        return Outcome(notices, opens=("choose", state))
    return Outcome((_card(call, units[0]),))


def _of_group(call: Call) -> Notice:
    unit_id = call.contact.group_unit_id or 0
    if _is_missing(call.words):
        return MissingReports(unit_id)
    return ProgressCard(unit_id, choices=False)


def _asked(call: Call, mine: list[int]) -> Notice:
    """Who is missing, or the unit named if it is hers or below: nobody sees more than her role."""
    if _is_missing(call.words):
        return MissingReports(mine[0])
    today = call.now.date()
    found = search(call.units.tree.at(today), call.words[:_LONGEST])
    reached = [u for u in found if set(mine) & set(call.units.line(call.units.id_of(u.key), today))]
    match reached:
        case [only]:
            return _card(call, call.units.id_of(only.key))
        case []:
            return NotForYou() if found else UnitNotFound()
    return UnitNotFound(tuple(_label(u) for u in reached[:5]))


def _label(unit: Unit) -> str:
    return f"{unit.name} ({unit.code})"


def _is_missing(words: str) -> bool:
    return fold(words) in _MISSING


def _card(call: Call, unit_id: int) -> ProgressCard:
    return ProgressCard(unit_id, own=call.units.unit(unit_id).level is Level.BRANCH)


HANDLERS = (Handler(("tiendo", "tien_do", "progress"), tiendo, in_groups=True, typed=("tien do",)),)
