"""Words of what a case is made of, shared by its views."""

from datetime import datetime, timedelta

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.cases.fact_types import CaseFacts
from bot.views.cases.intake import numbers, short_number
from domain.notices.intake import IntakeNumbers

Rows = tuple[tuple[Choice, ...], ...]


def button_number(number: str) -> str:
    """ "25-42" for "VV-25-0042": what buttons carry, so that last year's is not this year's."""
    _, year, digits = number.split("-")
    return f"{year}-{int(digits)}"


def offering(text: str, number: str, offered: list[tuple[str, str, str]], s: Surface) -> Message:
    """The text with commands about a case: (button, command, word to type), each where it fits."""
    if s.buttons:
        where = button_number(number)
        row = tuple(Choice(label, f"/{command} {where}") for label, command, _ in offered)
        return Message(text, (row,) if row else (), ageless=True)
    typed = [f"{word} {short_number(number)}" for _, _, word in offered if word]
    if not typed:
        return Message(text)
    how = s.say("Type {words}.", words=", ".join(typed))
    return Message(f"{text}\n{how}")


def see(text: str, facts: CaseFacts, surface: Surface) -> Message:
    """The text and the way to what the case says."""
    say = surface.say
    return offering(text, facts.number, [(say("See"), "xem", say("SEE"))], surface)


def to_call(surface: Surface) -> str:
    """The telephone numbers for danger."""
    return numbers(IntakeNumbers(), surface).text


def level(name: str, surface: Surface) -> str:
    """`cán bộ tỉnh`."""
    say = surface.say
    return {
        "commune": say("the commune's officer"),
        "area": say("the area's officer"),
        "province": say("the province's officer"),
    }.get(name, say("an officer"))


def age(since: datetime, surface: Surface) -> str:
    """`35 phút`, `4 giờ`, `3 ngày`."""
    say = surface.say
    past = (surface.now or since) - since
    if past < timedelta(hours=1):
        return say("{n} min", n=max(0, int(past.total_seconds() // 60)))
    if past < timedelta(days=1):
        return say("{n} h", n=int(past.total_seconds() // 3600))
    return say("{n} days", n=past.days)


def state(name: str, surface: Surface) -> str:
    """`đang hỗ trợ`."""
    say = surface.say
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


def service(name: str, surface: Surface) -> str:
    """`trợ giúp pháp lý`."""
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


def service_state(name: str, surface: Surface) -> str:
    say = surface.say
    return say("She received it") if name == "accessed" else say("She was referred to it")
