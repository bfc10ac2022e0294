"""The data that pictures are drawn from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import floor

from domain.progress.forecast import Forecast, Outlook, judge_outlook
from domain.progress.progress import IndicatorProgress


class Light(StrEnum):
    """How a figure looks at a glance: each has a colour and a shape."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a picture: the unit, the day of the figures, and `subject`, which is what
    the picture shows, such as an indicator's code and short name."""

    unit_name: str
    day: date
    subject: str = ""


@dataclass(frozen=True, slots=True)
class UnitMark:
    """One unit among others. `rate`: share of its way done (1 is all), None where nothing is known.

    `expected`: the share that should be done by now, None where there is no such thing.
    """

    name: str
    rate: float | None
    light: Light
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit with where it lies, in degrees north and east."""

    mark: UnitMark
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Trend:
    """An indicator over a year.

    `by_month`: where it stood at the end of January, February, …, to the last month known; None
    where that is not known. `target`: to be reached by December; None where none is set.
    `start`: where the way to the target begins. `steady`: the target holds in every month.
    `suffix`: follows figures, such as "%".
    """

    name: str
    by_month: tuple[float | None, ...]
    target: float | None
    light: Light
    start: float = 0.0
    steady: bool = False
    suffix: str = ""


_LIGHTS = {
    Outlook.MET: Light.MET,
    Outlook.HOLDING: Light.ON_TRACK,
    Outlook.ON_TRACK: Light.ON_TRACK,
    Outlook.OPEN: Light.NOTHING,
    Outlook.AT_RISK: Light.BEHIND,
    Outlook.BEHIND: Light.FAR_BEHIND,
    Outlook.MISSED: Light.FAR_BEHIND,
    Outlook.NOTHING: Light.NOTHING,
    Outlook.WITHHELD: Light.NOTHING,
    Outlook.TOO_LITTLE: Light.NOTHING,
    Outlook.PROVISIONAL: Light.NOTHING,
    Outlook.UNSET: Light.NOTHING,
}


def find_light(progress: IndicatorProgress, foreseen: Forecast | None = None) -> Light:
    """Find an indicator's light, which agrees with the card in words."""
    return _LIGHTS[judge_outlook(progress, foreseen)]


def make_unit_mark(name: str, progress: IndicatorProgress) -> UnitMark:
    """Make the mark of one indicator of a unit, to stand beside the same of other units."""
    known = progress.standing.pace is not None and not progress.standing.nothing
    rate = progress.standing.pace if known else None
    return UnitMark(name, rate, find_light(progress), progress.expected)


def round_percent(rate: float) -> int:
    """Return whole percent, rounded down: 99.6 % is not yet 100."""
    return floor(100 * rate + 1e-9)
