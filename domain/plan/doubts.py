"""What is unusual about one amount: much more than ever, much less, a step back, an odd share.

The same rule marks a line for whoever reports it and lists it afterwards for her officer.
"""

from collections.abc import Mapping

from domain.org.levels import Level
from domain.plan.plan import Indicator

FAR = 10
"""An amount this many times the highest so far is asked again."""

_FELL = 0.5
"""What stands (models, members) and is less than this part of the last figure is asked again."""
_LEAST_TO_FALL = 2
_MOVED = 0.2
"""So much may the whole of a share change from one report to the next."""

Amounts = Mapping[str, float]
Doubt = tuple[str, float | None]
"""What is unusual ("" for nothing), and the figure it is compared with."""
_NONE: Doubt = ("", None)


def find_doubt(
    indicator: Indicator, amounts: Amounts, level: str, before: Amounts, usual: Amounts
) -> Doubt:
    """Return what is unusual about an answer of a unit of this level.

    `before`: what its last report said; `usual`: the highest so far. "far", "ceiling": with the
    highest so far. "fell": what stands is far less than the last figure. "back": a yes of the last
    report is a no. "share": a part larger than its whole. "whole": the whole is another than the
    last.
    """
    if indicator.measure.has_words:
        return _find_step_back(indicator, amounts, before)
    if indicator.measure.has_whole:
        return _find_odd_share(indicator, amounts, before)
    ceiling = indicator.ceiling if level == Level.BRANCH else None
    return _find_too_much(amounts, usual, ceiling) or _find_fall(indicator, amounts, before)


def _find_too_much(amounts: Amounts, usual: Amounts, ceiling: float | None) -> Doubt | None:
    for name, amount in amounts.items():
        most = usual.get(name)
        if most is not None and amount > FAR * max(most, 1):
            return "far", most
        if ceiling is not None and amount > ceiling and amount > (most or 0):
            return "ceiling", most
    return None


def _find_fall(indicator: Indicator, amounts: Amounts, before: Amounts) -> Doubt:
    """Find a fall of what stands; what is counted anew each month may well be none."""
    if not indicator.fold.holds_until_changed:
        return _NONE
    for name, amount in amounts.items():
        last = before.get(name, 0)
        if last >= _LEAST_TO_FALL and amount < _FELL * last:
            return "fell", last
    return _NONE


def _find_step_back(indicator: Indicator, amounts: Amounts, before: Amounts) -> Doubt:
    """Find a "not yet" after a "done"; what is asked of each month anew may be no again."""
    gone = any(before.get(name) and not amount for name, amount in amounts.items())
    return ("back", None) if indicator.fold.holds_until_changed and gone else _NONE


def _find_odd_share(indicator: Indicator, amounts: Amounts, before: Amounts) -> Doubt:
    part, whole = (amounts[name] for name in indicator.field_names)
    if part > whole:
        return "share", whole
    last = before.get(indicator.field_names[1], 0)
    if indicator.fold.holds_until_changed and last and abs(whole - last) > _MOVED * last:
        return "whole", last
    return _NONE
