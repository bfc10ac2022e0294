"""Words of the plan's calendar, under 900 letters: what is coming, is near, or has no day."""

from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.attachments import attach_file
from bot.views.calendar.calendar_file import make_calendar_file
from domain.calendar.events import Lead, Occasion, gather_by_day
from domain.notices.calendar import (
    AheadFacts,
    CalendarFacts,
    CalendarFile,
    ComingEvents,
    EventsAhead,
    EventsUndated,
)
from domain.plan.plan import PlanEvent

LONGEST = 899
_LONGEST_NAME = 90
_LONGEST_PREPARED = 110
_ROOM_AROUND = 260  # the heading and what may be done next
_MOST_RECALLED = 4

PreparedLead = tuple[Lead, str]
"""A reminder of what is near, and what to prepare for it ("" for nothing)."""


def render_coming_events(notice: ComingEvents, facts: CalendarFacts, surface: Surface) -> Message:
    """Show a page of what is coming for a unit."""
    say = surface.say
    by_day = gather_by_day(facts.occasions)
    pages = _split_pages([_format_line(each, facts.day, surface) for each in by_day])
    number = min(max(notice.page, 1), len(pages))
    lines = [say("**Calendar · {unit}**", unit=facts.unit_name)]
    if number == 1 and facts.due is not None:
        lines.append(_say_due(facts, surface))
    lines += pages[number - 1] or [say("Nothing is coming in the next three months.")]
    more = number < len(pages)
    if not notice.choices:
        return Message("\n".join(lines))
    if surface.buttons:
        return Message(
            "\n".join(lines), _offer_choices(facts, number, surface, more=more), ageless=True
        )
    return Message("\n".join([*lines, *_say_what_to_type(facts, number, surface, more=more)]))


def _split_pages(lines: Sequence[str]) -> list[list[str]]:
    """Split the lines into pages that leave room for heading and foot; at least one page."""
    pages: list[list[str]] = [[]]
    for line in lines:
        if sum(len(each) + 1 for each in pages[-1]) + len(line) > LONGEST - _ROOM_AROUND:
            pages.append([])
        pages[-1].append(line)
    return pages


def _format_line(together: Sequence[Occasion], today: date, surface: Surface) -> str:
    """Format what is on the same days as one line, the day itself first."""
    occasion = together[0]
    left = (occasion.starts - today).days
    when = _say_when(occasion, surface)
    if left > 0:
        when += " " + surface.say("(in {n} days)", n=left)
    elif occasion.first is not None and left < 0:
        when += " " + surface.say("(under way)")
    return f"• {when}: {_name_together(together, surface)}"


def _name_together(together: Sequence[Occasion], surface: Surface) -> str:
    """Name what is on the same days; what must be done before is said to be so."""
    first, *others = together
    names = [_name_event(first.event)]
    for other in others:
        name = shorten(other.event.short or other.event.name, _LONGEST_NAME, placeholder="…")
        before = first.first is not None and other.first is None
        names.append(surface.say("before it: {event}", event=name) if before else name)
    return "; ".join(names)


def _name_event(event: PlanEvent) -> str:
    return shorten(event.name, _LONGEST_NAME, placeholder="…")


def _say_when(occasion: Occasion, surface: Surface) -> str:
    if occasion.first is None:
        return surface.say("by {day}", day=surface.day(occasion.last))
    return format_days(occasion.first, occasion.last, surface)


def format_days(first: date, last: date, surface: Surface) -> str:
    """Format a day or a span: `thứ Sáu 12/12`, `5/12–7/12`; with the year if it is another one."""
    if first == last:
        return surface.long_day(first) + _format_year(first, surface)
    return f"{surface.day(first)}–{surface.day(last)}{_format_year(last, surface)}"


def _format_year(day: date, surface: Surface) -> str:
    return "" if surface.now is None or day.year == surface.now.year else f"/{day.year}"


def _say_due(facts: CalendarFacts, surface: Surface) -> str:
    period, due = facts.due or (None, None)
    if period is None or due is None:
        return ""
    return surface.say(
        "Report of month {month}: due {day}.", month=period.month, day=surface.long_day(due)
    )


def _offer_choices(
    facts: CalendarFacts, number: int, surface: Surface, *, more: bool
) -> tuple[tuple[Choice, ...], ...]:
    say = surface.say
    rows = [[Choice(say("File for your calendar"), "/lich tep")]]
    if more:
        rows[0].insert(0, Choice(say("Further ahead"), f"/lich {number + 1}"))
    if facts.undated:
        rows.append([Choice(say("Set days ({n} are open)", n=facts.undated), "/lich ngay")])
    return tuple(tuple(row) for row in rows)


def _say_what_to_type(
    facts: CalendarFacts, number: int, surface: Surface, *, more: bool
) -> list[str]:
    say, lines = surface.say, []
    if more:
        lines.append(say("Further ahead: type CALENDAR {n}.", n=number + 1))
    lines.append(say("For your phone's calendar: type CALENDAR FILE."))
    if facts.undated:
        lines.append(
            say("{n} events have no day yet: type CALENDAR DAYS to set them.", n=facts.undated)
        )
    return lines


def render_calendar_file(notice: CalendarFile, facts: CalendarFacts, surface: Surface) -> Message:
    """Send the calendar as a file, or a link to it."""
    text = surface.say("Open the file on your phone to put these days into its calendar.")
    return attach_file(
        notice, text, lambda: make_calendar_file(facts, surface.plan, surface.say), surface
    )


# --- what is near, and what has no day ---------------------------------------------------------


def render_events_ahead(notice: EventsAhead, facts: AheadFacts, surface: Surface) -> Message:
    """Remind officers of what is coming near, and of what to prepare for it."""
    by_day = gather_leads(facts.leads)
    told = by_day[:_MOST_RECALLED]
    lines = [_say_event_ahead(together, surface) for together in told]
    if len(by_day) > len(told):
        lines.append(surface.say("… and {n} more.", n=len(by_day) - len(told)))
    foot = surface.say("All that is coming: type CALENDAR.")
    if surface.buttons:
        choice = Choice(surface.say("Calendar"), "/lich")
        return Message("\n".join(lines), ((choice,),), ageless=True)
    return Message("\n".join([*lines, foot]))


def gather_leads(leads: Sequence[PreparedLead]) -> list[list[PreparedLead]]:
    """Gather the reminders of what is on the same day: they are one."""
    gathered: dict[tuple[date, date], list[PreparedLead]] = {}
    for lead, prepare in leads:
        days = (lead.occasion.starts, lead.occasion.last)
        gathered.setdefault(days, []).append((lead, prepare))
    each = gathered.values()
    return [sorted(together, key=lambda one: one[0].occasion.first is None) for together in each]


def _say_event_ahead(together: Sequence[PreparedLead], surface: Surface) -> str:
    say, (lead, prepare) = surface.say, together[0]
    event = lead.occasion.event
    today = lead.on if surface.now is None else surface.now.date()
    left = (lead.occasion.starts - today).days
    text = say(
        "In **{n} days** ({when}): {event}.",
        n=left,
        when=_say_when(lead.occasion, surface),
        event=_name_together([one.occasion for one, _ in together], surface),
    ).replace("….", "…")
    if prepare:
        text += " " + say("To prepare: {what}.", what=shorten(prepare, _LONGEST_PREPARED))
    if event.note and event.kind.value == "milestone":
        text += " " + say("Note: {note}.", note=event.note)
    links = dict.fromkeys(code for one, _ in together for code in one.occasion.event.links)
    if links:
        text += " " + say("Figures: {codes}.", codes=", ".join(links))
    return text


def render_events_undated(notice: EventsUndated, facts: int, surface: Surface) -> Message:
    """Tell the province that some events have no day, and how to set them."""
    say = surface.say
    text = say(
        "The plan leaves **{n} events** without a day. Set them once and I remind everybody in "
        "time. It takes a few minutes; what is not known yet can be skipped.",
        n=facts,
    )
    if surface.buttons:
        return Message(text, ((Choice(say("Set the days"), "/lich ngay"),),), ageless=True)
    return Message(text + " " + say("Type CALENDAR DAYS to begin."))
