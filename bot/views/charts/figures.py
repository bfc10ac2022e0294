"""The data that pictures are drawn from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.periods import Period
from domain.progress.forecast import Forecast, Outlook, judge_outlook
from domain.progress.progress import IndicatorProgress


class Light(StrEnum):
    """How a figure looks at a glance: each has a colour and a shape."""

    MET = "met"
    HOLDING = "holding"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    MISSED = "missed"
    OPEN = "open"
    TOO_LITTLE = "too_little"
    PROVISIONAL = "provisional"
    NOTHING = "nothing"

    @property
    def is_judged(self) -> bool:
        """Whether it says how far something is; the others say why that cannot be said."""
        return self not in (Light.TOO_LITTLE, Light.PROVISIONAL, Light.NOTHING)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a picture: the unit, the day it was drawn, and `subject`, which is what
    the picture shows, such as an indicator's code and short name. `counted`: the month up to which
    figures count, None where nothing was reported."""

    unit_name: str
    day: date
    subject: str = ""
    counted: Period | None = None


@dataclass(frozen=True, slots=True)
class UnitMark:
    """One unit among others. `rate`: share of its way done (1 is all), None where nothing is known.

    `expected`: the share that should be done by now, None where there is no such thing. `percent`:
    what is written beside it where that is not its rate.
    """

    name: str
    rate: float | None
    light: Light
    expected: float | None = None
    percent: float | None = None


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
    `suffix`: follows figures, such as "%". `ends`: the least, the likeliest and the most that
    December will bring at this pace; None where nobody can tell.
    """

    name: str
    by_month: tuple[float | None, ...]
    target: float | None
    light: Light
    start: float = 0.0
    steady: bool = False
    suffix: str = ""
    ends: tuple[float, float, float] | None = None


_LIGHTS = {
    Outlook.MET: Light.MET,
    Outlook.HOLDING: Light.HOLDING,
    Outlook.ON_TRACK: Light.ON_TRACK,
    Outlook.OPEN: Light.OPEN,
    Outlook.AT_RISK: Light.BEHIND,
    Outlook.BEHIND: Light.FAR_BEHIND,
    Outlook.MISSED: Light.MISSED,
    Outlook.NOTHING: Light.NOTHING,
    Outlook.WITHHELD: Light.NOTHING,
    Outlook.TOO_LITTLE: Light.TOO_LITTLE,
    Outlook.PROVISIONAL: Light.PROVISIONAL,
    Outlook.UNSET: Light.NOTHING,
}


def find_light(progress: IndicatorProgress, foreseen: Forecast | None = None) -> Light:
    """Find an indicator's light, which agrees with the card in words."""
    return _LIGHTS[judge_outlook(progress, foreseen)]


def make_unit_mark(name: str, progress: IndicatorProgress, found: Outlook) -> UnitMark:
    """Make the mark of one indicator of a unit, to stand beside the same of other units.

    It shows the pace, in which what is half done counts in part. Only who answered and has a
    target of its own is drawn.
    """
    light = _LIGHTS[found]
    known = light.is_judged and not progress.standing.nothing
    rate = progress.standing.pace if known else None
    own = progress.standing.achieved if progress.indicator.rollup.suffix else None
    light = light if rate is not None else _silence(light)
    return UnitMark(name, rate, light, progress.expected, own)


def _silence(light: Light) -> Light:
    return Light.NOTHING if light.is_judged else light


STEPS = {Light.MET: 1.0, Light.ON_TRACK: 0.75, Light.BEHIND: 0.5, Light.FAR_BEHIND: 0.0}
"""The least share of a unit's judged targets that are good, by how it is drawn."""


def find_step(share: float | None) -> Light:
    """Find how a unit is drawn by the share of its targets that are good."""
    if share is None:
        return Light.NOTHING
    return next(light for light, least in STEPS.items() if share >= least)
