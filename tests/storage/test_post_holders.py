"""Post holders by unit, with the chat in which each can be written to."""

from domain.people.roles import Role
from storage import addresses, people
from storage.database import Transaction
from storage.post_holders import load_post_holders
from tests.support.stored_people import (
    add_chat,
    add_person,
    find_commune_id,
    make_officer_post,
    make_province_post,
)


def test_holders_stand_under_their_units_the_earliest_post_first(tx: Transaction) -> None:
    commune, province = make_officer_post(tx), make_province_post(tx)
    first, second = add_person(tx, "a"), add_person(tx, "b")
    for who, post in ((second, commune), (first, commune), (first, province)):
        people.give_post(tx, who, post, 1.0)
    found = load_post_holders(tx)
    assert {unit: [h.person_id for h in holders] for unit, holders in found.items()} == {
        commune.unit_id: [second, first],
        province.unit_id: [first],
    }
    assert found[province.unit_id][0].role is Role.PROVINCE
    assert list(load_post_holders(tx, [province.unit_id])) == [province.unit_id]
    people.end_posts(tx, first, 2.0)
    assert list(load_post_holders(tx)) == [commune.unit_id]


def test_of_several_chats_the_one_heard_last_counts(tx: Transaction) -> None:
    who, later = add_person(tx, "a"), add_chat(tx, "b")
    addresses.give_to_person(tx, later.id, who)
    addresses.mark_seen(tx, [later.id], 9.0)
    people.give_post(tx, who, make_officer_post(tx), 1.0)
    (holder,) = load_post_holders(tx)[find_commune_id(tx)]
    assert holder.contact == addresses.find(tx, "zalo", "1", ["b"])["b"]
    assert holder.seen_at == 9.0


def test_who_cannot_be_written_to_holds_her_post_without_a_chat(tx: Transaction) -> None:
    blocked, lost = add_chat(tx, "a"), add_chat(tx, "b")
    for contact in (blocked, lost):
        people.give_post(tx, contact.person_id or 0, make_officer_post(tx), 1.0)
    addresses.set_reachable(tx, blocked.id, reachable=False)
    addresses.cut_off(tx, lost.id)
    holders = load_post_holders(tx)[find_commune_id(tx)]
    assert [holder.contact for holder in holders] == [None, None]
