"""What a province decides about cases, as read from the plan file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.cases.intake import CaseKind, Urgency


class FirstTold(StrEnum):
    """Who of a commune's officers is told first where there is no danger: one, or all."""

    ONE = "one"
    ALL = "all"


_FOLLOW_UP_DAYS = {Urgency.DANGER: 7, Urgency.HIGH: 14, Urgency.NORMAL: 30}


@dataclass(frozen=True, slots=True)
class CaseSettings:
    """What the province decides. Hours of the night are hours of the day (0 to 23).

    `danger_minutes`, `high_hours`, `normal_working_days`: until somebody must have taken a case.
    `contact_…`: until whoever took it must have reached the woman. `action_…`: until something
    must have been done for her. `follow_up_days`: after which she is asked again how it is, where
    no day was planned. `danger_commune_seconds`: how long the commune waits to be told of danger
    for the reporter's word that it must not know (at most 300). `danger_wakes_hours`: for how long
    everybody asked to take a case of danger is asked again at night too; from then on it is said
    ever more rarely.

    `withdraw_minutes`: how long a case's content stays open on a phone. `keep_months`: how long
    after its end a case's content is kept. `kinds`: the menu, in its order, with its words.

    `kept_for_cases`, `strangers_share`: per cent of a bot's month that only cases may use, and
    that people without a post may use at most. `stranger_replies`: replies a day to such a chat,
    once its first message was answered.
    """

    danger_minutes: int = 30
    high_hours: int = 4
    normal_working_days: int = 1
    contact_danger_minutes: int = 30
    contact_high_hours: int = 4
    contact_working_days: int = 1
    action_danger_hours: int = 24
    action_high_days: int = 3
    action_normal_days: int = 10
    follow_up_days: Mapping[Urgency, int] = field(default_factory=lambda: dict(_FOLLOW_UP_DAYS))
    danger_commune_seconds: int = 120
    danger_wakes_hours: int = 4
    night_from_hour: int = 21
    night_until_hour: int = 6
    first_told: FirstTold = FirstTold.ONE
    withdraw_minutes: int = 10
    keep_months: int = 24
    kept_for_cases: int = 10
    strangers_share: int = 5
    stranger_replies: int = 6
    kinds: Mapping[CaseKind, str] = field(default_factory=dict)
