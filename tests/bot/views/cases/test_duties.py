"""What is owed is said with how long she has waited, and is recorded by one tap."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.engine.message import Message, split_bold
from bot.views.cases import duties
from bot.views.cases.card import render_case_card, render_case_status
from bot.views.cases.fact_types import ListedCase, ListFacts, ToldOutside
from bot.views.cases.lists import render_case_done, render_case_list
from bot.views.cases.messages import render_case_waiting
from domain.cases.actions import CaseAction
from domain.cases.duties import Duty, Owed
from domain.notices import case_work as w
from domain.notices import cases as c
from tests.bot.views.cases.test_messages import CASE, FACTS, NUMBER
from tests.support.stage import NOW, Phone

HOUR = timedelta(hours=1)
CONTACT = Owed(Duty.CONTACT, NOW - HOUR, NOW - HOUR / 2, NOW)
ACTION = Owed(Duty.ACTION, NOW - HOUR, NOW + 23 * HOUR, NOW + 23 * HOUR)
HELD = replace(FACTS, mine=True, owed=(ACTION, CONTACT))


def read(message: Message) -> str:
    return split_bold(message.text)[0]


def list_values(message: Message) -> list[str]:
    return [choice.value for row in message.choices for choice in row]


NAMES = {
    Duty.TAKE: "chờ người nhận",
    Duty.CONTACT: "chờ liên lạc",
    Duty.ACTION: "chờ việc đầu tiên",
    Duty.ANSWER: "chờ trả lời",
    Duty.FOLLOW_UP: "chờ hỏi lại",
    Duty.SECOND: "chờ người thứ hai",
    Duty.OUTSIDE: "chờ báo ra ngoài",
}


@pytest.mark.parametrize("duty", list(Duty))
def test_what_is_late_is_named_with_how_long_she_has_waited(duty: Duty) -> None:
    notice = c.CaseLate(1, duty.value, NOW - 3 * HOUR)
    said = read(duties.render_case_late(notice, FACTS, Phone("telegram").surface))
    assert f"{NAMES[duty]} 3 giờ" in said
    assert NUMBER in said


def test_those_above_are_told_who_holds_it() -> None:
    notice = c.CaseLate(1, "contact", NOW)
    surface = Phone("telegram").surface
    assert "Cán bộ tỉnh đang giữ" in read(duties.render_case_late(notice, FACTS, surface))
    assert "đang giữ" not in read(duties.render_case_late(notice, HELD, surface))


def test_contact_is_recorded_by_one_tap() -> None:
    surface = Phone("telegram").surface
    for message in (
        duties.render_case_late(c.CaseLate(1, "contact", NOW), HELD, surface),
        render_case_card(w.CaseCard(1), HELD, surface),
        render_case_done(w.CaseDone(1, "take"), HELD, surface),
    ):
        assert {"/viec 25-42 lienlac", "/viec 25-42 lienlac chua"} <= set(list_values(message))
    typed = read(
        duties.render_case_late(c.CaseLate(1, "contact", NOW), HELD, Phone("zalo").surface)
    )
    assert "VIỆC 42 LIÊN LẠC" in typed
    others = replace(HELD, acts=frozenset({CaseAction.VIEW}))
    late = duties.render_case_late(c.CaseLate(1, "contact", NOW), others, surface)
    assert not any("lienlac" in value for value in list_values(late))


def test_whoever_takes_it_hears_until_when_she_must_be_reached() -> None:
    for network in ("telegram", "zalo"):
        surface = Phone(network).surface
        in_time = replace(CONTACT, due_at=(surface.now or NOW) + timedelta(minutes=30))
        taken = w.CaseDone(1, "take")
        said = read(render_case_done(taken, replace(HELD, owed=(in_time,)), surface))
        assert f"{in_time.due_at:%H:%M}" in said
        assert "chị liên lạc ngay" in read(render_case_done(taken, HELD, surface))


def test_the_province_is_asked_to_tell_outside_and_records_it_by_one_tap() -> None:
    late = duties.render_case_late(c.CaseLate(1, "outside", NOW), FACTS, Phone("telegram").surface)
    assert "công an, chủ tịch xã hoặc gọi 111" in read(late)
    assert "/viec 25-42 baongoai" in list_values(late)


def test_the_card_shows_what_is_owed_and_who_outside_knows() -> None:
    facts = replace(HELD, told_outside=(ToldOutside("police", NOW),))
    said = read(render_case_card(w.CaseCard(1), facts, Phone("telegram").surface))
    late, not_late = (said.index(f"• {NAMES[duty]} 1 giờ") for duty in (Duty.CONTACT, Duty.ACTION))
    assert late < not_late
    assert "chờ liên lạc 1 giờ · quá hạn" in said
    assert "Đã báo: Công an" in said


def test_a_list_says_for_what_and_how_long_she_waits() -> None:
    cases = (
        ListedCase(NUMBER, "taken", True, NOW - 48 * HOUR, False, True, "contact", NOW - 3 * HOUR),
        ListedCase("VV-25-0043", "new", False, NOW, False, False, readable=False),
    )
    counts = {"all": 2, "mine": 0, "free": 1, "overdue": 1}
    message = render_case_list(w.CaseList(), ListFacts(cases, 0, counts), Phone("zalo").surface)
    _, first, second, *_ = read(message).splitlines()
    assert first == f"• {NUMBER} · đã nhận · chờ liên lạc 3 giờ · nguy hiểm · quá hạn"
    assert "không mở được, đã báo quản trị" in second


def test_a_card_that_cannot_be_opened_says_so() -> None:
    damaged = replace(FACTS, case=replace(CASE, intake=None, is_readable=False))
    said = read(render_case_card(w.CaseCard(1), damaged, Phone("telegram").surface))
    assert "không mở được, đã báo quản trị" in said
    assert "đã được xoá" not in said


def test_on_a_phone_that_is_not_safe_nothing_is_said() -> None:
    quiet = replace(FACTS, reports=True, quiet=True)
    for view, notice in (
        (duties.render_case_assigned, w.CaseAssigned(1)),
        (duties.render_case_contacted, w.CaseContacted(1)),
        (duties.render_case_told_outside, w.CaseToldOutside(1, NOW)),
    ):
        said = read(view(notice, quiet, Phone("zalo").surface))
        assert said == "Chị có tin mới trong mục em gửi. Chị gõ XEM kèm số."


def test_given_to_another_each_hears_it_in_her_own_way() -> None:
    surface = Phone("telegram").surface
    said = {
        who: read(duties.render_case_assigned(w.CaseAssigned(1), replace(FACTS, **of), surface))
        for who, of in {"new": {"mine": True}, "old": {}, "reporter": {"reports": True}}.items()
    }
    assert "được giao cho chị" in said["new"]
    assert all("cán bộ tỉnh giữ" in said[who] for who in ("old", "reporter"))


def test_a_reporter_is_offered_her_own_ways_and_no_menu() -> None:
    acts = frozenset({CaseAction.STATUS, CaseAction.SAY, CaseAction.RAISE})
    hers = replace(FACTS, case=None, reports=True, acts=acts)
    message = render_case_status(w.CaseStatus(1), hers, Phone("telegram").surface)
    assert list_values(message) == ["/tin 25-42", "/khan 25-42"]
    said = read(render_case_status(w.CaseStatus(1), hers, Phone("zalo").surface))
    assert "TIN 42, KHẨN 42" in said


def test_it_is_said_by_how_much_it_is_late_and_until_when_it_was_to_be_done() -> None:
    surface = Phone("telegram").surface
    now = surface.now or NOW
    for late, words in ((timedelta(0), "vừa hết hạn"), (timedelta(minutes=30), "quá hạn 30 phút")):
        owed = replace(CONTACT, since=now - late - HOUR, due_at=now - late)
        facts = replace(FACTS, owed=(owed,), holder_name="Lý Thị Mai")
        said = read(duties.render_case_late(c.CaseLate(1, "contact", owed.since), facts, surface))
        assert words in said
        assert f"hạn {surface.moment(owed.due_at)}" in said
        assert "Cán bộ tỉnh (Lý Thị Mai) đang giữ việc" in said


def test_where_the_commune_must_not_know_nobody_of_it_is_proposed() -> None:
    left_out = replace(FACTS, case=replace(CASE, commune_left_out=True))
    said = read(
        duties.render_case_late(c.CaseLate(1, "outside", NOW), left_out, Phone("zalo").surface)
    )
    assert "chủ tịch" not in said
    assert "Đừng qua xã" in said


def test_who_was_asked_to_take_it_is_said_by_level_and_since_when_nobody_did() -> None:
    surface = Phone("zalo").surface
    waits = replace(FACTS, taker="", untaken_since=NOW - 2 * HOUR)
    asked = replace(waits, asked=(("commune", 2), ("province", 1)))
    said = read(render_case_waiting(c.CaseWaiting(1, "still"), asked, surface))
    assert f"từ {surface.moment(NOW - 2 * HOUR)} (2 giờ)" in said
    assert "Đã hỏi: 2 cán bộ xã, cán bộ tỉnh." in said
    assert "mới hỏi được mình chị" in read(
        render_case_waiting(c.CaseWaiting(1, "still"), waits, surface)
    )


def test_whoever_holds_it_and_cannot_be_written_to_is_not_said_to_be_reminded() -> None:
    away = replace(FACTS, holder_name="Lý Thị Mai", holder_reached=False)
    said = read(render_case_done(w.CaseDone(1, "remind"), away, Phone("zalo").surface))
    assert "chưa nhắn được cho cán bộ tỉnh (Lý Thị Mai)" in said
