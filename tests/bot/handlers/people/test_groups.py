"""Groups bound to units by staff; help in private and in groups."""

import pytest

from domain.notices.asked import WhomToAsk
from domain.notices.common import Help
from domain.notices.people import (
    Candidate,
    GroupBound,
    GroupHelp,
    GroupHowTo,
    GroupNoUnit,
    GroupRefused,
    GroupUnbound,
    GroupWhich,
    GroupWriteFirst,
)
from domain.org.tree import Unit
from domain.people.invites import make_code
from domain.people.roles import Role
from storage import addresses
from tests.support.people_stage import AREA_LAC, LAC, LAM, PONG, PROVINCE, Stage


def appoint(stage: Stage, chat: str, role: Role, unit: Unit) -> None:
    code = make_code("CB", chat.encode().ljust(16))
    stage.invite(code, role, unit)
    stage.say(chat, code)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("01290", "Xã Bảo Lâm"),
        ("1290", "Xã Bảo Lâm"),
        ("xa bao lam", "Xã Bảo Lâm"),
        ("DB-043", "Địa bàn huyện Bảo Lạc cũ"),
        ("db-043", "Địa bàn huyện Bảo Lạc cũ"),
        ("huyện Bảo Lạc cũ", "Địa bàn huyện Bảo Lạc cũ"),
        ("KHOI-1", "Khối thi đua số 1"),
        ("khối 1", "Khối thi đua số 1"),
        ("Chi hội Nà Pồng", "Chi hội Nà Pồng"),
        ("04", "Tỉnh Cao Bằng"),
    ],
)
def test_the_province_binds_a_group(stage: Stage, words: str, name: str) -> None:
    appoint(stage, "boss", Role.PROVINCE, PROVINCE)
    assert stage.say("group", f"/nhom {words}", sender="boss") == [GroupBound(name)]
    unit_id = stage.find("group").group_unit_id
    assert unit_id is not None
    assert stage.units.unit(unit_id).name == name


def test_a_name_of_several_units_is_asked_back(stage: Stage) -> None:
    appoint(stage, "boss", Role.PROVINCE, PROVINCE)
    assert stage.say("group", "/nhom Bảo Lạc", sender="boss") == [
        GroupWhich(
            (
                Candidate("01321", "Xã Bảo Lạc"),
                Candidate("DB-043", "Địa bàn huyện Bảo Lạc cũ"),
            )
        )
    ]
    assert stage.find("group").group_unit_id is None


def test_posts_decide_what_may_be_bound(stage: Stage) -> None:
    appoint(stage, "area", Role.AREA, AREA_LAC)
    appoint(stage, "leader", Role.LEADER, PONG)
    assert stage.say("group", "/nhom 01321", sender="area") == [GroupBound("Xã Bảo Lạc")]
    assert stage.say("other", "/nhom 01290", sender="area") == [GroupRefused("Xã Bảo Lâm")]
    assert stage.say("other", "/nhom CH-01290-01", sender="leader") == [
        GroupRefused("Chi hội Nà Pồng")
    ]


def test_a_bound_group_moves_only_for_who_reaches_both(stage: Stage) -> None:
    appoint(stage, "boss", Role.PROVINCE, PROVINCE)
    appoint(stage, "officer", Role.COMMUNE, LAM)
    stage.say("group", "/nhom 04", sender="boss")
    assert stage.say("group", "/nhom 01290", sender="officer") == [GroupRefused("Tỉnh Cao Bằng")]
    assert stage.say("group", "/nhom 01290", sender="boss") == [GroupBound("Xã Bảo Lâm")]
    assert stage.say("group", "/nhom 01290", sender="officer") == [GroupBound("Xã Bảo Lâm")]


def test_strangers_are_told_to_write_first(stage: Stage) -> None:
    assert stage.say("group", "/nhom 01290", sender="x") == [GroupWriteFirst()]
    stage.say("x", "alo")
    assert stage.say("group", "/nhom 01290", sender="x") == [GroupWriteFirst()]


def test_a_lost_phone_binds_nothing(stage: Stage) -> None:
    appoint(stage, "boss", Role.PROVINCE, PROVINCE)
    with stage.database.write() as tx:
        addresses.cut_off(tx, stage.find("boss").id)
    assert stage.say("group", "/nhom 04", sender="boss") == [GroupWriteFirst()]


def test_how_to(stage: Stage) -> None:
    appoint(stage, "boss", Role.COMMUNE, LAC)
    assert stage.say("boss", "/nhom 01290") == [GroupHowTo(private=True)]
    assert stage.say("group", "/nhom", sender="boss") == [GroupHowTo()]
    for odd in ("Atlantis", "<b>", "😀", "x" * 5000):
        assert stage.say("group", f"/nhom {odd}", sender="boss") == [GroupNoUnit()]


def test_help(stage: Stage) -> None:
    assert stage.say("x", "/help") == [Help()]
    appoint(stage, "boss", Role.PROVINCE, PROVINCE)
    said = stage.say("boss", "trợ giúp")
    assert [type(notice) for notice in said] == [Help, WhomToAsk]
    assert isinstance(said[0], Help)
    assert said[0].roles == ("province",)
    assert stage.say("group", "/trogiup", sender="boss") == [GroupUnbound()]
    stage.say("group", "/nhom 01290", sender="boss")
    assert stage.say("group", "/trogiup", sender="boss") == [GroupHelp("Xã Bảo Lâm")]
