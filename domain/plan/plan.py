"""A year's plan: what is counted, by whom and against what target, and what happens when."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from domain.cases.settings import CaseSettings
from domain.measures import Fold, Measure, Tally
from domain.org.levels import Level
from domain.periods import Period, Rhythm
from domain.plan.checks import Check
from domain.plan.settings import AfterMerger, OneAnswer, PlanSettings
from domain.rollups import RollUp

__all__ = [
    "AfterMerger",
    "Allot",
    "CaseQuestion",
    "EventKind",
    "EventStatus",
    "Field",
    "Hotline",
    "Indicator",
    "Level",
    "OneAnswer",
    "Plan",
    "PlanEvent",
    "PlanSettings",
    "Stage",
    "Target",
    "Words",
]

_RHYTHMS = tuple(Rhythm)


class Allot(StrEnum):
    """How a province's target is shared out to the units below: not, by parts, or as listed."""

    NONE = "none"
    PARTS = "parts"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached by `date`.

    `number`: for each unit of the levels `per` (for the province once). `percent`: what a ratio
    must reach, or how many percent of the units must reach the number. `below`: the percentage
    under which a unit is counted (roll-up "below"). `of_parts`: how many units the province had
    when the number was set, where it is shared out by parts. `allotted`: the number by unit key
    ("01290@2025-07-01"), where it is listed. `merged` overrides the plan's `after_merger`.
    """

    date: date
    number: float | None = None
    per: tuple[Level, ...] = (Level.PROVINCE,)
    percent: float = 100
    below: float | None = None
    allot: Allot = Allot.NONE
    of_parts: int | None = None
    allotted: Mapping[str, float] = field(default_factory=dict)
    merged: AfterMerger | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One number of an answer: the name it is stored under and its word in lists ("mới")."""

    name: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Yes and no, as they are typed ("rồi", "chưa") and as they are shown ("đã nhận").

    `yes_written`, `no_written`: what one unit's yes or no says in a sentence after its name ("đã
    được trang bị máy tính có kết nối mạng"), "" where it is written as it is shown.
    """

    yes: str = "có"
    no: str = "không"
    yes_shown: str = "có"
    no_shown: str = "không"
    yes_written: str = ""
    no_written: str = ""


@dataclass(frozen=True)
class Indicator:
    """One value of the plan.

    `name`: its full name. `short`: its name in lists. `question`: how it is asked alone. `ask`:
    its line in the form that asks all at once. `ceiling`: the most that is plausible for one
    branch and month; above it the bot asks again. `from_cases`: the formula ("A", "B") by which it
    is counted from cases; such a value is never asked. `baseline`: its amount before the plan.
    `ask_other`: `ask` as it is put to somebody of whom it does not ask, "" where it asks of nobody.
    `said_as`: what people call it in passing ("thoát nghèo"), for a report outside any form.
    `said_in_form`: what else they call it in an answer to the form, where nothing else is meant.
    `counted_in`: words its amounts are counted in, besides `unit_word`. `said_beside`: what else
    may stand in an answer ("chuyển đi"). `said_of_stock`: those of its names that also stand for
    what there is already ("45 hội viên").
    `sensitive`: below the plan's `small_cell` no number of it is told. `personal`: of one branch it
    tells of its leader, so a group is not told. `note`: said beside its figure.
    """

    code: str
    name: str
    short: str
    question: str
    ask: str
    help: str
    unit_word: str
    entered_by: tuple[Level, ...]
    measure: Measure
    fields: tuple[Field, ...]
    fold: Fold
    rollup: RollUp
    target: Target
    rhythm: Rhythm
    confirmed_by: Level | None = None
    confirmed_every: Rhythm | None = None
    baseline: float | None = None
    lower_is_better: bool = False
    from_cases: str | None = None
    ceiling: float | None = None
    words: Words | None = None
    ask_other: str = ""
    said_as: tuple[str, ...] = ()
    said_in_form: tuple[str, ...] = ()
    counted_in: tuple[str, ...] = ()
    said_beside: tuple[str, ...] = ()
    said_of_stock: tuple[str, ...] = ()
    sensitive: bool = False
    personal: bool = False
    note: str = ""

    @property
    def is_sensitive(self) -> bool:
        """Whether few of it tell who they are about: what is counted from cases always is."""
        return self.sensitive or self.from_cases is not None

    @property
    def asks(self) -> str:
        """How an answer is read: "count", "pair", "share" or "yes_no"."""
        return self.measure.asks

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """The names under which its amounts are stored, in the order they are asked."""
        return tuple(f.name for f in self.fields)

    def compute_amount(self, sums: Tally) -> float:
        """Return the amount that sums of its fields make, as the target counts it."""
        return self.measure.compute_amount(sums.list_sums(self.field_names))

    def to_shown_amount(self, sums: Tally) -> float | None:
        """Return the same with a ratio in percent; None for a ratio where nothing occurred."""
        part, whole = self.measure.compute_ratio(sums, self.field_names)
        return self.rollup.compute_shown(self.compute_amount(sums), part, whole)

    def count_cases(self, sums: Tally) -> float:
        """Count whom sums are about: the whole of a ratio, else the amount."""
        _, whole = self.measure.compute_ratio(sums, self.field_names)
        return self.rollup.count_people(self.compute_amount(sums), whole)

    @property
    def is_state(self) -> bool:
        """Whether "nothing new" leaves it as it was, instead of making it 0."""
        return self.fold.is_state

    @property
    def builds_up(self) -> bool:
        """Whether it grows towards the target through the year, instead of holding at all times."""
        return self.fold.holds_until_changed or (self.fold.adds and not self.rollup.is_ratio)

    @property
    def is_own_state(self) -> bool:
        """Whether it is a state that a commune, an area or a province reports of itself."""
        return self.fold.holds_until_changed and self.entered_by != (Level.BRANCH,)

    @property
    def can_be_lost(self) -> bool:
        """Whether what is reached today may not hold tomorrow."""
        low = self.lower_is_better or self.rollup.fewer_is_better
        return low or not self.builds_up or self.measure.can_fall

    def count_at(self, level: Level) -> "Indicator":
        """Return the indicator as a unit of this level shows it.

        Where the plan counts units below a percentage, a unit that enters one shows its own.
        """
        alone = self.rollup.alone
        if alone is None or level not in self.entered_by:
            return self
        target = replace(self.target, percent=self.target.below or 0)
        return replace(self, rollup=alone, target=target, lower_is_better=False)

    def is_asked_of(self, level: Level) -> bool:
        """Return True if units of this level enter it."""
        return level in self.entered_by and self.from_cases is None


class EventKind(StrEnum):
    """What an entry of the plan's calendar is."""

    HOLIDAY = "holiday"
    CAMPAIGN = "campaign"
    MILESTONE = "milestone"
    PROGRAMME = "programme"
    STANDING = "standing"


class EventStatus(StrEnum):
    """Whether an event still asks for anything."""

    ACTIVE = "active"
    ENDED = "ended"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """An event, programme, milestone, campaign, standing duty or day.

    `yearly`: ((month, day), (month, day)), the same window each year. `dates`: windows by year
    where they move. `set_by`: who sets the date where the plan has none. `before`: the day it must
    precede. `held_with`: ids of events on whose days it takes place. `remind`: how many days
    before the start people are reminded. `links`: codes of indicators.
    """

    id: str
    name: str
    kind: EventKind
    levels: tuple[Level, ...]
    status: EventStatus = EventStatus.ACTIVE
    yearly: tuple[tuple[int, int], tuple[int, int]] | None = None
    dates: tuple[tuple[date, date], ...] = ()
    before: date | None = None
    held_with: tuple[str, ...] = ()
    usual: str | None = None
    set_by: str | None = None
    from_year: int | None = None
    until_year: int | None = None
    remind: tuple[int, ...] = ()
    links: tuple[str, ...] = ()
    in_plan: bool = True
    day_off: bool = False
    successor: str | None = None
    source: str | None = None
    note: str | None = None
    short: str = ""
    said_as: tuple[str, ...] = ()
    milestone_of: tuple[str, ...] = ()
    recall: Rhythm | None = None
    since: int | None = None

    @property
    def is_task(self) -> bool:
        """Whether the plan wants something done by it: all but days, and what was added to it."""
        return self.in_plan and self.kind is not EventKind.HOLIDAY

    def name_in(self, year: int) -> "PlanEvent":
        """Return it as it is called in a year: what is commemorated has its number of years."""
        if self.since is None:
            return self
        return replace(self, name=self.name.format(years=year - self.since), since=None)

    def find_window(self, year: int) -> tuple[date, date] | None:
        """Find its first and last day in a year; None where it is not held or has no date."""
        if (self.from_year or year) > year or (self.until_year or year) < year:
            return None
        for first, last in self.dates:
            if first.year == year:
                return first, last
        if self.yearly is None:
            return None
        (first_month, first_day), (last_month, last_day) = self.yearly
        return date(year, first_month, first_day), date(year, last_month, last_day)


@dataclass(frozen=True, slots=True)
class Stage:
    """What is to be prepared when an event is at most `days` away."""

    days: int
    what: str


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """The last question of a branch's form; a yes opens the case conversation and is not counted.

    `said_in_form`: as in an indicator.
    """

    question: str
    ask: str
    short: str
    help: str
    entered_by: tuple[Level, ...]
    words: Words
    said_in_form: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hotline:
    """A number to call, and for whom: `in_danger`, `for_children` who need help, or `for_poison`
    that was taken."""

    number: str
    name: str
    use_for: str
    in_danger: bool = False
    for_children: bool = False
    for_poison: bool = False
    free: bool = True


@dataclass(frozen=True)
class Plan:
    """One year's plan of one province, as read from its file."""

    id: str
    title: str
    year: int
    issuer: str
    signed: date
    theme: str
    settings: PlanSettings
    indicators: tuple[Indicator, ...]
    events: tuple[PlanEvent, ...]
    case_question: CaseQuestion
    hotlines: tuple[Hotline, ...]
    hotlines_checked: date
    parts: Mapping[str, str] = field(default_factory=dict)
    """Titles of the parts of the plan, by the number before the dot of an indicator's code."""
    prepare: tuple[Stage, ...] = ()
    """What every event needs as it comes nearer."""
    cases: CaseSettings = field(default_factory=CaseSettings)
    checks: tuple[Check, ...] = ()
    """What cannot well be true together in one report."""
    receivers: Mapping[Level, tuple[str, ...]] = field(default_factory=dict)
    """Who stands under "Nơi nhận" of a level's documents; nothing is sent to them."""

    @cached_property
    def _by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The twelve months reported in the plan's year."""
        return tuple(Period(self.year, month) for month in range(1, 13))

    def list_periods(self, rhythm: Rhythm) -> tuple[Period, ...]:
        """List the plan's periods whose forms ask what has this rhythm."""
        return self._by_rhythm[rhythm]

    @cached_property
    def _by_rhythm(self) -> dict[Rhythm, tuple[Period, ...]]:
        return {
            rhythm: tuple(p for p in self.periods if rhythm.is_asked_in(p.month, self.settings))
            for rhythm in _RHYTHMS
        }

    def indicator(self, code: str) -> Indicator:
        """Return the indicator of this code; KeyError where there is none."""
        return self._by_code[code]

    def form(self, level: Level, period: Period) -> tuple[Indicator, ...]:
        """Return what a level enters in a month: monthly indicators first, then rarer ones.

        Within a rhythm the plan's order is kept. Values counted from cases are never asked.
        """
        asked = (i for i in self.indicators if i.is_asked_of(level) and self._is_due(i, period))
        return tuple(sorted(asked, key=lambda i: _RHYTHMS.index(i.rhythm)))

    @cached_property
    def tasks(self) -> tuple[PlanEvent, ...]:
        """The tasks of the plan, in its order."""
        return tuple(event for event in self.events if event.is_task)

    def _is_due(self, indicator: Indicator, period: Period) -> bool:
        return indicator.rhythm.is_asked_in(period.month, self.settings)
