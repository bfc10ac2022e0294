"""Each fault a tree can have is found."""

from datetime import date

import pytest

from domain.org.checks import TreeProblem, check_tree
from domain.org.levels import Level
from domain.org.tree import Membership, Merger, Parent, Tree, UnitKey
from tests.support.org_trees import ORIGIN, under, unit

MID, END = date(2025, 7, 1), date(2026, 1, 1)
P, Q = unit("p", Level.PROVINCE), unit("q", Level.PROVINCE)
SHORT = unit("s", Level.DISTRICT, ORIGIN, MID)
C, D = unit("c", Level.COMMUNE), unit("d", Level.COMMUNE)
ENDED = unit("z", Level.COMMUNE, ORIGIN, MID)
AREA, OTHER = unit("x", Level.AREA), unit("y", Level.AREA)
NOBODY = UnitKey(ORIGIN, "?")
SOUND = [under(SHORT, P, ORIGIN, MID)]
AREAS = [under(AREA, P), under(OTHER, P), under(C, P)]

FAULTS = {
    "twice": (TreeProblem.TWICE, Tree([P, P])),
    "code": (TreeProblem.CODE_TWICE, Tree([P, unit("p", Level.PROVINCE, MID)])),
    "span": (TreeProblem.SPAN, Tree([unit("p", Level.PROVINCE, MID, MID)])),
    "unknown parent": (TreeProblem.UNKNOWN, Tree([C], [Parent(C.key, NOBODY, ORIGIN)])),
    "unknown heir": (TreeProblem.UNKNOWN, Tree([C], [], [Merger(C.key, NOBODY, MID)])),
    "unknown member": (
        TreeProblem.UNKNOWN,
        Tree([AREA], [], [], [Membership(AREA.key, NOBODY, ORIGIN)]),
    ),
    "no parent": (TreeProblem.ORPHAN, Tree([P, C])),
    "late parent": (TreeProblem.ORPHAN, Tree([P, C], [under(C, P, MID)])),
    "gap": (TreeProblem.ORPHAN, Tree([P, C], [under(C, P, ORIGIN, MID), under(C, P, END)])),
    "ends early": (TreeProblem.ORPHAN, Tree([P, C], [under(C, P, ORIGIN, MID)])),
    "two": (TreeProblem.TWO_PARENTS, Tree([P, Q, C], [under(C, P), under(C, Q, MID)])),
    "outside": (TreeProblem.OUTSIDE, Tree([P, SHORT, C], [*SOUND, under(C, SHORT)])),
    "cycle": (TreeProblem.CYCLE, Tree([C, D], [under(C, D), under(D, C)])),
    "self": (TreeProblem.CYCLE, Tree([C], [under(C, C)])),
    "no group": (
        TreeProblem.NOT_A_GROUP,
        Tree([P, C], [under(C, P)], [], [Membership(P.key, C.key, ORIGIN)]),
    ),
    "two areas": (
        TreeProblem.TWO_AREAS,
        Tree([P, AREA, OTHER, C], AREAS, [], [
            Membership(AREA.key, C.key, ORIGIN), Membership(OTHER.key, C.key, MID)]),
    ),
    "no heir": (
        TreeProblem.NO_HEIR,
        Tree([P, ENDED], [under(ENDED, P, ORIGIN, MID)]),
    ),
    "two heirs": (
        TreeProblem.TWO_HEIRS,
        Tree([P, C, D], [under(C, P), under(D, P)], [
            Merger(C.key, D.key, MID), Merger(C.key, P.key, MID)]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(name: str) -> None:
    problem, tree = FAULTS[name]
    assert problem in {fault.problem for fault in check_tree(tree)}


def test_every_problem_has_a_case() -> None:
    assert {problem for problem, _ in FAULTS.values()} == set(TreeProblem)


def test_changing_places_over_time_is_no_cycle() -> None:
    links = [under(C, D, ORIGIN, MID), under(D, C, MID), under(C, P, MID), under(D, P, ORIGIN, MID)]
    assert check_tree(Tree([P, C, D], links)) == ()


def test_moving_to_another_area_is_sound() -> None:
    ties = [Membership(AREA.key, C.key, ORIGIN, MID), Membership(OTHER.key, C.key, MID)]
    assert check_tree(Tree([P, AREA, OTHER, C], AREAS, [], ties)) == ()
