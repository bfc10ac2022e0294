"""Words beside an answer that should be looked at twice, with the reason."""

from collections.abc import Sequence

from bot.engine.surface import Surface
from domain.notices.reporting import Line
from domain.plan.checks import find_odd_lines


def find_reasons(lines: Sequence[Line], surface: Surface) -> dict[str, str]:
    """Return what does not fit the rest of a report by the plan's rules, by code."""
    return find_odd_lines(surface.plan.checks, {line.code: line.values for line in lines})


def say_note(line: Line, reason: str, surface: Surface) -> str:
    """Say what stands behind an answer in a review: where it is from, or why it looks odd."""
    say = surface.say
    if line.unchanged:
        return " " + say("(as last time)")
    if line.doubt:
        return " " + _say_doubt(line, surface)
    return " " + say("({reason}: please check)", reason=reason) if reason else ""


def _say_doubt(line: Line, surface: Surface) -> str:
    say = surface.say
    n = "" if line.usual is None else surface.number(line.usual)
    match line.doubt:
        case "read":
            return say("(please check)")
        case "fell":
            return say("(last time {n}: please check)", n=n)
        case "back":
            return say("(yes last time: please check)")
        case "share":
            return say("(more than the whole: please check)")
        case "whole":
            return say("(the whole was {n}: please check)", n=n)
    if n:
        return say("(a lot more than before, at most {n}: please check)", n=n)
    return say("(a lot: please check)")


def say_odd(why: str, value: str, usual: float | None, surface: Surface) -> str:
    """Say one answer back, and why it looks odd; the question whether it is right follows."""
    say = surface.say
    n = "" if usual is None else surface.number(usual)
    match why:
        case "read":
            return say("I understand **{value}**. Is that right?", value=value)
        case "fell":
            return say(
                "I understand **{value}**; last time it was {n}. Is that right?", value=value, n=n
            )
        case "back":
            return say(
                "I understand **{value}**; last time it was yes. Is that right?", value=value
            )
        case "share":
            return say(
                "I understand **{value}**: the part is more than the whole. Is that right?",
                value=value,
            )
        case "whole":
            return say(
                "I understand **{value}**; the whole was {n} last time. Is that right?",
                value=value,
                n=n,
            )
    if not n:
        return say("I understand **{value}**, which is a lot. Is that right?", value=value)
    return say(
        "I understand **{value}**, far more than before (at most {usual}). Is that right?",
        value=value,
        usual=n,
    )
