"""Asking the province for days that the plan leaves open, in words."""

from textwrap import shorten

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.engine.view import View
from bot.views.calendar.calendar import days
from domain.notices.calendar import (
    AskEventDate,
    ConfirmEventDate,
    EventDateKept,
    EventDatesDone,
)

_LONGEST_NAME = 150


def _name(event_id: str, surface: Surface) -> str:
    name = next((e.name for e in surface.plan.events if e.id == event_id), event_id)
    return shorten(name, _LONGEST_NAME, placeholder="…")


def ask(notice: AskEventDate, surface: Surface) -> Message:
    """One event; at the beginning, and where it was not understood, what may be said of it."""
    say = surface.say
    text = say(
        "{number}/{many} · On which day is **{event}**?",
        number=notice.number,
        many=notice.many,
        event=_name(notice.event, surface),
    )
    if notice.unclear:
        text = say("I did not find a day in that.") + "\n" + text
    if notice.unclear or notice.number == 1:
        text += "\n" + _how(surface)
    if not surface.buttons:
        return Message(text)
    row = (Choice(say("Not known yet"), "skip"), Choice(say("Not held"), "khong to chuc"))
    return Message(text, (row, (Choice(say("Stop here"), "cancel"),)))


def _how(surface: Surface) -> str:
    if surface.buttons:
        return surface.say("Type a day, such as 12/12, or a span, such as 1/3 to 8/3.")
    return surface.say(
        "Type a day (12/12) or a span (1/3 to 8/3); SKIP: not known yet; NOT HELD; DROP: stop here."
    )


def confirm(notice: ConfirmEventDate, surface: Surface) -> Message:
    """Was it understood?"""
    say = surface.say
    when = days(notice.first, notice.last, surface)
    if surface.now is not None and notice.last < surface.now.date():
        text = say("**{when}** is over. Was it held then?", when=when)
    else:
        text = say("Do you mean **{when}**?", when=when)
    if surface.buttons:
        return Message(text, ((Choice(say("Right"), "ok"), Choice(say("Another day"), "edit")),))
    return Message(text + " " + say("Type OK, or another day."))


def kept(notice: EventDateKept, surface: Surface) -> Message:
    """What stands now."""
    if notice.first is None or notice.last is None:
        return Message(surface.say("Noted: it is not held this year."))
    when = days(notice.first, notice.last, surface)
    return Message(surface.say("Noted: **{when}**.", when=when))


def done(notice: EventDatesDone, surface: Surface) -> Message:
    """The end, and how to go on."""
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
    View(AskEventDate, ask),
    View(ConfirmEventDate, confirm),
    View(EventDateKept, kept),
    View(EventDatesDone, done),
)
