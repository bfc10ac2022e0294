"""What all pictures share: colours, the shape of each light, the heading, the legend.

Colours are Okabe and Ito's (jfly.uni-koeln.de/color), told apart with any colour vision; each
light has a shape of its own besides.
"""

from collections.abc import Callable, Mapping, Sequence

from bot.engine.surface import Surface
from bot.views.charts.canvas import (
    SMALLEST,
    WIDTH,
    Box,
    Point,
    Sheet,
    shortened,
    width_of,
    wrapped,
)
from bot.views.charts.figures import Heading, Light

MARGIN = 44
INNER = WIDTH - 2 * MARGIN
INK, FAINT, TRACK, RULE = "#1a1a1a", "#595959", "#e9e9e9", "#bdbdbd"
COLOURS: Mapping[Light, str] = {
    Light.MET: "#0072B2",
    Light.ON_TRACK: "#56B4E9",
    Light.BEHIND: "#E69F00",
    Light.FAR_BEHIND: "#D55E00",
    Light.NOTHING: "#f2f2f2",
}

_TITLE, _UNDER, _LINE = 50, 36, 60
_LEGEND_LINE, _SIGN = 52, 17


Key = tuple[Callable[[Sheet, Point], None], str]
"""One entry of a legend: what draws its sign around a point, and its words."""


def words(light: Light, surface: Surface) -> str:
    """A light in words."""
    say = surface.say
    return {
        Light.MET: say("met"),
        Light.ON_TRACK: say("on pace"),
        Light.BEHIND: say("behind"),
        Light.FAR_BEHIND: say("far behind"),
        Light.NOTHING: say("no figures"),
    }[light]


def sign(sheet: Sheet, at: Point, light: Light, radius: float = _SIGN) -> None:
    """The light's shape, centred."""
    x, y, r = *at, radius
    colour = COLOURS[light]
    match light:
        case Light.MET:
            sheet.disc(at, r, colour)
            tick = [(x - 0.48 * r, y), (x - 0.1 * r, y + 0.4 * r), (x + 0.5 * r, y - 0.42 * r)]
            sheet.line(tick, "white", max(3.0, r / 4))
        case Light.ON_TRACK:
            sheet.disc(at, r * 0.88, colour)
        case Light.BEHIND:
            sheet.polygon([(x, y - r), (x + r, y + 0.8 * r), (x - r, y + 0.8 * r)], colour)
        case Light.FAR_BEHIND:
            sheet.polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], colour)
        case Light.NOTHING:
            sheet.disc(at, r * 0.88, "white", FAINT)


def due(sheet: Sheet, x: float, bar: tuple[float, float]) -> None:
    """Where a bar (its top and bottom) should end by now: a black mark on a white one."""
    top, bottom = bar[0] - 4, bar[1] + 9
    sheet.box((x - 6, top, x + 6, bottom), "white")
    sheet.box((x - 3, top, x + 3, bottom), INK)


def due_key(surface: Surface) -> Key:
    """The mark's entry in a legend."""
    return (lambda sheet, at: due(sheet, at[0], (at[1] - 14, at[1] + 9))), surface.say("due by now")


def bar(sheet: Sheet, box: Box, share: float, light: Light) -> None:
    """A bar filled to a share (0-1); what is far behind is striped too."""
    left, top, right, bottom = box
    end = left + (right - left) * min(1.0, max(0.0, share))
    sheet.box((left, top, end, bottom), COLOURS[light], radius=8)
    if light is Light.FAR_BEHIND:
        sheet.stripes((left + 8, top + 4, end - 8, bottom - 4), "#ffd9bf")


def heading_height(heading: Heading) -> float:
    """Pixels that the heading takes."""
    return MARGIN + _LINE * len(_title(heading)) + 48 + (50 if heading.subject else 0) + 24


def draw_heading(sheet: Sheet, heading: Heading, under: str) -> float:
    """The unit in bold, the subject, and a line under both; gives where it ends."""
    y: float = MARGIN
    for line in _title(heading):
        y += _LINE
        sheet.text((MARGIN, y - 14), line, _TITLE, bold=True, colour=INK)
    if heading.subject:
        y += 50
        subject = shortened(heading.subject, INNER, _UNDER + 4)
        sheet.text((MARGIN, y - 12), subject, _UNDER + 4, colour=INK)
    y += 48
    sheet.text((MARGIN, y - 12), shortened(under, INNER, _UNDER), _UNDER, colour=FAINT)
    return y + 24


def up_to(heading: Heading, surface: Surface) -> str:
    """The day of the figures."""
    day = heading.day
    return surface.say("up to {day}", day=f"{day.day}/{day.month}/{day.year}")


def _title(heading: Heading) -> tuple[str, ...]:
    return wrapped(heading.unit_name, INNER, _TITLE, 2, bold=True)


def key_of(light: Light, text: str) -> Key:
    """A light's entry in a legend."""
    return (lambda sheet, at: sign(sheet, at, light)), text


def legend_height(keys: Sequence[Key]) -> float:
    """Pixels that the legend takes with the space around it."""
    return _LEGEND_LINE * len(_rows(keys)) + MARGIN


def draw_legend(sheet: Sheet, keys: Sequence[Key]) -> None:
    """At the foot of the sheet, as many to a line as fit."""
    y = sheet.height - legend_height(keys) + _LEGEND_LINE / 2 + 8
    for row in _rows(keys):
        x: float = MARGIN
        for draw, text in row:
            draw(sheet, (x + _SIGN, y))
            sheet.text((x + 46, y + 12), text, SMALLEST, colour=INK)
            x += _key_width(text)
        y += _LEGEND_LINE


def _rows(keys: Sequence[Key]) -> list[list[Key]]:
    rows: list[list[Key]] = [[]]
    taken = 0.0
    for key in keys:
        wide = _key_width(key[1])
        if rows[-1] and taken + wide - 36 > INNER:
            rows.append([])
            taken = 0.0
        rows[-1].append(key)
        taken += wide
    return rows


def _key_width(text: str) -> float:
    return 46 + width_of(text, SMALLEST) + 36


def say_nothing(heading: Heading, surface: Surface) -> bytes:
    """The picture where there is nothing to draw."""
    sheet = Sheet(heading_height(heading) + 120)
    y = draw_heading(sheet, heading, up_to(heading, surface))
    words = shortened(surface.say("Nothing has been reported yet."), INNER, _UNDER)
    sheet.text((MARGIN, y + 40), words, _UNDER, colour=INK)
    return sheet.png()
