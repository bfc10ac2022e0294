"""Facts of a small province for documents: two areas, three communes, four branches."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from domain.documents.figures import (
    DocumentFacts,
    MissingReport,
    Turnout,
    UnitFigures,
    compute_month_figures,
)
from domain.documents.signing import OfficeSettings
from domain.documents.span import Span
from domain.documents.within import Compared, Figure, compute_within
from domain.org.levels import Level
from domain.org.tree import Unit, UnitKey
from domain.periods import VIETNAM, Period
from domain.plan.office_file import OFFICE_FILE, parse_office
from domain.plan.plan import Plan
from domain.plan.plan_file import parse_plan
from domain.progress.audience import Audience
from domain.progress.few import drop_few
from domain.progress.progress import (
    Cutoff,
    IndicatorProgress,
    Node,
    Row,
    compute_progress,
    list_closed_periods,
)
from tests.support.paths import PLAN_FILE

OCTOBER = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
SEPTEMBER = Period(2025, 9)
THE_SEPTEMBER = Span(SEPTEMBER, SEPTEMBER)


def unit(number: int, level: Level, name: str) -> Unit:
    kinds = ("Tỉnh ", "Xã ", "Phường ", "Chi hội ", "Địa bàn ")
    short = next((name.removeprefix(kind) for kind in kinds if name.startswith(kind)), name)
    return Unit(UnitKey(date(2025, 7, 1), f"{number:05}"), level, name, short)


UNITS = {
    1: unit(1, Level.PROVINCE, "Tỉnh Cao Bằng"),
    2: unit(2, Level.AREA, "Địa bàn huyện Bắc cũ"),
    3: unit(3, Level.AREA, "Địa bàn huyện Nam cũ"),
    10: unit(10, Level.COMMUNE, "Xã Ba"),
    11: unit(11, Level.COMMUNE, "Phường Hai"),
    12: unit(12, Level.COMMUNE, "Xã Một"),
    100: unit(100, Level.BRANCH, "Chi hội Nà Pồng"),
    101: unit(101, Level.BRANCH, "Chi hội Nà Lại"),
    102: unit(102, Level.BRANCH, "Chi hội Tổ 1"),
    103: unit(103, Level.BRANCH, "Chi hội Bản Cáp"),
}
PLACES = (
    Node(1, Level.PROVINCE),
    Node(2, Level.AREA, (1,)),
    Node(3, Level.AREA, (1,)),
    Node(10, Level.COMMUNE, (2, 1), 3),
    Node(11, Level.COMMUNE, (2, 1), 2),
    Node(12, Level.COMMUNE, (3, 1), 2),
    Node(100, Level.BRANCH, (10, 2, 1)),
    Node(101, Level.BRANCH, (10, 2, 1)),
    Node(102, Level.BRANCH, (11, 2, 1)),
    Node(103, Level.BRANCH, (12, 3, 1)),
)
_BELOW = {1: (2, 3, 10, 11, 12), 2: (10, 11), 3: (12,), 10: (100, 101), 11: (102,), 12: (103,)}
_ABOVE = {100: 10, 101: 10, 102: 11, 103: 12}


@cache
def plan() -> Plan:
    text = PLAN_FILE.read_text("utf-8")
    found = parse_plan(text)
    assert isinstance(found, Plan)
    return found


@cache
def office() -> OfficeSettings:
    found = parse_office(PLAN_FILE.with_name(OFFICE_FILE).read_text("utf-8"))
    assert isinstance(found, OfficeSettings)
    return found


def nobody(_level: Level, _period: Period) -> int:
    """Nobody owes anything: whoever answered is everybody."""
    return 0


def row(unit_id: int, code: str, amount: float, month: int = 9, field: str = "count") -> Row:
    return Row(unit_id, code, field, Period(2025, month), amount)


def facts(*rows: Row, of: int = 1, by: Plan | None = None, **more: object) -> DocumentFacts:
    """A unit's facts of September by these rows, whoever's form asked; `more` replaces fields."""
    chosen = by or plan()
    nodes = [p for p in PLACES if p.unit_id == of or of in p.above]
    periods = tuple(p for p in chosen.periods if p.month <= 10)
    found = DocumentFacts(
        unit=UNITS[of],
        above=None if of == 1 else UNITS[_ABOVE.get(of, 1)],
        province=UNITS[1],
        plan=chosen,
        day=OCTOBER.date(),
        indicators=compute_progress(Cutoff(chosen, SEPTEMBER, OCTOBER), nodes, rows, nobody),
        below=tuple(_figures(each, rows, chosen) for each in _BELOW.get(of, ())),
        periods=periods,
        closed=list_closed_periods(chosen, OCTOBER),
        months=months(chosen, nodes, rows, periods),
        turnout=(Turnout(SEPTEMBER, date(2025, 9, 19), 4, 3, 2),),
        missing=(
            MissingReport("Chi hội Nà Lại", Level.BRANCH, "Ba", SEPTEMBER, date(2025, 9, 19)),
        ),
        names={number: each.short for number, each in UNITS.items()},
        next_due=(Period(2025, 10), date(2025, 10, 20)),
        span=THE_SEPTEMBER,
        until=SEPTEMBER,
        within=compare(chosen, nodes, rows),
        office=office(),
    )
    return replace(found, **more)  # type: ignore[arg-type]


def compare(of: Plan, nodes: Sequence[Node], rows: Sequence[Row]) -> dict[str, Compared]:
    """What happened in September, beside August, from single values of these places."""
    ids = {node.unit_id for node in nodes}
    kept = drop_few([r for r in rows if r.unit_id in ids], of, Audience.EVERYONE)
    august = Span(Period(2025, 8), Period(2025, 8))
    return {
        each.code: Compared(
            compute_within(each, kept, THE_SEPTEMBER, of, nobody),
            compute_within(each, kept, august, of, nobody),
        )
        for each in of.indicators
        if not each.is_state and any(r.indicator == each.code for r in kept)
    }


def months(
    of: Plan, nodes: Sequence[Node], rows: Sequence[Row], periods: Sequence[Period]
) -> dict[str, tuple[Figure | None, ...]]:
    """Figures by month, from single values of these places."""
    ids = {node.unit_id for node in nodes}
    kept = [row for row in rows if row.unit_id in ids]
    kept = drop_few(kept, of, Audience.EVERYONE)

    def compute_standing(asked: Plan, until: Period) -> tuple[IndicatorProgress, ...]:
        return compute_progress(Cutoff(asked, until, OCTOBER), nodes, kept, nobody)

    return compute_month_figures(of, kept, periods, compute_standing)


def _figures(number: int, rows: tuple[Row, ...], by: Plan) -> UnitFigures:
    nodes = [p for p in PLACES if p.unit_id == number or number in p.above]
    found = compute_progress(Cutoff(by, SEPTEMBER, OCTOBER), nodes, rows, nobody)
    area = {10: "huyện Bắc cũ", 11: "huyện Bắc cũ", 12: "huyện Nam cũ"}.get(number, "")
    return UnitFigures(UNITS[number], area, {p.indicator.code: p for p in found})
