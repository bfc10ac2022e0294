"""Words that ask the province for days that the plan leaves open."""

from textwrap import shorten

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.engine.view import View
from bot.views.calendar.calendar import format_days
from domain.notices.calendar import (
    AskEventDate,
    ConfirmEventDate,
    EventDateKept,
    EventDatesDone,
)

_LONGEST_NAME = 150


def _name_event(event_id: str, surface: Surface) -> str:
    name = next((e.name for e in surface.plan.events if e.id == event_id), event_id)
    return shorten(name, _LONGEST_NAME, placeholder="…")


def render_ask_event_date(notice: AskEventDate, surface: Surface) -> Message:
    """Ask for the day of one event.

    How to answer is said at the first event, and where an answer was not understood.
    """
    say = surface.say
    text = say(
        "{number}/{many} · On which day is **{event}**?",
        number=notice.number,
        many=notice.many,
        event=_name_event(notice.event, surface),
    )
    if notice.many == 1:
        text = say("On which day is **{event}**?", event=_name_event(notice.event, surface))
    if notice.unclear:
        text = say("I did not find a day in that.") + "\n" + text
    if notice.unclear or notice.number == 1:
        text += "\n" + _say_how(surface)
    if not surface.buttons:
        return Message(text)
    row = (Choice(say("Not known yet"), "skip"), Choice(say("Not held"), "khong to chuc"))
    return Message(text, (row, (Choice(say("Stop here"), "cancel"),)))


def _say_how(surface: Surface) -> str:
    if surface.buttons:
        return surface.say("Type a day, such as 12/12, or a span, such as 1/3 to 8/3.")
    return surface.say(
        "Type a day (12/12) or a span (1/3 to 8/3); SKIP: not known yet; NOT HELD; DROP: stop here."
    )


def render_confirm_event_date(notice: ConfirmEventDate, surface: Surface) -> Message:
    """Ask whether the day was understood."""
    say = surface.say
    when = format_days(notice.first, notice.last, surface)
    if surface.now is not None and notice.last < surface.now.date():
        text = say("**{when}** is over. Was it held then?", when=when)
    else:
        text = say("Do you mean **{when}**?", when=when)
    if surface.buttons:
        return Message(text, ((Choice(say("Right"), "ok"), Choice(say("Another day"), "edit")),))
    return Message(text + " " + say("Type OK, or another day."))


def render_event_date_kept(notice: EventDateKept, surface: Surface) -> Message:
    """Say which days are kept, or that the event is not held."""
    if notice.first is None or notice.last is None:
        return Message(surface.say("Noted: it is not held this year."))
    when = format_days(notice.first, notice.last, surface)
    return Message(surface.say("Noted: **{when}**.", when=when))


def render_event_dates_done(notice: EventDatesDone, surface: Surface) -> Message:
    """Say that no more is asked, and how to go on with what has no day yet."""
    say = surface.say
    if not notice.left:
        return Message(say("Every event has its day now, thank you! Type CALENDAR to see them."))
    return Message(
        say(
            "{n} events have no day yet. Type CALENDAR DAYS when you know more; "
            "CALENDAR shows what is coming.",
            n=notice.left,
        )
    )


VIEWS: tuple[View, ...] = (
    View(AskEventDate, render_ask_event_date),
    View(ConfirmEventDate, render_confirm_event_date),
    View(EventDateKept, render_event_date_kept),
    View(EventDatesDone, render_event_dates_done),
)
