"""Posts, phones, invitations and seats on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Connection

from domain.org.levels import Level
from domain.org.tree import Parent, Tree, Unit, UnitKey
from domain.people.invites import BotSeats
from domain.people.roles import Post, Role
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
def tx(database: Database) -> Iterator[Connection]:
    with database.write() as tx:
        units.save(tx, TREE)
        yield tx


def commune_id(tx: Connection) -> int:
    return units.load(tx).id_of(COMMUNE)


def meet(tx: Connection, chat: str, bot: str = "1", name: str = "Hoa") -> addresses.Contact:
    return addresses.add_chats(tx, "zalo", bot, [(chat, False, name)], 1.0)[chat]


def person(tx: Connection, chat: str) -> int:
    who = meet(tx, chat).person_id
    assert who is not None
    return who


def officer(tx: Connection) -> Post:
    return Post(Role.COMMUNE, commune_id(tx))


def test_posts_are_given_once_and_ended(tx: Connection) -> None:
    who, post = person(tx, "a"), officer(tx)
    assert people.give_post(tx, who, post, 1.0)
    assert not people.give_post(tx, who, post, 2.0)
    assert people.posts_of(tx, who) == (post,)
    assert [h.name for h in people.holders(tx, [post.unit_id], [Role.COMMUNE])] == ["Hoa"]
    assert people.holders(tx, [post.unit_id], [Role.LEADER]) == []
    assert people.end_posts(tx, who, 3.0) == (post,)
    assert people.posts_of(tx, who) == ()
    assert people.holders(tx) == []
    assert people.give_post(tx, who, post, 4.0)


def test_one_post_of_two_ends(tx: Connection) -> None:
    who, post = person(tx, "a"), officer(tx)
    other = Post(Role.PROVINCE, units.load(tx).id_of(PROVINCE))
    for given in (post, other):
        people.give_post(tx, who, given, 1.0)
    assert people.end_posts(tx, who, 2.0, only=other) == (other,)
    assert people.posts_of(tx, who) == (post,)


def test_names(tx: Connection) -> None:
    who = person(tx, "a")
    people.rename(tx, who, "Hoàng Thị Hoa")
    assert people.name_of(tx, who) == "Hoàng Thị Hoa"
    assert people.names_of(tx, [who, 999]) == {who: "Hoàng Thị Hoa"}
    assert people.name_of(tx, 999) is None


def test_a_phone_is_cut_off_and_nothing_else_ends(tx: Connection) -> None:
    contact = meet(tx, "a")
    assert contact.person_id is not None
    people.give_post(tx, contact.person_id, officer(tx), 1.0)
    addresses.cut_off(tx, contact.id)
    assert [c.cut_off for c in people.phones_of(tx, [contact.person_id])] == [True]
    assert addresses.load_private_chats(tx, [contact.person_id]) == []
    assert people.posts_of(tx, contact.person_id)


def test_a_phone_parts_from_a_person(tx: Connection) -> None:
    contact = meet(tx, "a")
    new = people.part(tx, contact.id, "", 2.0)
    assert new != contact.person_id
    phone = people.phone(tx, contact.id)
    assert phone is not None
    assert phone.person_id == new
    assert people.phone(tx, 999) is None


def invite(tx: Connection, uses: int = 1, until: float = 100.0, code: str = "CB-X") -> Invite:
    made = Invite(code, officer(tx), until, uses, "Hoa")
    invites.create(tx, made, 1.0)
    return made


def test_an_invitation_is_taken_as_often_as_it_has_uses(tx: Connection) -> None:
    made = invite(tx, uses=2)
    assert invites.find(tx, made.code) == made
    first, second, third = (person(tx, c) for c in "abc")
    assert invites.redeem(tx, made.code, first, 2.0)
    assert not invites.redeem(tx, made.code, first, 2.0), "one person takes one use"
    assert invites.redeem(tx, made.code, second, 2.0)
    assert not invites.redeem(tx, made.code, third, 2.0)
    invites.give_back(tx, made.code, second)
    invites.give_back(tx, made.code, second)
    assert invites.redeem(tx, made.code, third, 3.0)
    assert [u.invite.code for u in invites.load_uses(tx, third)] == [made.code]
    assert invites.load_uses(tx, second) == []


def test_an_expired_invitation_is_not_taken(tx: Connection) -> None:
    made = invite(tx, until=100.0)
    who = person(tx, "a")
    assert not invites.redeem(tx, made.code, who, 100.0)
    assert invites.redeem(tx, made.code, who, 99.9)
    assert invites.find(tx, "CB-NONE") is None


def test_links_are_withdrawn(tx: Connection) -> None:
    who = person(tx, "a")
    invites.create(tx, Invite("CB-L", officer(tx), 100.0, 1, person_id=who), 1.0)
    invites.withdraw_links(tx, who)
    found = invites.find(tx, "CB-L")
    assert found is not None
    assert found.uses_left == 0


def test_guesses_are_counted_by_chat(tx: Connection) -> None:
    one, other = meet(tx, "a"), meet(tx, "b")
    for at in (5.0, 6.0):
        invites.record_guess(tx, one.id, at)
    assert invites.load_guesses(tx, one.id, 7.0) == [5.0, 6.0]
    assert invites.load_guesses(tx, other.id, 7.0) == []
    assert invites.load_guesses(tx, one.id, 10_000_000.0) == []


def test_seats_are_taken_by_people_in_posts(tx: Connection) -> None:
    row = {"network": "zalo", "name": "Sổ Hội", "username": "", "seats": 50, "seen_at": 1.0}
    for bot in ("1", "2"):
        addresses.remember_bot(tx, {**row, "bot": bot})
    post = officer(tx)
    holder, stranger = meet(tx, "a"), meet(tx, "b")
    lost = meet(tx, "c")
    assert stranger.person_id is not None
    for contact in (holder, lost):
        assert contact.person_id is not None
        people.give_post(tx, contact.person_id, post, 1.0)
    people.give_post(
        tx, holder.person_id or 0, Post(Role.PROVINCE, units.load(tx).id_of(PROVINCE)), 1.0
    )
    addresses.cut_off(tx, lost.id)
    assert invites.count_taken_seats(tx, "zalo", "1") == 1
    assert invites.count_taken_seats(tx, "zalo", "unknown") == 0
    assert invites.load_bot_seats(tx) == [
        BotSeats("zalo", "1", "Sổ Hội", "", 50, 1),
        BotSeats("zalo", "2", "Sổ Hội", "", 50, 0),
    ]


def test_the_last_uses_are_taken_once(database: Database) -> None:
    with database.write() as tx:
        units.save(tx, TREE)
        people_ids = [person(tx, str(n)) for n in range(6)]
        made = invite(tx, uses=2)

    def take(who: int) -> bool:
        with database.write() as tx:
            return invites.redeem(tx, made.code, who, 2.0)

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(take, people_ids)) == 2
