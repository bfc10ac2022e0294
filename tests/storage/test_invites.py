"""Invitations, wrong guesses and the seats of bots."""

from concurrent.futures import ThreadPoolExecutor

from domain.people.invites import GUESSES_KEPT_SECONDS, BotSeats
from storage import addresses, invites, people, units
from storage.database import Database, Transaction
from storage.invites import Invite
from tests.support.stored_people import (
    TREE,
    add_chat,
    add_person,
    make_officer_post,
    make_province_post,
)


def create_invite(
    tx: Transaction, uses: int = 1, until: float = 100.0, code: str = "CB-X"
) -> Invite:
    made = Invite(code, make_officer_post(tx), until, uses, "Hoa")
    invites.create(tx, made, 1.0)
    return made


def test_an_invitation_is_taken_as_often_as_it_has_uses(tx: Transaction) -> None:
    made = create_invite(tx, uses=2)
    assert invites.find(tx, made.code) == made
    first, second, third = (add_person(tx, c) for c in "abc")
    assert invites.redeem(tx, made.code, first, 2.0)
    assert not invites.redeem(tx, made.code, first, 2.0), "one person takes one use"
    assert invites.redeem(tx, made.code, second, 2.0)
    assert not invites.redeem(tx, made.code, third, 2.0)
    invites.give_back(tx, made.code, second)
    invites.give_back(tx, made.code, second)
    assert invites.redeem(tx, made.code, third, 3.0)
    assert [u.invite.code for u in invites.load_uses(tx, third)] == [made.code]
    assert invites.load_uses(tx, second) == []


def test_an_expired_invitation_is_not_taken(tx: Transaction) -> None:
    made = create_invite(tx, until=100.0)
    who = add_person(tx, "a")
    assert not invites.redeem(tx, made.code, who, 100.0)
    assert invites.redeem(tx, made.code, who, 99.9)
    assert invites.find(tx, "CB-NONE") is None


def test_the_last_invitation_taken_stands_first_and_a_link_before_it(tx: Transaction) -> None:
    who = add_person(tx, "a")
    for code in ("CB-1", "CB-2"):
        create_invite(tx, code=code)
    invites.create(tx, Invite("CB-L", make_officer_post(tx), 100.0, 1, person_id=who), 1.0)
    for code, at in (("CB-1", 2.0), ("CB-2", 3.0), ("CB-L", 3.0)):
        assert invites.redeem(tx, code, who, at)
    found = [(use.invite.code, use.at) for use in invites.load_uses(tx, who)]
    assert found == [("CB-L", 3.0), ("CB-2", 3.0), ("CB-1", 2.0)]


def test_links_are_withdrawn(tx: Transaction) -> None:
    who = add_person(tx, "a")
    invites.create(tx, Invite("CB-L", make_officer_post(tx), 100.0, 1, person_id=who), 1.0)
    invites.withdraw_links(tx, who)
    found = invites.find(tx, "CB-L")
    assert found is not None
    assert found.uses_left == 0


def test_guesses_are_counted_by_chat_as_long_as_they_count(tx: Transaction) -> None:
    one, other = add_chat(tx, "a"), add_chat(tx, "b")
    for at in (5.0, 6.0):
        invites.record_guess(tx, one.id, at)
    assert invites.load_guesses(tx, one.id, 7.0) == [5.0, 6.0]
    assert invites.load_guesses(tx, other.id, 7.0) == []
    assert invites.load_guesses(tx, one.id, 5.0 + GUESSES_KEPT_SECONDS) == [6.0]


def test_seats_are_taken_by_people_in_posts(tx: Transaction) -> None:
    row = {"network": "zalo", "name": "Sổ Hội", "username": "", "seats": 50, "seen_at": 1.0}
    for bot in ("1", "2"):
        addresses.remember_bot(tx, {**row, "bot": bot})
    holder, lost = add_chat(tx, "a"), add_chat(tx, "b")
    add_chat(tx, "c")  # a stranger takes no seat
    for contact in (holder, lost):
        assert contact.person_id is not None
        people.give_post(tx, contact.person_id, make_officer_post(tx), 1.0)
    people.give_post(tx, holder.person_id or 0, make_province_post(tx), 1.0)
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
        people_ids = [add_person(tx, str(n)) for n in range(6)]
        made = create_invite(tx, uses=2)

    def take(who: int) -> bool:
        with database.write() as tx:
            return invites.redeem(tx, made.code, who, 2.0)

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(take, people_ids)) == 2
