"""What a province decides about cases, as read from the plan file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.cases.intake import CaseKind


class FirstTold(StrEnum):
    """Who of a commune's officers is told first where there is no danger: one, or all."""

    ONE = "one"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CaseSettings:
    """`kinds`: the menu, in its order, with its words. Hours are hours of the day (0 to 23).

    `withdraw_minutes`: how long a case's content stays open on a phone. `keep_months`: how long
    after its end a case's content is kept.
    """

    danger_minutes: int = 30
    high_hours: int = 4
    normal_working_days: int = 1
    night_from_hour: int = 21
    night_until_hour: int = 6
    first_told: FirstTold = FirstTold.ONE
    withdraw_minutes: int = 10
    keep_months: int = 24
    kinds: Mapping[CaseKind, str] = field(default_factory=dict)
