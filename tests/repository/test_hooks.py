"""What pre-commit would run is what `make check` runs, and none of it is downloaded."""

import re

import yaml

from tests.support.repository import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
REPOS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]


def test_the_hooks_are_the_commands_of_make_check() -> None:
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert recipe is not None
    commands = re.findall(r"^\t@\$\(BIN\)/(.+?)(?: >.*)?$", recipe[1], re.MULTILINE)
    hooks = [hook["entry"] for repo in REPOS for hook in repo["hooks"]]
    assert hooks == [f".venv/bin/{command}" for command in commands]


def test_every_hook_is_local() -> None:
    assert [repo["repo"] for repo in REPOS] == ["local"]
    assert {hook["language"] for repo in REPOS for hook in repo["hooks"]} == {"system"}
