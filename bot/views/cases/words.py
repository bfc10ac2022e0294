"""Words that several views of cases share: officers, states, services, and what is offered."""

from datetime import datetime, timedelta

from bot.engine.message import Choice, Message, without_marks
from bot.engine.surface import Surface
from bot.views.cases.fact_types import CaseFacts, Colleague
from bot.views.cases.intake import render_intake_numbers, shorten_number
from domain.notices.intake import IntakeNumbers

Rows = tuple[tuple[Choice, ...], ...]


def format_button_number(number: str) -> str:
    """Return the case number as buttons carry it: "25-42" for "VV-25-0042".

    It holds the year, so that last year's case is not taken for this year's.
    """
    _, year, digits = number.split("-")
    return f"{year}-{int(digits)}"


def offer_commands(
    text: str, number: str, offered: list[tuple[str, str, str]], s: Surface
) -> Message:
    """Add commands about a case to the text, as buttons or as words to type.

    `offered`: (a button's label, its command, the word to type instead, "" for none).
    """
    if s.buttons:
        where = format_button_number(number)
        row = tuple(Choice(label, f"/{command} {where}") for label, command, _ in offered)
        return Message(text, (row,) if row else (), ageless=True)
    typed = [f"{word} {shorten_number(number)}" for _, _, word in offered if word]
    if not typed:
        return Message(text)
    how = s.say("Type {words}.", words=", ".join(typed))
    return Message(f"{text}\n{how}")


def offer_to_see(text: str, facts: CaseFacts, surface: Surface) -> Message:
    """Add to the text how the case's content is opened."""
    say = surface.say
    return offer_commands(text, facts.number, [(say("See"), "xem", say("SEE"))], surface)


def say_another_way(surface: Surface) -> str:
    """Say to an officer what she can do where nothing reaches whoever reported the case."""
    return surface.say("See in it whether there is another safe way to reach her.")


def say_numbers_to_call(surface: Surface) -> str:
    """Name the telephone numbers to call in danger."""
    return render_intake_numbers(IntakeNumbers(), surface).text


def name_officer(name: str, surface: Surface) -> str:
    """Name an officer by her level: `cán bộ tỉnh`."""
    say = surface.say
    return {
        "commune": say("the commune's officer"),
        "area": say("the area's officer"),
        "province": say("the province's officer"),
    }.get(name, say("an officer"))


def name_holder(facts: CaseFacts, surface: Surface) -> str:
    """Name whoever holds a case by level, and to those who work on it by her own name too."""
    return _add_name(name_officer(facts.taker, surface), facts.holder_name)


def name_colleague(who: Colleague, surface: Surface) -> str:
    """Name another officer by level and name: `cán bộ xã (Lý Thị Mai)`."""
    return _add_name(name_officer(who.level, surface), who.name)


def _add_name(officer: str, name: str) -> str:
    return f"{officer} ({without_marks(name)})" if name else officer


def begin_large(text: str) -> str:
    """Return the text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def say_age(since: datetime, surface: Surface) -> str:
    """Say how long ago a moment was: `35 phút`, `4 giờ`, `3 ngày`."""
    return say_span((surface.now or since) - since, surface)


_MINUTES_MATTER = timedelta(hours=6)
"""Below it an hour and a half is not called an hour."""


def say_span(past: timedelta, surface: Surface) -> str:
    """Say a length of time: `35 phút`, `4 giờ`, `3 ngày`."""
    say = surface.say
    if past < timedelta(hours=1):
        return say("{n} min", n=max(0, int(past.total_seconds() // 60)))
    hours, minutes = int(past.total_seconds() // 3600), int(past.total_seconds() // 60) % 60
    if past < _MINUTES_MATTER and minutes:
        return say("{n} h {m} min", n=hours, m=minutes)
    if past < timedelta(days=1):
        return say("{n} h", n=int(past.total_seconds() // 3600))
    return say("{n} days", n=past.days)


def name_state(name: str, surface: Surface, *, held: bool = True) -> str:
    """Name a case's state: `đang hỗ trợ`; one that nobody holds any more was not always closed."""
    say = surface.say
    if name == "reopened" and not held:
        return say("to be taken again")
    return {
        "new": say("new"),
        "taken": say("taken"),
        "in_support": say("being helped"),
        "served": say("served"),
        "referred": say("referred"),
        "reopened": say("reopened"),
        "closed": say("closed"),
        "duplicate": say("double"),
        "out_of_scope": say("out of scope"),
    }.get(name, say("kept, not passed on"))


def name_outside(name: str, surface: Surface) -> str:
    """Name whom outside the Union was told: `công an`."""
    say = surface.say
    return {
        "police": say("The police"),
        "chair": say("The commune's chair"),
        "health": say("The health station"),
    }.get(name, "111")


def name_service(name: str, surface: Surface) -> str:
    """Name a service: `trợ giúp pháp lý`."""
    say = surface.say
    return {
        "shelter": say("Shelter and essentials"),
        "health": say("Care and treatment"),
        "legal": say("Legal aid"),
        "counselling": say("Psychological counselling, skills"),
        "interpreter": say("Interpreter"),
        "travel": say("Travel costs"),
        "schooling": say("Schooling"),
        "training": say("Vocational training, work"),
        "allowance": say("Initial allowance, loan"),
    }[name]


def name_service_state(name: str, surface: Surface) -> str:
    say = surface.say
    return say("She received it") if name == "accessed" else say("She was referred to it")
