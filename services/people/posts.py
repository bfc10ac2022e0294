"""The posts of whoever asks, and how they are named."""

from datetime import date

from domain.notices.people import Held
from domain.people.roles import Action, Post, allows
from services.context import Request
from storage import people
from storage.units import Units


def posts_of(request: Request) -> tuple[Post, ...]:
    """The posts she holds in units that exist today, the oldest first."""
    held = people.posts_of(request.tx, request.person_id)
    today = request.today
    return tuple(p for p in held if request.units.unit(p.unit_id).lives(today))


def posts_for(request: Request, action: Action) -> tuple[Post, ...]:
    """Those of her posts that let her do this: none, one, or she is asked which."""
    return tuple(p for p in posts_of(request) if allows(p.role, action))


def named(units: Units, post: Post, on: date) -> Held:
    """A post in names, as they were on a day."""
    unit = units.unit(post.unit_id)
    view = units.tree.at(on)
    if unit.key not in view:
        return Held(post.role.value, unit.name)
    commune, province = view.commune(unit.key), view.province(unit.key)
    return Held(
        post.role.value,
        unit.name,
        commune.name if commune and commune.key != unit.key else "",
        province.name if province else "",
    )


def all_named(request: Request, posts: tuple[Post, ...]) -> tuple[Held, ...]:
    """Her posts in names, as of today."""
    return tuple(named(request.units, p, request.today) for p in posts)
