"""Cao Bằng's tree as its files have it, by date; and what a tree answers."""

import csv
import time
from datetime import date
from io import StringIO
from itertools import pairwise

import pytest

from domain.org.checks import check_tree
from domain.org.levels import Level
from domain.org.tree import Merger, Tree
from tests.support.org_trees import (
    BEFORE,
    MERGED,
    PROVINCE,
    TODAY,
    branches,
    cao_bang,
    new,
    old,
    text,
    under,
    unit,
    with_branches,
)

TWO_DISTRICTS = {
    "01273": ("Phường Thục Phán", "DB-040", 5),
    "01288": ("Phường Tân Giang", "DB-040", 5),
    "01324": ("Xã Cốc Pàng", "DB-043", 2),  # a tie: the seat is in Bảo Lạc
    "01447": ("Xã Trà Lĩnh", "DB-047", 3),
    "01708": ("Xã Bạch Đằng", "DB-051", 3),
    "01747": ("Xã Minh Tâm", "DB-052", 2),  # a tie: the seat is in Nguyên Bình
    "01792": ("Xã Kim Đồng", "DB-053", 3),
    "01807": ("Xã Thạch An", "DB-053", 3),
}


@pytest.mark.parametrize(
    ("on", "communes", "districts", "areas", "blocs"),
    [
        (date(2024, 1, 1), 161, 10, 0, 0),
        (BEFORE, 161, 10, 0, 0),
        (MERGED, 56, 0, 10, 6),
        (TODAY, 56, 0, 10, 6),
    ],
)
def test_counts_by_date(on: date, communes: int, districts: int, areas: int, blocs: int) -> None:
    view = cao_bang().at(on)
    assert [r.key for r in view.roots()] == [PROVINCE]
    assert len(view.of_level(Level.COMMUNE)) == len(view.communes(PROVINCE)) == communes
    assert len(view.of_level(Level.DISTRICT)) == districts
    assert len(view.groups_under(PROVINCE)) == areas
    assert len(view.groups_under(PROVINCE, Level.BLOC)) == blocs
    assert len(view.children(PROVINCE)) == (districts or communes)


def test_the_files_agree() -> None:
    assert check_tree(cao_bang()) == ()
    assert check_tree(with_branches()) == ()


MERGERS = tuple(csv.DictReader(StringIO(text("mergers.csv"))))


@pytest.mark.parametrize("row", MERGERS, ids=[row["old_code"] for row in MERGERS])
def test_each_merger(row: dict[str, str]) -> None:
    tree = cao_bang()
    key = tree.successor(old(row["old_code"]), MERGED)
    assert key is not None
    assert (key, tree.unit(key).name) == (new(row["new_code"]), row["new_name"])
    assert tree.unit(old(row["old_code"])).name == row["old_name"]
    assert old(row["old_code"]) in tree.predecessors(key)
    assert tree.successor(old(row["old_code"]), BEFORE) == old(row["old_code"])


def test_every_commune_went_whole_into_one() -> None:
    tree = cao_bang()
    communes = {u.key for u in tree.at(BEFORE).of_level(Level.COMMUNE)}
    merged = [m for m in tree.mergers if m.old in communes]
    assert len(merged) == len({m.old for m in merged}) == 161
    assert all(m.whole for m in merged)
    assert {m.new for m in merged} == {u.key for u in tree.at(MERGED).of_level(Level.COMMUNE)}


def test_parts_add_up_to_the_units_the_plan_counts() -> None:
    tree = cao_bang()
    assert tree.count_parts(new("01290")) == 3
    assert tree.count_parts(new("01273")) == 5
    assert tree.count_parts(old("01290")) == 1
    assert (
        tree.count_parts_under(PROVINCE, TODAY) == tree.count_parts_under(PROVINCE, BEFORE) == 161
    )
    areas = tree.at(TODAY).groups_under(PROVINCE)
    assert sum(tree.count_parts_under(a.key, TODAY) for a in areas) == 161


def test_parts_start_again_with_the_next_plan() -> None:
    tree = cao_bang()
    assert tree.count_parts(new("01290"), since=date(2025, 1, 1)) == 3
    assert tree.count_parts(new("01290"), since=date(2026, 1, 1)) == 1
    assert tree.count_parts_under(PROVINCE, TODAY, since=date(2026, 1, 1)) == 56


def test_a_code_means_another_unit_after_the_merger() -> None:
    tree = cao_bang()
    before, after = tree.at(BEFORE).find("01273"), tree.at(TODAY).find("01273")
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("Phường Hợp Giang", "Phường Thục Phán")
    assert before.key != after.key
    assert tree.successor(before.key, TODAY) == after.key


def test_every_new_code_was_used_before_and_15_under_another_name() -> None:
    before, after = cao_bang().at(BEFORE), cao_bang().at(MERGED)
    pairs = [(before.find(u.code), u) for u in after.of_level(Level.COMMUNE)]
    assert all(was for was, _ in pairs)
    assert sum(was.short != now.short for was, now in pairs if was) == 15


def test_the_province_stays_the_same() -> None:
    tree = cao_bang()
    assert tree.at(BEFORE).unit(PROVINCE) is tree.at(TODAY).unit(PROVINCE)
    assert tree.successor(PROVINCE, TODAY) == PROVINCE


@pytest.mark.parametrize("code", TWO_DISTRICTS)
def test_area_of_a_commune_with_parts_of_two_districts(code: str) -> None:
    name, area, parts = TWO_DISTRICTS[code]
    tree = cao_bang()
    view = tree.at(TODAY)
    found = view.area(new(code))
    assert found is not None
    assert (view.unit(new(code)).name, found.code, tree.count_parts(new(code))) == (
        name,
        area,
        parts,
    )
    districts = {tree.at(BEFORE).ancestors(k)[0].code for k in tree.predecessors(new(code))}
    assert len(districts) == 2
    assert area.removeprefix("DB-") in districts


def test_all_others_stay_in_the_area_of_their_one_district() -> None:
    tree = cao_bang()
    before, view = tree.at(BEFORE), tree.at(TODAY)
    several = set()
    for commune in view.of_level(Level.COMMUNE):
        districts = {before.ancestors(k)[0].code for k in tree.predecessors(commune.key)}
        area = view.area(commune.key)
        assert area is not None
        if len(districts) > 1:
            several.add(commune.code)
        else:
            assert {area.code} == {f"DB-{d}" for d in districts}
    assert several == set(TWO_DISTRICTS)


def test_areas_hold_each_commune_once() -> None:
    view = cao_bang().at(TODAY)
    sizes = {a.code: len(view.communes(a.key)) for a in view.of_level(Level.AREA)}
    assert sizes == {
        "DB-040": 3, "DB-042": 5, "DB-043": 8, "DB-045": 7, "DB-047": 7,
        "DB-048": 4, "DB-049": 5, "DB-051": 4, "DB-052": 7, "DB-053": 6,
    }  # fmt: skip
    members = [m.key for a in view.of_level(Level.AREA) for m in view.members(a.key)]
    assert len(members) == len(set(members)) == 56


def test_a_district_goes_on_as_its_area() -> None:
    tree = cao_bang()
    area = tree.successor(old("042"), TODAY)
    assert area is not None
    assert tree.unit(area).name == "Địa bàn huyện Bảo Lâm cũ"
    assert tree.successor(old("042"), BEFORE) == old("042")


def test_blocs_are_samples() -> None:
    view = cao_bang().at(TODAY)
    assert all(b.sample for b in view.of_level(Level.BLOC))
    assert not any(a.sample for a in view.of_level(Level.AREA))
    assert sum(len(view.members(b.key)) for b in view.of_level(Level.BLOC)) == 56


def test_a_branch_keeps_its_identity_over_the_merger() -> None:
    tree = with_branches()
    branch = next(u for u in branches().units if u.short == "Nà Pồng")
    before, after = tree.at(BEFORE), tree.at(TODAY)
    assert [u.name for u in before.ancestors(branch.key)] == [
        "Thị trấn Pác Miầu", "Huyện Bảo Lâm", "Tỉnh Cao Bằng",
    ]  # fmt: skip
    assert [u.name for u in after.ancestors(branch.key)] == ["Xã Bảo Lâm", "Tỉnh Cao Bằng"]
    assert [g.code for g in after.groups(branch.key)] == ["DB-042", "KHOI-1"]
    assert before.groups(branch.key) == ()


def test_what_is_below_an_area() -> None:
    view = with_branches().at(TODAY)
    area = view.find("DB-042")
    assert area is not None
    below = list(view.descendants(area.key))
    assert [u.level for u in below[:2]] == [Level.COMMUNE, Level.BRANCH]
    assert len(view.branches(area.key)) == len(below) - 5
    assert view.province(area.key) == view.unit(PROVINCE)
    assert view.commune(area.key) is None
    assert len(view.branches(PROVINCE)) == 1391


def test_before_anything_began_there_is_nothing() -> None:
    view = cao_bang().at(date(1899, 12, 31))
    assert len(view) == 0
    assert view.roots() == ()
    assert view.find("04") is None


def test_a_split_unit_has_no_one_successor() -> None:
    day = date(2030, 1, 1)
    whole = unit("1", Level.COMMUNE, until=day)
    halves = [unit("2", Level.COMMUNE, day), unit("3", Level.COMMUNE, day)]
    tree = Tree([whole, *halves], (), [Merger(whole.key, h.key, day, whole=False) for h in halves])
    assert tree.successor(whole.key, day) is None
    assert [tree.count_parts(h.key) for h in halves] == [1, 1]


def test_mergers_are_followed_one_after_another() -> None:
    first, second = date(2025, 7, 1), date(2030, 1, 1)
    a, b = unit("a", Level.COMMUNE, until=first), unit("b", Level.COMMUNE, until=first)
    c, d = unit("c", Level.COMMUNE, first, second), unit("d", Level.COMMUNE, until=second)
    e = unit("e", Level.COMMUNE, second)
    mergers = [Merger(o.key, n.key, n.key.valid_from) for o, n in ((a, c), (b, c), (c, e), (d, e))]
    tree = Tree([a, b, c, d, e], (), mergers)
    assert tree.successor(a.key, date(2029, 12, 31)) == c.key
    assert tree.successor(a.key, second) == e.key
    assert tree.count_parts(e.key) == 3
    assert tree.count_parts(e.key, since=date(2026, 1, 1)) == 2


def test_any_depth() -> None:
    units = [unit(f"{n:03}", Level.BRANCH) for n in range(200)]
    tree = Tree(units, [under(c, p) for p, c in pairwise(units)])
    view = tree.at(TODAY)
    assert len(view.ancestors(units[-1].key)) == 199
    assert list(view.descendants(units[0].key)) == units[1:]


def test_a_country_of_branches_is_built_and_read_quickly() -> None:
    """100,000 branches; the bound is generous, work that grows with the square is minutes."""
    provinces = [unit(f"P{n:02}", Level.PROVINCE) for n in range(34)]
    communes = [unit(f"C{n:04}", Level.COMMUNE) for n in range(3400)]
    leaves = [unit(f"B{n:06}", Level.BRANCH) for n in range(100_000)]
    links = [under(c, provinces[n % 34]) for n, c in enumerate(communes)]
    links += [under(b, communes[n % 3400]) for n, b in enumerate(leaves)]
    began = time.perf_counter()
    tree = Tree([*provinces, *communes, *leaves], links)
    assert check_tree(tree) == ()
    view = tree.at(TODAY)
    assert len(view.branches(provinces[0].key)) in range(2800, 3100)
    assert tree.at(MERGED) is view
    assert time.perf_counter() - began < 15
