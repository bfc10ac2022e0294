"""Officers over a unit: only those who can be reached, and the chats in which they can be."""

from domain.cases.escalation import Officer
from domain.org.levels import Level
from domain.people.roles import Post, Role
from storage import addresses, officers, people
from storage.database import Transaction
from tests.support.stored_people import (
    add_chat,
    add_person,
    find_commune_id,
    make_officer_post,
    make_province_post,
)


def test_reachable_staff_of_the_line_are_found(tx: Transaction) -> None:
    commune, province = make_officer_post(tx), make_province_post(tx)
    near, above, admin, former = (add_person(tx, chat) for chat in "abcd")
    people.give_post(tx, near, commune, 1.0)
    people.give_post(tx, above, province, 2.0)
    people.give_post(tx, admin, Post(Role.ADMIN, province.unit_id), 3.0)
    people.give_post(tx, former, commune, 1.0)
    people.end_posts(tx, former, 4.0)
    found = officers.find_officers_over(tx, [commune.unit_id, province.unit_id])
    assert sorted(found, key=lambda each: each.since) == [
        Officer(near, Level.COMMUNE, 1.0),
        Officer(above, Level.PROVINCE, 2.0),
    ]
    (chat,) = addresses.load_private_chats(tx, [near])
    addresses.set_reachable(tx, chat.id, reachable=False)
    assert officers.find_officers_over(tx, [find_commune_id(tx)]) == []


def test_the_chat_used_last_stands_first(tx: Transaction) -> None:
    who, other = add_person(tx, "a"), add_person(tx, "b")
    second, lost = add_chat(tx, "c"), add_chat(tx, "d")
    for contact in (second, lost):
        addresses.give_to_person(tx, contact.id, who)
    addresses.mark_seen(tx, [second.id], 9.0)
    addresses.cut_off(tx, lost.id)
    found = officers.find_reachable_chats(tx, [who, other, 999])
    assert {person: len(chats) for person, chats in found.items()} == {who: 2, other: 1}
    assert [chat.seen_at for chat in found[who]] == [9.0, 1.0]
    assert found[who][0].id == second.id
