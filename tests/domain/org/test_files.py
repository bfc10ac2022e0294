"""The data files: what they hold is read, and what is wrong in them is named."""

import pytest

from domain.org.checks import TreeFault, TreeProblem
from domain.org.files import DataFault, OrgDataError, OrgTexts, read_tree
from domain.org.levels import Level
from tests.support.org_trees import MERGED, TODAY, cao_bang, new, text, texts


def test_a_commune_with_all_that_is_known_of_it() -> None:
    unit = cao_bang().unit(new("01290"))
    assert (unit.name, unit.short, unit.level) == ("Xã Bảo Lâm", "Bảo Lâm", Level.COMMUNE)
    assert (unit.population, unit.area_km2, unit.lat, unit.lon) == (14198, 161.82, 22.8215, 105.544)
    assert unit.seat.startswith("Trụ sở Văn phòng HĐND")
    assert not unit.sample


def test_tone_marks_stand_on_the_first_vowel_everywhere() -> None:
    words = {word for unit in cao_bang().units for word in f"{unit.name} {unit.seat}".split()}
    assert {"Hòa", "Thủy"} <= words
    assert not words & {"Hoà", "Thuỷ", "uỷ"}


def test_an_edited_area_moves_a_commune_from_a_day_on() -> None:
    row = "DB-043,Địa bàn huyện Bảo Lạc cũ,huyện Bảo Lạc cũ,043,2025-07-01,,01324"
    there = "DB-042,Địa bàn huyện Bảo Lâm cũ,huyện Bảo Lâm cũ,042,2025-10-01,,01324,Xã Cốc Pàng,no,"
    edited = text("areas.csv").replace(row, row.replace(",,", ",2025-10-01,")) + there + "\n"
    tree = read_tree(texts(areas=edited))
    areas = [tree.at(day).area(new("01324")) for day in (MERGED, TODAY)]
    assert [a.code for a in areas if a] == ["DB-043", "DB-042"]


@pytest.mark.parametrize(
    ("name", "before", "after", "line", "column"),
    [
        ("units_2025", "01273,commune", "01273,village", 2, "level"),
        ("units_2025", "04,55.44", "99,55.44", 2, "parent"),
        ("units_2025", "22.6777", "north", 2, "lat"),
        ("units_2025", "2025-07-01,,01273", "1/7/2025,,01273", 2, "valid_from"),
        ("mergers", "01267,Phường Sông Hiến", "09999,Phường Sông Hiến", 2, "old_code"),
        ("mergers", "01273,Phường Thục Phán,yes", "01273,Phường Thục Phán,ja", 2, "whole"),
        ("areas", "DB-040,Địa bàn", ",Địa bàn", 2, "group_code"),
        ("areas", ",,01279,", ",,01278,", 3, "member_code"),
    ],
)
def test_a_bad_row_is_named(name: str, before: str, after: str, line: int, column: str) -> None:
    original = text(f"{name.replace('_', '-')}.csv")
    assert before in original
    with pytest.raises(OrgDataError) as caught:
        read_tree(texts(**{name: original.replace(before, after, 1)}))
    faults = [f for f in caught.value.faults if isinstance(f, DataFault)]
    assert (line, column) in {(f.line, f.column) for f in faults}
    assert column in str(caught.value)


def test_files_that_do_not_agree_are_refused() -> None:
    lines = text("mergers.csv").splitlines(keepends=True)
    with pytest.raises(OrgDataError) as caught:
        read_tree(texts(mergers="".join(lines[:1] + lines[2:])))
    faults = [f for f in caught.value.faults if isinstance(f, TreeFault)]
    assert [(f.problem, f.unit.code) for f in faults] == [(TreeProblem.NO_HEIR, "01267")]


def test_a_row_longer_than_its_header_is_refused() -> None:
    with pytest.raises(OrgDataError, match="more cells"):
        read_tree(texts(mergers=text("mergers.csv") + "2025-07-01,a,b,c,d,e,yes,5/5,more\n"))


def test_a_unit_under_itself_is_refused() -> None:
    edited = text("units-2025.csv").replace("Thục Phán,04,", "Thục Phán,01273,", 1)
    with pytest.raises(OrgDataError) as caught:
        read_tree(texts(units_2025=edited))
    problems = {f.problem for f in caught.value.faults if isinstance(f, TreeFault)}
    assert problems == {TreeProblem.CYCLE}


def test_a_group_stands_under_the_province_of_its_members() -> None:
    other = (
        "valid_from,valid_to,code,level,name,short,parent\n"
        "1900-01-01,,01,province,Tỉnh khác,khác,\n"
        "1900-01-01,,00001,commune,Xã khác,khác,01\n"
    )
    row = "DB-X,Địa bàn khác,khác,,2025-07-01,,00001,Xã khác,no,\n"
    files = texts(areas=text("areas.csv") + row)
    tree = read_tree(OrgTexts([other, *files.units], files.mergers, files.groups))
    view = tree.at(TODAY)
    assert [r.code for r in view.roots()] == ["01", "04"]
    assert {r.code: len(view.groups_under(r.key)) for r in view.roots()} == {"01": 1, "04": 10}
