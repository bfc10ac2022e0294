"""Lays out places on a map as equal tiles, each as near as can be to where it lies.

True positions would leave a tenth of a phone's width to a name; borders are not published. So
degrees are stretched until places are spread evenly, and each is given one cell of a grid so that
the sum of squared distances is the least (the assignment problem, Kuhn and Munkres).
"""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, inf, sqrt

MOST_COLUMNS = 7

Place = tuple[float, float]
"""Degrees north and east."""
Cell = tuple[int, int]
"""Row from the north and column from the west, from 0."""


@lru_cache(maxsize=64)
def lay_out(places: tuple[Place, ...]) -> tuple[Cell, ...]:
    """Find a cell for each place, no two the same; the same places always get the same cells."""
    if not places:
        return ()
    columns = min(MOST_COLUMNS, ceil(sqrt(len(places))))
    rows = ceil(len(places) / columns) + (len(places) > 2 * columns)
    across = _spread([lon for _, lon in places], columns)
    down = _spread([-lat for lat, _ in places], rows)
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    costs = [
        [(x - column) ** 2 + (y - row) ** 2 for row, column in cells]
        for x, y in zip(across, down, strict=True)
    ]
    return _trim([cells[chosen] for chosen in _assign(costs)])


def _spread(degrees: Sequence[float], count: int) -> list[float]:
    """Stretch positions over 0 to count - 1, half as they lie and half by their order."""
    low, high = min(degrees), max(degrees)
    order = sorted(range(len(degrees)), key=degrees.__getitem__)
    rank = {index: number for number, index in enumerate(order)}
    last = max(1, len(degrees) - 1)
    reach = (high - low) or 1.0
    return [
        (count - 1) * ((value - low) / reach + rank[index] / last) / 2
        for index, value in enumerate(degrees)
    ]


def _trim(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    top, left = min(row for row, _ in cells), min(column for _, column in cells)
    return tuple((row - top, column - left) for row, column in cells)


def _assign(costs: Sequence[Sequence[float]]) -> list[int]:
    """Find the column for each row that makes the sum of costs the least.

    There are at least as many columns as rows.
    """
    columns = len(costs[0])
    row_price, column_price = [0.0] * (len(costs) + 1), [0.0] * (columns + 1)
    taken_by = [0] * (columns + 1)
    for row in range(1, len(costs) + 1):
        taken_by[0] = row
        free, came_from = _find_shortest(costs, row_price, column_price, taken_by)
        while free:
            taken_by[free] = taken_by[came_from[free]]
            free = came_from[free]
    found = {row: column - 1 for column, row in enumerate(taken_by) if column and row}
    return [found[row] for row in range(1, len(costs) + 1)]


def _find_shortest(
    costs: Sequence[Sequence[float]],
    row_price: list[float],
    column_price: list[float],
    taken_by: Sequence[int],
) -> tuple[int, list[int]]:
    """Find the nearest free column from column 0, and the column before each on the way there."""
    columns = len(column_price)
    least, came_from, seen = [inf] * columns, [0] * columns, [False] * columns
    here = 0
    while True:
        seen[here] = True
        row, step, nearest = taken_by[here], inf, 0
        for column in range(1, columns):
            if seen[column]:
                continue
            reduced = costs[row - 1][column - 1] - row_price[row] - column_price[column]
            if reduced < least[column]:
                least[column], came_from[column] = reduced, here
            if least[column] < step:
                step, nearest = least[column], column
        for column in range(columns):
            if seen[column]:
                row_price[taken_by[column]] += step
                column_price[column] -= step
            else:
                least[column] -= step
        here = nearest
        if not taken_by[here]:
            return here, came_from
