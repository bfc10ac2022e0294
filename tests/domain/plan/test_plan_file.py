"""The real plan as it is read, and broken plan files with the faults they give."""

import re

import pytest
from hypothesis import given, settings
from hypothesis.strategies import DataObject, data, integers, sampled_from

from domain.measures import Fold
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import AfterMerger, EventKind, EventStatus, Plan
from domain.plan.plan_file import FileFault, parse_plan
from domain.rollups import RollUp
from tests.support.paths import PLAN_FILE

TEXT = PLAN_FILE.read_text("utf-8")

CODES = """
    1.1 1.2a 1.2b 1.2c 1.2d 1.3 1.4a 1.4b 1.5a 1.5b 1.6a 1.6b 1.6c 1.7a 1.7b 1.7c 1.7d
    2.1a 2.1b 2.1c 2.2 2.3 2.4 2.5 3.1 3.2 3.3a 3.3b 4.1
"""
EVENTS = """
    I.2 III.1a III.1b III.1c III.2 III.3 III.4a III.4b III.5 III.6 III.7a III.7b III.7c III.7d
    III.7e III.7f III.7g III.7h III.7i III.8 III.9 III.10 IV.1 IV.2 IV.3.1 IV.3.2-1a IV.3.2-1b
    IV.3.2-2 IV.3.2-3 IV.3.2-4 IV.3.2-5 IV.3.2-6 IV.3.2-7a IV.3.2-7b IV.3.2-8 IV.3.2-9a
    IV.3.2-9b IV.3.2-10 IV.3.2-11 IV.4.1-1 IV.4.1-2 IV.4.1-3
    IV.4.2-1 IV.4.2-2 IV.4-a IV.4-b IV.4-c IV.4-d
"""
DAYS = """
    C.0302 C.tet C.0803 C.gio-to C.3004 C.0105 C.1905 C.06 C.2806 C.3007 C.1908 C.0209 C.2010
    C.1511 C.2411 C.2511
"""


@pytest.fixture(scope="module")
def plan() -> Plan:
    found = parse_plan(TEXT)
    assert isinstance(found, Plan), "\n".join(map(str, found))
    return found


def list_codes(plan: Plan, level: Level, month: int) -> list[str]:
    return [indicator.code for indicator in plan.form(level, Period(2025, month))]


def test_the_plan_has_its_29_values_and_every_event(plan: Plan):
    assert [indicator.code for indicator in plan.indicators] == CODES.split()
    assert len(plan.indicators) == 29
    assert [event.id for event in plan.events] == (EVENTS + DAYS).split()


def test_typing_errors_of_the_paper_are_mended():
    data = re.sub(r"#.*", "", TEXT)
    assert not re.search("Phần đầu|Khởi thi đua|tiến tiến|chuyên đổi", data, re.IGNORECASE)


def test_octobers_form_of_a_branch_is_the_monthly_one(plan: Plan):
    form = plan.form(Level.BRANCH, Period(2025, 10))
    assert [indicator.ask for indicator in form] == [
        "Buổi sinh hoạt, hoạt động",
        "Hộ thoát nghèo",
        "Hộ thoát cận nghèo",
        'Hộ đạt "5 không, 3 sạch"',
        "Hội viên mới / giảm",
        "Tháng này chị đã nhận tiền bồi dưỡng chưa?",
        "Người được giới thiệu phát triển Đảng",
    ]
    assert [i.asks for i in form] == ["count"] * 4 + ["pair", "yes_no", "count"]
    assert plan.case_question.ask == "Có chị em nào cần giúp đỡ không?"


@pytest.mark.parametrize("month", [3, 6, 9, 12])
def test_quarterly_lines_follow_the_monthly_ones(plan: Plan, month: int):
    assert list_codes(plan, Level.BRANCH, month) == [
        *list_codes(plan, Level.BRANCH, 10),
        "1.4b",
        "1.6b",
        "2.1c",
    ]


def test_each_level_has_its_own_form(plan: Plan):
    assert list_codes(plan, Level.COMMUNE, 10) == ["2.2"]
    assert set(list_codes(plan, Level.AREA, 9)) == {"1.2d", "4.1"}
    assert set(list_codes(plan, Level.PROVINCE, 12)) == {"1.6a", "1.6c", "1.7a", "1.7b"}
    assert list_codes(plan, Level.BLOC, 12) == []


def test_every_value_is_asked_or_counted_from_cases(plan: Plan):
    asked = {c for level in Level for c in list_codes(plan, level, 12)}
    assert set(CODES.split()) - asked == {"1.3", "3.2"}
    assert {i.code: i.from_cases for i in plan.indicators if i.from_cases} == {
        "1.3": "A",
        "3.2": "B",
    }


def test_what_people_read_is_short_and_speaks_to_her(plan: Plan):
    for i in plan.indicators:
        assert len(i.short) <= 40
        assert len(i.ask) <= 60
        assert len(i.question) <= 120
        assert "chị" in i.question.lower(), i.code
        assert "\n" not in i.help


def test_numbers_a_branch_types_have_a_ceiling(plan: Plan):
    counted = [i for i in plan.form(Level.BRANCH, Period(2025, 12)) if i.asks != "yes_no"]
    assert all(i.ceiling for i in counted)
    assert all(i.words for i in plan.indicators if i.asks == "yes_no")


def test_targets_and_baselines_are_the_papers(plan: Plan):
    numbers = {i.code: i.target.number for i in plan.indicators}
    assert numbers["1.2a"] == numbers["1.2b"] == 161
    assert (numbers["1.5a"], numbers["2.5"], numbers["1.4a"]) == (800, 500, 5)
    assert plan.indicator("1.6b").target.percent == 60
    assert plan.indicator("1.3").target.percent == 80
    aggregated = plan.indicator("1.5b")
    assert (aggregated.baseline, aggregated.target.number, aggregated.target.below) == (11, 6, 60)
    assert aggregated.lower_is_better
    assert aggregated.rollup is RollUp.BELOW


def test_settings_are_the_readings_chosen(plan: Plan):
    chosen = plan.settings
    assert (chosen.cutoff_day, chosen.due_day) == (14, 20)
    assert chosen.quarter_months == (3, 6, 9, 12)
    assert chosen.after_merger is AfterMerger.SUM
    assert plan.indicator("1.1").fold is Fold.EVERY
    assert TEXT.count("CẦN QUYẾT") >= 10


def test_the_praised_indicator_is_a_setting_and_may_be_left_out(plan: Plan):
    assert plan.settings.praise == "1.4a"
    without = parse_plan(TEXT.replace("  praise: 1.4a\n", ""))
    assert isinstance(without, Plan)
    assert without.settings.praise is None


def test_numbers_to_call_are_those_in_use(plan: Plan):
    assert [line.number for line in plan.hotlines] == ["113", "115", "111", "1900 969 680"]
    assert not any("18001567" in line.number for line in plan.hotlines)


def test_events_know_their_windows(plan: Plan):
    events = {event.id: event for event in plan.events}
    first, last = events["C.1511"].find_window(2025) or (None, None)
    assert (str(first), str(last)) == ("2025-11-15", "2025-12-15")
    assert str((events["C.tet"].find_window(2026) or [None])[0]) == "2026-02-17"
    assert events["C.tet"].find_window(2030) is None
    assert events["C.2411"].find_window(2025) is None
    assert events["IV.3.2-4"].find_window(2025) is None
    assert {event.status for event in plan.events} == {EventStatus.ACTIVE}
    assert events["IV.3.2-4"].kind is EventKind.MILESTONE


def test_anniversaries_have_their_numbers(plan: Plan):
    events = {event.id: event for event in plan.events}
    days = ("C.0302", "C.0803", "C.3004", "C.1905", "C.1908", "C.0209", "C.2010")
    numbers = [re.sub(r"\D+", " ", events[day].name_in(2025).name).split()[0] for day in days]
    assert numbers == ["95", "115", "50", "135", "80", "80", "95"]
    assert "Kỷ niệm 96 năm" in events["C.2010"].name_in(2026).name


BROKEN = [
    ("    short: Đề án 938\n", "", "events[III.7a].short", "is missing"),
    ("short: Đề án 938", "short: " + "x" * 46, "events[III.7a].short", "at most 45 fit"),
    ("milestone_of: [III.7a]", "milestone_of: [III.70]", "milestone_of", "III.70 is no other task"),
    ("milestone_of: [III.7a]", "milestone_of: [C.2010]", "milestone_of", "C.2010 is no other task"),
    ("short: Đề án 938\n    recall: half", "short: Đề án 938", "III.7a].recall", "is missing"),
    ("short: Đề án 938\n    recall: half", "short: Đề án\n    recall: weekly", "recall", "one of"),
    ("    since: 1930\n    remind", "    remind", "events[C.0302].since", "goes with {years}"),
    ("    links: [1.4a]\n    short", "    status: ended\n    short", "III.1c].recall", "is ended"),
    ("yearly: 05-19", "yearly: 05-19\n    recall: half", "C.1905].recall", "tasks of the plan"),
    ("code: 1.2a", "code: 1.2b", "indicators", "1.2b stands twice"),
    ("short: Buổi sinh hoạt", "short: " + "x" * 41, "indicators[1.1].short", "at most 40"),
    ("kind: net", "kind: nett", "indicators[1.5a].kind", "count, net, steps, share, yes_no"),
    ("fold: every", "fold: sometimes", "indicators[1.1].fold", "must be one of sum, last"),
    ("fold: latest", "fold: every", "indicators[2.4].fold", "needs roll-up share"),
    ("rollup: below", "rollup: sum", "indicators[1.5b].rollup", "for kind share"),
    ("baseline: 11", "baseline: eleven", "indicators[1.5b].baseline", "must be a number"),
    ("    baseline: 11\n", "", "indicators[1.5b].rollup", "needs target.below and baseline"),
    ("unit_word: buổi", "unit_wrod: buổi", "indicators[1.1].unit_wrod", "unknown field"),
    ("unit_word: buổi", "unit_wrod: buổi", "indicators[1.1].unit_word", "is missing"),
    ("entered_by: [area, province]", "entered_by: [area, moon]", "indicators[1.6c]", "one of"),
    ("cutoff_day: 14", "cutoff_day: 31", "settings.cutoff_day", "must be 1 to 28, not 31"),
    ("cutoff_day: 14", "cutoff_day: 20", "settings.due_day", "before the cut-off"),
    ("cutoff_day: 14", "cutoff_day: 14.5", "settings.cutoff_day", "whole number"),
    ("opens_day: 10", "opens_day: 25", "settings.opens_day", "after the due day"),
    ("Asia/Ho_Chi_Minh", "Asia/Hanoi", "settings.timezone", "no known time zone"),
    ("praise: 1.4a", "praise: 9.9", "settings.praise", "9.9 is no indicator"),
    ("praise: 1.4a", "praise: 1.4b", "settings.praise", "1.4b does not add up"),
    ("praise: 1.4a", "praise: 2.4", "settings.praise", "2.4 does not add up"),
    ("[3, 6, 9, 12]", "[3, 6, 9, 13]", "settings.quarter_months", "from 1 to 12"),
    ("of_parts: 161", "of_parts: 0", "indicators[1.2a].target.of_parts", "at least 1"),
    (", of_parts: 161", "", "indicators[1.2a].target.of_parts", "is missing"),
    ("allotted: {}", "allotted: {Bảo Lâm: 3}", "target.allotted.Bảo Lâm", "01290@2025-07-01"),
    ("target: {percent: 80}", "target: {percent: 180}", "indicators[1.3].target", "0 to 100"),
    ("target: {percent: 80}", "target: 80", "indicators[1.3].target", "must hold fields"),
    ("lower_is_better: true", "lower_is_better: 1", "lower_is_better", "true or false"),
    ("signed: 2024-06-26", "signed: 26/6/2024", "signed", "a date such as"),
    ("yearly: 02-03", "yearly: 02-30", "events[C.0302].yearly", "must be MM-DD"),
    ("id: III.1b", "id: III.1a", "events[III.1a].id", "stands twice"),
    ("links: [1.4a]", "links: [9.9]", "events[III.1c].links", "9.9 is no indicator"),
    ("remind: [45, 14, 1]", "remind: 45", "events[IV.3.2-2].remind", "must be a list"),
    ("year: 2025", "year: 2025\nyear: 2026", "year", "stands twice"),
    ("indicators:\n", "indicators: [\n", "", "no valid YAML"),
]


@pytest.mark.parametrize(("old", "new", "where", "why"), BROKEN)
def test_a_fault_is_named_with_its_field(old: str, new: str, where: str, why: str):
    assert old in TEXT
    found = parse_plan(TEXT.replace(old, new, 1))
    assert isinstance(found, list)
    assert any(where in fault.field and why in fault.message for fault in found), found


def test_a_fault_names_its_line():
    broken = TEXT.replace("due_day: 20", "due_day: soon", 1)
    line = broken[: broken.index("due_day: soon")].count("\n") + 1
    found = parse_plan(broken)
    assert FileFault(line, "settings.due_day", "must be a number") in found


SCRAPS = [
    *(": ", ":", ": 1:30 #", ": .inf #", ": 1.0e+999 #", ": 0x1F #", ": null #", ": [] #"),
    *(": {} #", ": &a [*a] #", ": {? [x] : y} #", ": !!binary x #", ': "\\u0000" #', ": true #"),
    *(": -5 #", ": 2025-02-30 #", ": [[1], {a: 1}] #", ": 99999999999999999999999 #"),
]


def test_all_faults_are_found_in_one_reading():
    broken = TEXT.replace("kind: net", "kind: nett").replace("due_day: 20", "due_day: 99")
    broken = broken.replace("rhythm: half", "rhythm: weekly") + "\nsurprise: 1\n"
    found = parse_plan(broken)
    assert isinstance(found, list)
    assert len(found) == 2 + TEXT.count("rhythm: half") + 1
    assert found == sorted(found)


@settings(max_examples=60, deadline=None)
@given(data())
def test_no_damage_to_the_file_is_more_than_a_fault(drawn: DataObject):
    lines = TEXT.splitlines()
    at = drawn.draw(integers(0, len(lines) - 1))
    lines[at] = drawn.draw(sampled_from(SCRAPS)).join(lines[at].split(": ", 1))
    del lines[at + 1 : at + 1 + drawn.draw(integers(0, 3))]
    assert isinstance(parse_plan("\n".join(lines)), Plan | list)


@pytest.mark.parametrize("text", ["", "# only a comment", "- a list", "just words", "\t", "a: *x"])
def test_what_is_no_plan_at_all_is_a_fault(text: str):
    found = parse_plan(text)
    assert isinstance(found, list)
    assert found


def test_the_parts_of_the_plan_have_their_titles(plan: Plan):
    assert list(plan.parts) == ["1", "2", "3", "4"]
    assert plan.parts["4"].startswith("Chỉ tiêu thực hiện khâu đột phá")
