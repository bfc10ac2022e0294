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
)
from bot.views.progress.figures import format_figure
from domain.notices.progress import ProgressFacts
from domain.progress.forecast import compute_pace
from domain.progress.progress import IndicatorProgress, ProgressStatus

MOST = 8

_ROW, _BAR, _NAME, _NAME_LINE, _SIGN = 126, 40, 38, 44, 50
_LIGHTS = (Light.FAR_BEHIND, Light.BEHIND, Light.ON_TRACK, Light.MET, Light.NOTHING)


_Lit = tuple[Light, IndicatorProgress]


@dataclass(frozen=True, slots=True)
class _Row:
    progress: IndicatorProgress
    light: Light
    name: tuple[str, ...]
    shown: str

    @property
    def height(self) -> float:
        return _ROW + _NAME_LINE * (len(self.name) - 1)


def draw(facts: ProgressFacts, surface: Surface) -> bytes:
    """Draw the indicators that have a target, those furthest behind first, at most eight."""
    heading = Heading(facts.unit_name, facts.day)
    judged = [i for i in facts.indicators if i.status is not ProgressStatus.UNSET]
    if not any(i.status is not ProgressStatus.NOTHING for i in judged):
        return draw_nothing(heading, surface)
    lit = [(find_light(i, facts.forecasts.get(i.indicator.code)), i) for i in judged]
    shown = sorted(lit, key=_order_by_urgency)[:MOST]
    keys = _make_keys(shown, surface)
    more = _say_more(len(judged) - len(shown), surface)
    rows = [_make_row(light, progress, surface) for light, progress in shown]
    high = sum(row.height for row in rows) + (56 if more else 0)
    sheet = Sheet(measure_heading(heading) + 8 + high + measure_legend(keys))
    y = draw_heading(sheet, heading, _say_under(facts, surface)) + 8
    for row in rows:
        _draw_row(sheet, y, row)
        y += row.height
    sheet.draw_text((MARGIN, y + 30), more, SMALLEST, colour=FAINT)
    draw_legend(sheet, keys)
    return sheet.to_png()


def _order_by_urgency(lit: _Lit) -> tuple[int, float]:
    light, progress = lit
    return _LIGHTS.index(light), compute_pace(progress)


def _say_under(facts: ProgressFacts, surface: Surface) -> str:
    day = f"{facts.day.day}/{facts.day.month}/{facts.day.year}"
    percent = round(100 * facts.elapsed)
    return surface.say("up to {day} · of the year gone by: {percent}%", day=day, percent=percent)


def _say_more(count: int, surface: Surface) -> str:
    return surface.say("… and {count} more indicators", count=count) if count else ""


def _make_row(light: Light, progress: IndicatorProgress, surface: Surface) -> _Row:
    shown = _format_figure(progress, light, surface)
    room = INNER - _SIGN - 24 - measure_width(shown, _NAME, bold=True)
    name = f"{progress.indicator.code} {progress.indicator.short}"
    return _Row(progress, light, wrap(name, room, _NAME, 2), shown)


def _format_figure(progress: IndicatorProgress, light: Light, surface: Surface) -> str:
    if light is Light.NOTHING:
        return name_light(light, surface)
    return shorten(format_figure(progress, surface), INNER * 0.55, _NAME, True)


def _draw_row(sheet: Sheet, top: float, row: _Row) -> None:
    y = top + 42
    draw_sign(sheet, (MARGIN + 18, top + 28), row.light)
    sheet.draw_text((MARGIN + INNER, y), row.shown, _NAME, bold=True, colour=INK, anchor="rs")
    for line in row.name:
        sheet.draw_text((MARGIN + _SIGN, y), line, _NAME, colour=INK)
        y += _NAME_LINE
    _draw_bar(sheet, y - _NAME_LINE + 16, row)


def _draw_bar(sheet: Sheet, top: float, row: _Row) -> None:
    box, standing = (MARGIN, top, MARGIN + INNER, top + _BAR), row.progress.standing
    sheet.draw_box(box, TRACK, radius=8)
    if row.light is Light.NOTHING:
        return
    if _is_half_way(row.progress):
        sheet.draw_box(
            (MARGIN, top, _find_end(standing.pace), top + _BAR), "white", COLOURS[row.light], 8
        )
    draw_bar(sheet, box, standing.rate or 0.0, row.light)
    draw_due(sheet, _find_end(row.progress.expected), (top, top + _BAR))


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
    return _find_end(standing.pace) - _find_end(standing.rate) > 4


def _draw_begun(sheet: Sheet, at: Point) -> None:
    sheet.draw_box((at[0] - 17, at[1] - 15, at[0] + 17, at[1] + 15), "white", FAINT, 6)
