"""Draws units by rate: the first and the last of them."""

from collections import Counter
from collections.abc import Sequence

from bot.engine.surface import Surface
from bot.views.charts.canvas import SMALLEST, Sheet, shorten
from bot.views.charts.figures import Heading, Light, UnitMark
from bot.views.charts.marks import (
    FAINT,
    INK,
    INNER,
    MARGIN,
    RULE,
    TRACK,
    Key,
    draw_bar,
    draw_due,
    draw_heading,
    draw_legend,
    draw_nothing,
    draw_sign,
    make_due_key,
    make_key,
    measure_heading,
    measure_legend,
    name_light,
    say_up_to,
)
from domain.progress.percents import round_percent

MOST, BEST, LAST = 14, 7, 6

_ROW, _BAR, _NAME = 72, 36, 36
_BAR_LEFT = MARGIN + 520
_BAR_WIDTH = INNER - 520 - 120

Row = tuple[int, UnitMark]
"""A unit's place and its mark; equal units share a place."""


def draw(heading: Heading, units: Sequence[UnitMark], surface: Surface) -> bytes:
    """Draw the units that have figures, and say how many have none."""
    ranked = _rank(units)
    if not ranked:
        return draw_nothing(heading, surface)
    best, last = _pick_both_ends(ranked)
    keys, notes = _make_keys(best + last, surface), _say_notes(units, surface)
    rows = len(best) + len(last) + bool(last)
    sheet = Sheet(
        measure_heading(heading) + 8 + rows * _ROW + 52 * len(notes) + measure_legend(keys)
    )
    y = draw_heading(sheet, heading, say_up_to(heading, surface)) + 8
    y = _draw_rows(sheet, y, best, surface)
    if last:
        y = _draw_gap(sheet, y, len(ranked) - len(best) - len(last), surface)
        y = _draw_rows(sheet, y, last, surface)
    for note in notes:
        sheet.draw_text((MARGIN, y + 36), note, SMALLEST, colour=FAINT)
    draw_legend(sheet, keys)
    return sheet.to_png()


def _rank(units: Sequence[UnitMark]) -> list[Row]:
    known = sorted((u for u in units if u.rate is not None), key=lambda u: -(u.rate or 0))
    rates = [unit.rate for unit in known]
    return [(rates.index(unit.rate) + 1, unit) for unit in known]


def _pick_both_ends(ranked: list[Row]) -> tuple[list[Row], list[Row]]:
    if len(ranked) <= MOST:
        return ranked, []
    return ranked[:BEST], ranked[-LAST:]


def _draw_rows(sheet: Sheet, y: float, rows: Sequence[Row], surface: Surface) -> float:
    for place, unit in rows:
        _draw_row(sheet, y, place, unit, surface)
        y += _ROW
    return y


def _draw_row(sheet: Sheet, top: float, place: int, unit: UnitMark, surface: Surface) -> None:
    rate, line = unit.rate or 0.0, top + 46
    sheet.draw_text((MARGIN + 52, line), f"{place}.", _NAME, colour=FAINT, anchor="rs")
    draw_sign(sheet, (MARGIN + 86, top + 34), unit.light, 15)
    name = shorten(unit.name, _BAR_LEFT - MARGIN - 112 - 16, _NAME)
    sheet.draw_text((MARGIN + 112, line), name, _NAME, colour=INK)
    _draw_bar(sheet, top + 16, rate, unit)
    share = rate if unit.percent is None else unit.percent / 100
    shown = f"{surface.number(round_percent(share))}%"
    sheet.draw_text((MARGIN + INNER, line), shown, _NAME, bold=True, colour=INK, anchor="rs")


def _draw_bar(sheet: Sheet, top: float, rate: float, unit: UnitMark) -> None:
    box = (_BAR_LEFT, top, _BAR_LEFT + _BAR_WIDTH, top + _BAR)
    sheet.draw_box(box, TRACK, radius=8)
    draw_bar(sheet, box, rate, unit.light)
    if unit.expected:
        share = min(1.0, max(0.0, unit.expected))
        draw_due(sheet, _BAR_LEFT + _BAR_WIDTH * share, (top, top + _BAR))


def _draw_gap(sheet: Sheet, y: float, count: int, surface: Surface) -> float:
    middle = y + _ROW / 2
    sentence = surface.say("{count} units in between", count=surface.number(count))
    sheet.draw_text((MARGIN + 112, middle + 12), sentence, SMALLEST, colour=FAINT)
    sheet.draw_dashes((_BAR_LEFT, middle), (MARGIN + INNER, middle), RULE, 4)
    return y + _ROW


def _say_notes(units: Sequence[UnitMark], surface: Surface) -> list[str]:
    """Say how many units are not drawn, and why."""
    silent = Counter(unit.light for unit in units if unit.rate is None)
    return [
        surface.say(
            "not ranked: {count} units ({why})",
            count=surface.number(count),
            why=name_light(light, surface),
        )
        for light, count in silent.items()
    ]


def _make_keys(ranked: Sequence[Row], surface: Surface) -> list[Key]:
    present = {unit.light for _, unit in ranked}
    keys = [make_key(light, name_light(light, surface)) for light in Light if light in present]
    if not any(unit.expected for _, unit in ranked):
        return keys
    return [*keys, make_due_key(surface)]
