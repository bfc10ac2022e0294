"""What every person of the fault runs will report: drawn by a seed, no two alike."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from domain.notices.reporting import CASE
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Indicator, Plan

_PAIRS = 31
_FEW = 4
_LARGE_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Figure:
    """One answer: what she types, and what must be stored for it (field → amount)."""

    code: str
    typed: str
    amounts: dict[str, float]


def figures(plan: Plan, period: Period, number: int, dice: random.Random) -> tuple[Figure, ...]:
    """The answers of one person to a branch's form, unlike those of any other number."""
    asked = plan.form(Level.BRANCH, period)
    answers = [_figure(indicator, number, place, dice) for place, indicator in enumerate(asked)]
    case = dice.random() < 0.5
    return (*answers, Figure(CASE, "có" if case else "không", {"yes": float(case)}))


def _figure(indicator: Indicator, number: int, place: int, dice: random.Random) -> Figure:
    names: Sequence[str] = indicator.field_names
    if indicator.asks == "yes_no":
        yes = dice.random() < 0.5
        return Figure(indicator.code, "rồi" if yes else "chưa", {names[0]: float(yes)})
    if indicator.asks == "count":
        amount = _amount(number, place, dice)
        return Figure(indicator.code, str(amount), {names[0]: float(amount)})
    # Two numbers are in reach of the usual, and number her among a thousand.
    first, second = number % _PAIRS, number // _PAIRS
    return Figure(
        indicator.code, f"{first}/{second}", {names[0]: float(first), names[1]: float(second)}
    )


def _amount(number: int, place: int, dice: random.Random) -> int:
    """Small as a rule; now and then far out of the usual, nobody else's, and asked again."""
    if dice.random() < _LARGE_SHARE:
        return 1000 + 10 * number + place
    return dice.randrange(_FEW)
