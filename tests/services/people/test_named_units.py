"""Units by their names, for whoever may know of them."""

from domain.notices.common import NotForYou
from domain.notices.progress import UnitNotFound
from domain.org.tree import Unit
from domain.people.roles import Role
from services.people.named_units import find_named_units
from tests.support.people_stage import AREA_LAM, LAC, LAM, PONG, PROVINCE, Stage
from tests.support.service_calls import appoint, asked_by


def find(stage: Stage, mine: Unit, words: str) -> object:
    appoint(stage, "mai", Role.COMMUNE, LAM)
    with asked_by(stage, "mai") as request:
        return find_named_units(request, [stage.units.id_of(mine.key)], words)


def test_her_own_and_those_below(stage: Stage) -> None:
    assert find(stage, LAM, "xa bao lam") == [LAM]
    assert find(stage, LAM, "nà pồng") == [PONG]
    assert find(stage, PROVINCE, "01321") == [LAC]


def test_an_exact_name_comes_before_one_that_holds_it(stage: Stage) -> None:
    assert find(stage, PROVINCE, "bảo lâm") == [LAM]
    assert find(stage, PROVINCE, "huyện bảo lâm") == [AREA_LAM]


def test_others_units_and_unknown_names(stage: Stage) -> None:
    assert find(stage, LAM, "bảo lạc") == NotForYou()
    assert find(stage, PROVINCE, "hà nội") == UnitNotFound()
