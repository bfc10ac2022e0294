"""Draws units as tiles near where they lie, coloured by progress."""

from collections import Counter
from collections.abc import Sequence

from bot.engine.surface import Surface
from bot.views.charts.canvas import Point, Sheet, measure_width, wrap
from bot.views.charts.figures import STEPS, Heading, Light, PlacedUnit, UnitMark
from bot.views.charts.marks import (
    COLOURS,
    INK,
    INNER,
    MARGIN,
    RULE,
    Key,
    draw_heading,
    draw_legend,
    draw_nothing,
    draw_sign,
    make_key,
    measure_heading,
    measure_legend,
    say_up_to,
)
from bot.views.charts.tiles import lay_out
from domain.progress.percents import round_percent

_GAP, _HIGH, _WIDEST = 6, 126, 240
_SIZES = (34, 32, 30, 28, 26, 24)
_FIGURE = 28
_LIGHT_INK = {Light.MET: "white"}


def draw(heading: Heading, units: Sequence[PlacedUnit], surface: Surface) -> bytes:
    """Draw a tile for every unit, also for one without figures."""
    if not units:
        return draw_nothing(heading, surface)
    cells = lay_out(tuple((unit.lat, unit.lon) for unit in units))
    rows, columns = (1 + max(numbers) for numbers in zip(*cells, strict=True))
    wide = min(_WIDEST, (INNER + _GAP) / columns)
    keys = _make_keys(units, surface)
    sheet = Sheet(measure_heading(heading) + rows * (_HIGH + _GAP) + 20 + measure_legend(keys))
    top = draw_heading(sheet, heading, say_up_to(heading, surface))
    left = MARGIN + (INNER + _GAP - columns * wide) / 2
    size = _choose_size(units, wide - _GAP - 10)
    for (row, column), unit in zip(cells, units, strict=True):
        x, y = left + column * wide, top + row * (_HIGH + _GAP)
        _draw_tile(sheet, (x, y, x + wide - _GAP, y + _HIGH), unit.mark, size, surface)
    draw_legend(sheet, keys)
    return sheet.to_png()


def _choose_size(units: Sequence[PlacedUnit], room: float) -> int:
    """Choose the largest letters in which every word fits its tile."""
    longest = {word for unit in units for word in unit.mark.name.split()}
    for size in _SIZES:
        if all(measure_width(word, size, bold=True) <= room for word in longest):
            return size
    return _SIZES[-1]


def _draw_tile(
    sheet: Sheet,
    box: tuple[float, float, float, float],
    unit: UnitMark,
    size: int,
    surface: Surface,
) -> None:
    left, top, right, _ = box
    outline = RULE if unit.light is Light.NOTHING else None
    sheet.draw_box(box, COLOURS[unit.light], outline, 12)
    middle, ink = (left + right) / 2, _LIGHT_INK.get(unit.light, "black")
    lines = wrap(unit.name, right - left - 10, size, 2, bold=True)
    y = top + (37 if len(lines) == 2 else 54)
    for line in lines:
        sheet.draw_text((middle, y), line, size, bold=True, colour=ink, anchor="ms")
        y += 34
    _draw_figure(sheet, (middle, top + 104), unit, surface)


def _draw_figure(sheet: Sheet, at: Point, unit: UnitMark, surface: Surface) -> None:
    """Draw the light's shape and the rate on white, so that both are seen on any colour."""
    shown = "–" if unit.rate is None else f"{surface.number(round_percent(unit.rate))}%"
    half = (measure_width(shown, _FIGURE) + 30) / 2
    sheet.draw_box((at[0] - half - 8, at[1] - 16, at[0] + half + 8, at[1] + 16), "white", radius=16)
    draw_sign(sheet, (at[0] - half + 12, at[1]), unit.light, 12)
    sheet.draw_text((at[0] + half, at[1] + 10), shown, _FIGURE, colour=INK, anchor="rs")


def _make_keys(units: Sequence[PlacedUnit], surface: Surface) -> list[Key]:
    counts = Counter(unit.mark.light for unit in units)
    return [
        make_key(light, f"{_name_step(light, surface)}: {surface.number(counts[light])}")
        for light in Light
        if counts[light]
    ]


def _name_step(light: Light, surface: Surface) -> str:
    """Say which share of a unit's targets is good for it to be drawn so; see `STEPS`."""
    say, percent = surface.say, {light: round(100 * least) for light, least in STEPS.items()}
    match light:
        case Light.MET:
            return say("all targets")
        case Light.ON_TRACK | Light.BEHIND:
            return say("from {percent}%", percent=percent[light])
        case Light.FAR_BEHIND:
            return say("under {percent}%", percent=percent[Light.BEHIND])
    return say("nothing to judge yet")
