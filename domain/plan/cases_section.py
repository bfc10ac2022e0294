"""Reads the part of a plan file that says how cases are dealt with."""

from domain.cases.intake import CaseKind, Urgency
from domain.cases.settings import CaseSettings, FirstTold
from domain.plan.yaml_reader import Reader

_LABEL = 40

_LIMITS: dict[str, dict[str, int]] = {
    "danger_minutes": {"low": 1},
    "high_hours": {"low": 1},
    "normal_working_days": {"low": 1},
    "contact_danger_minutes": {"low": 1},
    "contact_high_hours": {"low": 1},
    "contact_working_days": {"low": 1},
    "action_danger_hours": {"low": 1},
    "action_high_days": {"low": 1},
    "action_normal_days": {"low": 1},
    "danger_commune_seconds": {"low": 30, "high": 300},
    "danger_wakes_hours": {"low": 1, "high": 24},
    "night_from_hour": {"low": 13, "high": 23},
    "night_until_hour": {"low": 1, "high": 12},
    "withdraw_minutes": {"low": 1},
    "keep_months": {"low": 1},
    "kept_for_cases": {"low": 5, "high": 50},
    "strangers_share": {"low": 1, "high": 25},
    "stranger_replies": {"low": 1, "high": 50},
}
"""The whole numbers of the section, with the least and the most that each may be."""


def read_cases(reader: Reader | None) -> CaseSettings:
    """Read the settings. What the file does not name has its default, and there are no kinds."""
    usual = CaseSettings()
    if reader is None:
        return usual
    whole = {name: reader.read_whole(name, default=getattr(usual, name), **limits)
             for name, limits in _LIMITS.items()}  # fmt: skip
    settings = CaseSettings(
        **whole,
        follow_up_days=_read_follow_up_days(reader.open_inside("follow_up_days"), usual),
        first_told=reader.read_choice("first_told", FirstTold, default=usual.first_told),
        kinds=_read_kinds(reader.open_inside("kinds")),
    )
    reader.finish()
    return settings


def _read_follow_up_days(reader: Reader | None, usual: CaseSettings) -> dict[Urgency, int]:
    if reader is None:
        return dict(usual.follow_up_days)
    found = {
        each: reader.read_whole(each.value, low=1, default=usual.follow_up_days[each])
        for each in Urgency
    }
    reader.finish()
    return found


def _read_kinds(reader: Reader | None) -> dict[CaseKind, str]:
    if reader is None:
        return {}
    known = {kind.value: kind for kind in CaseKind}
    found = {
        known[name]: reader.read_text(name, most=_LABEL) for name in reader.items if name in known
    }
    reader.finish()
    return found
