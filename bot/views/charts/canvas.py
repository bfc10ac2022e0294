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
def _font(size: int, bold: bool) -> Font:
    name = "DejaVuSansCondensed-Bold.ttf" if bold else "DejaVuSansCondensed.ttf"
    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(_FONTS / name, size * _SCALE, layout_engine=basic)


def drawable(text: str) -> str:
    """The text in composed letters, without what the font has no glyph for."""
    return _WITHOUT_GLYPH.sub("", unicodedata.normalize("NFC", text)).strip()


def width_of(text: str, size: int, bold: bool = False) -> float:
    """Pixels that a line takes."""
    return _font(size, bold).getlength(text) / _SCALE


def shortened(text: str, width: float, size: int, bold: bool = False) -> str:
    """The text, or as much as fits with an ellipsis."""
    text = drawable(text)
    if width_of(text, size, bold) <= width:
        return text
    room = width - width_of("…", size, bold)
    fits = bisect_right(range(len(text)), room, key=lambda end: width_of(text[:end], size, bold))
    return text[: max(0, fits - 1)].rstrip() + "…"


def wrapped(
    text: str, width: float, size: int, most_lines: int, bold: bool = False
) -> tuple[str, ...]:
    """The text in lines broken between words; the last is cut short if it must be."""
    words, lines = drawable(text).split(), [""]
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if lines[-1] and width_of(longer, size, bold) > width:
            if len(lines) == most_lines:
                break
            lines.append("")
            continue
        lines[-1] = longer
        words.pop(0)
    lines[-1] = shortened(" ".join([lines[-1], *words]), width, size, bold)
    return tuple(shortened(line, width, size, bold) for line in lines)


class Sheet:
    """A white sheet, `WIDTH` wide."""

    def __init__(self, height: float) -> None:
        self.height = round(height)
        self._image = Image.new("RGB", (WIDTH * _SCALE, self.height * _SCALE), "white")
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self,
        at: Point,
        text: str,
        size: int,
        *,
        bold: bool = False,
        colour: str = "black",
        anchor: str = "ls",
    ) -> None:
        """One line; `anchor` as Pillow has it: l, m or r, then s for the line letters stand on."""
        self._draw.text(_up(at), text, colour, _font(size, bold), anchor=anchor)

    def box(self, box: Box, colour: str, outline: str | None = None, radius: float = 0) -> None:
        """A filled rectangle: left, top, right, bottom."""
        left, top, right, bottom = (round(edge * _SCALE) for edge in box)
        if right - left < 2 or bottom - top < 2:
            return
        inside, rounding = (left, top, right - 1, bottom - 1), round(radius * _SCALE)
        self._draw.rounded_rectangle(inside, rounding, colour, outline, 3 * _SCALE)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        """A line through all points."""
        scaled = [_up(point) for point in points]
        self._draw.line(scaled, colour, round(width * _SCALE), joint="curve")

    def dashes(self, start: Point, end: Point, colour: str, width: float, dash: float = 14) -> None:
        """A broken line."""
        length = max(1.0, ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5)
        step = (end[0] - start[0]) / length, (end[1] - start[1]) / length
        at = 0.0
        while at < length:
            far = min(at + dash, length)
            ends = [(start[0] + step[0] * d, start[1] + step[1] * d) for d in (at, far)]
            self.line(ends, colour, width)
            at += dash * 1.8

    def disc(self, centre: Point, radius: float, colour: str, outline: str | None = None) -> None:
        """A filled circle."""
        x, y, r = centre[0] * _SCALE, centre[1] * _SCALE, radius * _SCALE
        self._draw.ellipse((x - r, y - r, x + r, y + r), colour, outline, 3 * _SCALE)

    def polygon(self, points: Sequence[Point], colour: str, outline: str | None = None) -> None:
        """A filled area."""
        self._draw.polygon([_up(point) for point in points], colour, outline)

    def stripes(self, box: Box, colour: str, gap: float = 18, width: float = 5) -> None:
        """Slanted stripes inside a rectangle: a pattern that needs no colour."""
        left, top, right, bottom = (round(edge * _SCALE) for edge in box)
        if right - left < 2 or bottom - top < 2:
            return
        part = self._image.crop((left, top, right, bottom))
        pen, high = ImageDraw.Draw(part), bottom - top
        for x in range(-high, right - left + high, round(gap * _SCALE)):
            pen.line([(x, high), (x + high, 0)], colour, round(width * _SCALE))
        self._image.paste(part, (left, top))

    def png(self) -> bytes:
        """The finished picture."""
        smooth = self._image.reduce(_SCALE)
        few = smooth.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        out = BytesIO()
        few.save(out, "PNG", compress_level=4)
        return out.getvalue()


def _up(point: Point) -> Point:
    return point[0] * _SCALE, point[1] * _SCALE
