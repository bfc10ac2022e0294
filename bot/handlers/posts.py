"""The posts of whoever asks, and how they are named."""

from datetime import date

from bot.dialogue import Call
from domain.notices.people import Held
from domain.people import Action, Post, allows
from storage import people
from storage.units import Units


def posts_of(call: Call) -> tuple[Post, ...]:
    """The posts she holds in units that exist today, the oldest first."""
    held = people.posts_of(call.book, call.person_id)
    today = call.now.date()
    return tuple(p for p in held if call.units.unit(p.unit_id).lives(today))


def posts_for(call: Call, action: Action) -> tuple[Post, ...]:
    """Those of her posts that let her do this: none, one, or she is asked which."""
    return tuple(p for p in posts_of(call) if allows(p.role, action))


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


def all_named(call: Call, posts: tuple[Post, ...]) -> tuple[Held, ...]:
    """Her posts in names, as of today."""
    return tuple(named(call.units, p, call.now.date()) for p in posts)
