"""The bench of /tiendo in small: that it fills, asks, and sees a broken goal."""

import pytest

from bench.nation import nation, size_at
from bench.progress import GOALS, broken, measure
from domain.org.checks import check_tree
from domain.org.levels import Level


def test_the_whole_nation_has_the_size_that_is_asked_for() -> None:
    size = size_at(1)
    assert (size.provinces, size.communes, size.branches) == (34, 3_400, 100_000)


def test_a_small_nation_is_a_sound_tree() -> None:
    tree = nation(size_at(0.001))
    assert check_tree(tree) == ()
    [whole] = tree.at(tree.changes()[0]).roots()
    assert whole.level is Level.NATION


@pytest.mark.slow
def test_every_figure_is_measured() -> None:
    figures = measure("sqlite", 0.002, turns=1)
    assert GOALS.keys() <= figures.keys()
    assert all(figures[name] > 0 for name in GOALS)


def test_a_broken_goal_is_named() -> None:
    kept = dict.fromkeys(GOALS, 1.0)
    assert broken({"sqlite": kept}) == []
    [line] = broken({"sqlite": {**kept, "peak_mb": 301.0}})
    assert line == "sqlite peak_mb: 301.0 (goal 300.0)"
