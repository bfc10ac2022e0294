"""Posts, phones, invitations and seats on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Connection

from domain.invites import BotSeats
from domain.levels import Level
from domain.org import Parent, Tree, Unit, UnitKey
from domain.people import Post, Role
from storage import addresses, invites, people, units
from storage.database import Database
from storage.invites import Invite

SINCE = date(2025, 7, 1)
PROVINCE, COMMUNE = UnitKey(SINCE, "04"), UnitKey(SINCE, "01290")
TREE = Tree(
    [
        Unit(PROVINCE, Level.PROVINCE, "Tỉnh Cao Bằng", "Cao Bằng"),
        Unit(COMMUNE, Level.COMMUNE, "Xã Bảo Lâm", "Bảo Lâm"),
    ],
    [Parent(COMMUNE, PROVINCE, SINCE)],
)


@pytest.fixture
def book(database: Database) -> Iterator[Connection]:
    with database.write() as connection:
        units.save(connection, TREE)
        yield connection


def commune_id(book: Connection) -> int:
    return units.load(book).id_of(COMMUNE)


def meet(book: Connection, chat: str, bot: str = "1", name: str = "Hoa") -> addresses.Contact:
    return addresses.meet(book, "zalo", bot, [(chat, False, name)], 1.0)[chat]


def person(book: Connection, chat: str) -> int:
    who = meet(book, chat).person_id
    assert who is not None
    return who


def officer(book: Connection) -> Post:
    return Post(Role.COMMUNE, commune_id(book))


def test_posts_are_given_once_and_ended(book: Connection) -> None:
    who, post = person(book, "a"), officer(book)
    assert people.give_post(book, who, post, 1.0)
    assert not people.give_post(book, who, post, 2.0)
    assert people.posts_of(book, who) == (post,)
    assert [h.name for h in people.holders(book, [post.unit_id], [Role.COMMUNE])] == ["Hoa"]
    assert people.holders(book, [post.unit_id], [Role.LEADER]) == []
    assert people.end_posts(book, who, 3.0) == (post,)
    assert people.posts_of(book, who) == ()
    assert people.holders(book) == []
    assert people.give_post(book, who, post, 4.0)


def test_one_post_of_two_ends(book: Connection) -> None:
    who, post = person(book, "a"), officer(book)
    other = Post(Role.PROVINCE, units.load(book).id_of(PROVINCE))
    for given in (post, other):
        people.give_post(book, who, given, 1.0)
    assert people.end_posts(book, who, 2.0, only=other) == (other,)
    assert people.posts_of(book, who) == (post,)


def test_names(book: Connection) -> None:
    who = person(book, "a")
    people.rename(book, who, "Hoàng Thị Hoa")
    assert people.name_of(book, who) == "Hoàng Thị Hoa"
    assert people.names_of(book, [who, 999]) == {who: "Hoàng Thị Hoa"}
    assert people.name_of(book, 999) is None


def test_a_phone_is_cut_off_and_nothing_else_ends(book: Connection) -> None:
    contact = meet(book, "a")
    assert contact.person_id is not None
    people.give_post(book, contact.person_id, officer(book), 1.0)
    addresses.cut_off(book, contact.id)
    assert [c.cut_off for c in people.phones_of(book, [contact.person_id])] == [True]
    assert addresses.of_people(book, [contact.person_id]) == []
    assert people.posts_of(book, contact.person_id)


def test_a_phone_parts_from_a_person(book: Connection) -> None:
    contact = meet(book, "a")
    new = people.part(book, contact.id, "", 2.0)
    assert new != contact.person_id
    phone = people.phone(book, contact.id)
    assert phone is not None
    assert phone.person_id == new
    assert people.phone(book, 999) is None


def invite(book: Connection, uses: int = 1, until: float = 100.0, code: str = "CB-X") -> Invite:
    made = Invite(code, officer(book), until, uses, "Hoa")
    invites.create(book, made, 1.0)
    return made


def test_an_invitation_is_taken_as_often_as_it_has_uses(book: Connection) -> None:
    made = invite(book, uses=2)
    assert invites.find(book, made.code) == made
    first, second, third = (person(book, c) for c in "abc")
    assert invites.redeem(book, made.code, first, 2.0)
    assert not invites.redeem(book, made.code, first, 2.0), "one person takes one use"
    assert invites.redeem(book, made.code, second, 2.0)
    assert not invites.redeem(book, made.code, third, 2.0)
    invites.give_back(book, made.code, second)
    invites.give_back(book, made.code, second)
    assert invites.redeem(book, made.code, third, 3.0)
    assert [u.invite.code for u in invites.uses_of(book, third)] == [made.code]
    assert invites.uses_of(book, second) == []


def test_an_expired_invitation_is_not_taken(book: Connection) -> None:
    made = invite(book, until=100.0)
    who = person(book, "a")
    assert not invites.redeem(book, made.code, who, 100.0)
    assert invites.redeem(book, made.code, who, 99.9)
    assert invites.find(book, "CB-NONE") is None


def test_links_are_withdrawn(book: Connection) -> None:
    who = person(book, "a")
    invites.create(book, Invite("CB-L", officer(book), 100.0, 1, person_id=who), 1.0)
    invites.withdraw_links(book, who)
    found = invites.find(book, "CB-L")
    assert found is not None
    assert found.uses_left == 0


def test_guesses_are_counted_by_chat(book: Connection) -> None:
    one, other = meet(book, "a"), meet(book, "b")
    for at in (5.0, 6.0):
        invites.record_guess(book, one.id, at)
    assert invites.guesses(book, one.id, 7.0) == [5.0, 6.0]
    assert invites.guesses(book, other.id, 7.0) == []
    assert invites.guesses(book, one.id, 10_000_000.0) == []


def test_seats_are_taken_by_people_in_posts(book: Connection) -> None:
    row = {"network": "zalo", "name": "Sổ Hội", "username": "", "seats": 50, "seen_at": 1.0}
    for bot in ("1", "2"):
        addresses.know_bot(book, {**row, "bot": bot})
    post = officer(book)
    holder, stranger = meet(book, "a"), meet(book, "b")
    lost = meet(book, "c")
    assert stranger.person_id is not None
    for contact in (holder, lost):
        assert contact.person_id is not None
        people.give_post(book, contact.person_id, post, 1.0)
    people.give_post(
        book, holder.person_id or 0, Post(Role.PROVINCE, units.load(book).id_of(PROVINCE)), 1.0
    )
    addresses.cut_off(book, lost.id)
    assert invites.taken(book, "zalo", "1") == 1
    assert invites.taken(book, "zalo", "unknown") == 0
    assert invites.seats(book) == [
        BotSeats("zalo", "1", "Sổ Hội", "", 50, 1),
        BotSeats("zalo", "2", "Sổ Hội", "", 50, 0),
    ]


def test_the_last_uses_are_taken_once(database: Database) -> None:
    with database.write() as book:
        units.save(book, TREE)
        people_ids = [person(book, str(n)) for n in range(6)]
        made = invite(book, uses=2)

    def take(who: int) -> bool:
        with database.write() as book:
            return invites.redeem(book, made.code, who, 2.0)

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(take, people_ids)) == 2
