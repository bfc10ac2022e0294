"""Lists too long for one message, page by page; nothing is left out in silence."""

from collections.abc import Iterable, Sequence

from bot.engine.message import Choice
from bot.engine.surface import Surface

LONGEST = 900
_ROOM_FOR_FOOT = 120
_LINE_OF_NAMES = 200


def split_pages(head: Sequence[str], lines: Sequence[str]) -> list[list[str]]:
    """Split lines into pages that fit one message each with the head above and a foot below."""
    room = LONGEST - _ROOM_FOR_FOOT - sum(len(line) + 1 for line in head)
    pages: list[list[str]] = [[]]
    taken = 0
    for line in lines:
        if pages[-1] and taken + len(line) + 1 > room:
            pages.append([])
            taken = 0
        pages[-1].append(line)
        taken += len(line) + 1
    return pages


def cut_to_fit(text: str, surface: Surface) -> str:
    """Keep as many lines as fit, and say how many more there are."""
    lines = text.split("\n")
    kept = len(lines)
    while len(text) > LONGEST:
        kept -= 1
        more = surface.say("… and {count} more", count=len(lines) - kept)
        text = "\n".join([*lines[:kept], more])
    return text


def wrap_names(lead: str, names: Iterable[str]) -> list[str]:
    """Write names after each other in lines that pages can be split between."""
    lines, line = [], lead
    for number, name in enumerate(names):
        if number and len(line) + len(name) > _LINE_OF_NAMES:
            lines.append(f"{line},")
            line = name
        else:
            line += f"{', ' if number else ' '}{name}"
    return [*lines, line]


def write_page(
    head: Sequence[str],
    lines: Sequence[str],
    number: int,
    ask: str,
    surface: Surface,
    *,
    choices: bool,
) -> tuple[str, tuple[Choice, ...]]:
    """Write one page of the lines, and offer the next: as a button, else as what to type.

    `ask`: what follows /tiendo for the first page.
    """
    pages = split_pages(head, lines)
    at = min(number, len(pages))
    shown = [*head, *pages[at - 1]]
    if len(pages) == 1:
        return "\n".join(shown), ()
    say, named = surface.say, {"number": at, "all": len(pages)}
    if at == len(pages):
        shown.append(say("(Page {number} of {all}.)", **named))
        return "\n".join(shown), ()
    if choices and surface.buttons:
        shown.append(say("(Page {number} of {all}.)", **named))
        label = say("Page {number}/{all}", number=at + 1, all=len(pages))
        offered = (Choice(label, f"/tiendo {ask} trang {at + 1}"),)
        return "\n".join(shown), offered
    command = f"{say('PROGRESS')} {ask.upper()} TRANG {at + 1}"
    shown.append(say("(Page {number} of {all}. Next: type {command}.)", **named, command=command))
    return "\n".join(shown), ()
