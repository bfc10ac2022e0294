"""Telephone numbers of officers: each gives her own, says who may see it, and takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.people.phones import PhoneUse
from domain.people.roles import STAFF, Post, Role
from services.context import Context, Request
from services.people.posts import list_posts
from storage import people, phones
from storage.moments import seconds
from storage.phones import OfficerPhone
from storage.vault import VaultLocked, get_vault

_NEAREST_FIRST = (Role.COMMUNE, Role.AREA, Role.PROVINCE, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class ShownPhone:
    """An officer who lets those below her unit see her number (`number`: digits)."""

    person_id: int
    name: str
    post: Post
    number: str = field(repr=False)


def list_shown_phones(context: Context, unit_id: int) -> tuple[ShownPhone, ...]:
    """List the officers over a unit who let her leaders see their numbers, the nearest first.

    Those of the commune come first, then of the area and the province; only who holds her post now.
    """
    line = context.units.line(unit_id, context.today)
    given = phones.load_of_units(context.tx, line, PhoneUse.SHOWN)
    staff = [each for each in given if each.number and each.post.role in _NEAREST_FIRST]
    names = people.load_names(context.tx, [each.person_id for each in staff])
    staff.sort(key=lambda each: _NEAREST_FIRST.index(each.post.role))
    return tuple(
        ShownPhone(each.person_id, names.get(each.person_id, ""), each.post, each.number)
        for each in {each.person_id: each for each in reversed(staff)}.values()
    )[::-1]


def list_staff_posts(request: Request) -> tuple[Post, ...]:
    """List her posts for which she may give a number: those of an officer, one a unit."""
    held = {post.unit_id: post for post in list_posts(request) if post.role in STAFF}
    return tuple(held.values())


def list_own_phones(context: Context, person_id: int) -> list[OfficerPhone]:
    """List the numbers that she gave and that are kept."""
    return phones.load_of_person(context.tx, person_id)


# --- giving one --------------------------------------------------------------------------------


def seal_offered(request: Request, number: str) -> str:
    """Seal a number that she has typed and not yet agreed to have kept."""
    return get_vault(request.tx).seal(number, _make_offer_aad(request.person_id))


def open_offered(context: Context, person_id: int, offered: str) -> str | None:
    """Open a number sealed by `seal_offered`; None where its key is gone."""
    try:
        return get_vault(context.tx).open(offered, _make_offer_aad(person_id))
    except VaultLocked:
        return None


def keep_phone(request: Request, offered: str, units: Sequence[int], used_for: PhoneUse) -> bool:
    """Keep the number that was sealed by `seal_offered`, for those units where she is an officer.

    What is recorded of her consent: now, and the network on which she gave it. False where it
    cannot be opened any more, or she is an officer nowhere.
    """
    held = {post.unit_id for post in list_staff_posts(request)} & set(units)
    number = open_offered(request, request.person_id, offered)
    if number is None:
        return False
    for unit_id in sorted(held):
        phones.keep(
            request.tx,
            request.person_id,
            unit_id,
            used_for,
            number,
            at=seconds(request.now),
            by=request.contact.network,
        )
    return bool(held)


def withdraw_phones(request: Request) -> int:
    """Erase all her numbers; return how many there were."""
    return phones.withdraw(request.tx, request.person_id, seconds(request.now))


def _make_offer_aad(person_id: int) -> str:
    return f"phone/offered/{person_id}"
