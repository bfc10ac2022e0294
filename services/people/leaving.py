"""Somebody says that she has left her post: her officers are told, and she is reminded no more."""

from domain.notices.asked import LeavingTold, PostGoneAlready, PostLeft
from domain.notices.base import Notice
from domain.people.roles import STAFF, Post, Role
from services.context import Request
from services.people.contacts import list_units_above
from services.people.posts import list_posts, name_post
from services.people.unasked import make_unasked
from services.reminders.pauses import pause_all_reminders
from storage import outbox
from storage.post_holders import PostHolder, load_post_holders


def tell_of_leaving(request: Request, role: str, unit_id: int) -> tuple[Notice, ...]:
    """Tell the officers of the nearest unit above who can be written to.

    Where she does not hold that post any more nobody is told, and she hears so.
    """
    post = Post(Role(role), unit_id)
    held = name_post(request.units, post, request.today)
    if post not in list_posts(request):
        return (PostGoneAlready(held),)
    told = _find_officers(request, unit_id)
    notice = PostLeft(request.person_id, held)
    outbox.enqueue(
        request.tx,
        [make_unasked(request, each.contact, notice) for each in told if each.contact is not None],
    )
    paused = pause_all_reminders(request, unit_id)
    return (LeavingTold(held, len(told), paused),)


def _find_officers(request: Request, unit_id: int) -> list[PostHolder]:
    for unit in list_units_above(request, request.units.unit(unit_id)):
        above_id = request.units.id_of(unit.key)
        there = load_post_holders(request.tx, [above_id]).get(above_id, ())
        found = {
            each.person_id: each
            for each in there
            if each.contact is not None
            and each.role in STAFF
            and each.person_id != request.person_id
        }
        if found:
            return list(found.values())
    return []
