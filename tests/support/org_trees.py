"""Trees for tests: Cao Bằng's from the repository's files, and ones written in a few words."""

from datetime import date
from functools import cache

from bot.demo.samples.branches import SampleBranches, make_sample_branches
from domain.org.files import OrgTexts, read_tree
from domain.org.levels import Level
from domain.org.tree import ORIGIN, Parent, Tree, Unit, UnitKey
from tests.support.paths import PLANS

FOLDER = PLANS / "cao-bang"
BEFORE, MERGED, TODAY = date(2025, 6, 30), date(2025, 7, 1), date(2025, 10, 13)
PROVINCE = UnitKey(ORIGIN, "04")


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def texts(**changed: str) -> OrgTexts:
    """The data files, some of them replaced (by name without ending, - as _)."""
    got = {n: changed.get(n.replace("-", "_"), text(f"{n}.csv")) for n in (
        "units-2024", "units-2025", "mergers", "areas", "blocs")}  # fmt: skip
    return OrgTexts(
        [got["units-2024"], got["units-2025"]],
        got["mergers"],
        [(Level.AREA, got["areas"]), (Level.BLOC, got["blocs"])],
    )


@cache
def cao_bang() -> Tree:
    return read_tree(texts())


@cache
def branches() -> SampleBranches:
    return make_sample_branches(cao_bang(), TODAY)


@cache
def with_branches() -> Tree:
    return cao_bang().with_more(branches().units, branches().parents)


def old(code: str) -> UnitKey:
    return UnitKey(ORIGIN, code)


def new(code: str) -> UnitKey:
    return UnitKey(MERGED, code)


def unit(code: str, level: Level, since: date = ORIGIN, until: date | None = None) -> Unit:
    return Unit(UnitKey(since, code), level, f"Đơn vị {code}", code, until)


def under(child: Unit, parent: Unit, since: date = ORIGIN, until: date | None = None) -> Parent:
    return Parent(child.key, parent.key, since, until)
