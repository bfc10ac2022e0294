"""Progress as PNG pictures for a phone.

Each function takes plain data and returns the bytes of a PNG, 1080 pixels wide and under 200 KB.
A picture costs up to 300 ms of a core: call it off the event loop. Pillow and the fonts are
loaded with the first picture, so that importing this package costs nothing.
"""

from collections.abc import Sequence

from bot.engine.surface import Surface
from bot.views.charts.figures import (
    Heading,
    Light,
    PlacedUnit,
    Trend,
    UnitMark,
    find_light,
    find_step,
    make_unit_mark,
)
from domain.notices.progress import ProgressFacts

__all__ = [
    "Heading",
    "Light",
    "PlacedUnit",
    "Trend",
    "UnitMark",
    "draw_commune_map",
    "draw_progress_chart",
    "draw_ranking_chart",
    "draw_trend_chart",
    "find_light",
    "find_step",
    "make_unit_mark",
]


def draw_progress_chart(facts: ProgressFacts, surface: Surface) -> bytes:
    """Draw up to eight indicators of one unit as bars, those furthest behind first."""
    from bot.views.charts import bars  # noqa: PLC0415 - Pillow comes with the first picture

    return bars.draw(facts, surface)


def draw_trend_chart(heading: Heading, trends: Sequence[Trend], surface: Surface) -> bytes:
    """Draw up to eight indicators over the months, each against the way to its target."""
    from bot.views.charts import trends as panels  # noqa: PLC0415 - as above

    return panels.draw(heading, trends, surface)


def draw_ranking_chart(heading: Heading, units: Sequence[UnitMark], surface: Surface) -> bytes:
    """Draw units by rate: all if they fit, else the first and the last of them."""
    from bot.views.charts import ranking  # noqa: PLC0415 - as above

    return ranking.draw(heading, units, surface)


def draw_commune_map(heading: Heading, units: Sequence[PlacedUnit], surface: Surface) -> bytes:
    """Draw units as equal tiles, each near where it lies, in the colour of its progress."""
    from bot.views.charts import tilemap  # noqa: PLC0415 - as above

    return tilemap.draw(heading, units, surface)
