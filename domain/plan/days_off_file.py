"""Reads the list of days off that the Union's office edits."""

from datetime import date
from enum import StrEnum

from domain.periods import Calendar
from domain.plan.settings import Weekday
from domain.plan.yaml_reader import FileFault, Reader, open_text


class _Status(StrEnum):
    OFFICIAL = "official"
    RULE = "rule"
    POLICY = "policy"
    ESTIMATE = "estimate"


_WEEK = tuple(Weekday)


def parse_days_off(text: str) -> Calendar | list[FileFault]:
    """Parse the calendar a text describes, or return all its faults in the order of lines."""
    faults: list[FileFault] = []
    top = open_text(text, faults)
    calendar = _read_calendar(top) if top else None
    return calendar if calendar and not faults else sorted(set(faults))


def _read_calendar(top: Reader) -> Calendar:
    rest = top.read_choices("weekly_rest", Weekday)
    calendar = Calendar(
        days_off=_read_days_off(top.open_inside("days_off")),
        worked=frozenset(top.read_days("worked")),
        weekly_rest=frozenset(_WEEK.index(day) for day in rest),
    )
    if both := sorted(calendar.worked & calendar.days_off.keys()):
        top.add_fault("worked", f"{both[0]} is also a day off")
    top.finish()
    return calendar


def _read_days_off(reader: Reader | None) -> dict[date, str]:
    if reader is None:
        return {}
    found = {}
    for key in reader.items:
        name = _read_name(reader.open_inside(key))
        try:
            found[date.fromisoformat(key)] = name
        except ValueError:
            reader.add_fault(key, "must be a date such as 2025-12-31")
    return found


def _read_name(reader: Reader | None) -> str:
    if reader is None:
        return ""
    name = reader.read_text("name")
    reader.read_choice("status", _Status)
    reader.read_text("source", default=None)
    reader.finish()
    return name
