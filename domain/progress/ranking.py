"""Units beside one another, each judged by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.progress.forecast import Forecast, Outlook, judge_outlook
from domain.progress.progress import IndicatorProgress

GOOD = (Outlook.MET, Outlook.HOLDING, Outlook.ON_TRACK)
BAD = (Outlook.AT_RISK, Outlook.BEHIND, Outlook.MISSED)
JUDGED = (*GOOD, *BAD)
RANKED = (*JUDGED, Outlook.OPEN)
"""Units of these have a place beside others: they answered enough, and the target is theirs."""


@dataclass(frozen=True, slots=True)
class JudgedUnit:
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


def judge_unit(
    unit_id: int, indicators: Sequence[IndicatorProgress], forecasts: Mapping[str, Forecast]
) -> JudgedUnit:
    """Judge the outlook of each of a unit's indicators."""
    codes = {done.indicator.code: done for done in indicators}
    found = {code: judge_outlook(done, forecasts.get(code)) for code, done in codes.items()}
    return JudgedUnit(unit_id, tuple(indicators), found)


def measure_place(done: IndicatorProgress, found: Outlook) -> tuple[float, float]:
    """Measure what units are ordered by, the furthest first: their pace, then their amount."""
    standing = done.standing
    amount = standing.total if standing.total is not None else standing.achieved
    return (standing.pace or 0.0 if found in RANKED else 0.0, amount or 0.0)


def is_below(done: IndicatorProgress, found: Outlook) -> bool:
    """Return True if a unit has a target of its own, answered, and has not reached it."""
    return found in RANKED and done.standing.pace is not None and done.standing.pace < 1
