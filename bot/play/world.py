"""The made-up part of Cao Bằng that transcripts are played in, and what was reported before.

Two communes in the areas of their old districts, one bloc, and two branches. Everybody has
reported up to September 2025; the branch Nà Pồng told figures, the others none.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from bot.demo.samples.last_month import LAST_MONTH
from domain.notices.reporting import Amounts
from domain.org.levels import Level
from domain.org.tree import Membership, Parent, Tree, Unit, UnitKey
from domain.periods import VIETNAM, Period, opens_at
from domain.plan.plan import Plan
from storage import reports, units
from storage.database import Transaction
from storage.moments import seconds

SINCE = date(2025, 7, 1)
"""The day from which these units are."""

JOINED = datetime(2025, 7, 15, 9, tzinfo=VIETNAM)
"""When everybody who holds a post took it: long before any talk."""


def _unit(code: str, level: Level, name: str, short: str) -> Unit:
    return Unit(UnitKey(SINCE, code), level, name, short)


PROVINCE = _unit("04", Level.PROVINCE, "Tỉnh Cao Bằng", "Cao Bằng")
LAM = _unit("01290", Level.COMMUNE, "Xã Bảo Lâm", "Bảo Lâm")
LAC = _unit("01321", Level.COMMUNE, "Xã Bảo Lạc", "Bảo Lạc")
AREA_LAM = _unit("DB-042", Level.AREA, "Địa bàn huyện Bảo Lâm cũ", "huyện Bảo Lâm cũ")
AREA_LAC = _unit("DB-043", Level.AREA, "Địa bàn huyện Bảo Lạc cũ", "huyện Bảo Lạc cũ")
BLOC = _unit("KHOI-1", Level.BLOC, "Khối thi đua số 1", "Khối 1")
PONG = _unit("CH-01290-01", Level.BRANCH, "Chi hội Nà Pồng", "Nà Pồng")
MUC = _unit("CH-01290-02", Level.BRANCH, "Chi hội Khuổi Mực", "Khuổi Mực")


def _under(above: Unit, *below: Unit) -> list[Parent]:
    return [Parent(u.key, above.key, SINCE) for u in below]


TREE = Tree(
    [PROVINCE, LAM, LAC, AREA_LAM, AREA_LAC, BLOC, PONG, MUC],
    _under(PROVINCE, LAM, LAC, AREA_LAM, AREA_LAC, BLOC) + _under(LAM, PONG, MUC),
    memberships=[
        Membership(AREA_LAM.key, LAM.key, SINCE),
        Membership(AREA_LAC.key, LAC.key, SINCE),
        Membership(BLOC.key, LAM.key, SINCE),
        Membership(BLOC.key, LAC.key, SINCE),
    ],
)

UNITS = {unit.name: unit for unit in TREE.units}

_AN_EVENING = timedelta(hours=19)

NEXT = Period(2025, 10)
"""The month that is reported next, unless another is wanted."""

FIGURES: Mapping[tuple[Unit, Period], Mapping[str, Amounts]] = {
    (PONG, Period(2025, 8)): {"1.1": {"count": 2}},
    (PONG, Period(2025, 9)): LAST_MONTH,
}


def build_world(
    tx: Transaction,
    plan: Plan,
    before: Period = NEXT,
    figures: Mapping[tuple[Unit, Period], Mapping[str, Amounts]] = FIGURES,
) -> None:
    """Store the units, and of each the reports of the months before one.

    `figures`: what was told, by unit and month; all others told none.
    """
    units.save(tx, TREE)
    stored = units.load(tx)
    for period in _list_months(before):
        for unit in TREE.units:
            if plan.form(unit.level, period):
                told = figures.get((unit, period), {})
                sent_at = seconds(opens_at(period, plan.settings) + _AN_EVENING)
                reports.send(tx, stored.id_of(unit.key), str(period), told, sent_at=sent_at)


def _list_months(before: Period) -> Iterator[Period]:
    month = Period(SINCE.year, SINCE.month)
    while month < before:
        yield month
        month = month.next()
