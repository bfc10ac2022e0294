"""The part of a plan file that says how cases are dealt with."""

from domain.cases.intake import Kind
from domain.cases.settings import CaseSettings, FirstTold
from domain.plan.yaml_reader import Reader

_LABEL = 40


def read_cases(reader: Reader | None) -> CaseSettings:
    """The settings; what the file does not name stays as usual, but for the kinds."""
    usual = CaseSettings()
    if reader is None:
        return usual
    settings = CaseSettings(
        danger_minutes=reader.whole("danger_minutes", low=1, default=usual.danger_minutes),
        high_hours=reader.whole("high_hours", low=1, default=usual.high_hours),
        normal_working_days=reader.whole(
            "normal_working_days", low=1, default=usual.normal_working_days
        ),
        night_from_hour=reader.whole(
            "night_from_hour", low=13, high=23, default=usual.night_from_hour
        ),
        night_until_hour=reader.whole(
            "night_until_hour", low=1, high=12, default=usual.night_until_hour
        ),
        first_told=reader.choice("first_told", FirstTold, default=usual.first_told),
        withdraw_minutes=reader.whole("withdraw_minutes", low=1, default=usual.withdraw_minutes),
        keep_months=reader.whole("keep_months", low=1, default=usual.keep_months),
        kinds=_kinds(reader.inside("kinds")),
    )
    reader.done()
    return settings


def _kinds(reader: Reader | None) -> dict[Kind, str]:
    if reader is None:
        return {}
    known = {kind.value: kind for kind in Kind}
    found = {known[name]: reader.text(name, most=_LABEL) for name in reader.items if name in known}
    reader.done()
    return found
