"""Draws one unit's indicators as bars, each with a mark where it should be by now."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.surface import Surface
from bot.views.charts.canvas import SMALLEST, Point, Sheet, measure_width, shorten, wrap
from bot.views.charts.figures import Heading, Light, find_light
from bot.views.charts.marks import (
    COLOURS,
    FAINT,
    INK,
    INNER,
    MARGIN,
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
from bot.views.progress.figures import format_figure
from domain.notices.progress import ProgressFacts
from domain.progress.forecast import compute_pace
from domain.progress.progress import IndicatorProgress, ProgressStatus

MOST = 8

_ROW, _BAR, _NAME, _NAME_LINE, _SIGN = 126, 40, 38, 44, 50
_WIDEST_BESIDE = 0.55
_LIGHTS = (
    Light.MISSED,
    Light.FAR_BEHIND,
    Light.BEHIND,
    Light.OPEN,
    Light.ON_TRACK,
    Light.HOLDING,
    Light.MET,
    Light.TOO_LITTLE,
    Light.PROVISIONAL,
    Light.NOTHING,
)
_UNDRAWN = (ProgressStatus.UNSET, ProgressStatus.WITHHELD)
"""Without a target there is no way to draw; of few cases nothing is told."""


_Lit = tuple[Light, IndicatorProgress]


@dataclass(frozen=True, slots=True)
class _Row:
    """An indicator's line. `beside`: its figure stands beside its name, not under it."""

    progress: IndicatorProgress
    light: Light
    name: tuple[str, ...]
    shown: str
    beside: bool

    @property
    def height(self) -> float:
        return _ROW + _NAME_LINE * (len(self.name) - self.beside)


def draw(facts: ProgressFacts, surface: Surface) -> bytes:
    """Draw the indicators that have a target, those furthest behind first, at most eight."""
    counted = None if facts.counted is None else facts.counted.period
    heading = Heading(facts.unit_name, facts.day, counted=counted)
    judged = [i for i in facts.indicators if i.status not in _UNDRAWN]
    if not any(i.status is not ProgressStatus.NOTHING for i in judged):
        return draw_nothing(heading, surface)
    lit = [(find_light(i, facts.forecasts.get(i.indicator.code)), i) for i in judged]
    shown = sorted(lit, key=_order_by_urgency)[:MOST]
    keys = _make_keys(shown, surface)
    left = len(judged) - len(shown)
    more = _say_more(left, surface) if left else ""
    rows = [_make_row(light, progress, surface) for light, progress in shown]
    high = sum(row.height for row in rows) + (56 if more else 0)
    sheet = Sheet(measure_heading(heading) + 8 + high + measure_legend(keys))
    y = draw_heading(sheet, heading, say_up_to(heading, surface)) + 8
    for row in rows:
        _draw_row(sheet, y, row)
        y += row.height
    sheet.draw_text((MARGIN, y + 30), more, SMALLEST, colour=FAINT)
    draw_legend(sheet, keys)
    return sheet.to_png()


def _order_by_urgency(lit: _Lit) -> tuple[int, float]:
    light, progress = lit
    return _LIGHTS.index(light), compute_pace(progress)


def _say_more(count: int, surface: Surface) -> str:
    """Say how many others there are; those that need care most are drawn."""
    return surface.say("… and {count} more indicators that need less care", count=count)


def _make_row(light: Light, progress: IndicatorProgress, surface: Surface) -> _Row:
    shown = _format_figure(progress, light, surface)
    wide = measure_width(shown, _NAME, bold=True)
    beside = wide <= INNER * _WIDEST_BESIDE
    room = INNER - _SIGN - (24 + wide if beside else 0)
    name = f"{progress.indicator.code} {progress.indicator.short}"
    return _Row(progress, light, wrap(name, room, _NAME, 2), shown, beside)


def _format_figure(progress: IndicatorProgress, light: Light, surface: Surface) -> str:
    if light is Light.NOTHING:
        return name_light(light, surface)
    return format_figure(progress, surface)


def _draw_row(sheet: Sheet, top: float, row: _Row) -> None:
    y = top + 42
    draw_sign(sheet, (MARGIN + 18, top + 28), row.light)
    for number, line in enumerate(row.name):
        sheet.draw_text((MARGIN + _SIGN, y + number * _NAME_LINE), line, _NAME, colour=INK)
    last = y + _NAME_LINE * (len(row.name) - row.beside)
    place = (MARGIN + INNER, y) if row.beside else (MARGIN + INNER, last)
    size = _NAME if measure_width(row.shown, _NAME, bold=True) <= INNER - _SIGN else SMALLEST
    shown = shorten(row.shown, INNER, size, True)
    sheet.draw_text(place, shown, size, bold=True, colour=INK, anchor="rs")
    _draw_bar(sheet, last + 16, row)


def _draw_bar(sheet: Sheet, top: float, row: _Row) -> None:
    box, standing = (MARGIN, top, MARGIN + INNER, top + _BAR), row.progress.standing
    sheet.draw_box(box, TRACK, radius=8)
    if row.light is Light.NOTHING:
        return
    if _is_half_way(row.progress):
        sheet.draw_box(
            (MARGIN, top, _find_end(standing.pace), top + _BAR), "white", COLOURS[row.light], 8
        )
    draw_bar(sheet, box, _find_done(row.progress), row.light)
    if row.light.is_judged and row.progress.expected:
        draw_due(sheet, _find_end(row.progress.expected), (top, top + _BAR))


def _find_done(progress: IndicatorProgress) -> float:
    """Find how far a bar is filled: by units that reached it, or by how far the unit itself is."""
    standing = progress.standing
    return (standing.pace if progress.counts_itself else standing.rate) or 0.0


def _find_end(share: float | None) -> float:
    return MARGIN + INNER * min(1.0, max(0.0, share or 0.0))


def _make_keys(shown: Sequence[_Lit], surface: Surface) -> list[Key]:
    present = {light for light, _ in shown}
    keys = [
        make_key(light, name_light(light, surface)) for light in _LIGHTS[::-1] if light in present
    ]
    if any(_is_half_way(progress) for _, progress in shown):
        keys.append((_draw_begun, surface.say("units on their way")))
    return [*keys, make_due_key(surface)]


def _is_half_way(progress: IndicatorProgress) -> bool:
    standing = progress.standing
    begun = _find_end(standing.pace) - _find_end(_find_done(progress))
    return progress.counts_units and begun > 4


def _draw_begun(sheet: Sheet, at: Point) -> None:
    sheet.draw_box((at[0] - 17, at[1] - 15, at[0] + 17, at[1] + 15), "white", FAINT, 6)
