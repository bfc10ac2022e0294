"""Whom somebody asks: the officers of the nearest unit above hers in which there are any."""

from collections.abc import Iterator

from domain.notices.asked import OfficerAbove
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.people.roles import STAFF, Post
from services.context import Context
from services.people.phones import list_shown_phones
from storage import people

_MOST_UNITS, _MOST_NAMES = 2, 3


def find_officers_above(context: Context, person_id: int) -> list[OfficerAbove]:
    """Find by unit the officers over each of her posts, with the numbers that they let her see.

    An officer agreed that the leaders below her see her number, so nobody else does: for the post
    of an officer, and to somebody without a post, who is told of the province's, names alone.
    """
    posts = [p for p in people.load_posts(context.tx, person_id) if _exists(context, p)]
    found = [officers for p in posts if (officers := _find_nearest(context, p, person_id))]
    if not posts:
        province = context.units.province(context.today)
        found = [o for o in [_list_officers(context, province, 0, person_id)] if o is not None]
    once = {each.unit_name: each for each in found}
    return list(once.values())[:_MOST_UNITS]


def _exists(context: Context, post: Post) -> bool:
    return context.units.unit(post.unit_id).exists_on(context.today)


def _find_nearest(context: Context, post: Post, person_id: int) -> OfficerAbove | None:
    branch_id = 0 if post.role in STAFF else post.unit_id
    for unit in list_units_above(context, context.units.unit(post.unit_id)):
        found = _list_officers(context, unit, branch_id, person_id)
        if found is not None:
            return found
    return None


def list_units_above(context: Context, unit: Unit) -> Iterator[Unit]:
    """List commune, area and province above a unit; the province itself for a province."""
    view = context.units.tree.at(context.today)
    above = (view.commune(unit.key), view.area(unit.key), view.province(unit.key))
    own = unit.level is Level.PROVINCE
    return (each for each in above if each is not None and (own or each.key != unit.key))


def _list_officers(
    context: Context, unit: Unit, branch_id: int, person_id: int
) -> OfficerAbove | None:
    unit_id = context.units.id_of(unit.key)
    held = people.load_appointments(context.tx, [unit_id], STAFF)
    names = {each.person_id: each.name for each in held if each.person_id != person_id}
    if not names:
        return None
    shown = list_shown_phones(context, branch_id) if branch_id else ()
    numbers = {each.person_id: each.number for each in shown}
    listed = sorted(names.items(), key=lambda pair: pair[0] not in numbers)[:_MOST_NAMES]
    return OfficerAbove(unit.name, [(name, numbers.get(who, "")) for who, name in listed])


def name_nearest_unit(context: Context, person_id: int) -> str:
    """Name the unit whose office she may ask where no officer is known here."""
    for post in people.load_posts(context.tx, person_id):
        for unit in list_units_above(context, context.units.unit(post.unit_id)):
            return unit.name
    return context.units.province(context.today).name
