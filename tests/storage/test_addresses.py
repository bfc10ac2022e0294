"""Chats: each is recorded once, moves with its group, and is written to unless it is cut off."""

from sqlalchemy import select

from storage import addresses, people
from storage.addresses import Contact
from storage.database import Transaction
from storage.schema import bot
from tests.support.stored_people import add_chat, add_person, find_commune_id


def add_group(tx: Transaction, chat: str) -> Contact:
    return addresses.add_chats(tx, "telegram", "1", [(chat, True, "")], 1.0)[chat]


def load(tx: Transaction, contact: Contact) -> Contact:
    found = addresses.find(tx, contact.network, contact.bot, [contact.chat])
    return found[contact.chat]


def test_a_private_chat_gets_a_person_and_a_group_none(tx: Transaction) -> None:
    newcomers = [("a", False, "Hoa"), ("g", True, "Chị em"), ("b", False, "Lan")]
    found = addresses.add_chats(tx, "zalo", "1", newcomers, 1.0)
    names = people.load_names(tx, [c.person_id for c in found.values() if c.person_id is not None])
    assert sorted(names.values()) == ["Hoa", "Lan"]
    assert names[found["a"].person_id or 0] == "Hoa"
    assert (found["g"].person_id, found["g"].is_group) == (None, True)
    assert addresses.find(tx, "zalo", "1", ["a", "unknown"]) == {"a": found["a"]}
    assert addresses.find(tx, "zalo", "2", ["a"]) == {}


def test_a_chat_that_is_heard_again_is_reachable_again(tx: Transaction) -> None:
    contact = add_chat(tx, "a")
    addresses.set_reachable(tx, contact.id, reachable=False)
    assert not load(tx, contact).reachable
    addresses.mark_seen(tx, [contact.id], 2.0)
    assert load(tx, contact).reachable


def test_only_bound_groups_that_can_be_written_to_are_loaded(tx: Transaction) -> None:
    bound, left, unbound = (add_group(tx, chat) for chat in ("bound", "left", "unbound"))
    for group in (bound, left):
        addresses.bind_group(tx, group.id, find_commune_id(tx))
    addresses.set_reachable(tx, left.id, reachable=False)
    assert [group.id for group in addresses.load_bound_groups(tx)] == [bound.id]
    assert load(tx, unbound).group_unit_id is None


def test_a_group_takes_its_unit_along_to_an_id_that_is_known_already(tx: Transaction) -> None:
    old, known = add_group(tx, "old"), add_group(tx, "new")
    addresses.bind_group(tx, old.id, find_commune_id(tx))
    addresses.move(tx, old.id, "new")
    assert load(tx, known).group_unit_id == find_commune_id(tx)
    assert not load(tx, old).reachable


def test_a_group_gets_an_id_that_is_new(tx: Transaction) -> None:
    group = add_group(tx, "old")
    addresses.move(tx, group.id, "new")
    assert addresses.find(tx, "telegram", "1", ["old"]) == {}
    assert addresses.find(tx, "telegram", "1", ["new"])["new"].id == group.id


def test_a_second_phone_is_written_to_until_it_is_cut_off(tx: Transaction) -> None:
    who, second = add_person(tx, "a"), add_chat(tx, "b")
    addresses.give_to_person(tx, second.id, who)
    assert [contact.chat for contact in addresses.load_private_chats(tx, [who])] == ["a", "b"]
    addresses.cut_off(tx, second.id)
    assert [contact.chat for contact in addresses.load_private_chats(tx, [who])] == ["a"]


def test_a_bot_is_remembered_as_it_was_seen_last(tx: Transaction) -> None:
    row = {"network": "zalo", "bot": "1", "name": "Sổ Hội", "username": "", "seen_at": 1.0}
    addresses.remember_bot(tx, {**row, "seats": 50})
    addresses.remember_bot(tx, {**row, "seats": 60, "seen_at": 2.0})
    assert [tuple(each) for each in tx.execute(select(bot.c.seats, bot.c.seen_at))] == [(60, 2.0)]
