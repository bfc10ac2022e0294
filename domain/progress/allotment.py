"""How a province's number is shared out to its communes, until the province allots it itself.

Shares are whole numbers that add up to the number: everybody gets the share rounded down, and the
largest remainders get one more (Hamilton's method), the unit that comes first where two are equal.
"""

from collections.abc import Mapping

from domain.plan.plan import Allot, Target
from domain.progress.scope import Scope

_OTHERS = "~"
"""Communes that the scope does not know; it comes last."""


def find_allotted(target: Target, scope: Scope) -> tuple[float | None, bool]:
    """Find the number of a commune, or of several: None where one of them has none.

    The second is True where any of it was only shared out by parts, and not allotted.
    """
    keys = scope.commune_keys
    if scope.node.key in target.allotted:
        return target.allotted[scope.node.key], False
    if not keys:
        return None, False
    if all(key in target.allotted for key in keys):
        return sum(target.allotted[key] for key in keys), False
    if target.allot is not Allot.PARTS or target.number is None:
        return None, False
    shares = share_out(target.number - sum(target.allotted.values()), _list_parts(target, scope))
    return sum(target.allotted.get(key, shares.get(key, 0)) for key in keys), True


def _list_parts(target: Target, scope: Scope) -> dict[str, int]:
    """List the parts of all communes that have no number yet; what is not known is one more."""
    every = scope.parts_of_all
    rest = (target.of_parts or 0) - sum(every.values())
    found = {key: parts for key, parts in every.items() if key not in target.allotted}
    return {**found, _OTHERS: rest} if rest > 0 else found


def share_out(number: float, parts: Mapping[str, int]) -> dict[str, int]:
    """Share a number out by parts: whole numbers by key, which add up to it (rounded)."""
    every = sum(parts.values())
    if not every:
        return {}
    number = max(0, round(number))
    found = {key: number * part // every for key, part in parts.items()}
    left = number - sum(found.values())
    order = sorted(parts, key=lambda key: (-(number * parts[key] % every), key))
    for key in order[:left]:
        found[key] += 1
    return found
