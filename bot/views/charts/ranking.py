"""Units by rate: the first and the last of them."""

from collections.abc import Sequence

from bot.engine.surface import Surface
from bot.views.charts.canvas import SMALLEST, Sheet, shortened
from bot.views.charts.figures import Heading, Light, UnitMark, percent
from bot.views.charts.marks import (
    FAINT,
    INK,
    INNER,
    MARGIN,
    RULE,
    TRACK,
    Key,
    bar,
    draw_heading,
    draw_legend,
    due,
    due_key,
    heading_height,
    key_of,
    legend_height,
    say_nothing,
    sign,
    up_to,
    words,
)

MOST, BEST, LAST = 14, 7, 6

_ROW, _BAR, _NAME = 72, 36, 36
_BAR_LEFT = MARGIN + 520
_BAR_WIDTH = INNER - 520 - 120

Row = tuple[int, UnitMark]
"""A unit and its place; equals share a place."""


def draw(heading: Heading, units: Sequence[UnitMark], surface: Surface) -> bytes:
    """Units with figures; of those without only how many they are."""
    ranked = _ranked(units)
    if not ranked:
        return say_nothing(heading, surface)
    best, last = _both_ends(ranked)
    keys, notes = _keys(best + last, surface), _notes(len(units) - len(ranked), surface)
    rows = len(best) + len(last) + bool(last)
    sheet = Sheet(heading_height(heading) + 8 + rows * _ROW + 52 * len(notes) + legend_height(keys))
    y = draw_heading(sheet, heading, up_to(heading, surface)) + 8
    y = _rows(sheet, y, best, surface)
    if last:
        y = _gap(sheet, y, len(ranked) - len(best) - len(last), surface)
        y = _rows(sheet, y, last, surface)
    for note in notes:
        sheet.text((MARGIN, y + 36), note, SMALLEST, colour=FAINT)
    draw_legend(sheet, keys)
    return sheet.png()


def _ranked(units: Sequence[UnitMark]) -> list[Row]:
    known = sorted((u for u in units if u.rate is not None), key=lambda u: -(u.rate or 0))
    rates = [unit.rate for unit in known]
    return [(rates.index(unit.rate) + 1, unit) for unit in known]


def _both_ends(ranked: list[Row]) -> tuple[list[Row], list[Row]]:
    if len(ranked) <= MOST:
        return ranked, []
    return ranked[:BEST], ranked[-LAST:]


def _rows(sheet: Sheet, y: float, rows: Sequence[Row], surface: Surface) -> float:
    for place, unit in rows:
        _row(sheet, y, place, unit, surface)
        y += _ROW
    return y


def _row(sheet: Sheet, top: float, place: int, unit: UnitMark, surface: Surface) -> None:
    rate, line = unit.rate or 0.0, top + 46
    sheet.text((MARGIN + 52, line), f"{place}.", _NAME, colour=FAINT, anchor="rs")
    sign(sheet, (MARGIN + 86, top + 34), unit.light, 15)
    name = shortened(unit.name, _BAR_LEFT - MARGIN - 112 - 16, _NAME)
    sheet.text((MARGIN + 112, line), name, _NAME, colour=INK)
    _bar(sheet, top + 16, rate, unit)
    shown = f"{surface.number(percent(rate))}%"
    sheet.text((MARGIN + INNER, line), shown, _NAME, bold=True, colour=INK, anchor="rs")


def _bar(sheet: Sheet, top: float, rate: float, unit: UnitMark) -> None:
    box = (_BAR_LEFT, top, _BAR_LEFT + _BAR_WIDTH, top + _BAR)
    sheet.box(box, TRACK, radius=8)
    bar(sheet, box, rate, unit.light)
    if unit.expected is not None:
        share = min(1.0, max(0.0, unit.expected))
        due(sheet, _BAR_LEFT + _BAR_WIDTH * share, (top, top + _BAR))


def _gap(sheet: Sheet, y: float, count: int, surface: Surface) -> float:
    middle = y + _ROW / 2
    words = surface.say("{count} units in between", count=surface.number(count))
    sheet.text((MARGIN + 112, middle + 12), words, SMALLEST, colour=FAINT)
    sheet.dashes((_BAR_LEFT, middle), (MARGIN + INNER, middle), RULE, 4)
    return y + _ROW


def _notes(silent: int, surface: Surface) -> list[str]:
    return [surface.say("without figures: {count} units", count=silent)] if silent else []


def _keys(ranked: Sequence[Row], surface: Surface) -> list[Key]:
    present = {unit.light for _, unit in ranked}
    keys = [key_of(light, words(light, surface)) for light in Light if light in present]
    if all(unit.expected is None for _, unit in ranked):
        return keys
    return [*keys, due_key(surface)]
