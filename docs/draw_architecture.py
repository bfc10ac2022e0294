"""Draws docs/architecture.svg, the floors and rooms of the house, from its imports.

Run it with `make architecture`; tests/repository/test_architecture.py fails where the picture is
not the one that this script draws now.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import grimp

FLOORS = ("bot", "scheduler", "services", "storage", "domain")
"""From the top down: each may import those below it."""

ALONE = "simulator"

ROOMS = (
    "cli", "play", "demo", "runtime", "handlers", "web", "views", "conversations", "channels",
    "engine",
)  # fmt: skip
"""The rooms of the bot from the top down: none imports one that stands before it."""

BY_FEATURE = ("handlers", "views", "conversations")
"""Rooms of the bot that are cut by feature, as the floors below are."""

_TOOLS = frozenset({"charts"})
"""Folders in them that serve several features."""

_TEXTS = {
    "cli": "sohoi …: the command line",
    "play": "transcripts, played",
    "demo": "simulated phones, samples",
    "runtime": "puts everything together",
    "handlers": "what a command does",
    "views": "notices into words",
    "conversations": "flows of turns, pure",
    "channels": "one network a file",
    "web": "webhooks, signed files",
    "engine": "the way of a message",
    "bot": "everything that talks",
    "scheduler": "what is due by the clock",
    "services": "what is done, for every door",
    "storage": "SQL: one file a table or so",
    "domain": "the rules, pure",
    "simulator": "both networks on loopback",
}
_COLOURS = {
    "bot": "#6b4fa0",
    "scheduler": "#b8612a",
    "services": "#2f7d5b",
    "storage": "#2b6ca3",
    "domain": "#a3365c",
    "simulator": "#66707a",
}
_INK, _QUIET = "#20262c", "#59636e"

_WIDTH, _MARGIN, _PAD = 1120, 24, 18
_SIDE = 208
"""Width of the column with the simulator and the legend."""
_BOX, _BOX_HEIGHT, _GAP = 156, 58, 38
_FLOOR_HEIGHT, _FLOOR_GAP = 76, 34


class Edge(NamedTuple):
    """One room, or floor, that imports another."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class House:
    """What imports what: between floors, between the bot's rooms, and from each room to floors.

    `inside`: the folders on each floor; `files`: the bot's files that stand in no room;
    `features`: the folders that the bot's handlers, views and conversations are cut into.
    """

    floors: frozenset[Edge]
    rooms: frozenset[Edge]
    down: frozenset[Edge]
    inside: dict[str, tuple[str, ...]]
    files: tuple[str, ...]
    features: tuple[str, ...]

    @property
    def upwards(self) -> frozenset[Edge]:
        """Imports between rooms of the bot against their order; the picture allows none."""
        return frozenset(e for e in self.rooms if _rank(e.source) > _rank(e.target))


def read_house() -> House:
    """Read the imports of every package."""
    graph = grimp.build_graph(*FLOORS, ALONE, cache_dir=None)
    floors: set[Edge] = set()
    rooms: set[Edge] = set()
    down: set[Edge] = set()
    for module in graph.modules:
        for target in graph.find_modules_directly_imported_by(module):
            here, there = _place(module), _place(target)
            floors.add(Edge(here[0], there[0]))
            if here[0] == "bot" and here[1]:
                if there[0] != "bot":
                    down.add(Edge(here[1], there[0]))
                elif there[1] and here[1] != there[1]:
                    rooms.add(Edge(here[1], there[1]))
    packages = {name: _packages_in(graph, name) for name in (*FLOORS, ALONE)}
    known = set(packages["bot"])
    return House(
        floors=frozenset(e for e in floors if e.source != e.target),
        rooms=frozenset(e for e in rooms if {*e} <= known),
        down=frozenset(e for e in down if e.source in known),
        inside=packages,
        files=tuple(sorted(_leaf(m) for m in graph.find_children("bot") if _leaf(m) not in known)),
        features=tuple(
            sorted({f for r in BY_FEATURE for f in _packages_in(graph, f"bot.{r}")} - _TOOLS)
        ),
    )


def _place(module: str) -> tuple[str, str]:
    """The floor of a module, and the room or file on it."""
    parts = module.split(".")
    return parts[0], parts[1] if len(parts) > 1 else ""


def _packages_in(graph: grimp.ImportGraph, floor: str) -> tuple[str, ...]:
    """The folders on a floor; migrations are Alembic's."""
    folders = {_leaf(m) for m in graph.find_children(floor) if graph.find_children(m)}
    return tuple(sorted(folders - {"migrations"}))


def _leaf(module: str) -> str:
    return module.rpartition(".")[2]


def _rank(room: str) -> int:
    return ROOMS.index(room)


def without_shortcuts(edges: Iterable[Edge]) -> set[Edge]:
    """The edges without those that follow from others: a → c where a → b → c. No circles."""
    kept = set(edges)
    below: dict[str, set[str]] = {}
    for edge in kept:
        below.setdefault(edge.source, set()).add(edge.target)

    def reaches(start: str, goal: str) -> bool:
        return any(n == goal or reaches(n, goal) for n in below.get(start, ()))

    return {
        edge
        for edge in kept
        if not any(n != edge.target and reaches(n, edge.target) for n in below[edge.source])
    }


# --- where the bot's rooms stand ---------------------------------------------------------------


class Point(NamedTuple):
    """A place in the picture, in its units."""

    x: float
    y: float


@dataclass(slots=True)
class Spot:
    """A room in a row, or (with no name) where a long arrow passes the row."""

    name: str
    row: int
    x: float = 0.0

    @property
    def width(self) -> float:
        return _BOX if self.name else 20.0


class Plan:
    """Rooms in rows, arrows downwards; a long arrow has a spot in each row that it passes."""

    def __init__(self, rooms: Sequence[str], edges: Iterable[Edge], width: float) -> None:
        self._edges = sorted(edges)
        self._width = width
        rows = self._rows_of(rooms)
        self.spots = {room: Spot(room, row) for room, row in rows.items()}
        self.rows: list[list[Spot]] = [[] for _ in range(max(rows.values()) + 1)]
        for room in rooms:
            self.rows[rows[room]].append(self.spots[room])
        self.ways = {edge: self._way_of(edge) for edge in self._edges}
        self._place_spots()

    def _rows_of(self, rooms: Sequence[str]) -> dict[str, int]:
        """The row of each room: one below the lowest of those that import it."""
        rows = dict.fromkeys(rooms, 0)
        for room in rooms:
            above = [rows[e.source] for e in self._edges if e.target == room]
            rows[room] = max(above, default=-1) + 1
        for room in reversed(rooms):  # what nobody imports stands right above what it imports
            below = [rows[e.target] for e in self._edges if e.source == room]
            if below and not any(e.target == room for e in self._edges):
                rows[room] = min(below) - 1
        return rows

    def _way_of(self, edge: Edge) -> list[Spot]:
        start, end = self.spots[edge.source], self.spots[edge.target]
        passed = [Spot("", row) for row in range(start.row + 1, end.row)]
        for spot in passed:
            self.rows[spot.row].append(spot)
        return [start, *passed, end]

    def _place_spots(self) -> None:
        """Move each spot towards the middle of its neighbours, and apart from its row's others."""
        neighbours: dict[int, list[Spot]] = {}
        for way in self.ways.values():
            for one, other in pairwise(way):
                neighbours.setdefault(id(one), []).append(other)
                neighbours.setdefault(id(other), []).append(one)
        for row in self.rows:
            for index, spot in enumerate(row):
                spot.x = self._width * (index + 0.5) / len(row)
        for turn in range(60):
            rows = self.rows if turn % 2 else self.rows[::-1]
            for row in rows:
                wished = {
                    id(s): sum(n.x for n in near) / len(near)
                    for s in row
                    if (near := neighbours.get(id(s)))
                }
                row.sort(key=lambda s, at=wished: at.get(id(s), s.x))  # type: ignore[misc]
                self._spread(row, [wished.get(id(s), s.x) for s in row])

    def _spread(self, row: list[Spot], wished: list[float]) -> None:
        """Give each spot of a row its wish, as far as there is room between them."""
        at = list(wished)
        for _ in range(40):
            for i in range(1, len(row)):
                least = (row[i - 1].width + row[i].width) / 2 + 26
                overlap = at[i - 1] + least - at[i]
                if overlap > 0:
                    at[i - 1] -= overlap / 2
                    at[i] += overlap / 2
            for i, spot in enumerate(row):
                at[i] = min(max(at[i], spot.width / 2), self._width - spot.width / 2)
        for spot, x in zip(row, at, strict=True):
            spot.x = round(x, 1)


# --- the picture -------------------------------------------------------------------------------


class Drawing:
    """Lines of SVG, gathered from the back to the front."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def box(self, at: Point, width: float, height: float, colour: str, fill: str) -> None:
        self.lines.append(
            f'<rect x="{at.x:.0f}" y="{at.y:.0f}" width="{width:.0f}" height="{height:.0f}" '
            f'rx="8" fill="{fill}" stroke="{colour}" stroke-width="1.5"/>'
        )

    def text(
        self, at: Point, words: str, size: int = 13, colour: str = _INK, *, bold: bool = False,
        middle: bool = False,
    ) -> None:  # fmt: skip
        weight = ' font-weight="bold"' if bold else ""
        anchor = ' text-anchor="middle"' if middle else ""
        self.lines.append(
            f'<text x="{at.x:.0f}" y="{at.y:.0f}" font-size="{size}" fill="{colour}"'
            f"{weight}{anchor}>{escape(words)}</text>"
        )

    def arrow(self, points: Sequence[Point], edge: Edge, colour: str = _QUIET) -> None:
        """A smooth line downwards through the points; `edge` says what it means."""
        path = f"M{points[0].x:.0f},{points[0].y:.0f}"
        for one, other in pairwise(points):
            bend = (other.y - one.y) * 0.5
            path += (
                f" C{one.x:.0f},{one.y + bend:.0f} {other.x:.0f},{other.y - bend:.0f} "
                f"{other.x:.0f},{other.y:.0f}"
            )
        self.lines.append(_line(path, edge, colour))
        self.lines.append(_tip(points[-1], colour))

    def sideways(self, start: Point, end: Point, edge: Edge) -> None:
        """A line to the right and then up."""
        path = (
            f"M{start.x:.0f},{start.y:.0f} L{end.x - 12:.0f},{start.y:.0f} "
            f"Q{end.x:.0f},{start.y:.0f} {end.x:.0f},{start.y - 12:.0f} "
            f"L{end.x:.0f},{end.y:.0f}"
        )
        self.lines.append(_line(path, edge, _QUIET))
        self.lines.append(_tip(end, _QUIET, height=-9))

    def marks(self, at: Point, floors: Iterable[str]) -> None:
        """A small square for each floor."""
        for index, floor in enumerate(floors):
            self.lines.append(
                f'<rect x="{at.x + 15 * index:.0f}" y="{at.y:.0f}" width="11" height="11" rx="2" '
                f'fill="{_COLOURS[floor]}"><title>{floor}</title></rect>'
            )


def _line(path: str, edge: Edge, colour: str) -> str:
    """An arrow's line; its ends can be read from the file, as a test does."""
    return (
        f'<path class="arrow" data-from="{edge.source}" data-to="{edge.target}" d="{path}" '
        f'fill="none" stroke="{colour}" stroke-width="1.6"/>'
    )


def _tip(at: Point, colour: str, height: float = 9) -> str:
    """An arrow's tip that points down, or up where the height is negative."""
    return (
        f'<path d="M{at.x - 4.5:.1f},{at.y - height:.1f} L{at.x + 4.5:.1f},{at.y - height:.1f} '
        f'L{at.x:.1f},{at.y:.1f} z" fill="{colour}"/>'
    )


def draw(house: House) -> str:
    """The picture as SVG; raises ValueError where rooms import one another against their order."""
    if house.upwards:
        raise ValueError(f"imports against the order of the rooms: {sorted(house.upwards)}")
    drawing = Drawing()
    width = _WIDTH - 2 * _MARGIN - _SIDE - _FLOOR_GAP
    bottom = _draw_bot(drawing, house, width)
    above = bottom
    for floor in FLOORS[1:]:
        above += _FLOOR_GAP
        _draw_floor(drawing, house, floor, Point(_MARGIN, above), width)
        above += _FLOOR_HEIGHT
    _draw_floor_arrows(drawing, house, bottom, width)
    _draw_side(drawing, house, Point(_MARGIN + width + _FLOOR_GAP, _MARGIN), bottom)
    height = above + _MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" '
        f'width="{_WIDTH}" height="{height:.0f}" font-family="Helvetica, Arial, sans-serif">',
        "<title>Sổ Hội: floors and rooms, and what imports what</title>",
        f'<rect width="{_WIDTH}" height="{height:.0f}" fill="#ffffff"/>',
    )
    return "\n".join([*head, *drawing.lines, "</svg>"]) + "\n"


def _draw_bot(drawing: Drawing, house: House, width: float) -> float:
    """The bot's floor with its rooms and their arrows; where it ends."""
    rooms = [room for room in ROOMS if room in house.inside["bot"]]
    downwards = without_shortcuts(house.rooms)
    plan = Plan(rooms, downwards, width - 2 * _PAD)
    top = _MARGIN + 44
    height = 44 + len(plan.rows) * (_BOX_HEIGHT + _GAP) - _GAP + _PAD + 40
    drawing.box(Point(_MARGIN, _MARGIN), width, height, _COLOURS["bot"], "#f6f3fb")
    _name_floor(drawing, "bot", Point(_MARGIN + _PAD, _MARGIN + 28))
    files = "files for all: " + ", ".join(house.files)
    drawing.text(Point(_MARGIN + width - 300, _MARGIN + 28), files, 12, _QUIET)

    def top_of(spot: Spot) -> Point:
        return Point(_MARGIN + _PAD + spot.x, top + spot.row * (_BOX_HEIGHT + _GAP))

    ports = _Ports(plan)
    for edge, way in sorted(plan.ways.items()):
        points = [Point(top_of(way[0]).x + ports.out(edge), top_of(way[0]).y + _BOX_HEIGHT)]
        for spot in way[1:-1]:
            points += [top_of(spot), Point(top_of(spot).x, top_of(spot).y + _BOX_HEIGHT)]
        points.append(Point(top_of(way[-1]).x + ports.into(edge), top_of(way[-1]).y))
        drawing.arrow(points, edge)
    for room in rooms:
        at = top_of(plan.spots[room])
        _draw_room(drawing, house, room, Point(at.x - _BOX / 2, at.y))
    for edge in sorted(e for e in house.down if e.target == ALONE):
        at = top_of(plan.spots[edge.source])
        start = Point(at.x + _BOX / 2, at.y + _BOX_HEIGHT / 2)
        drawing.sideways(start, Point(_MARGIN + width + _FLOOR_GAP + 60, _MARGIN + 76), edge)
    foot = Point(_MARGIN + _PAD, _MARGIN + height - 38)
    drawing.text(Point(foot.x, foot.y + 16), "by feature:", 12, _QUIET)
    _draw_folders(drawing, "bot", house.features, Point(foot.x + 74, foot.y))
    return _MARGIN + height


class _Ports:
    """Where arrows leave a box and arrive at one, side by side in the order of the other ends."""

    def __init__(self, plan: Plan) -> None:
        self._out = self._spread({e: (e.source, way[1].x) for e, way in plan.ways.items()})
        self._into = self._spread({e: (e.target, way[-2].x) for e, way in plan.ways.items()})

    @staticmethod
    def _spread(ends: dict[Edge, tuple[str, float]]) -> dict[Edge, float]:
        places: dict[Edge, float] = {}
        for room in {room for room, _ in ends.values()}:
            here = sorted((x, edge) for edge, (name, x) in ends.items() if name == room)
            for index, (_, edge) in enumerate(here):
                places[edge] = (index - (len(here) - 1) / 2) * 22
        return places

    def out(self, edge: Edge) -> float:
        """How far from the middle of its source an arrow leaves."""
        return self._out[edge]

    def into(self, edge: Edge) -> float:
        """How far from the middle of its target an arrow arrives."""
        return self._into[edge]


def _draw_room(drawing: Drawing, house: House, room: str, at: Point) -> None:
    drawing.box(at, _BOX, _BOX_HEIGHT, _COLOURS["bot"], "#ffffff")
    drawing.text(Point(at.x + 10, at.y + 20), room, 14, bold=True)
    drawing.text(Point(at.x + 10, at.y + 36), _TEXTS[room], 11, _QUIET)
    known = [f for f in (*FLOORS, ALONE) if Edge(room, f) in house.down]
    drawing.marks(Point(at.x + 10, at.y + 42), known)


def _name_floor(drawing: Drawing, floor: str, at: Point) -> None:
    drawing.text(at, floor, 18, _COLOURS[floor], bold=True)
    drawing.text(Point(at.x + 110, at.y), _TEXTS[floor], 13, _QUIET)


def _draw_floor(drawing: Drawing, house: House, floor: str, at: Point, width: float) -> None:
    drawing.box(at, width, _FLOOR_HEIGHT, _COLOURS[floor], "#fafbfc")
    _name_floor(drawing, floor, Point(at.x + _PAD, at.y + 28))
    known = [f for f in FLOORS if Edge(floor, f) in house.floors]
    drawing.marks(Point(at.x + width - _PAD - 15 * len(known), at.y + 18), known)
    _draw_folders(drawing, floor, house.inside[floor], Point(at.x + _PAD, at.y + 42))


def _draw_folders(drawing: Drawing, floor: str, folders: Iterable[str], at: Point) -> None:
    x = at.x
    for folder in folders:
        wide = 14 + 6.2 * len(folder)
        drawing.box(Point(x, at.y), wide, 24, _COLOURS[floor], "#ffffff")
        drawing.text(Point(x + wide / 2, at.y + 16), folder, 12, middle=True)
        x += wide + 7


def _draw_floor_arrows(drawing: Drawing, house: House, bottom: float, width: float) -> None:
    """From each floor to the next where it imports it; the squares tell of those further down."""
    tops = {floor: bottom + _FLOOR_GAP + i * (_FLOOR_HEIGHT + _FLOOR_GAP)
            for i, floor in enumerate(FLOORS[1:])}  # fmt: skip
    between = without_shortcuts(e for e in house.floors if {*e} <= {*FLOORS})
    for edge in sorted(between):
        x = _MARGIN + width / 2
        start = tops.get(edge.source, bottom - _FLOOR_HEIGHT) + _FLOOR_HEIGHT
        points = [Point(x, start), Point(x, tops.get(edge.target, bottom))]
        drawing.arrow(points, edge, _COLOURS[edge.source])


def _draw_side(drawing: Drawing, house: House, at: Point, bottom: float) -> None:
    """The simulator, which stands alone, and what the signs mean."""
    drawing.box(at, _SIDE, 76, _COLOURS[ALONE], "#f4f5f6")
    drawing.text(Point(at.x + _PAD, at.y + 28), ALONE, 18, _COLOURS[ALONE], bold=True)
    drawing.text(Point(at.x + _PAD, at.y + 48), _TEXTS[ALONE], 12, _QUIET)
    knows = sorted(e.source for e in house.down if e.target == ALONE)
    drawing.text(Point(at.x + _PAD, at.y + 65), f"used by: {', '.join(knows)}", 12, _QUIET)
    y = bottom + _FLOOR_GAP
    drawing.text(Point(at.x, y + 14), "How to read it", 14, bold=True)
    lines = (
        "An arrow: imports. What follows",
        "from two arrows is not drawn.",
        "A square: imports that floor as well:",
    )
    for index, line in enumerate(lines):
        drawing.text(Point(at.x, y + 36 + 17 * index), line, 12, _QUIET)
    y += 36 + 17 * len(lines)
    for index, floor in enumerate((*FLOORS[1:], ALONE)):
        drawing.marks(Point(at.x, y - 6 + 19 * index), [floor])
        drawing.text(Point(at.x + 20, y + 4 + 19 * index), floor, 12)
    drawing.text(Point(at.x, y + 12 + 19 * 5), "Small boxes: folders.", 12, _QUIET)


PICTURE = Path(__file__).parent / "architecture.svg"

if __name__ == "__main__":
    sys.path.insert(0, str(PICTURE.parents[1]))  # this checkout, whatever is installed
    PICTURE.write_text(draw(read_house()), "utf-8")
