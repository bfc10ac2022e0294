"""Units beside one another: each judged by itself, then put in order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.forecast import Outlook, by_month, forecast_of, outlook
from domain.plan import Plan
from domain.progress import IndicatorProgress, Place, Row, progress

GOOD = (Outlook.MET, Outlook.ON_TRACK)
JUDGED = (*GOOD, Outlook.AT_RISK, Outlook.BEHIND)


@dataclass(frozen=True, slots=True)
class Judged:
    """One unit's indicators, and the outlook of each by code."""

    unit_id: int
    indicators: tuple[IndicatorProgress, ...]
    outlooks: Mapping[str, Outlook]

    @property
    def good(self) -> int:
        """How many targets are met or on pace."""
        return sum(found in GOOD for found in self.outlooks.values())

    @property
    def judged(self) -> int:
        """How many targets can be judged at all."""
        return sum(found in JUDGED for found in self.outlooks.values())


def judged_units(
    plan: Plan,
    unit_ids: Iterable[int],
    places: Sequence[Place],
    rows: Iterable[Row],
    at: datetime,
) -> Iterator[Judged]:
    """Each of these units with what is below it; `places` and `rows` are those of all."""
    below: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        for unit_id in (place.unit_id, *place.above):
            below[unit_id].append(place)
    by_unit: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit_id].append(row)
    for unit_id in unit_ids:
        own = [p for p in below[unit_id] if p.unit_id == unit_id]
        if own:
            kept = [row for place in below[unit_id] for row in by_unit[place.unit_id]]
            found = progress(plan, own[0], below[unit_id], kept, at)
            yield Judged(unit_id, found, _outlooks(plan, found, kept, at))


def _outlooks(
    plan: Plan, found: Sequence[IndicatorProgress], rows: Sequence[Row], at: datetime
) -> dict[str, Outlook]:
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row.indicator].append(row)
    return {
        done.indicator.code: outlook(
            done,
            forecast_of(done, by_month(done.indicator, by_code[done.indicator.code]), plan, at),
        )
        for done in found
    }
