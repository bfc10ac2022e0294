"""A province with one commune, and people who write from private chats, in a transaction."""

from datetime import date

from domain.org.levels import Level
from domain.org.tree import Parent, Tree, Unit, UnitKey
from domain.people.roles import Post, Role
from storage import addresses, units
from storage.addresses import Contact
from storage.database import Transaction

SINCE = date(2025, 7, 1)
PROVINCE, COMMUNE = UnitKey(SINCE, "04"), UnitKey(SINCE, "01290")
TREE = Tree(
    [
        Unit(PROVINCE, Level.PROVINCE, "Tỉnh Cao Bằng", "Cao Bằng"),
        Unit(COMMUNE, Level.COMMUNE, "Xã Bảo Lâm", "Bảo Lâm"),
    ],
    [Parent(COMMUNE, PROVINCE, SINCE)],
)


def find_commune_id(tx: Transaction) -> int:
    return units.load(tx).id_of(COMMUNE)


def make_officer_post(tx: Transaction) -> Post:
    return Post(Role.COMMUNE, find_commune_id(tx))


def make_province_post(tx: Transaction) -> Post:
    return Post(Role.PROVINCE, units.load(tx).id_of(PROVINCE))


def add_chat(tx: Transaction, chat: str, bot: str = "1", name: str = "Hoa") -> Contact:
    """A private chat on Zalo, with a person of its own."""
    return addresses.add_chats(tx, "zalo", bot, [(chat, False, name)], 1.0)[chat]


def add_person(tx: Transaction, chat: str) -> int:
    """The id of a person who writes from this chat."""
    who = add_chat(tx, chat).person_id
    assert who is not None
    return who
