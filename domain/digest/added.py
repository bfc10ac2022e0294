"""What offices recorded in a week as done for the plan's tasks."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from domain.tasks.activity import Activity


@dataclass(frozen=True, slots=True)
class Added:
    """`own`: what the unit's office recorded, the newest first; `below`: how many the offices below
    did, `by_unit` how many each, the most first."""

    own: tuple[Activity, ...] = ()
    below: int = 0
    by_unit: tuple[tuple[str, int], ...] = ()


def add_up(recorded: Iterable[Activity], office: int, name_of: Callable[[int], str]) -> Added:
    """Tell what the office itself recorded from what those below it did."""
    recorded = tuple(recorded)
    own = tuple(one for one in recorded if one.unit_id == office)
    below = [name_of(one.unit_id) for one in recorded if one.unit_id != office]
    return Added(own, len(below), tuple(sorted(Counter(below).items(), key=_most_first)))


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
