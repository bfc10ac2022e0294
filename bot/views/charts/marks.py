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
    measure_width,
    shorten,
    wrap,
)
from bot.views.charts.figures import Heading, Light
from domain.progress.forecast import FAR_BEHIND

MARGIN = 44
INNER = WIDTH - 2 * MARGIN
INK, FAINT, TRACK, RULE = "#1a1a1a", "#595959", "#e9e9e9", "#bdbdbd"
COLOURS: Mapping[Light, str] = {
    Light.MET: "#0072B2",
    Light.HOLDING: "#56B4E9",
    Light.ON_TRACK: "#56B4E9",
    Light.BEHIND: "#E69F00",
    Light.FAR_BEHIND: "#D55E00",
    Light.MISSED: "#1a1a1a",
    Light.OPEN: "#9a9a9a",
    Light.TOO_LITTLE: "#d4d4d4",
    Light.PROVISIONAL: "#d4d4d4",
    Light.NOTHING: "#f2f2f2",
}

_TITLE, _UNDER, _LINE = 50, 36, 60
_LEGEND_LINE, _SIGN = 52, 17


Key = tuple[Callable[[Sheet, Point], None], str]
"""One entry of a legend: what draws its sign around a point, and its words."""


def name_light(light: Light, surface: Surface) -> str:
    """Name a light, and say from where it counts as behind."""
    say, percent = surface.say, round(100 * FAR_BEHIND)
    return {
        Light.MET: say("met"),
        Light.HOLDING: say("holding so far"),
        Light.ON_TRACK: say("on pace"),
        Light.BEHIND: say(
            "behind: from {percent} percent of what is due, or it may still be reached",
            percent=percent,
        ),
        Light.FAR_BEHIND: say(
            "far behind: under {percent} percent of what is due, or not at this pace",
            percent=percent,
        ),
        Light.MISSED: say("not reached in the year"),
        Light.OPEN: say("not due yet"),
        Light.TOO_LITTLE: say("too little reported to judge"),
        Light.PROVISIONAL: say("target only shared out"),
        Light.NOTHING: say("no figures"),
    }[light]


def draw_sign(sheet: Sheet, at: Point, light: Light, radius: float = _SIGN) -> None:
    """Draw a light's shape, centred on a point."""
    x, y, r = *at, radius
    colour = COLOURS[light]
    match light:
        case Light.MET:
            sheet.draw_disc(at, r, colour)
            tick = [(x - 0.48 * r, y), (x - 0.1 * r, y + 0.4 * r), (x + 0.5 * r, y - 0.42 * r)]
            sheet.draw_line(tick, "white", max(3.0, r / 4))
        case Light.HOLDING:
            sheet.draw_disc(at, r, colour)
            for side in (-0.4, 0.4):
                bar = [(x + side * r, y - 0.45 * r), (x + side * r, y + 0.45 * r)]
                sheet.draw_line(bar, "white", max(3.0, r / 4))
        case Light.ON_TRACK:
            sheet.draw_disc(at, r * 0.88, colour)
        case Light.MISSED:
            sheet.draw_box((x - 0.85 * r, y - 0.85 * r, x + 0.85 * r, y + 0.85 * r), colour)
            for slope in (-1, 1):
                cross = [(x - 0.45 * r, y - slope * 0.45 * r), (x + 0.45 * r, y + slope * 0.45 * r)]
                sheet.draw_line(cross, "white", max(3.0, r / 4))
        case Light.BEHIND:
            sheet.draw_polygon([(x, y - r), (x + r, y + 0.8 * r), (x - r, y + 0.8 * r)], colour)
        case Light.FAR_BEHIND:
            sheet.draw_polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], colour)
        case _:
            _draw_hollow_sign(sheet, at, light, r)


def _draw_hollow_sign(sheet: Sheet, at: Point, light: Light, r: float) -> None:
    """Draw the shape of what is not judged."""
    x, y = at
    if light is Light.PROVISIONAL:
        edges = (x - 0.8 * r, y - 0.8 * r, x + 0.8 * r, y + 0.8 * r)
        sheet.draw_box(edges, "white", FAINT)
        return
    sheet.draw_disc(at, r * 0.88, "white", FAINT)
    if light is Light.OPEN:
        sheet.draw_disc(at, r * 0.4, COLOURS[light])
    elif light is Light.TOO_LITTLE:
        sheet.draw_line([(x - 0.45 * r, y), (x + 0.45 * r, y)], FAINT, max(3.0, r / 4))


def draw_due(sheet: Sheet, x: float, edges: tuple[float, float]) -> None:
    """Draw a black mark on a white one where a bar should end by now; `edges`: its top, bottom."""
    top, bottom = edges[0] - 4, edges[1] + 9
    sheet.draw_box((x - 6, top, x + 6, bottom), "white")
    sheet.draw_box((x - 3, top, x + 3, bottom), INK)


def make_due_key(surface: Surface) -> Key:
    """Make the legend's entry for that mark."""
    return (lambda sheet, at: draw_due(sheet, at[0], (at[1] - 14, at[1] + 9))), surface.say(
        "due by now"
    )


def draw_bar(sheet: Sheet, box: Box, share: float, light: Light) -> None:
    """Draw a bar filled to a share (0-1); what is far behind is striped too."""
    left, top, right, bottom = box
    end = left + (right - left) * min(1.0, max(0.0, share))
    sheet.draw_box((left, top, end, bottom), COLOURS[light], radius=8)
    if light in (Light.FAR_BEHIND, Light.MISSED):
        sheet.draw_stripes((left + 8, top + 4, end - 8, bottom - 4), "#ffd9bf")


def measure_heading(heading: Heading) -> float:
    """Measure the pixels that the heading takes."""
    return MARGIN + _LINE * len(_wrap_title(heading)) + 48 + (50 if heading.subject else 0) + 24


def draw_heading(sheet: Sheet, heading: Heading, under: str) -> float:
    """Draw the unit in bold, the subject, and a line under both; return where they end."""
    y: float = MARGIN
    for line in _wrap_title(heading):
        y += _LINE
        sheet.draw_text((MARGIN, y - 14), line, _TITLE, bold=True, colour=INK)
    if heading.subject:
        y += 50
        subject = shorten(heading.subject, INNER, _UNDER + 4)
        sheet.draw_text((MARGIN, y - 12), subject, _UNDER + 4, colour=INK)
    y += 48
    sheet.draw_text((MARGIN, y - 12), shorten(under, INNER, _UNDER), _UNDER, colour=FAINT)
    return y + 24


def say_up_to(heading: Heading, surface: Surface) -> str:
    """Say up to which month the figures count, and when they were looked at."""
    day = f"{heading.day.day}/{heading.day.month}/{heading.day.year}"
    if heading.counted is None:
        return surface.say("seen on {day}", day=day)
    month = f"{heading.counted.month}/{heading.counted.year}"
    return surface.say("up to month {month} · seen on {day}", month=month, day=day)


def _wrap_title(heading: Heading) -> tuple[str, ...]:
    return wrap(heading.unit_name, INNER, _TITLE, 2, bold=True)


def make_key(light: Light, text: str) -> Key:
    """Make the legend's entry for a light."""
    return (lambda sheet, at: draw_sign(sheet, at, light)), text


def measure_legend(keys: Sequence[Key]) -> float:
    """Measure the pixels that the legend takes with the space around it."""
    return _LEGEND_LINE * len(_split_rows(keys)) + MARGIN


def draw_legend(sheet: Sheet, keys: Sequence[Key]) -> None:
    """Draw the legend at the foot of the sheet, with as many entries in a line as fit."""
    y = sheet.height - measure_legend(keys) + _LEGEND_LINE / 2 + 8
    for row in _split_rows(keys):
        x: float = MARGIN
        for draw, text in row:
            draw(sheet, (x + _SIGN, y))
            sheet.draw_text((x + 46, y + 12), text, SMALLEST, colour=INK)
            x += _measure_key(text)
        y += _LEGEND_LINE


def _split_rows(keys: Sequence[Key]) -> list[list[Key]]:
    rows: list[list[Key]] = [[]]
    taken = 0.0
    for key in keys:
        wide = _measure_key(key[1])
        if rows[-1] and taken + wide - 36 > INNER:
            rows.append([])
            taken = 0.0
        rows[-1].append(key)
        taken += wide
    return rows


def _measure_key(text: str) -> float:
    return 46 + measure_width(text, SMALLEST) + 36


def draw_nothing(heading: Heading, surface: Surface) -> bytes:
    """Draw the picture that says that nothing has been reported yet."""
    sheet = Sheet(measure_heading(heading) + 120)
    y = draw_heading(sheet, heading, say_up_to(heading, surface))
    sentence = shorten(surface.say("Nothing has been reported yet."), INNER, _UNDER)
    sheet.draw_text((MARGIN, y + 40), sentence, _UNDER, colour=INK)
    return sheet.to_png()
