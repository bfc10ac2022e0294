"""/tiendo: how far the plan is, for the unit she stands in, or one below it that she names."""

from datetime import date

from bot.conversations.base import Outcome
from bot.conversations.choose import open_choice
from bot.dialogue import Call, Handler
from domain.answers import Place, Status, read_place
from domain.levels import Level
from domain.notices.common import NotForYou
from domain.notices.progress import GroupNotBound, MissingReports, ProgressCard, UnitNotFound
from domain.org import Unit
from domain.people import Action, may
from storage import people

_MISSING = ("thieu", "thiếu", "chua gui", "chưa gửi")


def tiendo(call: Call) -> Outcome:
    """The card of her unit; of a unit named after the command; or who has not reported."""
    if call.contact.is_group:
        return _in_group(call)
    posts = people.posts_of(call.book, call.person_id)
    seats = [p for p in posts if may((p,), Action.SEE_PROGRESS, (p.unit_id,))]
    if not seats:
        return Outcome((NotForYou(),))
    units = list(dict.fromkeys(p.unit_id for p in seats))
    if call.words.lower() in _MISSING:
        return Outcome(tuple(MissingReports(unit_id) for unit_id in units[:1]))
    if call.words:
        return _named(call, units)
    if len(units) > 1:
        options = [(call.units.unit(u).name, f"/tiendo #{u}") for u in units]
        state, notices = open_choice("unit", options)
        return Outcome(notices, opens=("choose", state))
    return Outcome((_card(call, units[0]),))


def _in_group(call: Call) -> Outcome:
    bound = call.contact.group_unit_id
    if bound is None:
        return Outcome((GroupNotBound(),))
    return Outcome((ProgressCard(bound, choices=False),))


def _card(call: Call, unit_id: int) -> ProgressCard:
    return ProgressCard(unit_id, own=call.units.unit(unit_id).level is Level.BRANCH)


def _named(call: Call, mine: list[int]) -> Outcome:
    """The unit named, if it is hers or below; nobody sees more than her role allows."""
    today = call.now.date()
    found = _find(call, mine, today)
    if isinstance(found, UnitNotFound):
        return Outcome((found,))
    line = call.units.line(found, today)
    if not set(mine) & set(line):
        return Outcome((NotForYou(),))
    return Outcome((_card(call, found),))


def _find(call: Call, mine: list[int], today: date) -> int | UnitNotFound:
    words = call.words
    if words.startswith("#") and words[1:].isdecimal():
        return int(words[1:])
    by_code = call.units.find(words.upper(), today)
    if by_code is not None:
        return call.units.id_of(by_code.key)
    reading = read_place(words, [_place(u) for u in _reachable(call, mine, today)])
    candidates = reading.value or []
    if reading.status in (Status.VALUE, Status.CONFIRM) and len(candidates) == 1:
        only = call.units.find(candidates[0].code, today)
        if only is not None:
            return call.units.id_of(only.key)
    return UnitNotFound(words[:40], tuple(c.name for c in candidates[:5]))


def _reachable(call: Call, mine: list[int], today: date) -> list[Unit]:
    view = call.units.tree.at(today)
    found: list[Unit] = []
    for unit_id in mine:
        unit = call.units.unit(unit_id)
        found += [unit, *view.descendants(unit.key), *view.groups_under(unit.key)]
    return found


def _place(unit: Unit) -> Place:
    return Place(unit.code, unit.key.valid_from, unit.name)


HANDLERS = (Handler(("tiendo", "tien_do", "progress"), tiendo, in_groups=True),)
