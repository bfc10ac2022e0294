"""A sheet to draw on: coordinates in pixels of the finished picture, smooth edges, fitted text.

Everything is drawn at twice the size and halved at the end, which smooths edges and letters.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH = 1080
"""Pixels; about three to one of a phone's width."""
SMALLEST = 32
"""Letters of this size are still read on a phone held upright."""

_SCALE = 2
_COLOURS = 64
_FONTS = Path(__file__).parent / "fonts"
_WITHOUT_GLYPH = re.compile(
    r"[^ -~\xa0-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u2010-\u2015\u2018-\u201e\u2026\u00d7]"
)

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=32)
def _load_font(size: int, bold: bool) -> Font:
    name = "DejaVuSansCondensed-Bold.ttf" if bold else "DejaVuSansCondensed.ttf"
    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(_FONTS / name, size * _SCALE, layout_engine=basic)


def keep_drawable(text: str) -> str:
    """Return the text in composed letters, without what the font has no glyph for."""
    return _WITHOUT_GLYPH.sub("", unicodedata.normalize("NFC", text)).strip()


def measure_width(text: str, size: int, bold: bool = False) -> float:
    """Measure the pixels that a line takes."""
    return _load_font(size, bold).getlength(text) / _SCALE


def shorten(text: str, width: float, size: int, bold: bool = False) -> str:
    """Return the text, or as much of it as fits with an ellipsis."""
    text = keep_drawable(text)
    if measure_width(text, size, bold) <= width:
        return text
    room = width - measure_width("…", size, bold)
    fits = bisect_right(
        range(len(text)), room, key=lambda end: measure_width(text[:end], size, bold)
    )
    return text[: max(0, fits - 1)].rstrip() + "…"


def wrap(
    text: str, width: float, size: int, most_lines: int, bold: bool = False
) -> tuple[str, ...]:
    """Break the text into lines between words; the last line is cut short if it must be."""
    words, lines = keep_drawable(text).split(), [""]
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if lines[-1] and measure_width(longer, size, bold) > width:
            if len(lines) == most_lines:
                break
            lines.append("")
            continue
        lines[-1] = longer
        words.pop(0)
    lines[-1] = shorten(" ".join([lines[-1], *words]), width, size, bold)
    return tuple(shorten(line, width, size, bold) for line in lines)


class Sheet:
    """A white sheet, `WIDTH` wide."""

    def __init__(self, height: float) -> None:
        self.height = round(height)
        self._image = Image.new("RGB", (WIDTH * _SCALE, self.height * _SCALE), "white")
        self._draw = ImageDraw.Draw(self._image)

    def draw_text(
        self,
        at: Point,
        text: str,
        size: int,
        *,
        bold: bool = False,
        colour: str = "black",
        anchor: str = "ls",
    ) -> None:
        """Draw one line of text at a point.

        `anchor` is Pillow's: l, m or r (left, middle, right), then s for the line letters stand on.
        """
        self._draw.text(_scale_up(at), text, colour, _load_font(size, bold), anchor=anchor)

    def draw_box(
        self, box: Box, colour: str, outline: str | None = None, radius: float = 0
    ) -> None:
        """Draw a filled rectangle; `box` is its left, top, right and bottom."""
        left, top, right, bottom = (round(edge * _SCALE) for edge in box)
        if right - left < 2 or bottom - top < 2:
            return
        inside, rounding = (left, top, right - 1, bottom - 1), round(radius * _SCALE)
        self._draw.rounded_rectangle(inside, rounding, colour, outline, 3 * _SCALE)

    def draw_line(self, points: Sequence[Point], colour: str, width: float) -> None:
        """Draw a line through all points."""
        scaled = [_scale_up(point) for point in points]
        self._draw.line(scaled, colour, round(width * _SCALE), joint="curve")

    def draw_dashes(
        self, start: Point, end: Point, colour: str, width: float, dash: float = 14
    ) -> None:
        """Draw a broken line."""
        length = max(1.0, ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5)
        step = (end[0] - start[0]) / length, (end[1] - start[1]) / length
        at = 0.0
        while at < length:
            far = min(at + dash, length)
            ends = [(start[0] + step[0] * d, start[1] + step[1] * d) for d in (at, far)]
            self.draw_line(ends, colour, width)
            at += dash * 1.8

    def draw_disc(
        self, centre: Point, radius: float, colour: str, outline: str | None = None
    ) -> None:
        """Draw a filled circle."""
        x, y, r = centre[0] * _SCALE, centre[1] * _SCALE, radius * _SCALE
        self._draw.ellipse((x - r, y - r, x + r, y + r), colour, outline, 3 * _SCALE)

    def draw_polygon(
        self, points: Sequence[Point], colour: str, outline: str | None = None
    ) -> None:
        """Draw a filled area."""
        self._draw.polygon([_scale_up(point) for point in points], colour, outline)

    def draw_stripes(self, box: Box, colour: str, gap: float = 18, width: float = 5) -> None:
        """Draw slanted stripes inside a rectangle: a pattern that needs no colour."""
        left, top, right, bottom = (round(edge * _SCALE) for edge in box)
        if right - left < 2 or bottom - top < 2:
            return
        part = self._image.crop((left, top, right, bottom))
        pen, high = ImageDraw.Draw(part), bottom - top
        for x in range(-high, right - left + high, round(gap * _SCALE)):
            pen.line([(x, high), (x + high, 0)], colour, round(width * _SCALE))
        self._image.paste(part, (left, top))

    def to_png(self) -> bytes:
        """Return the finished picture."""
        smooth = self._image.reduce(_SCALE)
        few = smooth.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        out = BytesIO()
        few.save(out, "PNG", compress_level=4)
        return out.getvalue()


def _scale_up(point: Point) -> Point:
    return point[0] * _SCALE, point[1] * _SCALE
