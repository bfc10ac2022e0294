"""Notices of progress: they name a unit, and its figures are read when a message is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.notices.base import Notice
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Indicator
from domain.progress.forecast import Forecast, Outlook
from domain.progress.percents import round_percent
from domain.progress.progress import IndicatorProgress
from domain.progress.ranking import JudgedUnit
from domain.progress.trend import Course


class ProgressCard(Notice, frozen=True, tag="progress_card/1"):
    """Shows how far a unit is.

    `own`: it is her own unit, so that she need not name it. `choices`: she may go on from here (not
    in a group); the same in the notices below.
    """

    unit_id: int
    own: bool = False
    choices: bool = True


class MissingReports(Notice, frozen=True, tag="missing_reports/1"):
    """Says which units have not sent the report of a month ("2025-10"), of every level's form.

    `period`: "" for the newest month in which one is missing. `number`: the page of the list.
    """

    unit_id: int
    period: str = ""
    number: int = 1
    choices: bool = True


class IndicatorList(Notice, frozen=True, tag="indicator_list/1"):
    """Shows every indicator of a unit at a glance, the worst first."""

    unit_id: int
    choices: bool = True


class IndicatorPage(Notice, frozen=True, tag="indicator_page/1"):
    """Shows the indicators whose codes begin with `code`: how far they are, month by month, and
    which units are furthest and last."""

    unit_id: int
    code: str
    choices: bool = True


class Ranking(Notice, frozen=True, tag="progress_ranking/1"):
    """Ranks the units below by how many targets they met or are on pace for."""

    unit_id: int
    choices: bool = True


class MonthPage(Notice, frozen=True, tag="progress_month/1"):
    """Shows a month ("2025-10"): who sent, how many on time, and what it came to.

    `last`: the last of several months ("" for one). `code`: only indicators whose codes begin so.
    `number`: the page.
    """

    unit_id: int
    period: str
    choices: bool = True
    last: str = ""
    code: str = ""
    number: int = 1


class Comparison(Notice, frozen=True, tag="progress_comparison/1"):
    """Shows units side by side: the indicators whose codes begin with `code`, or all."""

    unit_ids: tuple[int, ...]
    code: str = ""


class ProgressPicture(Notice, frozen=True, tag="progress_picture/1"):
    """Shows a unit's bars (`what` is "chart") or the map of its communes ("map") as a picture."""

    unit_id: int
    what: str
    own: bool = False
    choices: bool = True


class IndicatorPicture(Notice, frozen=True, tag="indicator_picture/1"):
    """Shows the indicators whose codes begin with `code` as a picture: over the months (`what` is
    "trend"), or units by the first of them ("ranking")."""

    unit_id: int
    code: str
    what: str
    choices: bool = True


class UnitNotFound(Notice, frozen=True, tag="unit_not_found/1"):
    """Says that no unit has the name she asked for, or that several (`names`) have it."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reporting:
    """How many branches have sent the report of a period, and which units lack some.

    `missing`: (short name, how many branches are missing; 1 for a branch itself), the most first.
    `on_time`: how many first sent theirs by the due moment, None where it was not counted.
    """

    period: Period
    due: date
    sent: int
    expected: int
    missing: tuple[tuple[str, int], ...] = ()
    on_time: int | None = None

    @property
    def percent(self) -> float | None:
        """The reporting rate; None where nobody owes anything."""
        return 100 * self.sent / self.expected if self.expected else None

    @property
    def whole_percent(self) -> int:
        """The rate as it is said: 100 only when every report is there; 0 where nobody owes one."""
        return round_percent(self.sent / self.expected) if self.expected else 0


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """How many reports came in the last seven days, and by code what they added to each sum."""

    reports: int
    added: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """A unit's progress at a moment. `elapsed`: the share of the year that is over (0–1).

    `reporting`: of the newest month. `counted`: of the month up to which figures count, None where
    nobody reported. `knows_enough`: that month was reported by as many as the plan asks.
    `forecasts`: by code, for what adds up. `beside`: by code, what a branch of
    its commune reached on average; empty where so few report that it would tell a neighbour's
    figures. `week`: None where it was not read.
    """

    unit_name: str
    level: Level
    day: date
    elapsed: float
    indicators: tuple[IndicatorProgress, ...]
    reporting: Reporting | None
    code: str = ""
    counted: Reporting | None = None
    forecasts: Mapping[str, Forecast] = field(default_factory=dict)
    week: WeekFigures | None = None
    beside: Mapping[str, float] = field(default_factory=dict)
    knows_enough: bool = True


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """A unit below, and one indicator of it with how it will probably end."""

    name: str
    code: str
    progress: IndicatorProgress
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One indicator in detail.

    `months`: the amount of every open month in which it is asked, None where nobody answered.
    `units`: those below, the furthest first; empty at a branch, and for what is counted from cases.
    `beside`: see ProgressFacts. `course`: where it stood month by month.
    """

    progress: IndicatorProgress
    months: tuple[tuple[Period, float | None], ...]
    forecast: Forecast | None = None
    units: tuple[UnitFigure, ...] = ()
    beside: float | None = None
    course: Course | None = None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """An indicator page: one line for each indicator. `running`: see RankingFacts."""

    unit_name: str
    code: str
    level: Level
    day: date
    lines: tuple[LineFacts, ...]
    counted: Reporting | None = None
    running: Reporting | None = None


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit below: how many of its judged targets, or of the reports it owed, are good."""

    name: str
    code: str
    good: int
    judged: int

    @property
    def share(self) -> float:
        """The share that is good; 0 where nothing can be judged."""
        return self.good / self.judged if self.judged else 0.0


@dataclass(frozen=True, slots=True)
class RankingFacts:
    """The units below, the best first.

    `by_reports`: they are branches, which have no targets, and their reports count instead.
    `counted`: of the month up to which figures count. `running`: of the newest month.
    """

    unit_name: str
    code: str
    day: date
    units: tuple[RankedUnit, ...]
    by_reports: bool = False
    counted: Reporting | None = None
    running: Reporting | None = None


@dataclass(frozen=True, slots=True)
class MonthSum:
    """What an indicator came to in the months of a page.

    `before`: what it came to in the month before a single one, None where that is not known.
    `until`: how it stood at the end of these months, where only a few indicators are shown.
    """

    indicator: Indicator
    amount: float
    before: float | None = None
    until: IndicatorProgress | None = None


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """A month of a unit, or several. `reports`: of each of them that is open, the first first."""

    unit_name: str
    code: str
    level: Level
    period: Period
    reports: tuple[Reporting, ...]
    sums: tuple[MonthSum, ...] = ()
    last: Period | None = None


@dataclass(frozen=True, slots=True)
class MissingForms:
    """The reports of one level for one month that are not there.

    `units`: their short names; branches of more than one commune by the communes' names, each with
    how many. `paused`: where they are not reminded, since they asked for it, and until when.
    """

    level: Level
    period: Period
    due: date
    sent: int
    expected: int
    units: tuple[tuple[str, int], ...]
    paused: tuple[tuple[str, date], ...] = ()

    @property
    def missing(self) -> int:
        """How many are not there."""
        return self.expected - self.sent


@dataclass(frozen=True, slots=True)
class MissingFacts:
    """Who has not sent. `shown`: the forms of one month; `others`: of other months, new first."""

    unit_name: str
    code: str
    level: Level
    day: date
    period: Period | None
    shown: tuple[MissingForms, ...] = ()
    others: tuple[MissingForms, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedUnit:
    """One of the units compared. `sent`: its branches' reports of the month that counts."""

    name: str
    judged: JudgedUnit
    sent: Reporting | None


@dataclass(frozen=True, slots=True)
class ComparisonFacts:
    """Units side by side, in the order they were asked for. `counted`: see RankingFacts."""

    units: tuple[ComparedUnit, ...]
    counted: Reporting | None = None


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A unit with where it lies, in degrees north and east, and how many of its judged targets are
    good."""

    name: str
    lat: float
    lon: float
    good: int
    judged: int


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a picture is drawn from; `places` is empty for bars."""

    card: ProgressFacts
    places: tuple[PlacedFigure, ...] = ()
