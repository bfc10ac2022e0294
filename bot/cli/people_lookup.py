"""Finds the unit, the person or the phone that an operator names."""

from collections.abc import Iterable
from datetime import date

from bot.cli.context import stop
from domain.org.names import fold
from domain.org.search import search
from domain.org.tree import Unit
from domain.people.roles import LEVEL_OF_ROLE, Role
from storage import people
from storage.addresses import Contact
from storage.database import Transaction
from storage.units import Units

PHONE = "phone-"
_LISTED = 6


def find_unit(units: Units, words: str, on: date) -> Unit:
    """Find the one unit of this code or name; end the command where there is none or several."""
    found = search(units.tree.at(on), words)
    if len(found) == 1:
        return found[0]
    if not found:
        raise stop(f"there is no unit {words!r} today: `sohoi org show` lists codes and names")
    raise stop(f"{words!r} may be {_join_few(f'{u.code} {u.name}' for u in found)}: give the code")


def check_role(role: Role, unit: Unit) -> None:
    """End the command where a role does not belong to the unit's level."""
    level = LEVEL_OF_ROLE[role]
    if unit.level is not level:
        raise stop(
            f"{role.value} is a role in a unit of level {level.value}, "
            f"and {unit.name} ({unit.code}) is of level {unit.level.value}"
        )


def find_person(tx: Transaction, words: str) -> int:
    """Find the person of this number, or of this name among those in posts.

    Ends the command where there is none or several.
    """
    if words.isdecimal():
        if people.find_name(tx, int(words)) is None:
            raise stop(f"there is no person {words}: `sohoi people list` shows the numbers")
        return int(words)
    holders = {h.person_id: h.name for h in people.load_appointments(tx)}
    found = [who for who, name in holders.items() if fold(name) == fold(words)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise stop(f"nobody in a post is called {words!r}: see `sohoi people list`")
    raise stop(f"{words!r} may be {_join_few(str(who) for who in found)}: give the number")


def find_phones(tx: Transaction, words: str) -> list[Contact]:
    """Find one phone ("phone-34"), or all phones of a person."""
    if not words.startswith(PHONE):
        return people.load_all_private_chats(tx, [find_person(tx, words)])
    number = words.removeprefix(PHONE)
    found = people.find_private_chat(tx, int(number)) if number.isdecimal() else None
    if found is None:
        raise stop(f"there is no {words}: `sohoi people list` shows the phones")
    return [found]


def format_phone(contact: Contact) -> str:
    """Write a phone as `phone-34 (zalo)`."""
    cut = ", cut off" if contact.cut_off else ""
    return f"{PHONE}{contact.id} ({contact.network}{cut})"


def _join_few(labels: Iterable[str]) -> str:
    every = list(labels)
    return ", ".join(every[:_LISTED]) + (", …" if len(every) > _LISTED else "")
