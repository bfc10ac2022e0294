"""What the documents say of the house is so: the picture, the paths, the lists of places."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest

from tests.support.repository import ROOT, list_tracked

PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")
PICTURE = ROOT / "docs/architecture.svg"

_BRANCHES_ON_KIND = re.compile(r"\bRollUp\.[A-Z]|\bFold\.[A-Z]|\.asks\b|isinstance\(.*measure")
_WHERE_KINDS_LIVE = {"domain/measures.py", "domain/rollups.py"}
_PACKAGES = ("bot", "domain", "scheduler", "services", "storage")


@pytest.fixture(scope="module")
def drawing() -> ModuleType:
    """The script that draws the picture."""
    spec = spec_from_file_location("draw_architecture", ROOT / "docs/draw_architecture.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_is_that_of_the_imports(drawing: ModuleType) -> None:
    assert PICTURE.read_text("utf-8") == drawing.draw(drawing.read_house()), "make architecture"


def test_no_arrow_of_the_house_points_upwards(drawing: ModuleType) -> None:
    house = drawing.read_house()
    floors = [drawing.Edge(one, other) for one, other in house.floors if one in drawing.FLOORS]
    order = (*drawing.FLOORS, drawing.ALONE)
    assert not house.upwards
    assert not [e for e in floors if order.index(e.source) > order.index(e.target)]


def test_every_room_of_the_bot_is_drawn(drawing: ModuleType) -> None:
    assert set(drawing.read_house().inside["bot"]) == set(drawing.ROOMS)


def test_what_follows_from_two_arrows_is_not_drawn(drawing: ModuleType) -> None:
    edges = [drawing.Edge(*pair) for pair in ("ab", "bc", "ac", "cd", "ad")]
    assert drawing.without_shortcuts(edges) == {("a", "b"), ("b", "c"), ("c", "d")}


def test_decisions_have_one_form() -> None:
    for page in sorted((ROOT / "docs/adr").glob("*.md")):
        title, _, status, *_ = page.read_text("utf-8").splitlines()
        assert re.fullmatch(rf"# {page.name[:4]} \S.*[^.]", title), page.name
        assert re.match(r"Status: accepted, \d{4}-\d\d(; superseded |$)", status), page.name


def test_the_files_that_branch_on_a_kind_of_value_are_listed() -> None:
    section = PAGE.split("### A new kind of value\n", 1)[1]
    branching = {
        path
        for file in list_tracked()
        if (path := file.relative_to(ROOT).as_posix()).split("/")[0] in _PACKAGES
        and file.suffix == ".py"
        and path not in _WHERE_KINDS_LIVE
        and _BRANCHES_ON_KIND.search(file.read_text("utf-8"))
    }
    assert (
        set(re.findall(r"`([\w/]+\.py)`", section)) - {"domain/measures.py", "domain/rollups.py"}
        == branching
    )
