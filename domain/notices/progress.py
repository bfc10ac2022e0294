"""Progress, as data: which unit's; the figures are those of the moment it is sent."""

from dataclasses import dataclass
from datetime import date

from domain.levels import Level
from domain.notices.base import Notice
from domain.periods import Period
from domain.progress import IndicatorProgress


class ProgressCard(Notice, frozen=True, tag="progress_card/1"):
    """How far a unit is. `own`: it is the asker's own branch, spoken to as such.

    `choices`: whether she may go on from here (not in a group).
    """

    unit_id: int
    own: bool = False
    choices: bool = True


class MissingReports(Notice, frozen=True, tag="missing_reports/1"):
    """Which units below have not sent the report of the period at hand."""

    unit_id: int


class UnitNotFound(Notice, frozen=True, tag="unit_not_found/1"):
    """No unit bears the name she asked for, or several do: `names` are the candidates."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who has sent the report of a period: counts, and units that lack some, most lacking first.

    `missing`: (short name, how many branches are missing; 1 for a branch itself).
    """

    period: Period
    due: date
    sent: int
    expected: int
    missing: tuple[tuple[str, int], ...] = ()

    @property
    def percent(self) -> float | None:
        """The reporting rate; None where nobody owes anything."""
        return 100 * self.sent / self.expected if self.expected else None


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """A unit's progress at a moment. `elapsed`: share of the year gone (0–1)."""

    unit_name: str
    level: Level
    day: date
    elapsed: float
    indicators: tuple[IndicatorProgress, ...]
    reporting: Reporting | None
