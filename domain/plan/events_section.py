"""The events of a plan file: days, campaigns, milestones, programmes and standing duties."""

import re
from collections.abc import Set
from datetime import date

from domain.org.levels import Level
from domain.plan.plan import Event, EventKind, EventStatus, Stage
from domain.plan.yaml_reader import Reader

_YEARLY = re.compile(r"(\d\d)-(\d\d)(?:\.\.(\d\d)-(\d\d))?")
_LEAP_YEAR = 2024
_LONGEST_STAGE = 160

Window = tuple[tuple[int, int], tuple[int, int]]


def read_events(top: Reader, codes: Set[str]) -> tuple[Event, ...]:
    """All events of the file. `codes`: the indicators that events may link to."""
    readers = top.each("events", "id")
    events = tuple(_event(reader) for reader in readers)
    seen: set[str] = set()
    for reader, event in zip(readers, events, strict=True):
        if event.id in seen:
            reader.fault("id", "stands twice")
        seen.add(event.id)
        for code in sorted(set(event.links) - codes):
            reader.fault("links", f"{code} is no indicator of this plan")
    for reader, event in zip(readers, events, strict=True):
        for other in sorted(set(event.held_with) - seen):
            reader.fault("held_with", f"{other} is no event of this plan")
    return events


def read_stages(top: Reader) -> tuple[Stage, ...]:
    """What is to be prepared before an event: days ahead and words."""
    return tuple(_stage(reader) for reader in top.each("prepare", "days"))


def _stage(reader: Reader) -> Stage:
    stage = Stage(reader.whole("days", low=1, high=365), reader.text("what", most=_LONGEST_STAGE))
    reader.done()
    return stage


def _event(reader: Reader) -> Event:
    event = Event(
        id=reader.text("id"),
        name=reader.text("name"),
        kind=reader.choice("kind", EventKind),
        levels=reader.choices("levels", Level),
        status=reader.choice("status", EventStatus, default=EventStatus.ACTIVE),
        yearly=reader.read("yearly", _window, "must be MM-DD or MM-DD..MM-DD"),
        dates=_dates(reader),
        before=reader.day("before", default=None),
        held_with=reader.texts("held_with"),
        usual=reader.text("usual", default=None),
        set_by=reader.text("set_by", default=None),
        from_year=reader.whole("from_year", low=1900, high=2100, default=None),
        until_year=reader.whole("until_year", low=1900, high=2100, default=None),
        remind=reader.wholes("remind", low=1, high=365),
        links=reader.texts("links"),
        in_plan=reader.flag("in_plan", default=True),
        day_off=reader.flag("day_off"),
        successor=reader.text("successor", default=None),
        source=reader.text("source", default=None),
        note=reader.text("note", default=None),
    )
    if event.kind is EventKind.HOLIDAY and not (event.yearly or event.dates):
        reader.fault("yearly", "is missing: a holiday needs yearly or dates")
    reader.done()
    return event


def _dates(reader: Reader) -> tuple[tuple[date, date], ...]:
    return tuple((day, day) for day in reader.days("dates"))


def _window(text: str) -> Window:
    found = _YEARLY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    month, day, last_month, last_day = (int(part or 0) for part in found.groups())
    first = (month, day)
    last = (last_month, last_day) if last_month else first
    for each in (first, last):
        date(_LEAP_YEAR, *each)
    if last < first:
        raise ValueError(text)
    return first, last
