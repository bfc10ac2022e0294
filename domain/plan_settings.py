"""What a province decides about its plan's calendar and readings, as read from the plan file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.levels import Level


class AfterMerger(StrEnum):
    """What a merged unit owes: the sum of its parts' targets, or one unit's."""

    SUM = "sum"
    KEEP = "keep"


class OneAnswer(StrEnum):
    """When the whole form is asked in one message: where messages are scarce, always, never."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Settings:
    """Days are days of the month; months are 1–12; `due_day_of` overrides `due_day` for a level."""

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

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days begin and end."""
        return ZoneInfo(self.timezone)

    def due_day_for(self, level: Level) -> int:
        """Day of the month on which this level's report is due, before days off are minded."""
        return self.due_day_of.get(level, self.due_day)
