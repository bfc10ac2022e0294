"""What a province decides about its plan's calendar and readings, as read from the plan file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.org.levels import Level


class AfterMerger(StrEnum):
    """The target of a merged unit: the sum of its parts' targets, or that of one unit."""

    SUM = "sum"
    KEEP = "keep"


class OneAnswer(StrEnum):
    """When a whole form is asked in one message; AUTO: where messages are scarce."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Weekday(StrEnum):
    """A day of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


@dataclass(frozen=True, slots=True)
class Reminders:
    """When people are written to unasked.

    The reminder schedule: so many days `before` and `after` the due day, and on the day itself,
    people are reminded at `at`, spread over `spread_minutes`, while their report is missing. From
    `officers_after` days on the officer of the unit above is told who is missing, from
    `above_after` days on the level above her. Nothing leaves from `quiet_from` to `quiet_until`,
    nor on the first `tet_days` days of Tết. A leader silent for `away_after_days` days counts as
    away. The weekly digest is sent on `digest_day` at `digest_at`.
    """

    before: tuple[int, ...] = (5, 2)
    after: tuple[int, ...] = (1, 3)
    officers_after: int = 1
    above_after: int = 3
    at: time = time(7, 0)
    spread_minutes: int = 60
    quiet_from: time = time(21, 0)
    quiet_until: time = time(6, 30)
    tet_days: int = 3
    away_after_days: int = 45
    digest_day: Weekday = Weekday.MON
    digest_at: time = time(7, 30)


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """Days are those of the month, months are 1–12. `due_day_of` overrides `due_day` for a level.

    `enough_percent`: how many percent of those who owe a report must have sent it for a month to
    be shown, and a figure to be judged. `praise`: the code of the indicator whose sum since
    January a receipt names; None: it names none.
    """

    timezone: str = "Asia/Ho_Chi_Minh"
    cutoff_day: int = 14
    opens_day: int = 10
    due_day: int = 20
    due_day_of: Mapping[Level, int] = field(default_factory=dict)
    lock_after_days: int = 45
    quarter_months: tuple[int, ...] = (3, 6, 9, 12)
    half_months: tuple[int, ...] = (6, 12)
    year_month: int = 12
    after_merger: AfterMerger = AfterMerger.SUM
    one_answer: OneAnswer = OneAnswer.AUTO
    area_entry_by: Level = Level.PROVINCE
    small_cell: int = 5
    enough_percent: int = 80
    praise: str | None = None
    reminders: Reminders = Reminders()

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days begin and end."""
        return ZoneInfo(self.timezone)

    def get_due_day(self, level: Level) -> int:
        """Return the day of the month on which a level's report is due, if it is no day off."""
        return self.due_day_of.get(level, self.due_day)
