"""An office's list of branches: read whatever its habits, refused whole with each fault named."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.org.branches import BranchFile, read_branches
from domain.org.checks import check_tree
from domain.org.columns import RowProblem as P
from domain.org.columns import read_csv_rows
from domain.org.tree import Tree
from tests.support.org_trees import BEFORE, MERGED, PROVINCE, TODAY, cao_bang, new, with_branches

HEAD = "mã xã,tên xã,tên chi hội,số hội viên,số phụ nữ 18+,chi hội trưởng\n"


def read(text: str, on: date = TODAY, tree: Tree | None = None) -> BranchFile:
    return read_branches(read_csv_rows(text), tree or cao_bang(), on)


def read_one(text: str, **kwargs: date) -> BranchFile:
    found = read(text, **kwargs)
    assert found.faults == ()
    assert len(found.branches) == 1
    return found


def test_a_good_row() -> None:
    (row,) = read_one(HEAD + "01290,Xã Bảo Lâm,Nà Pồng,45,60,khuyết\n").branches
    assert (row.unit.name, row.unit.short) == ("Chi hội Nà Pồng", "Nà Pồng")
    assert (row.unit.code, row.unit.key.valid_from) == ("CH-01290-01", TODAY)
    assert [(p.parent, p.valid_to) for p in row.parents] == [(new("01290"), None)]
    assert (row.baseline.members, row.baseline.women, row.baseline.leader_in_post) == (
        45,
        60,
        False,
    )
    assert (row.line, row.known, row.unit.sample, row.baseline.as_of) == (2, False, False, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "MÃ  XÃ;Tên Xã;Chi hội;Hội viên;Phụ nữ 18+\n1290;BẢO LÂM;Chi hội Nà Pồng;45;60\n",
        "ma xa\tten chi hoi\tso hoi vien\tso phu nu 18+ co mat\n01290\tNà Pồng\t45\t60\n",
        "DANH SÁCH CHI HỘI,,,\n,,,\n"
        "STT,xã,tên chi hội,số hội viên,số phụ nữ từ 18 tuổi trở lên,ghi chú\n"
        "1,xa bao lam,Nà Pồng,45,60,mới\n,,,,,\nTổng cộng,,,45,60,\n",
        unicodedata.normalize("NFD", HEAD + "01290,Xã Bảo Lâm,  Nà   Pồng ,45,60,Có\n"),
        "\ufeff" + HEAD + '01290,,"Nà Pồng",45,60,x\n',
    ],
)
def test_habits_of_offices(text: str) -> None:
    (row,) = read_one(text).branches
    assert (row.unit.name, row.unit.code) == ("Chi hội Nà Pồng", "CH-01290-01")
    assert (row.baseline.members, row.baseline.women) == (45, 60)


def test_cells_of_a_spreadsheet() -> None:
    rows = [
        ("mã xã", "tên chi hội", "số hội viên", "số phụ nữ 18+", None),
        (1290.0, "Nà Pồng", 45.0, 1200, None),
        (None, None, None, None, None),
    ]
    (row,) = read_branches(enumerate(rows, 1), cao_bang(), TODAY).branches
    assert (row.unit.code, row.baseline.members, row.baseline.women) == ("CH-01290-01", 45, 1200)


@pytest.mark.parametrize(("written", "meant"), [("1.200", 1200), ("1 200", 1200), ("0", 0)])
def test_numbers_the_vietnamese_way(written: str, meant: int) -> None:
    (row,) = read_one(HEAD + f"01290,,Nà Pồng,{written},60,\n").branches
    assert row.baseline.members == meant


@pytest.mark.parametrize(
    ("row", "problem", "column", "candidates"),
    [
        (",,Nà Pồng,45,60,", P.NO_COMMUNE, "tên xã", ()),
        ("99999,,Nà Pồng,45,60,", P.UNKNOWN_COMMUNE, "mã xã", ()),
        ("04,,Nà Pồng,45,60,", P.UNKNOWN_COMMUNE, "mã xã", ()),
        (",Xã Không Có,Nà Pồng,45,60,", P.UNKNOWN_COMMUNE, "tên xã", ()),
        (",Xã Hoàng Tung,Nà Pồng,45,60,", P.UNKNOWN_COMMUNE, "tên xã", ("Phường Thục Phán",)),
        ("01273,Phường Hợp Giang,Tổ 1,45,60,", P.CODE_AND_NAME, "mã xã", ("Phường Thục Phán",)),
        ("01290,Lý Bôn,Tổ 1,45,60,", P.CODE_AND_NAME, "mã xã", ("Xã Bảo Lâm", "Xã Lý Bôn")),
        ("01290,,,45,60,", P.EMPTY, "tên chi hội", ()),
        (f"01290,,{'Nà ' * 40},45,60,", P.TOO_LONG, "tên chi hội", ()),
        ("01290,,Nà Pồng,,60,", P.EMPTY, "số hội viên", ()),
        ("01290,,Nà Pồng,nhiều,60,", P.NOT_A_NUMBER, "số hội viên", ()),
        ("01290,,Nà Pồng,4.5,60,", P.NOT_A_NUMBER, "số hội viên", ()),
        ("01290,,Nà Pồng,45,-60,", P.NOT_A_NUMBER, "số phụ nữ 18+", ()),
        ("01290,,Nà Pồng,45,+60,", P.NOT_A_NUMBER, "số phụ nữ 18+", ()),
        ("01290,,Nà Pồng,=40+5,60,", P.NOT_A_NUMBER, "số hội viên", ()),
        ("01290,,Nà Pồng,٤٥,60,", P.NOT_A_NUMBER, "số hội viên", ()),
        ("01290,,Nà Pồng,45,60,bà Hoa", P.NOT_YES_NO, "chi hội trưởng", ()),
    ],
)
def test_a_bad_row(row: str, problem: P, column: str, candidates: tuple[str, ...]) -> None:
    found = read(HEAD + "01290,,Bản Đe,30,40,có\n" + row + "\n")
    assert found.branches == ()
    (fault,) = found.faults
    assert (fault.line, fault.column, fault.problem) == (3, column, problem)
    assert [c.partition(" (")[0] for c in fault.candidates] == list(candidates)


def test_a_name_several_communes_bear_names_them_all() -> None:
    found = read(HEAD + ",xã hưng đạo,Nà Pồng,45,60,\n", on=BEFORE)
    (fault,) = found.faults
    assert fault.problem is P.AMBIGUOUS
    assert fault.candidates == (
        "Xã Hưng Đạo (01351, Huyện Bảo Lạc)",
        "Xã Hưng Đạo (01705, Thành phố Cao Bằng)",
        "Xã Hưng Đạo (01783, Huyện Nguyên Bình)",
    )
    assert read(HEAD + "01783,xã hưng đạo,Nà Pồng,45,60,\n", on=BEFORE).faults == ()


def test_all_faults_of_a_file_are_named() -> None:
    found = read(HEAD + ",,,x,y,z\n01290,,Nà Pồng,45,60,\n01290,,nà pồng,45,60,\n")
    assert [(f.line, f.problem) for f in found.faults] == [
        (2, P.EMPTY), (2, P.NO_COMMUNE), (2, P.NOT_A_NUMBER), (2, P.NOT_A_NUMBER),
        (2, P.NOT_YES_NO), (4, P.TWICE),
    ]  # fmt: skip
    assert found.faults[-1].candidates == ("3",)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [P.NO_HEADER]),
        ("1,2,3\n4,5,6\n", [P.NO_HEADER]),
        (HEAD, [P.NO_ROWS]),
        ("tên chi hội,số hội viên\nNà Pồng,45\n", [P.NO_COLUMN, P.NO_COLUMN]),
        ("mã xã,tên chi hội,chi hội,số hội viên,phụ nữ 18+\n", [P.COLUMN_TWICE]),
    ],
)
def test_a_file_without_what_it_needs(text: str, problems: list[P]) -> None:
    assert [f.problem for f in read(text).faults] == problems


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+84", "-1+1", "@SUM(A1)"])
def test_what_looks_like_a_formula_is_plain_text(name: str) -> None:
    (row,) = read_one(HEAD + f"01290,,{name},45,60,\n").branches
    assert (row.unit.name, row.unit.short) == (f"Chi hội {name}", name)


def test_marks_tell_branches_apart() -> None:
    found = read(HEAD + "01290,,Nà Lai,45,60,\n01290,,Nà Lài,45,60,\n")
    assert [b.unit.code for b in found.branches] == ["CH-01290-01", "CH-01290-02"]


def test_direction_marks_and_controls_are_dropped_from_names() -> None:
    (row,) = read_one(HEAD + "01290,,Nà\u202e Pồng\u0007,45,60,\n").branches
    assert row.unit.name == "Chi hội Nà Pồng"


CODED = "mã xã,mã xã cũ,mã chi hội,tên chi hội,số hội viên,số phụ nữ 18+\n"


def test_a_branch_with_its_older_commune_has_both_in_its_line() -> None:
    (row,) = read_one(CODED + "01290,01312,,Nà Pồng,45,60\n").branches
    assert [(p.parent.code, p.valid_from, p.valid_to) for p in row.parents] == [
        ("01312", row.unit.key.valid_from, MERGED),
        ("01290", MERGED, None),
    ]
    tree = cao_bang().with_more([row.unit], row.parents)
    assert check_tree(tree) == ()


def test_a_branch_of_before_the_merger_goes_on_in_the_new_commune() -> None:
    (row,) = read_one(CODED + "01312,,,Nà Pồng,45,60\n", on=date(2025, 1, 1)).branches
    tree = cao_bang().with_more([row.unit], row.parents)
    assert check_tree(tree) == ()
    names = [tree.at(day).ancestors(row.unit.key)[0].name for day in (BEFORE, TODAY)]
    assert names == ["Xã Mông Ân", "Xã Bảo Lâm"]


def test_an_older_commune_that_went_elsewhere_is_a_fault() -> None:
    (fault,) = read(CODED + "01290,01294,,Nà Pồng,45,60\n").faults
    assert fault.problem is P.NOT_A_PART
    assert "Xã Mông Ân (01312)" in fault.candidates


def test_a_second_list_finds_its_branches_again() -> None:
    tree = with_branches()
    number = len(tree.at(TODAY).branches(new("01290")))
    found = read(
        CODED + "01290,,,nà pồng,50,60\n01290,,CH-01290-02,Khuổi Mực mới,1,2\n01290,,,Mới,3,4\n",
        tree=tree,
    )
    assert found.faults == ()
    assert [(b.unit.code, b.known, b.unit.short) for b in found.branches] == [
        ("CH-01290-01", True, "nà pồng"),
        ("CH-01290-02", True, "Khuổi Mực mới"),
        (f"CH-01290-{number + 1}", False, "Mới"),
    ]
    assert found.branches[0].unit.key == tree.at(TODAY).find("CH-01290-01").key  # type: ignore[union-attr]
    assert found.branches[0].parents == ()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("01294,,CH-01290-01,Nà Pồng,1,2", P.MOVED),
        ("01290,,DB-042,Nà Pồng lạ,1,2", P.CODE_TAKEN),
        ("01290,,CH-MOI,Nà Pồng,1,2", P.OTHER_CODE),
        ("01290,,mã lạ,Nà Pồng lạ,1,2", P.BAD_CODE),
        ("01290,,CH-01290-01,Bản Đe,1,2\n01290,,CH-01290-01,Bản Đẹ,1,2", P.TWICE),
    ],
)
def test_codes_that_do_not_fit(row: str, problem: P) -> None:
    (fault,) = read(CODED + row + "\n", tree=with_branches()).faults
    assert fault.problem is problem


CELL = st.one_of(
    st.none(), st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.dates(),
    st.sampled_from(["01290", "Xã Bảo Lâm", "hưng đạo", "45", "có", "CH-01290-01"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, max_size=8), max_size=6), st.booleans())
def test_nothing_in_a_cell_is_an_exception(cells: list[list[object]], headed: bool) -> None:
    head: list[list[object]] = [list(HEAD.strip().split(","))] if headed else []
    found = read_branches(enumerate(head + cells, 1), with_branches(), TODAY)
    assert bool(found.branches) != bool(found.faults)


def test_a_long_list() -> None:
    lines = "".join(f"01290,,,Bản {n},10,20\n" for n in range(20_000))
    found = read(CODED + lines)
    assert len({b.unit.key for b in found.branches}) == 20_000
    tree = cao_bang().with_more(
        (b.unit for b in found.branches), (p for b in found.branches for p in b.parents)
    )
    assert len(tree.at(TODAY).branches(PROVINCE)) == 20_000
