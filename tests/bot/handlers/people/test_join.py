"""Joining, wrong codes, full bots, second phones, and "not me"."""

from datetime import date, timedelta

import pytest

from bot.engine.channel import Network, Said, Shown
from domain.notices.common import NotHere, NotUnderstood
from domain.notices.people import (
    AskCode,
    AskNotMe,
    CodeExpired,
    CodeMistyped,
    CodeSpent,
    CodeUnknown,
    CodeWait,
    Joined,
    JoinedAlready,
    LinkCode,
    Linked,
    LinkHere,
    LinkNeedsPost,
    LinkRefused,
    NamedPost,
    NoSeat,
    PhoneLinked,
    PhoneParted,
    PostUndone,
    StaysRecorded,
    WrongWhat,
)
from domain.people.invites import make_code
from domain.people.roles import Role
from storage import addresses, people, reports
from tests.support.people_stage import LAM, MUC, NOW, PONG, PROVINCE, Stage

PONG_LEADER = NamedPost("leader", "Chi hội Nà Pồng", "Xã Bảo Lâm", "Tỉnh Cao Bằng")
TELEGRAM = Network.TELEGRAM


def make_test_code(number: int) -> str:
    return make_code("CB", number.to_bytes(16))


ONE, TWO, UNKNOWN = make_test_code(10**30), make_test_code(3**60), make_test_code(7**40)


def join_pong(stage: Stage, chat: str = "hoa") -> None:
    stage.invite(ONE, Role.LEADER, PONG)
    assert stage.say(chat, ONE) == [Joined(PONG_LEADER)]


def test_a_typed_code_joins(stage: Stage) -> None:
    stage.invite(ONE, Role.LEADER, PONG, name="Hoàng Thị Hoa")
    assert stage.say("hoa", f" {ONE.lower().replace('-', ' ')} ") == [Joined(PONG_LEADER)]
    assert stage.posts("hoa") == (stage.post(Role.LEADER, PONG),)
    with stage.database.read() as tx:
        assert people.find_name(tx, stage.find("hoa").person_id or 0) == "Hoàng Thị Hoa"
    assert stage.uses_left(ONE) == 0


def test_a_link_joins(stage: Stage) -> None:
    stage.invite(ONE, Role.COMMUNE, LAM)
    said = stage.say("lan", f"/start {ONE}", network=TELEGRAM)
    assert said == [Joined(NamedPost("commune", "Xã Bảo Lâm", "", "Tỉnh Cao Bằng"))]


def test_start_alone(stage: Stage) -> None:
    assert stage.say("hoa", "/start") == [AskCode("Tỉnh Cao Bằng")]
    join_pong(stage)
    assert stage.say("hoa", "/start") == [JoinedAlready((PONG_LEADER,))]


def test_what_is_no_code_goes_its_way(stage: Stage) -> None:
    assert stage.say("hoa", "12") == [NotUnderstood()]
    assert stage.say("hoa", "x" * 100_000) == [NotUnderstood()]
    assert stage.say("hoa", "/start ref_123") == [CodeMistyped()]


def test_a_code_of_another_province_is_not_taken(stage: Stage) -> None:
    assert stage.say("hoa", make_code("HG", bytes(16))) == [NotUnderstood()]


def test_wrong_spent_and_expired(stage: Stage) -> None:
    assert stage.say("hoa", UNKNOWN) == [CodeUnknown()]
    slip = UNKNOWN[:-1] + ("2" if UNKNOWN[-1] != "2" else "3")
    assert stage.say("hoa", slip) == [CodeMistyped()]
    join_pong(stage)
    assert stage.say("lan", ONE) == [CodeSpent()]
    stage.invite(TWO, Role.LEADER, MUC, days=1)
    stage.later(days=1)
    assert stage.say("lan", TWO) == [CodeExpired((NOW + timedelta(days=1)).date())]
    assert stage.posts("lan") == ()


def test_joining_twice_spends_nothing(stage: Stage) -> None:
    join_pong(stage)
    assert stage.say("hoa", ONE) == [JoinedAlready((PONG_LEADER,))]
    stage.invite(TWO, Role.LEADER, PONG, uses=2)
    assert stage.say("hoa", TWO) == [JoinedAlready((PONG_LEADER,))]
    assert stage.uses_left(TWO) == 2


def test_two_branches(stage: Stage) -> None:
    join_pong(stage)
    stage.invite(TWO, Role.LEADER, MUC, name="Somebody else")
    muc = NamedPost("leader", "Chi hội Khuổi Mực", "Xã Bảo Lâm", "Tỉnh Cao Bằng")
    assert stage.say("hoa", TWO) == [Joined(muc, more=True)]
    assert len(stage.posts("hoa")) == 2


def test_guessing_is_slowed_and_recorded(stage: Stage) -> None:
    stage.invite(ONE, Role.LEADER, PONG)
    guesses = [make_test_code(11**n) for n in range(20, 26)]
    for guess in guesses[:5]:
        assert stage.say("eve", guess) == [CodeUnknown()]
    until = stage.now + timedelta(minutes=10)
    assert stage.say("eve", guesses[5]) == [CodeWait(until)]
    assert stage.say("eve", ONE) == [CodeWait(until)], "nor is a right one read"
    assert stage.say("hoa", ONE) == [Joined(PONG_LEADER)], "others are not slowed"
    stage.later(minutes=10)
    assert stage.say("eve", guesses[5]) == [CodeUnknown()]


def test_who_was_removed_cannot_come_back_by_her_code(stage: Stage) -> None:
    stage.invite(ONE, Role.LEADER, PONG, uses=5)
    stage.say("hoa", ONE)
    with stage.database.write() as tx:
        people.end_posts(tx, stage.find("hoa").person_id or 0, 1.0)
    assert stage.say("hoa", ONE) == [CodeSpent()]


# --- seats -------------------------------------------------------------------------------------


def remember_bot(stage: Stage, bot: str, seats: int, name: str) -> None:
    row = {"network": "zalo", "bot": bot, "name": name, "username": "", "seats": seats}
    with stage.database.write() as tx:
        addresses.remember_bot(tx, {**row, "seen_at": 1.0})


def fill_bot(stage: Stage, bot: str) -> None:
    stage.invite(TWO, Role.LEADER, MUC, uses=3)
    for chat in ("a", "b", "c"):
        assert isinstance(stage.say(chat, TWO, bot=bot)[0], Joined)


def test_a_full_bot_names_another(stage_on_each: Stage) -> None:
    stage = stage_on_each
    remember_bot(stage, "1", 3, "Sổ Hội 1")
    fill_bot(stage, "1")
    stage.invite(ONE, Role.LEADER, PONG)
    assert stage.say("hoa", ONE) == [NoSeat()]
    remember_bot(stage, "2", 3, "Sổ Hội 2")
    assert stage.say("hoa", ONE) == [NoSeat("Sổ Hội 2")]
    assert stage.uses_left(ONE) == 1
    assert stage.say("hoa2", ONE, bot="2") == [Joined(PONG_LEADER)]


def test_who_has_a_seat_keeps_it_for_a_second_post(stage: Stage) -> None:
    fill_bot(stage, "1")
    stage.invite(ONE, Role.LEADER, PONG)
    assert stage.say("a", ONE) == [Joined(PONG_LEADER, more=True)]


def test_strangers_take_no_seat(stage: Stage) -> None:
    for chat in "uvwxyz":
        stage.say(chat, "alo")
    join_pong(stage)


# --- a second phone ----------------------------------------------------------------------------


def issue_link_code(stage: Stage, chat: str = "hoa") -> str:
    [notice] = stage.say(chat, "/lienket")
    assert isinstance(notice, LinkCode)
    assert notice.until == stage.now + timedelta(days=1)
    return notice.code


def test_a_second_network_is_linked(stage_on_each: Stage) -> None:
    stage = stage_on_each
    join_pong(stage)
    typed = issue_link_code(stage)
    assert stage.say("hoa", typed) == [LinkHere()]
    assert stage.say("hoa@t", typed, network=TELEGRAM) == [Linked((PONG_LEADER,))]
    assert stage.find("hoa@t", "telegram").person_id == stage.find("hoa").person_id
    assert ("hoa", [PhoneLinked("telegram")]) in stage.waiting("zalo", "1")
    assert stage.say("eve", typed, network=TELEGRAM) == [CodeSpent()]


def test_only_the_newest_link_code_is_good_and_for_a_day(stage: Stage) -> None:
    join_pong(stage)
    old, new = issue_link_code(stage), issue_link_code(stage)
    assert stage.say("hoa@t", old, network=TELEGRAM) == [CodeSpent()]
    stage.later(days=1)
    assert stage.say("hoa@t", new, network=TELEGRAM) == [CodeExpired(date(2025, 10, 14))]


def test_linking_needs_a_post(stage: Stage) -> None:
    assert stage.say("hoa", "/lienket") == [LinkNeedsPost()]


def test_a_phone_of_somebody_else_is_not_taken_over(stage: Stage) -> None:
    join_pong(stage)
    stage.invite(TWO, Role.PROVINCE, PROVINCE)
    stage.say("boss", TWO, network=TELEGRAM)
    typed = issue_link_code(stage)
    [refused] = stage.say("boss", typed, network=TELEGRAM)
    assert isinstance(refused, LinkRefused)
    assert stage.uses_left(typed) == 1
    assert len(stage.posts("boss", "telegram")) == 1


def test_one_who_joined_twice_in_the_same_post_becomes_one(stage: Stage) -> None:
    join_pong(stage)
    stage.invite(TWO, Role.LEADER, PONG)
    stage.say("hoa@t", TWO, network=TELEGRAM)
    assert stage.say("hoa@t", issue_link_code(stage), network=TELEGRAM) == [Linked((PONG_LEADER,))]
    with stage.database.read() as tx:
        assert len(people.load_appointments(tx)) == 1


def test_staff_bind_an_invitation_to_a_person(stage: Stage) -> None:
    join_pong(stage)
    stage.invite(TWO, Role.LEADER, MUC, person_id=stage.find("hoa").person_id)
    [linked] = stage.say("hoa@t", TWO, network=TELEGRAM)
    assert isinstance(linked, Linked)
    assert len(stage.posts("hoa")) == 2


# --- "not me" ----------------------------------------------------------------------------------


def test_not_me_gives_the_code_back(stage_on_each: Stage) -> None:
    stage = stage_on_each
    stage.invite(ONE, Role.LEADER, PONG, name="Hoàng Thị Hoa")
    stage.say("lan", ONE, name="Lan")
    assert stage.say("lan", "SAI", name="Lan") == [AskNotMe(PONG_LEADER)]
    assert stage.say("lan", "1", name="Lan") == [PostUndone(PONG_LEADER)]
    assert stage.posts("lan") == ()
    with stage.database.read() as tx:
        assert people.find_name(tx, stage.find("lan").person_id or 0) == "Lan"
    assert stage.say("hoa", ONE) == [Joined(PONG_LEADER)]
    assert stage.say("lan", "SAI") == [WrongWhat()]


def test_not_me_by_a_button_and_joining_again(stage: Stage) -> None:
    join_pong(stage)
    assert stage.press("hoa", "/sai") == [AskNotMe(PONG_LEADER)]
    assert stage.press("hoa", "/sai") == [AskNotMe(PONG_LEADER)]
    assert stage.posts("hoa") == (stage.post(Role.LEADER, PONG),)
    assert stage.say("hoa", "2") == [StaysRecorded(PONG_LEADER)]
    stage.press("hoa", "/sai")
    assert stage.say("hoa", "1") == [PostUndone(PONG_LEADER)]
    assert stage.say("hoa", ONE) == [Joined(PONG_LEADER)]


def test_not_me_ends_only_the_last_post_and_only_soon(stage: Stage) -> None:
    join_pong(stage)
    stage.later(days=8)
    assert stage.say("hoa", "/sai") == [WrongWhat((PONG_LEADER,))]
    stage.invite(TWO, Role.LEADER, MUC)
    stage.say("hoa", TWO)
    assert isinstance(stage.say("hoa", "/sai")[0], AskNotMe)
    assert isinstance(stage.say("hoa", "1")[0], PostUndone)
    assert stage.posts("hoa") == (stage.post(Role.LEADER, PONG),)


def test_wrong_after_a_report_is_not_taken_for_not_me(stage: Stage) -> None:
    join_pong(stage)
    leader = stage.post(Role.LEADER, PONG)
    with stage.database.write() as tx:
        who = stage.find("hoa").person_id
        sent_at = stage.now.timestamp()
        reports.send(tx, leader.unit_id, "2025-10", {}, sent_at=sent_at, person_id=who)
    assert stage.say("hoa", "sai") == [WrongWhat(sent=True)]
    assert stage.posts("hoa") == (leader,)
    assert stage.say("hoa", "/sai") == [AskNotMe(PONG_LEADER)]
    assert stage.say("hoa", "ừ") == [AskNotMe(PONG_LEADER, again=True)]
    assert stage.say("hoa", "1") == [PostUndone(PONG_LEADER)]


def test_not_me_parts_a_linked_phone(stage: Stage) -> None:
    join_pong(stage)
    typed = issue_link_code(stage)
    stage.say("eve", typed, network=TELEGRAM)
    stage.later(minutes=5)
    assert stage.say("eve", "/sai", network=TELEGRAM) == [AskNotMe(PONG_LEADER, linked=True)]
    assert stage.say("eve", "1", network=TELEGRAM) == [PhoneParted()]
    assert stage.find("eve", "telegram").person_id != stage.find("hoa").person_id
    assert stage.posts("eve", "telegram") == ()
    assert stage.posts("hoa") == (stage.post(Role.LEADER, PONG),)
    assert stage.say("hoa@t", typed, network=TELEGRAM) == [Linked((PONG_LEADER,))]


# --- bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "/start " + "A" * 5000,
        "/start \u202e<b>",
        "/lienket 😀",
        "/sai x",
        "/START",
        "/trogiup \x00",
    ],
)
def test_odd_commands_are_answered(stage: Stage, text: str) -> None:
    assert stage.say("hoa", Said(text))


def test_a_photo_is_answered(stage: Stage) -> None:
    assert stage.say("hoa", Shown("photo", ONE)) == [NotUnderstood()]


def test_joining_is_private(stage: Stage) -> None:
    stage.invite(ONE, Role.LEADER, PONG)
    assert stage.say("group", f"/start {ONE}", sender="hoa") == [NotHere()]
    assert stage.say("group", ONE, sender="hoa") == []
    assert stage.uses_left(ONE) == 1
