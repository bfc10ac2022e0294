"""Words of the list of numbers that were sent though they look odd."""

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.engine.view import View
from bot.views.reporting.words import format_shown, name_question, say_month
from domain.notices.odd import OddFacts, OddNumber, OddNumbers
from domain.periods import Period
from services.context import Context
from services.reporting.odd_numbers import find_odd_numbers

_MOST_LISTED = 8


def read_odd_numbers(notice: OddNumbers, context: Context) -> OddFacts | None:
    """Read what is odd in the reports as they stand now; None where nothing need be said."""
    found = find_odd_numbers(context, notice.unit_id, Period.parse(notice.period))
    if not found and not notice.asked:
        return None
    return OddFacts(context.units.unit(notice.unit_id).name, found)


def render_odd_numbers(notice: OddNumbers, facts: OddFacts, surface: Surface) -> Message:
    """List them with unit, line, value and reason."""
    say, month = surface.say, say_month(surface, notice.period)
    if not facts.found:
        unit = facts.unit_name
        return Message(say("**{unit}**, {month}: no odd number was sent.", unit=unit, month=month))
    heading = say(
        "**{unit}**, {month}: odd numbers that were confirmed ({count}):",
        unit=facts.unit_name,
        month=month,
        count=surface.number(len(facts.found)),
    )
    lines = [_say_line(odd, surface) for odd in facts.found[:_MOST_LISTED]]
    rest = len(facts.found) - len(lines)
    if rest:
        lines.append(say("… and {count} more", count=surface.number(rest)))
    lines.append(say("If one is wrong, type EDIT and the branch's name."))
    return Message("\n".join((heading, *lines)), ageless=True)


def _say_line(odd: OddNumber, surface: Surface) -> str:
    """Say one: `• Chi hội Nà Pồng, câu 2, Hộ thoát nghèo: 30 (trước nay cao nhất 2)`."""
    return surface.say(
        "• {unit}, question {number}, {name}: {value} ({reason})",
        unit=odd.unit_name,
        number=odd.number,
        name=name_question(surface, odd.code),
        value=format_shown(surface, odd.code, odd.amounts),
        reason=_say_reason(odd, surface),
    )


def _say_reason(odd: OddNumber, surface: Surface) -> str:
    say = surface.say
    n = "" if odd.usual is None else surface.number(odd.usual)
    match odd.doubt:
        case "":
            return odd.reason
        case "fell":
            return say("last time {n}", n=n)
        case "back":
            return say("last time it was yes")
        case "share":
            return say("the part is more than the whole")
        case "whole":
            return say("the whole was {n} last time", n=n)
    return say("at most {n} before", n=n) if n else say("a lot for one branch")


VIEWS = (View(OddNumbers, render_odd_numbers, load=read_odd_numbers),)
