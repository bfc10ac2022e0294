"""A week as a group is told of it: from reports of a small province to the words on a phone."""

from datetime import date, datetime, timedelta

import pytest

from bot.channels import telegram_messages, zalo
from bot.engine.channel import Abilities
from bot.engine.i18n import say_for
from bot.engine.links import Links
from bot.engine.message import Message, without_marks
from bot.engine.surface import Surface
from bot.views.charts import Light, find_light
from bot.views.digest import facts as digest_facts
from bot.views.digest.digest import MOST_CHARACTERS, make_chart_facts, render_weekly_digest
from domain.digest.week import Digest
from domain.notices.digest import WeeklyDigest
from domain.org.tree import Unit
from domain.periods import VIETNAM
from domain.tasks.office_words import OfficeWords
from services.context import Context
from storage import activities, reports
from storage.database import Database
from storage.moments import seconds
from tests.support.people_stage import AREA_LAM, BLOC, LAM, MUC, PONG, PROVINCE, Stage

MONDAY = date(2025, 10, 13)
SUNDAY_NIGHT = datetime(2025, 10, 19, 23, 59, tzinfo=VIETNAM)


class Office(Stage):
    """Sends reports and asks for digests."""

    def report(self, unit: Unit, at: datetime, period: str = "2025-10", **counts: float) -> None:
        named = {
            code.removeprefix("i").replace("_", "."): {"count": count}
            for code, count in counts.items()
        }
        with self.database.write() as tx:
            where = self.reference.units.id_of(unit.key)
            reports.send(tx, where, period, named, sent_at=seconds(at))

    def read_facts(
        self, unit: Unit, week: date = MONDAY, now: datetime = SUNDAY_NIGHT
    ) -> Digest | None:
        notice = WeeklyDigest(self.reference.units.id_of(unit.key), week.isoformat())
        with self.database.read() as tx:
            return digest_facts.read_digest(notice, Context(tx, self.reference, now))

    def render(self, unit: Unit, able: Abilities, links: Links | None = None) -> Message:
        facts = self.read_facts(unit)
        assert facts is not None
        notice = WeeklyDigest(1, MONDAY.isoformat())
        plan = self.reference.plan
        surface = Surface(able, say_for("vi"), plan, SUNDAY_NIGHT, links=links)
        return render_weekly_digest(notice, facts, surface)


@pytest.fixture
def office(database: Database) -> Office:
    made = Office(database)
    lately = datetime(2025, 10, 15, 9, tzinfo=VIETNAM)
    before = datetime(2025, 9, 18, 9, tzinfo=VIETNAM)
    for unit in (PONG, MUC):
        made.report(unit, before, "2025-09", i1_2a=1, i1_4a=1)
    made.report(PONG, lately, i1_2a=1, i1_4a=6)
    return made


def test_a_commune_hears_who_is_missing_and_who_was_first(office: Office) -> None:
    facts = office.read_facts(LAM)
    assert facts is not None
    assert facts.reporting is not None
    assert (facts.reporting.sent, facts.reporting.expected) == (1, 2)
    assert facts.reporting.missing == (("Khuổi Mực", 1),)
    assert facts.movers == ("Nà Pồng",)


@pytest.mark.parametrize("unit", [PROVINCE, AREA_LAM, BLOC])
def test_above_it_communes_are_named(office: Office, unit: Unit) -> None:
    facts = office.read_facts(unit)
    assert facts is not None
    assert facts.reporting is not None
    assert facts.reporting.missing == (("Bảo Lâm", 1),)
    assert facts.movers == ("Bảo Lâm",)


def test_what_the_week_brought_there_comes_first(office: Office) -> None:
    office.report(MUC, datetime(2025, 10, 16, 9, tzinfo=VIETNAM), i1_2a=1, i1_4a=0)
    facts = office.read_facts(LAM)
    assert facts is not None
    codes = [done.indicator.code for done in facts.reached]
    assert codes.index("1.4a") == 0  # 1 in September, 6 now, of 5 that are asked
    assert not any(each.progress.indicator.code in codes for each in facts.concerns)


def test_a_month_that_half_of_them_sent_counts_in_nothing_yet(office: Office) -> None:
    facts = office.read_facts(LAM)
    assert facts is not None
    assert "1.4a" not in [done.indicator.code for done in facts.reached]


def test_another_week_has_other_movers(office: Office) -> None:
    now = datetime(2025, 10, 27, 7, 30, tzinfo=VIETNAM)
    facts = office.read_facts(LAM, MONDAY + timedelta(days=7), now)
    assert facts is not None
    assert facts.movers == ()
    assert facts.next_due is not None
    assert str(facts.next_due[0]) == "2025-11"


def test_what_is_sent_after_the_week_is_not_in_it(office: Office) -> None:
    office.report(MUC, datetime(2025, 10, 20, 7, tzinfo=VIETNAM), i1_2a=1)
    facts = office.read_facts(LAM, now=datetime(2025, 10, 20, 7, 30, tzinfo=VIETNAM))
    assert facts is not None
    assert facts.reporting is not None
    assert facts.reporting.sent == 1


def test_a_branch_has_no_digest_nor_has_another_year(office: Office) -> None:
    assert office.read_facts(PONG) is None
    late = datetime(2026, 1, 19, 7, 30, tzinfo=VIETNAM)
    assert office.read_facts(LAM, date(2025, 12, 29), late) is not None
    assert office.read_facts(LAM, date(2026, 1, 5), late) is None
    assert office.read_facts(LAM, date(2025, 10, 20)) is None  # not begun


@pytest.mark.parametrize("unit", [PROVINCE, AREA_LAM, BLOC, LAM])
def test_it_is_one_message_with_one_picture(office: Office, unit: Unit) -> None:
    on_telegram = office.render(unit, telegram_messages.ABILITIES)
    assert on_telegram.photo is not None
    assert on_telegram.photo.startswith(b"\x89PNG")
    links = Links("https://sohoi.example.vn", "a key of sixteen letters")
    on_zalo = office.render(unit, zalo.ABILITIES, links)
    assert on_zalo.photo is None
    assert on_zalo.photo_address.startswith("https://sohoi.example.vn/tep/")
    while_polling = office.render(unit, zalo.ABILITIES)
    assert (while_polling.photo_address, while_polling.text) == ("", on_zalo.text)
    assert len(without_marks(on_telegram.text)) <= MOST_CHARACTERS


def test_the_words_of_a_week(office: Office) -> None:
    text = without_marks(office.render(LAM, zalo.ABILITIES).text)
    assert text.startswith("Xã Bảo Lâm · tuần 13–19/10 (ngày thứ 292/365)\n")
    assert "Báo cáo tháng 10: 1/2 chi hội đã gửi (50%). Còn thiếu: Khuổi Mực." in text
    assert "Gửi sớm nhất tuần này: Nà Pồng." in text
    assert "hạn báo cáo tháng 10 là thứ Hai 20/10" in text


def test_nobody_is_named_and_no_case_is_told(office: Office) -> None:
    """People of the stage who hold posts, and what stands on cases, are in no digest."""
    names = ("Nguyễn Thị Bí Mật", "Tên")
    office.say("bi-mat", "chào")
    with office.database.write() as tx:
        tx.exec_driver_sql(f"UPDATE person SET name = '{names[0]}'")  # noqa: S608 - ours
    plan = office.reference.plan
    from_cases = {i.code for i in plan.indicators if i.from_cases is not None}
    assert from_cases
    for unit in (PROVINCE, AREA_LAM, BLOC, LAM):
        facts = office.read_facts(unit)
        assert facts is not None
        few = {i.indicator.code for i in facts.told if 0 < (i.standing.whole or 0) < 5}
        assert not few & from_cases
        text = without_marks(office.render(unit, zalo.ABILITIES).text)
        assert not any(name in text for name in names)


def test_the_picture_is_drawn_with_the_forecasts_of_the_words(office: Office) -> None:
    for month in range(4, 9):
        office.report(PONG, SUNDAY_NIGHT, f"2025-0{month}", i1_2a=month % 3)
        office.report(MUC, SUNDAY_NIGHT, f"2025-0{month}", i1_2a=2)
    facts = office.read_facts(PROVINCE)
    assert facts is not None
    drawn = make_chart_facts(facts)
    assert drawn.forecasts == facts.forecasts
    assert drawn.forecasts["1.2a"].amount is not None
    assert drawn.counted == facts.counted
    for concern in facts.concerns:
        code = concern.progress.indicator.code
        light = find_light(concern.progress, drawn.forecasts.get(code))
        assert light in ((Light.FAR_BEHIND, Light.MISSED) if concern.behind else (Light.BEHIND,))


def record(office: Office, unit: Unit, words: str, at: datetime) -> None:
    """What an officer of a unit recorded at a moment, for her own day."""
    office.say(unit.code, "chào")
    who = office.find(unit.code).person_id
    assert who is not None
    with office.database.write() as tx:
        where, plan = office.reference.units.id_of(unit.key), office.reference.plan.id
        made = activities.create_draft(tx, where, plan, who, seconds(at))
        activities.set_words(tx, made, OfficeWords(words))
        draft = activities.find_draft(tx, made)
        assert draft is not None
        assert activities.record(tx, draft, "III.9", at.date(), 35, seconds(at))


def test_what_was_recorded_this_week_is_told_and_last_week_s_is_not(office: Office) -> None:
    record(office, LAM, "Tập huấn kỹ năng số", datetime(2025, 10, 15, 9, tzinfo=VIETNAM))
    record(office, LAM, "Việc tuần trước", datetime(2025, 10, 10, 9, tzinfo=VIETNAM))
    said = without_marks(office.render(LAM, zalo.ABILITIES).text)
    assert "Tuần này làm thêm: Tập huấn kỹ năng số (III.9)." in said
    assert "tuần trước" not in said
    above = without_marks(office.render(PROVINCE, zalo.ABILITIES).text)
    assert "Tuần này các đơn vị ghi 1 việc: Bảo Lâm 1." in above
    assert "Tập huấn" not in above
    assert len(above) <= MOST_CHARACTERS
