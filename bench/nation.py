"""All of Vietnam, made up: a tree of 100,000 branches, and a year of their reports.

The same for a scale: values are drawn by a seed, names are numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from domain.org.levels import Level
from domain.org.tree import Membership, Parent, Tree, Unit, UnitKey
from domain.periods import VIETNAM, Period
from domain.plan.plan import Indicator, Plan
from storage.moments import seconds

SINCE = date(2025, 1, 1)
LAST_EVENING = datetime(2025, 12, 20, 19, 30, tzinfo=VIETNAM)
"""Every month of the year is open, the last one due tonight."""

PROVINCES, COMMUNES, BRANCHES, AREAS = 34, 3_400, 100_000, 340
_SENT = 0.97
_SENT_TONIGHT = 0.8

Answers = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each kind there are."""

    provinces: int
    communes: int
    branches: int
    areas: int


def size_at(scale: float) -> Size:
    """All of Vietnam, or so much of it; at least two provinces of two communes."""
    provinces = max(2, round(PROVINCES * scale))
    communes = max(2 * provinces, round(COMMUNES * scale))
    branches = max(2 * communes, round(BRANCHES * scale))
    return Size(provinces, communes, branches, max(provinces, round(AREAS * scale)))


def nation(size: Size) -> Tree:
    """The nation, its provinces, their communes in areas, their branches."""
    whole = _unit("VN", Level.NATION, "Việt Nam")
    provinces = [_unit(f"{n:02}", Level.PROVINCE, f"Tỉnh {n}") for n in range(size.provinces)]
    areas = [_unit(f"DB-{n:04}", Level.AREA, f"Địa bàn {n}") for n in range(size.areas)]
    communes = [_unit(f"{n:05}", Level.COMMUNE, f"Xã {n}") for n in range(size.communes)]
    branches = [_unit(f"CH-{n:06}", Level.BRANCH, f"Chi hội {n}") for n in range(size.branches)]
    parents = [Parent(p.key, whole.key, SINCE) for p in provinces]
    for below, above in ((areas, provinces), (communes, provinces), (branches, communes)):
        parents += _shared_out(below, above)
    members = [Membership(area.key, c.key, SINCE) for c, area in _same_home(communes, areas, size)]
    return Tree([whole, *provinces, *areas, *communes, *branches], parents, (), members)


def _unit(code: str, level: Level, name: str) -> Unit:
    """Branches lie nowhere, as in the lists that the Union has."""
    if level is Level.BRANCH:
        return Unit(UnitKey(SINCE, code), level, name, name)
    dice = Random(code)  # noqa: S311 - made-up places
    lat, lon = round(dice.uniform(9, 23), 3), round(dice.uniform(103, 109), 3)
    return Unit(UnitKey(SINCE, code), level, name, name, lat=lat, lon=lon)


def _shared_out(below: Sequence[Unit], above: Sequence[Unit]) -> list[Parent]:
    """Evenly, neighbours together."""
    return [
        Parent(unit.key, above[n * len(above) // len(below)].key, SINCE)
        for n, unit in enumerate(below)
    ]


def _same_home(
    communes: Sequence[Unit], areas: Sequence[Unit], size: Size
) -> Iterator[tuple[Unit, Unit]]:
    """Each commune in an area of its own province."""
    for n, commune in enumerate(communes):
        home = n * size.provinces // size.communes
        own = [a for m, a in enumerate(areas) if m * size.provinces // size.areas == home]
        yield commune, own[n % len(own)]


# --- a year of reports -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reported:
    """One report as it is kept: for which month, when it was sent, and what it said."""

    period: str
    sent_at: float
    answers: Answers


class Year:
    """Reports of a whole year, drawn unit by unit."""

    def __init__(self, plan: Plan, seed: int = 2025) -> None:
        self._dice = Random(seed)  # noqa: S311 - made-up figures
        self._forms = {
            level: [(period, plan.form(level, period)) for period in plan.periods]
            for level in (Level.BRANCH, Level.COMMUNE, Level.AREA, Level.PROVINCE)
        }

    def of(self, level: Level) -> Iterator[Reported]:
        """One unit's reports; now and then one never came."""
        for period, form in self._forms.get(level, ()):
            if form and self._dice.random() < (_SENT_TONIGHT if period.month == 12 else _SENT):
                answers = {i.code: self._amounts(i) for i in form}
                yield Reported(str(period), self._sent_at(period), answers)

    def _amounts(self, indicator: Indicator) -> dict[str, float]:
        dice, names = self._dice.random, indicator.field_names
        if indicator.asks == "yes_no":
            return {names[0]: float(dice() < 0.9)}
        amounts = [float(int(dice() * 3)) for _ in names]
        if indicator.asks == "share":
            amounts[1] += amounts[0]
        return dict(zip(names, amounts, strict=True))

    def _sent_at(self, period: Period) -> float:
        """In the five days before the due day, in the evening."""
        day = date(period.year, period.month, 20) - timedelta(days=int(self._dice.random() * 5))
        return seconds(datetime.combine(day, time(18), VIETNAM)) + 5000 * self._dice.random()
