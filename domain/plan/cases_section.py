"""Reads the part of a plan file that says how cases are dealt with."""

from domain.cases.intake import CaseKind
from domain.cases.settings import CaseSettings, FirstTold
from domain.plan.yaml_reader import Reader

_LABEL = 40


def read_cases(reader: Reader | None) -> CaseSettings:
    """Read the settings. What the file does not name has its default, and there are no kinds."""
    usual = CaseSettings()
    if reader is None:
        return usual
    settings = CaseSettings(
        danger_minutes=reader.read_whole("danger_minutes", low=1, default=usual.danger_minutes),
        high_hours=reader.read_whole("high_hours", low=1, default=usual.high_hours),
        normal_working_days=reader.read_whole(
            "normal_working_days", low=1, default=usual.normal_working_days
        ),
        night_from_hour=reader.read_whole(
            "night_from_hour", low=13, high=23, default=usual.night_from_hour
        ),
        night_until_hour=reader.read_whole(
            "night_until_hour", low=1, high=12, default=usual.night_until_hour
        ),
        first_told=reader.read_choice("first_told", FirstTold, default=usual.first_told),
        withdraw_minutes=reader.read_whole(
            "withdraw_minutes", low=1, default=usual.withdraw_minutes
        ),
        keep_months=reader.read_whole("keep_months", low=1, default=usual.keep_months),
        kinds=_read_kinds(reader.open_inside("kinds")),
    )
    reader.finish()
    return settings


def _read_kinds(reader: Reader | None) -> dict[CaseKind, str]:
    if reader is None:
        return {}
    known = {kind.value: kind for kind in CaseKind}
    found = {
        known[name]: reader.read_text(name, most=_LABEL) for name in reader.items if name in known
    }
    reader.finish()
    return found
