"""The facts of a document, read from reports of a small province."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.runtime.reference import read_calendar, read_plan
from bot.views.documents import facts as document_facts
from bot.views.documents.raw_workbook import make_raw_workbook
from bot.views.documents.workbook_cells import HEAD_ROW
from domain.documents.figures import DocumentFacts, Draft
from domain.documents.span import Span
from domain.documents.within import Figure
from domain.org.levels import Level
from domain.org.tree import Membership, Merger, Parent, Tree, Unit, UnitKey
from domain.periods import VIETNAM, Period
from services.context import Context, Reference
from services.documents.raw_reports import read_raw_reports
from storage import extensions, migrate, reports, units
from storage.database import Database
from storage.extensions import Extension
from storage.moments import seconds
from tests.support.paths import PLANS

OLD, NEW = date(1900, 1, 1), date(2025, 7, 1)


def make_unit(
    code: str, level: Level, name: str, since: date = OLD, until: date | None = None
) -> Unit:
    return Unit(UnitKey(since, code), level, name, name.split(" ", 1)[1], until)


PROVINCE = make_unit("04", Level.PROVINCE, "Tỉnh Cao Bằng")
AREA = make_unit("DB-1", Level.AREA, "Vùng Bắc", NEW)
OLD_ONE, OLD_TWO = (make_unit(c, Level.COMMUNE, f"Xã {c}", OLD, NEW) for c in ("001", "002"))
COMMUNE = make_unit("010", Level.COMMUNE, "Xã Mười", NEW)
BRANCHES = tuple(make_unit(f"CH-{n}", Level.BRANCH, f"Chi hội {n}") for n in (1, 2, 3))
TREE = Tree(
    [PROVINCE, AREA, OLD_ONE, OLD_TWO, COMMUNE, *BRANCHES],
    [
        Parent(OLD_ONE.key, PROVINCE.key, OLD, NEW),
        Parent(OLD_TWO.key, PROVINCE.key, OLD, NEW),
        Parent(COMMUNE.key, PROVINCE.key, NEW),
        Parent(AREA.key, PROVINCE.key, NEW),
        *(Parent(b.key, OLD_ONE.key, OLD, NEW) for b in BRANCHES),
        *(Parent(b.key, COMMUNE.key, NEW) for b in BRANCHES),
    ],
    [Merger(OLD_ONE.key, COMMUNE.key, NEW), Merger(OLD_TWO.key, COMMUNE.key, NEW)],
    [Membership(AREA.key, COMMUNE.key, NEW)],
)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('facts') / 'sohoi.db'}")
    migrate.prepare(database)
    with database.write() as tx:
        units.save(tx, TREE)
        known = units.load(tx)
        first, second, _ = known.ids(BRANCHES)
        for where, period, count, sent in (
            (first, "2024-09", 1, datetime(2024, 9, 19, tzinfo=VIETNAM)),
            (first, "2025-08", 2, datetime(2025, 8, 19, tzinfo=VIETNAM)),
            (first, "2025-09", 3, datetime(2025, 9, 19, 20, tzinfo=VIETNAM)),
            (second, "2025-09", 1, datetime(2025, 9, 22, tzinfo=VIETNAM)),
            (second, "2025-08", 0, datetime(2025, 10, 30, tzinfo=VIETNAM)),
        ):
            reports.send(tx, where, period, {"1.2a": {"count": count}}, sent_at=seconds(sent))
        old = known.id_of(OLD_TWO.key)
        sent = datetime(2025, 3, 19, tzinfo=VIETNAM)
        reports.send(tx, old, "2025-03", {"1.2c": {"count": 1}}, sent_at=seconds(sent))
    yield database
    database.close()


def gather_facts(
    stored: Database, code: str = "04", on: date = date(2025, 10, 13), span: str = ""
) -> DocumentFacts:
    """The facts of some months; without any, of the year up to the month of that day."""
    last = Period(2025, on.month if on.year == 2025 else 12)
    with stored.read() as tx:
        reference = Reference.of(
            read_plan(PLANS / "326-KH-BTV.yaml"),
            read_calendar(PLANS / "days-off.yaml"),
            units.load(tx),
        )
        found = reference.units.find(code, on)
        assert found is not None
        moment = datetime(on.year, on.month, on.day, 8, tzinfo=VIETNAM)
        asked = Span.parse(span) if span else Span.since_january(last)
        return document_facts.gather(found, asked, Context(tx, reference, moment))


def find_achieved(facts: DocumentFacts, code: str) -> float | None:
    return next(i for i in facts.indicators if i.indicator.code == code).standing.achieved


def test_figures_months_and_units_below(stored: Database) -> None:
    facts = gather_facts(stored)
    assert find_achieved(facts, "1.2a") == 6
    assert find_achieved(facts, "1.2c") == 1, "a merged commune's report stays"
    assert facts.months["1.2a"][7:9] == (Figure(2), Figure(4))
    assert [(b.unit.name, b.area) for b in facts.below] == [("Vùng Bắc", ""), ("Xã Mười", "Bắc")]
    assert facts.below[1].indicators["1.2a"].standing.achieved == 6


def test_the_same_period_of_the_year_before(stored: Database) -> None:
    facts = gather_facts(stored)
    assert list(facts.year_before) == ["1.2a"]
    assert facts.year_before["1.2a"].standing.achieved == 1
    assert not gather_facts(stored, on=date(2025, 8, 15)).year_before, "September 2024 lies ahead"


def test_who_sent_and_who_in_time(stored: Database) -> None:
    turnout = {t.period: t for t in gather_facts(stored).turnout}
    september = turnout[Period(2025, 9)]
    assert (september.sent, september.on_time, september.expected) == (2, 1, 3)
    assert september.due == date(2025, 9, 19)
    assert turnout[Period(2025, 8)].sent == 1, "what came later had not come yet"


def test_who_had_longer_is_in_time_and_owes_later(stored: Database) -> None:
    longer = date(2025, 9, 23)
    with stored.write() as tx:
        unit_id = units.load(tx).id_of(COMMUNE.key)
        granted = Extension(unit_id, "2025-09", extensions.DUE, longer)
        extensions.grant(tx, granted, None, 1.0)
    try:
        facts, then = gather_facts(stored, "010"), gather_facts(stored, "010", date(2025, 9, 22))
        whole = {t.period: t for t in gather_facts(stored).turnout}
    finally:
        with stored.write() as tx:
            undone = Extension(unit_id, "2025-09", extensions.DUE, longer, extensions.UNDONE)
            extensions.grant(tx, undone, None, 2.0)
    september = {t.period: t for t in facts.turnout}[Period(2025, 9)]
    assert (september.due, september.on_time) == (longer, 2)
    assert whole[Period(2025, 9)].on_time == 2
    assert {m.due for m in facts.missing if m.period == Period(2025, 9)} == {longer}
    assert Period(2025, 9) not in then.closed
    assert then.next_due == (Period(2025, 9), longer)


def test_who_is_missing_is_named_newest_first(stored: Database) -> None:
    missing = gather_facts(stored, "010").missing
    assert missing[0].period == Period(2025, 10)
    september = [m.unit_name for m in missing if m.period == Period(2025, 9)]
    assert september == ["Xã Mười", "Chi hội 3"]
    june = {m.level for m in missing if m.period == Period(2025, 6)}
    assert june == {Level.BRANCH}, "the commune was not there yet"


@pytest.mark.parametrize(
    ("code", "above", "below"), [("DB-1", "04", 1), ("010", "04", 3), ("CH-1", "010", 0)]
)
def test_any_unit(stored: Database, code: str, above: str, below: int) -> None:
    facts = gather_facts(stored, code)
    assert facts.above is not None
    assert (facts.above.code, len(facts.below)) == (above, below)
    assert facts.province.code == "04"


def test_the_calendar_at_the_year_s_ends(stored: Database) -> None:
    january = gather_facts(stored, on=date(2025, 1, 3))
    assert (january.periods, january.closed, january.missing) == ((), (), ())
    assert january.next_due == (Period(2025, 1), date(2025, 1, 20))
    after = gather_facts(stored, on=date(2026, 2, 3))
    assert (len(after.closed), after.next_due) == (12, None)


# --- months -------------------------------------------------------------------------------------


def test_a_quarter_is_summed_and_judged_at_its_end(stored: Database) -> None:
    facts = gather_facts(stored, span="2025-07..2025-09")
    [households] = [v for code, v in facts.within.items() if code == "1.2a"]
    assert households.now.figure == Figure(6), "two in August, four in September"
    assert (households.now.coverage.answered, households.now.coverage.owed) == (4, 9)
    assert households.before.figure is None, "nobody reported the second quarter"
    assert (facts.until, facts.cutoff_day) == (Period(2025, 9), date(2025, 9, 14))
    assert {t.period.month for t in facts.turnout} == {7, 8, 9}
    assert {m.period.month for m in facts.missing} == {7, 8, 9}


def test_only_what_a_form_of_the_months_asks_is_in_it(stored: Database) -> None:
    facts = gather_facts(stored, span="2025-08")
    told, left = {i.indicator.code for i in facts.indicators}, {i.code for i in facts.not_due}
    assert {"1.2a", "1.3", "3.2"} <= told
    assert {"1.4b", "2.1a", "3.3a"} <= left
    assert not told & left
    assert not gather_facts(stored, span="2025-01..2025-12", on=date(2026, 2, 3)).not_due


def test_why_it_is_a_draft(stored: Database) -> None:
    thin = gather_facts(stored, span="2025-09").draft
    assert thin == Draft(Period(2025, 9), Period(2025, 9), 2, 3)
    running = gather_facts(stored, span="2025-01..2025-12").draft
    assert running == Draft(Period(2025, 9)), "October is left out: nobody reported it"


def test_only_made_up_reports_are_samples(stored: Database) -> None:
    assert not gather_facts(stored).sample
    with stored.write() as tx:
        where = units.load(tx).id_of(BRANCHES[2].key)
        reports.send_samples(tx, [(where, "2025-07", 1.0, {"1.2a": {"count": 1}})])
    assert gather_facts(stored).sample


def test_the_single_reports_with_who_changed_what(stored: Database) -> None:
    with stored.write() as tx:
        known = units.load(tx)
        branch = known.id_of(BRANCHES[0].key)
        again = seconds(datetime(2025, 9, 25, 9, tzinfo=VIETNAM))
        said = {"1.2a": {"count": 5}, "2.5": {"count": 2}, "2.4": {"yes": 1}}
        reports.send(
            tx, branch, "2025-09", said, sent_at=again, on_behalf=True, extra={"reason": "checked"}
        )
        reference = Reference.of(
            read_plan(PLANS / "326-KH-BTV.yaml"), read_calendar(PLANS / "days-off.yaml"), known
        )
        at = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
        context = Context(tx, reference, at)
        province = reference.units.province(at.date())
        raw = read_raw_reports(province, Span.parse("2025-07..2025-09"), context)
        early = read_raw_reports(province, Span.parse("2025-01..2025-06"), context)
    assert [(r.unit_name, r.commune) for r in early.reports] == [(OLD_TWO.name, COMMUNE.short)], (
        "what was merged since stands where it counts"
    )
    september = [r for r in raw.reports if r.period == Period(2025, 9)]
    assert [(r.days_late, r.editions, r.reason) for r in september] == [
        (0, 2, "checked"),
        (3, 1, ""),
    ], "late is by what was sent first"
    assert september[0].answers == {"1.2a": {"count": 5}}, "what is a leader's own is left out"
    codes = {indicator.code for indicator, _ in raw.columns}
    assert not codes & {"1.3", "3.2", "2.4", "2.5", "1.6b"}
    sheet = load_workbook(BytesIO(make_raw_workbook(raw)))["Báo cáo gốc"]
    rows = list(sheet.iter_rows(min_row=HEAD_ROW, values_only=True))
    found = dict(zip(rows[0], next(r for r in rows if "đối chiếu lại sổ sách" in r), strict=True))
    assert (found["Đơn vị"], found["1.2a Hộ thoát nghèo"]) == ("Chi hội 1", 5)
    assert (found["Số lần gửi"], found["Muộn (ngày)"]) == (2, None)
