"""The plan's calendar as a file that phones and computers can read (RFC 5545)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from bot.engine.message import Say
from bot.views.documents.document_files import DocumentFile
from domain.calendar.events import Occasion
from domain.notices.calendar import CalendarFacts
from domain.plan.plan import Plan

_NAME, _MEDIA_TYPE = "lich-cong-tac-hoi.ics", "text/calendar; charset=utf-8"
_A_DAY = timedelta(days=1)


def make_calendar_file(facts: CalendarFacts, plan: Plan, say: Say) -> DocumentFile:
    """Make a file of all-day entries for what is coming, with the plan's lead days as alarms."""
    file = Calendar()
    file.add("prodid", "-//So Hoi//Lich cong tac//VI")
    file.add("version", "2.0")
    file.add("x-wr-calname", facts.unit_name)
    file.add("x-wr-timezone", plan.settings.timezone)
    for entry in _make_entries(facts, plan, say):
        file.add_component(entry)
    return DocumentFile(_NAME, _MEDIA_TYPE, file.to_ical())


def _make_entries(facts: CalendarFacts, plan: Plan, say: Say) -> Iterator[Event]:
    stamp = datetime.combine(facts.day, time(), plan.settings.zone)
    if facts.due is not None:
        period, due = facts.due
        title = say("Report of month {month} is due", month=period.month)
        yield _make_entry(f"{period}@{facts.code}", title, (due, due), stamp)
    for occasion in facts.occasions:
        yield _make_occasion_entry(occasion, plan, say, stamp)


def _make_occasion_entry(occasion: Occasion, plan: Plan, say: Say, stamp: datetime) -> Event:
    event, name = occasion.event, occasion.event.name
    title = name if occasion.first else say("To be done by today: {event}", event=name)
    span = (occasion.starts, occasion.last)
    entry = _make_entry(f"{event.id}-{occasion.starts}@{plan.id}", title, span, stamp)
    if event.note:
        entry.add("description", event.note)
    for days in event.remind:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", timedelta(days=-days, hours=7))
        entry.add_component(alarm)
    return entry


def _make_entry(uid: str, title: str, span: tuple[date, date], stamp: datetime) -> Event:
    entry = Event()
    entry.add("uid", uid.replace(" ", "-"))
    entry.add("dtstamp", stamp)
    entry.add("dtstart", span[0])
    entry.add("dtend", span[1] + _A_DAY)
    entry.add("summary", title)
    entry.add("transp", "TRANSPARENT")
    return entry
