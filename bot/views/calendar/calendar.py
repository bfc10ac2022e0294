"""The plan's calendar in words: what is coming, what is recalled. Under 900 letters."""

from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.attachments import with_file
from bot.views.calendar.calendar_file import calendar_file
from domain.calendar.events import Lead, Occasion
from domain.notices.calendar import (
    AheadFacts,
    CalendarFacts,
    CalendarFile,
    ComingEvents,
    EventsAhead,
    EventsUndated,
)
from domain.plan.plan import Event

LONGEST = 899
_LONGEST_NAME = 90
_LONGEST_PREPARED = 110
_ROOM_AROUND = 260  # the heading and what may be done next
_MOST_RECALLED = 4


def coming(notice: ComingEvents, facts: CalendarFacts, surface: Surface) -> Message:
    """A page of what is coming."""
    say = surface.say
    pages = _pages([_line(o, facts.day, surface) for o in facts.occasions])
    number = min(max(notice.page, 1), len(pages))
    lines = [say("**Calendar · {unit}**", unit=facts.unit_name)]
    if number == 1 and facts.due is not None:
        lines.append(_due(facts, surface))
    lines += pages[number - 1] or [say("Nothing is coming in the next three months.")]
    more = number < len(pages)
    if not notice.choices:
        return Message("\n".join(lines))
    if surface.buttons:
        return Message("\n".join(lines), _choices(facts, number, surface, more=more), ageless=True)
    return Message("\n".join([*lines, *_what_to_type(facts, number, surface, more=more)]))


def _pages(lines: Sequence[str]) -> list[list[str]]:
    """The lines in pages that leave room for heading and foot; at least one page."""
    pages: list[list[str]] = [[]]
    for line in lines:
        if sum(len(each) + 1 for each in pages[-1]) + len(line) > LONGEST - _ROOM_AROUND:
            pages.append([])
        pages[-1].append(line)
    return pages


def _line(occasion: Occasion, today: date, surface: Surface) -> str:
    days = (occasion.starts - today).days
    when = _when(occasion, surface)
    if days > 0:
        when += " " + surface.say("(in {n} days)", n=days)
    elif occasion.first is not None and days < 0:
        when += " " + surface.say("(under way)")
    return f"• {when}: {_name(occasion.event)}"


def _name(event: Event) -> str:
    return shorten(event.name, _LONGEST_NAME, placeholder="…")


def _when(occasion: Occasion, surface: Surface) -> str:
    if occasion.first is None:
        return surface.say("by {day}", day=surface.day(occasion.last))
    return days(occasion.first, occasion.last, surface)


def days(first: date, last: date, surface: Surface) -> str:
    """`thứ Sáu 12/12`, or `5/12–7/12`; the year where it is not this one."""
    if first == last:
        return surface.long_day(first) + _year(first, surface)
    return f"{surface.day(first)}–{surface.day(last)}{_year(last, surface)}"


def _year(day: date, surface: Surface) -> str:
    return "" if surface.now is None or day.year == surface.now.year else f"/{day.year}"


def _due(facts: CalendarFacts, surface: Surface) -> str:
    period, due = facts.due or (None, None)
    if period is None or due is None:
        return ""
    return surface.say(
        "Report of month {month}: due {day}.", month=period.month, day=surface.long_day(due)
    )


def _choices(
    facts: CalendarFacts, number: int, surface: Surface, *, more: bool
) -> tuple[tuple[Choice, ...], ...]:
    say = surface.say
    rows = [[Choice(say("File for your calendar"), "/lich tep")]]
    if more:
        rows[0].insert(0, Choice(say("Further ahead"), f"/lich {number + 1}"))
    if facts.undated:
        rows.append([Choice(say("Set days ({n} are open)", n=facts.undated), "/lich ngay")])
    return tuple(tuple(row) for row in rows)


def _what_to_type(facts: CalendarFacts, number: int, surface: Surface, *, more: bool) -> list[str]:
    say, lines = surface.say, []
    if more:
        lines.append(say("Further ahead: type CALENDAR {n}.", n=number + 1))
    lines.append(say("For your phone's calendar: type CALENDAR FILE."))
    if facts.undated:
        lines.append(
            say("{n} events have no day yet: type CALENDAR DAYS to set them.", n=facts.undated)
        )
    return lines


def file(notice: CalendarFile, facts: CalendarFacts, surface: Surface) -> Message:
    """The calendar as a file, or a link to it."""
    text = surface.say("Open the file on your phone to put these days into its calendar.")
    return with_file(notice, text, lambda: calendar_file(facts, surface.plan, surface.say), surface)


# --- recalled ----------------------------------------------------------------------------------


def ahead(notice: EventsAhead, facts: AheadFacts, surface: Surface) -> Message:
    """What is coming nearer, and what to prepare for it."""
    told = facts.leads[:_MOST_RECALLED]
    lines = [_recalled(lead, prepare, surface) for lead, prepare in told]
    if len(facts.leads) > len(told):
        lines.append(surface.say("… and {n} more.", n=len(facts.leads) - len(told)))
    foot = surface.say("All that is coming: type CALENDAR.")
    if surface.buttons:
        choice = Choice(surface.say("Calendar"), "/lich")
        return Message("\n".join(lines), ((choice,),), ageless=True)
    return Message("\n".join([*lines, foot]))


def _recalled(lead: Lead, prepare: str, surface: Surface) -> str:
    say, event = surface.say, lead.occasion.event
    today = lead.on if surface.now is None else surface.now.date()
    left = (lead.occasion.starts - today).days
    text = say(
        "In **{n} days** ({when}): {event}.",
        n=left,
        when=_when(lead.occasion, surface),
        event=_name(event),
    ).replace("….", "…")
    if prepare:
        text += " " + say("To prepare: {what}.", what=shorten(prepare, _LONGEST_PREPARED))
    if event.note and event.kind.value == "milestone":
        text += " " + say("Note: {note}.", note=event.note)
    if event.links:
        text += " " + say("Figures: {codes}.", codes=", ".join(event.links))
    return text


def undated(notice: EventsUndated, facts: int, surface: Surface) -> Message:
    """Some events have no day; it takes a few minutes to set them."""
    say = surface.say
    text = say(
        "The plan leaves **{n} events** without a day. Set them once and I remind everybody in "
        "time. It takes a few minutes; what is not known yet can be skipped.",
        n=facts,
    )
    if surface.buttons:
        return Message(text, ((Choice(say("Set the days"), "/lich ngay"),),), ageless=True)
    return Message(text + " " + say("Type CALENDAR DAYS to begin."))
