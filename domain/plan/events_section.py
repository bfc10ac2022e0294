"""Reads the events of a plan file: days, campaigns, milestones, programmes, standing duties."""

import re
from collections.abc import Set
from datetime import date

from domain.org.levels import Level
from domain.periods import Rhythm
from domain.plan.plan import EventKind, EventStatus, PlanEvent, Stage
from domain.plan.yaml_reader import Reader

_YEARLY = re.compile(r"(\d\d)-(\d\d)(?:\.\.(\d\d)-(\d\d))?")
_LEAP_YEAR = 2024
_LONGEST_STAGE = 160
_LONGEST_SHORT = 45
_YEARS = "{years}"

Window = tuple[tuple[int, int], tuple[int, int]]


def read_events(top: Reader, codes: Set[str]) -> tuple[PlanEvent, ...]:
    """Read all events of the file. `codes`: the indicators that events may link to."""
    readers = top.open_each("events", "id")
    events = tuple(_read_event(reader) for reader in readers)
    seen: set[str] = set()
    for reader, event in zip(readers, events, strict=True):
        if event.id in seen:
            reader.add_fault("id", "stands twice")
        seen.add(event.id)
        for code in sorted(set(event.links) - codes):
            reader.add_fault("links", f"{code} is no indicator of this plan")
    for reader, event in zip(readers, events, strict=True):
        for other in sorted(set(event.held_with) - seen):
            reader.add_fault("held_with", f"{other} is no event of this plan")
    _check_tasks(list(zip(readers, events, strict=True)))
    return events


def _check_tasks(read: list[tuple[Reader, PlanEvent]]) -> None:
    """Check that whatever the plan wants done can be named, found and recalled."""
    tasks = {event.id for _, event in read if event.is_task}
    for reader, event in read:
        if event.is_task and not event.short:
            reader.add_fault("short", "is missing: a task is listed by it")
        if event.recall is not None and not event.is_task:
            reader.add_fault("recall", "is for tasks of the plan")
        if event.recall is not None and event.status is not EventStatus.ACTIVE:
            reader.add_fault("recall", f"is {event.recall}, but it is {event.status}")
        if event.is_task and not (event.recall or event.remind or event.milestone_of):
            reader.add_fault("recall", "is missing: it has no reminders either")
        for other in sorted(set(event.milestone_of) - tasks | set(event.milestone_of) & {event.id}):
            reader.add_fault("milestone_of", f"{other} is no other task of this plan")
        if (event.since is not None) != (_YEARS in event.name):
            reader.add_fault("since", f"goes with {_YEARS} in the name")


def read_stages(top: Reader) -> tuple[Stage, ...]:
    """Read what is to be prepared before an event: days ahead and words."""
    return tuple(_read_stage(reader) for reader in top.open_each("prepare", "days"))


def _read_stage(reader: Reader) -> Stage:
    stage = Stage(
        reader.read_whole("days", low=1, high=365), reader.read_text("what", most=_LONGEST_STAGE)
    )
    reader.finish()
    return stage


def _read_event(reader: Reader) -> PlanEvent:
    event = PlanEvent(
        id=reader.read_text("id"),
        name=reader.read_text("name"),
        kind=reader.read_choice("kind", EventKind),
        levels=reader.read_choices("levels", Level),
        status=reader.read_choice("status", EventStatus, default=EventStatus.ACTIVE),
        yearly=reader.read("yearly", _parse_window, "must be MM-DD or MM-DD..MM-DD"),
        dates=_read_dates(reader),
        before=reader.read_day("before", default=None),
        held_with=reader.read_texts("held_with"),
        usual=reader.read_text("usual", default=None),
        set_by=reader.read_text("set_by", default=None),
        from_year=reader.read_whole("from_year", low=1900, high=2100, default=None),
        until_year=reader.read_whole("until_year", low=1900, high=2100, default=None),
        remind=reader.read_wholes("remind", low=1, high=365),
        links=reader.read_texts("links"),
        in_plan=reader.read_flag("in_plan", default=True),
        day_off=reader.read_flag("day_off"),
        successor=reader.read_text("successor", default=None),
        source=reader.read_text("source", default=None),
        note=reader.read_text("note", default=None),
        short=reader.read_text("short", most=_LONGEST_SHORT, default=""),
        said_as=reader.read_texts("said_as"),
        milestone_of=reader.read_texts("milestone_of"),
        recall=reader.read_choice("recall", Rhythm, default=None),
        since=reader.read_whole("since", low=1, high=2100, default=None),
    )
    if event.kind is EventKind.HOLIDAY and not (event.yearly or event.dates):
        reader.add_fault("yearly", "is missing: a holiday needs yearly or dates")
    reader.finish()
    return event


def _read_dates(reader: Reader) -> tuple[tuple[date, date], ...]:
    return tuple((day, day) for day in reader.read_days("dates"))


def _parse_window(text: str) -> Window:
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
