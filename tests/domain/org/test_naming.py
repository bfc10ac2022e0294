"""Names of units told apart, and found in what somebody types."""

from datetime import date

from domain.org.levels import Level
from domain.org.naming import name_unit, split_by_name
from domain.org.tree import Parent, Tree, Unit, UnitKey

SINCE = date(2025, 7, 1)


def _unit(code: str, level: Level, name: str, short: str) -> Unit:
    return Unit(UnitKey(SINCE, code), level, name, short)


LAM = _unit("01290", Level.COMMUNE, "Xã Bảo Lâm", "Bảo Lâm")
PHAN = _unit("01273", Level.COMMUNE, "Phường Thục Phán", "Thục Phán")
DAU = _unit("CH-1", Level.BRANCH, "Chi hội Khuổi Dầu", "Khuổi Dầu")
ONE = _unit("CH-2", Level.BRANCH, "Chi hội 1", "1")
OTHER_ONE = _unit("CH-3", Level.BRANCH, "Chi hội 1", "1")
TREE = Tree(
    [LAM, PHAN, DAU, ONE, OTHER_ONE],
    [Parent(u.key, above.key, SINCE) for u, above in ((DAU, LAM), (ONE, LAM), (OTHER_ONE, PHAN))],
)
VIEW = TREE.at(SINCE)


def test_the_commune_stands_where_names_repeat() -> None:
    assert name_unit(VIEW, DAU) == "Chi hội Khuổi Dầu"
    assert name_unit(VIEW, ONE) == "Chi hội 1, xã Bảo Lâm"
    assert name_unit(VIEW, OTHER_ONE) == "Chi hội 1, phường Thục Phán"
    assert name_unit(VIEW, LAM) == "Xã Bảo Lâm"


def test_a_message_is_split_where_it_names_units() -> None:
    units = {1: DAU, 2: ONE}
    text = "khuoi dau: 1 0 0\nChi hội 1: 2 0 1"
    assert split_by_name(text, units) == [(1, "1 0 0"), (2, "2 0 1")]
    assert split_by_name("1 0 2 của Khuổi Dầu", units) == [(1, "1 0 2")]
    assert split_by_name("1 0 0 (khuổi dầu)", units) == [(1, "1 0 0")]


def test_a_number_is_no_name_and_a_repeated_name_none_either() -> None:
    assert split_by_name("1 0 2 0 3/1 rồi 0 không", {1: DAU, 2: ONE}) == []
    assert split_by_name("chi hội 1: 2 0", {1: ONE, 2: OTHER_ONE}) == []
