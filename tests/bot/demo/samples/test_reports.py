"""Sample branches and reports: marked, plausible, and the same for the same seed."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache

import pytest

from bot.demo.samples.branches import make_sample_branches, share_out
from bot.demo.samples.reports import (
    Question,
    SampleReport,
    assume_due_on_20th,
    list_questions,
    make_sample_reports,
)
from domain.org.levels import Level
from domain.org.tree import UnitKey
from domain.plan.plan import Plan
from domain.plan.plan_file import parse_plan
from tests.support.org_trees import BEFORE, PROVINCE, TODAY, branches, cao_bang, with_branches
from tests.support.paths import PLAN_FILE

PLAN = PLAN_FILE
PERIODS = [f"2025-0{month}" for month in range(1, 10)]


@cache
def read_questions() -> tuple[Question, ...]:
    plan = parse_plan(PLAN.read_text(encoding="utf-8"))
    assert isinstance(plan, Plan)
    return list_questions(plan)


@cache
def reports() -> tuple[SampleReport, ...]:
    return make_sample_reports(with_branches(), branches().baselines, read_questions())


@cache
def totals() -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for report in reports():
        for code, name, amount in report.values:
            found[code, name] += amount
    return found


def level(key: UnitKey) -> Level:
    return with_branches().unit(key).level


def test_branches_are_marked_and_complete() -> None:
    made = branches()
    assert len(made.units) == len(made.baselines) == 1391
    assert all(u.sample for u in made.units)
    assert all(b.sample for b in made.baselines)
    assert {b.unit for b in made.baselines} == {u.key for u in made.units}


def test_branches_by_commune() -> None:
    view = with_branches().at(TODAY)
    for commune in view.of_level(Level.COMMUNE):
        here = view.branches(commune.key)
        assert 11 <= len(here) <= 40
        assert len({b.name for b in here}) == len(here)
        assert here[0].code == f"CH-{commune.code}-01"
    before = with_branches().at(BEFORE)
    assert all(len(before.branches(c.key)) >= 2 for c in before.of_level(Level.COMMUNE))


def test_the_branch_of_the_documents() -> None:
    view = with_branches().at(TODAY)
    branch = view.find("CH-01290-01")
    assert branch is not None
    assert branch.name == "Chi hội Nà Pồng"
    assert view.ancestors(branch.key)[0].name == "Xã Bảo Lâm"


@pytest.mark.parametrize("on", [BEFORE, TODAY])
def test_eleven_communes_gather_under_60_percent(on: date) -> None:
    view = with_branches().at(on)
    counted = {b.unit: b for b in branches().baselines}
    low = 0
    for commune in view.of_level(Level.COMMUNE):
        here = [counted[b.key] for b in view.branches(commune.key)]
        low += sum(b.members for b in here) < 0.6 * sum(b.women for b in here)
    assert low == 11


def test_members_are_among_the_women() -> None:
    assert all(0 < b.members <= b.women for b in branches().baselines)


def test_the_same_seed_makes_the_same() -> None:
    assert make_sample_branches(cao_bang(), TODAY) == branches()
    assert make_sample_branches(cao_bang(), TODAY, seed=1) != branches()
    again = make_sample_reports(with_branches(), branches().baselines, read_questions())
    assert again == reports()
    other = make_sample_reports(with_branches(), branches().baselines, read_questions(), seed=1)
    assert other != reports()


def test_how_many_reports_came() -> None:
    assert 12_000 < len(reports()) < 13_500
    assert len({(r.unit_key, r.period) for r in reports()}) == len(reports())
    came = Counter(r.period for r in reports() if level(r.unit_key) is Level.BRANCH)
    assert sorted(came) == PERIODS
    assert all(0.88 <= count / 1391 <= 0.96 for count in came.values())


def test_who_reports_is_who_existed() -> None:
    view = {period: with_branches().at(assume_due_on_20th(period)) for period in PERIODS}
    assert all(r.unit_key in view[r.period] for r in reports())
    levels = defaultdict(set)
    for report in reports():
        levels[report.period].add(level(report.unit_key))
    assert Level.DISTRICT in levels["2025-06"]
    assert Level.AREA in levels["2025-09"]
    assert Level.DISTRICT not in levels["2025-09"]


def test_when_reports_came() -> None:
    late = 0
    for report in reports():
        assert report.sent_at.utcoffset() == timedelta(hours=7)
        day, due = report.sent_at.date(), assume_due_on_20th(report.period)
        assert timedelta(-5) <= day - due <= timedelta(7)
        assert 7 <= report.sent_at.hour < 22
        late += day > due
    assert 0.05 < late / len(reports()) < 0.2
    moments = [r.sent_at for r in reports()]
    assert moments == sorted(moments)


def test_some_communes_are_behind() -> None:
    view = with_branches().at(TODAY)
    sent = Counter(r.unit_key for r in reports())
    rates = []
    for commune in view.of_level(Level.COMMUNE):
        here = view.branches(commune.key)
        rates.append(sum(sent[b.key] for b in here) / (9 * len(here)))
    assert 5 <= sum(rate < 0.85 for rate in rates) <= 12
    assert sum(rate > 0.9 for rate in rates) > 30


def test_every_report_answers_its_form() -> None:
    forms = defaultdict(list)
    for line in read_questions():
        for month in line.months:
            forms[line.level, f"2025-{month:02}"] += [(line.indicator, f) for f in line.fields]
    for report in reports():
        form_level = (
            Level.AREA if level(report.unit_key) is Level.DISTRICT else level(report.unit_key)
        )
        assert [v[:2] for v in report.values] == forms[form_level, report.period]
        assert all(isinstance(v[2], int) and v[2] >= 0 for v in report.values)


@pytest.mark.parametrize(
    ("code", "target"), [("1.2a", 161), ("1.2b", 161), ("1.4a", 805), ("2.5", 500)]
)
def test_counts_are_about_on_pace(code: str, target: int) -> None:
    assert 0.7 <= totals()[code, "count"] / (target * 9 / 12) <= 1.0


def test_members_are_about_on_pace() -> None:
    net = totals()["1.5a", "joined"] - totals()["1.5a", "left"]
    assert 0.7 <= net / (800 * 9 / 12) <= 1.0


def test_areas_differ() -> None:
    view = with_branches().at(TODAY)
    found: Counter[str] = Counter()
    for report in reports():
        area = view.area(report.unit_key) if report.unit_key in view else None
        if area:
            found[area.code] += sum(a for c, _, a in report.values if c == "1.4a")
    rates = [found[a.code] / (5 * with_branches().count_parts_under(a.key, TODAY)) for a in
             view.groups_under(PROVINCE)]  # fmt: skip
    assert max(rates) > 1.5 * min(rates)


def test_some_of_the_eleven_have_come_over_60_percent() -> None:
    low = defaultdict(int)
    for report in reports():
        shares = [amount for code, _, amount in report.values if code == "1.5b"]
        low[report.period] += bool(shares) and shares[0] < 0.6 * shares[1]
    assert low["2025-03"] in range(9, 12)
    assert low["2025-09"] in range(4, 9)


def test_the_september_of_the_documents_branch() -> None:
    report = next(
        r for r in reports() if r.unit_key.code == "CH-01290-01" and r.period == "2025-09"
    )
    assert report.values[:8] == (
        ("1.1", "count", 1), ("1.2a", "count", 1), ("1.2b", "count", 0), ("1.4a", "count", 2),
        ("1.5a", "joined", 3), ("1.5a", "left", 1), ("2.4", "yes", 1), ("2.5", "count", 0),
    )  # fmt: skip
    year = sum(
        amount
        for r in reports() if r.unit_key.code == "CH-01290-01"
        for code, _, amount in r.values if code == "1.4a"
    )  # fmt: skip
    assert year == 5


def test_one_more_indicator_leaves_the_others_as_they_were() -> None:
    more = Question("9.9", "count", ("count",), frozenset(range(1, 13)), Level.BRANCH)
    made = make_sample_reports(with_branches(), branches().baselines, (*read_questions(), more))
    bare = [tuple(v for v in r.values if v[0] != "9.9") for r in made]
    assert bare == [r.values for r in reports()]


def test_shares_add_up() -> None:
    assert share_out(10, [1, 1, 1]) == [4, 3, 3]
    assert share_out(0, [1, 2]) == [0, 0]
    assert sum(share_out(1391, [0.1 * n for n in range(1, 50)])) == 1391
