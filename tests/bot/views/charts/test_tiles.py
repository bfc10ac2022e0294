"""Tiles lie near where their places are."""

import csv

import pytest

from bot.views.charts.tiles import MOST_COLUMNS, lay_out
from tests.support.stage import ROOT

with (ROOT / "plans/cao-bang/units-2025.csv").open(encoding="utf-8") as _lines:
    ROWS = list(csv.DictReader(_lines))
PLACES = tuple((float(row["lat"]), float(row["lon"])) for row in ROWS)
CELLS = dict(zip([row["short"] for row in ROWS], lay_out(PLACES), strict=True))


def test_each_has_a_cell_of_its_own() -> None:
    assert len(set(CELLS.values())) == len(CELLS) == 56
    assert {column for _, column in CELLS.values()} == set(range(MOST_COLUMNS))
    assert {row for row, _ in CELLS.values()} == set(range(1 + max(CELLS.values())[0]))


@pytest.mark.parametrize(
    ("west", "east"),
    [("Bảo Lâm", "Nguyên Bình"), ("Nguyên Bình", "Hòa An"), ("Quảng Uyên", "Hạ Lang")],
)
def test_west_is_left(west: str, east: str) -> None:
    assert CELLS[west][1] < CELLS[east][1]


@pytest.mark.parametrize(
    ("north", "south"),
    [("Cốc Pàng", "Yên Thổ"), ("Trà Lĩnh", "Tân Giang"), ("Thục Phán", "Đông Khê")],
)
def test_north_is_up(north: str, south: str) -> None:
    assert CELLS[north][0] < CELLS[south][0]


def test_most_pairs_keep_their_order() -> None:
    """Of places well apart, few change sides."""
    pairs = [(a, b) for a in range(56) for b in range(56) if PLACES[a][1] - PLACES[b][1] > 0.2]
    cells = lay_out(PLACES)
    kept = sum(cells[a][1] > cells[b][1] for a, b in pairs)
    assert kept / len(pairs) > 0.97


def test_the_least_sum_of_distances_is_found() -> None:
    """Two by two places, given in any order, come to the four corners."""
    corners = ((1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.0))
    assert lay_out(corners) == ((0, 0), (1, 1), (0, 1), (1, 0))


def test_few_places_or_the_same_place_twice() -> None:
    assert lay_out(()) == ()
    assert lay_out(((22.7, 106.2),)) == ((0, 0),)
    assert len(set(lay_out(((22.7, 106.2),) * 5))) == 5
