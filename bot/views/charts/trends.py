"""Draws indicators over the months, each in a small panel with the way to its target."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.surface import Surface
from bot.views.charts.canvas import SMALLEST, Point, Sheet, measure_width, wrap
from bot.views.charts.figures import Heading, Light, Trend
from bot.views.charts.marks import (
    COLOURS,
    FAINT,
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
    name_light,
    say_up_to,
)

MOST, IN_ONE_COLUMN = 8, 3

_GAP, _NAME, _NAME_LINE, _FIGURE, _SIGN = 44, 34, 42, 36, 42
_NARROW, _WIDE = 290, 340
_MONTHS = (1, 3, 6, 9, 12)
_FAN = "#d9d9d9"


@dataclass(frozen=True, slots=True)
class _Row:
    """Panels beside each other, their names in lines, and the width and height of each plot."""

    trends: tuple[Trend, ...]
    names: tuple[tuple[str, ...], ...]
    width: float
    plot: float

    @property
    def lines(self) -> float:
        return _NAME_LINE * max(len(name) for name in self.names)

    @property
    def height(self) -> float:
        return self.lines + self.plot


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where a panel's months and amounts lie on the sheet."""

    left: float
    top: float
    right: float
    bottom: float
    low: float
    high: float

    def locate(self, month: float, amount: float) -> Point:
        across = self.left + (self.right - self.left) * month / 12
        up = (amount - self.low) / (self.high - self.low)
        return across, self.bottom - (self.bottom - self.top) * up


def draw(heading: Heading, trends: Sequence[Trend], surface: Surface) -> bytes:
    """Draw the first eight indicators that have a figure in any month."""
    shown = [t for t in trends if any(a is not None for a in t.by_month)][:MOST]
    if not shown:
        return draw_nothing(heading, surface)
    columns = 1 if len(shown) <= IN_ONE_COLUMN else 2
    rows = [
        _make_row(shown[start : start + columns], columns)
        for start in range(0, len(shown), columns)
    ]
    keys = _make_keys(shown, surface)
    high = sum(row.height for row in rows)
    sheet = Sheet(measure_heading(heading) + high + measure_legend(keys))
    top = draw_heading(sheet, heading, say_up_to(heading, surface))
    for row in rows:
        _draw_row(sheet, top, row, surface)
        top += row.height
    draw_legend(sheet, keys)
    return sheet.to_png()


def _make_row(trends: Sequence[Trend], columns: int) -> _Row:
    width = (INNER - _GAP * (columns - 1)) / columns
    names = tuple(wrap(t.name, width - _SIGN, _NAME, 2, bold=True) for t in trends)
    plot = _NARROW if columns == 2 else _WIDE
    return _Row(tuple(trends), names, width, plot)


def _draw_row(sheet: Sheet, top: float, row: _Row, surface: Surface) -> None:
    for number, (trend, name) in enumerate(zip(row.trends, row.names, strict=True)):
        left = MARGIN + number * (row.width + _GAP)
        _draw_name(sheet, (left, top), name, trend.light)
        box = left + 4, top + row.lines + 62, left + row.width - 24, top + row.height - 66
        plot = _make_plot(box, trend)
        _draw_axis(sheet, plot, surface)
        _draw_way(sheet, plot, trend, surface)
        _draw_ends(sheet, plot, trend, surface)
        _draw_course(sheet, plot, trend, surface)


def _draw_name(sheet: Sheet, at: Point, lines: Sequence[str], light: Light) -> None:
    draw_sign(sheet, (at[0] + 17, at[1] + 22), light)
    for number, line in enumerate(lines):
        where = at[0] + _SIGN, at[1] + 34 + number * _NAME_LINE
        sheet.draw_text(where, line, _NAME, bold=True, colour=INK)


def _make_plot(box: tuple[float, float, float, float], trend: Trend) -> _Plot:
    amounts = [a for a in trend.by_month if a is not None] + [0.0, trend.start]
    if trend.target is not None:
        amounts.append(trend.target)
    amounts += trend.ends or ()
    low, high = min(amounts), max(amounts)
    return _Plot(*box, low, high if high > low else low + 1)


def _draw_axis(sheet: Sheet, plot: _Plot, surface: Surface) -> None:
    sheet.draw_line([(plot.left, plot.bottom), (plot.right, plot.bottom)], RULE, 3)
    for month in _MONTHS:
        x, _ = plot.locate(month, plot.low)
        sheet.draw_line([(x, plot.bottom), (x, plot.bottom + 8)], RULE, 3)
        name = surface.say("M{month}", month=month)
        sheet.draw_text((x, plot.bottom + 40), name, 28, colour=FAINT, anchor="ms")


def _draw_way(sheet: Sheet, plot: _Plot, trend: Trend, surface: Surface) -> None:
    if trend.target is None:
        return
    start = trend.target if trend.steady else trend.start
    end = plot.locate(12, trend.target)
    sheet.draw_dashes(plot.locate(0, start), end, FAINT, 4)
    shown = surface.number(round(trend.target, 1)) + trend.suffix
    sheet.draw_text((plot.right + 24, end[1] - 12), shown, SMALLEST, colour=FAINT, anchor="rs")


def _draw_ends(sheet: Sheet, plot: _Plot, trend: Trend, surface: Surface) -> None:
    """Draw where December will be at this pace: a fan from the newest month to the range."""
    known = [(m, a) for m, a in enumerate(trend.by_month, 1) if a is not None]
    if trend.ends is None or not known:
        return
    newest = plot.locate(*known[-1])
    low, likely, high = (plot.locate(12, amount) for amount in trend.ends)
    sheet.draw_polygon([newest, low, high], _FAN)
    sheet.draw_dashes(newest, likely, INK, 3)
    shown = surface.number(round(trend.ends[1])) + trend.suffix
    beneath = max(low[1], likely[1]) + 34
    sheet.draw_text((plot.right + 24, beneath), shown, SMALLEST, colour=INK, anchor="rs")


def _draw_course(sheet: Sheet, plot: _Plot, trend: Trend, surface: Surface) -> None:
    known = [(m, a) for m, a in enumerate(trend.by_month, 1) if a is not None]
    points = [plot.locate(month, amount) for month, amount in known]
    if not trend.steady and known[0][0] == 1:
        points.insert(0, plot.locate(0, trend.start))
    colour = COLOURS[trend.light] if trend.light.is_judged else FAINT
    if len(points) > 1:
        sheet.draw_line(points, colour, 9)
    for point in points[-len(known) :]:
        sheet.draw_disc(point, 8, colour)
    sheet.draw_disc(points[-1], 14, "white")
    sheet.draw_disc(points[-1], 11, colour)
    where = _choose_place(
        trend, known[-1], points[-1][1] < _find_way_height(plot, trend, known[-1][0])
    )
    _draw_newest(sheet, plot, points[-1], _format_amount(known[-1][1], trend, surface), where)


def _choose_place(trend: Trend, newest: tuple[int, float], over_way: bool) -> str:
    """Choose where the newest figure is clear of the way to the target."""
    if trend.target is None or (over_way and not trend.steady):
        return "over"
    if trend.ends is not None:  # the fan is right of it
        return "under"
    if trend.steady:
        return "over" if newest[1] >= trend.target else "under"
    return "right"


def _find_way_height(plot: _Plot, trend: Trend, month: int) -> float:
    """Find how high on the sheet the way to the target passes in a month."""
    target = trend.target or 0.0
    return plot.locate(month, trend.start + (target - trend.start) * month / 12)[1]


def _format_amount(amount: float, trend: Trend, surface: Surface) -> str:
    return surface.number(round(amount, 1)) + trend.suffix


def _draw_newest(sheet: Sheet, plot: _Plot, at: Point, shown: str, where: str) -> None:
    """Draw the newest figure over its dot, under it, or right of it if there is room."""
    wide, (x, y) = measure_width(shown, _FIGURE, bold=True), at
    if where == "under":
        x, y = min(x, plot.right + 24 - wide / 2), y + 48
    elif where == "right" and x + 22 + wide <= plot.right + 24:
        x, y = x + 22 + wide / 2, y + 13
    elif x + wide / 2 > plot.right - 40:
        x, y = x - 56 - wide / 2, y - 22
    else:
        x, y = max(x, plot.left + wide / 2), y - 26
    sheet.draw_box((x - wide / 2 - 5, y - 30, x + wide / 2 + 5, y + 5), "white", radius=6)
    sheet.draw_text((x, y), shown, _FIGURE, bold=True, colour=INK, anchor="ms")


def _make_keys(shown: Sequence[Trend], surface: Surface) -> list[Key]:
    present = {trend.light for trend in shown}
    keys = [make_key(light, name_light(light, surface)) for light in Light if light in present]
    if any(trend.target is not None for trend in shown):
        keys.append((_draw_way_key, surface.say("way to the target")))
    if any(trend.ends is not None for trend in shown):
        keys.append((_draw_ends_key, surface.say("December at this pace, from least to most")))
    return keys


def _draw_ends_key(sheet: Sheet, at: Point) -> None:
    fan = [(at[0] - 18, at[1] + 8), (at[0] + 18, at[1] - 14), (at[0] + 18, at[1] + 8)]
    sheet.draw_polygon(fan, _FAN)
    sheet.draw_dashes(fan[0], (at[0] + 18, at[1] - 3), INK, 3)


def _draw_way_key(sheet: Sheet, at: Point) -> None:
    sheet.draw_dashes((at[0] - 18, at[1]), (at[0] + 22, at[1]), FAINT, 4)
