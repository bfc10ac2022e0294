"""Every dependency has its reason, every lock fits, and nobody else bears our packages' names."""

import re
from importlib.metadata import distribution, packages_distributions
from importlib.util import find_spec

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.version import Version

from tests.support.repository import ROOT, pyproject, rows, to_run, to_test

OURS = ("bot", "domain", "locales", "scheduler", "services", "simulator", "storage")
ADR = (ROOT / "docs/adr/0002-dependencies.md").read_text("utf-8")
LGPL = ("LGPL-2.1-only", "LGPL-3.0-only")
_LOCKED = re.compile(
    r"^([a-z0-9][\w.-]*)==(\S+)(?: ; ([^\\\n]+?))?(?: \\)?$(\n {4}--hash)?", re.MULTILINE
)


@pytest.mark.parametrize("name", OURS)
def test_a_package_s_name_is_ours_alone(name: str) -> None:
    assert set(packages_distributions().get(name, ())) <= {"sohoi"}
    spec = find_spec(name)
    assert spec is not None
    assert list(spec.submodule_search_locations or ()) == [str(ROOT / name)]


def test_the_packages_looked_at_are_those_of_the_wheel() -> None:
    packages = pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert {*OURS, "plans"} == set(packages)


def test_every_dependency_has_a_row_and_every_row_a_dependency() -> None:
    declared = [Requirement(text).name for text in (*to_run(), *to_test())]
    assert [row[0] for row in rows(ADR)] == declared
    assert all(reason for _, _, reason, _ in rows(ADR))


@pytest.mark.parametrize("row", rows(ADR), ids=lambda row: row[0])
def test_a_licence_is_named_as_the_package_names_it(row: list[str]) -> None:
    name, licence, _, _ = row
    said = distribution(name).metadata
    told = " ".join([said["License-Expression"] or "", (said["License"] or "")[:200]])
    assert "GPL" not in told or (licence in LGPL and licence in told)
    family = re.split("[- ]", licence)[0]
    assert not told.strip() or family in told.replace("Apache License", "Apache")


@pytest.mark.parametrize(
    ("lock", "requirements"), [("run", to_run()), ("dev", [*to_run(), *to_test()])]
)
def test_what_is_locked_is_what_is_asked_for(lock: str, requirements: list[str]) -> None:
    locked = _locked(lock)
    for requirement in map(Requirement, requirements):
        assert requirement.specifier.contains(locked[requirement.name.lower()]), requirement


def test_tests_and_product_lock_the_same_versions() -> None:
    assert _locked("run").items() <= _locked("dev").items()


def test_everything_locked_is_locked_by_hash() -> None:
    for lock in ("run", "dev"):
        assert all(match[4] for match in _LOCKED.finditer(_text(lock)))


def _locked(lock: str) -> dict[str, Version]:
    """What this machine would get, by name."""
    found = _LOCKED.finditer(_text(lock))
    return {m[1]: Version(m[2]) for m in found if m[3] is None or Marker(m[3]).evaluate()}


def _text(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.lock").read_text("utf-8")
