"""`sohoi plan check` and `sohoi plan show`, as a person or a program calls them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.plan import DEFAULT_PLAN, plan_app


def run(*arguments: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(plan_app, list(arguments))
    return result.exit_code, result.stdout.splitlines()


def test_a_sound_plan_gives_one_line():
    code, lines = run("check", str(DEFAULT_PLAN))
    assert code == 0
    assert len(lines) == 1
    assert "29 indicators" in lines[0]


def test_every_fault_has_its_line_and_field(tmp_path: Path):
    file = tmp_path / "plan.yaml"
    text = DEFAULT_PLAN.read_text("utf-8")
    file.write_text(text.replace("cutoff_day: 14", "cutoff_day: 40") + "\nextra: 1\n", "utf-8")
    code, lines = run("check", str(file))
    assert code == 1
    last = text.count("\n") + 2
    assert lines[-1] == f"{file}:{last}: extra: unknown field"
    assert any("settings.cutoff_day: must be 1 to 28, not 40" in line for line in lines)


def test_bytes_that_are_no_text_are_a_fault(tmp_path: Path):
    file = tmp_path / "plan.yaml"
    file.write_bytes(b"id: \xff\xfe")
    assert run("check", str(file)) == (1, [f"{file}:1: (file): is not UTF-8 text (byte 4)"])


@pytest.mark.parametrize("arguments", [("check",), ("check", "no-such-file.yaml"), ("chek", "x")])
def test_wrong_use_is_2(arguments: tuple[str, ...]):
    assert run(*arguments)[0] == 2


def test_show_lists_every_indicator():
    code, lines = run("show")
    assert code == 0
    assert len(lines) == 30
    assert any(line.startswith("1.4a") and "5/commune" in line for line in lines)


def test_show_as_json_is_read_by_a_program():
    result = CliRunner().invoke(plan_app, ["show", "--json"])
    plan = json.loads(result.stdout)
    first = plan["indicators"][0]
    assert (first["code"], first["kind"], first["target"]["number"]) == ("1.1", "count", 1)
    assert len(plan["events"]) == 64
