"""People's posts, names and private chats."""

from domain.people.roles import Role
from storage import addresses, people, reports
from storage.database import Transaction
from tests.support.stored_people import (
    add_chat,
    add_person,
    find_commune_id,
    make_officer_post,
    make_province_post,
)


def test_posts_are_given_once_and_ended(tx: Transaction) -> None:
    who, post = add_person(tx, "a"), make_officer_post(tx)
    assert people.give_post(tx, who, post, 1.0)
    assert not people.give_post(tx, who, post, 2.0)
    assert people.load_posts(tx, who) == (post,)
    (found,) = people.load_appointments(tx, [post.unit_id], [Role.COMMUNE])
    assert (found.person_id, found.name, found.post, found.since) == (who, "Hoa", post, 1.0)
    assert people.load_appointments(tx, [post.unit_id], [Role.LEADER]) == []
    assert people.end_posts(tx, who, 3.0) == (post,)
    assert people.load_posts(tx, who) == ()
    assert people.load_appointments(tx) == []
    assert people.give_post(tx, who, post, 4.0)


def test_one_post_of_two_ends(tx: Transaction) -> None:
    who, post = add_person(tx, "a"), make_officer_post(tx)
    other = make_province_post(tx)
    for given in (post, other):
        people.give_post(tx, who, given, 1.0)
    assert people.end_posts(tx, who, 2.0, only=other) == (other,)
    assert people.load_posts(tx, who) == (post,)


def test_when_somebody_left_is_known_once_she_holds_no_post(tx: Transaction) -> None:
    who, post, other = add_person(tx, "a"), make_officer_post(tx), make_province_post(tx)
    assert people.find_leaving_moment(tx, who) is None
    for given in (post, other):
        people.give_post(tx, who, given, 1.0)
    people.end_posts(tx, who, 5.0, only=post)
    assert people.find_leaving_moment(tx, who) is None
    people.end_posts(tx, who, 4.0)
    assert people.find_leaving_moment(tx, who) == 5.0


def test_names(tx: Transaction) -> None:
    who = add_person(tx, "a")
    people.rename(tx, who, "Hoàng Thị Hoa")
    assert people.find_name(tx, who) == "Hoàng Thị Hoa"
    assert people.load_names(tx, [who, 999]) == {who: "Hoàng Thị Hoa"}
    assert people.find_name(tx, 999) is None


def test_who_has_reported_since_a_moment(tx: Transaction) -> None:
    who, unit_id = add_person(tx, "a"), find_commune_id(tx)
    reports.send(tx, unit_id, "2025-10", {}, sent_at=5.0, person_id=who)
    assert people.has_reported(tx, who, 5.0)
    assert not people.has_reported(tx, who, 5.1)


def test_a_chat_is_cut_off_and_nothing_else_ends(tx: Transaction) -> None:
    contact = add_chat(tx, "a")
    assert contact.person_id is not None
    people.give_post(tx, contact.person_id, make_officer_post(tx), 1.0)
    addresses.cut_off(tx, contact.id)
    (found,) = people.load_all_private_chats(tx, [contact.person_id])
    assert found.cut_off
    assert addresses.load_private_chats(tx, [contact.person_id]) == []
    assert people.load_posts(tx, contact.person_id)


def test_a_chat_is_given_to_a_new_person(tx: Transaction) -> None:
    contact = add_chat(tx, "a")
    new = people.give_to_new_person(tx, contact.id, "", 2.0)
    assert new != contact.person_id
    found = people.find_private_chat(tx, contact.id)
    assert found is not None
    assert found.person_id == new
    assert people.find_private_chat(tx, 999) is None
