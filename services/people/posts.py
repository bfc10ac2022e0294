"""The posts of whoever asks, what they allow, and their names."""

from datetime import date

from domain.notices.people import NamedPost
from domain.people.roles import Permission, Post, allows, may
from services.context import Request
from storage import people
from storage.units import Units


def list_posts(request: Request) -> tuple[Post, ...]:
    """List the posts she holds in units that exist today, the oldest first.

    They are read once a request; whoever changes them in it calls `forget_posts`.
    """
    known = request.posts.get(request.person_id)
    if known is None:
        held, today = people.load_posts(request.tx, request.person_id), request.today
        known = tuple(p for p in held if request.units.unit(p.unit_id).exists_on(today))
        request.posts[request.person_id] = known
    return known


def forget_posts(request: Request) -> None:
    """Have posts read anew, since they were changed in this request."""
    request.posts.clear()


def list_posts_for(request: Request, action: Permission) -> tuple[Post, ...]:
    """List those of her posts that allow this."""
    return tuple(p for p in list_posts(request) if allows(p.role, action))


def may_act(request: Request, action: Permission, unit_id: int) -> bool:
    """Return True if one of her posts lets her do this to the unit now."""
    return may(list_posts(request), action, request.units.line(unit_id, request.today))


def name_post(units: Units, post: Post, on: date) -> NamedPost:
    """Name a post with the names its units have on a day."""
    unit = units.unit(post.unit_id)
    view = units.tree.at(on)
    if unit.key not in view:
        return NamedPost(post.role.value, unit.name)
    commune, province = view.commune(unit.key), view.province(unit.key)
    return NamedPost(
        post.role.value,
        unit.name,
        commune.name if commune and commune.key != unit.key else "",
        province.name if province else "",
    )


def name_posts(request: Request, posts: tuple[Post, ...]) -> tuple[NamedPost, ...]:
    """Name posts with the names their units have today."""
    return tuple(name_post(request.units, p, request.today) for p in posts)
