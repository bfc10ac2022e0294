"""`sohoi read`: one JSON object a line."""

import json
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.mount import mount


def read(*words: str, given: bytes | None = None) -> tuple[int, list[dict[str, Any]], str]:
    root = typer.Typer()
    mount(root, [])
    done = CliRunner().invoke(root, ["read", *words], input=given)
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.mark.parametrize(
    ("words", "status", "value"),
    [
        (("count", "mười lăm hộ"), "value", 15),
        (("count", "1,5", "--decimals"), "value", 1.5),
        (("share", "12/15"), "value", {"part": 12, "whole": 15}),
        (("yes-no", "k có"), "value", "no"),
        (("date", "hôm kia", "--now", "2025-10-13"), "value", "2025-10-11"),
        (("date", "hôm kia", "--now", "2025-10-12T18:00:00+00:00"), "value", "2025-10-11"),
        (("choice", "tiền", "--options", "gạo | tiền"), "value", [2]),
        (("command", "tro giup"), "value", "help"),
    ],
)
def test_one_answer(words: tuple[str, ...], status: str, value: object) -> None:
    code, [found], _ = read(*words)
    assert (code, found) == (0, {"text": words[1], "status": status, "value": value})


def test_places_are_units_old_and_new() -> None:
    _, [found], _ = read("place", "xa bao lac")
    assert found["value"] == [
        {"code": "01321", "valid_from": "2025-07-01", "name": "Xã Bảo Lạc"},
    ]


def test_standard_input_gives_a_line_for_every_line() -> None:
    _, found, _ = read("count", given="chưa có\n\n1.200\r\nba\x85\n".encode() + b"\xff\tba")
    assert [each["text"] for each in found] == ["chưa có", "", "1.200", "ba\x85", "\ufffd\tba"]
    assert [each["status"] for each in found[:3]] == ["zero", "unreadable", "value"]


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        ("choice một", 'a choice needs its options: --options "a|b|c"'),
        ("date x --now soon", "--now: 'soon' is no moment such as 2025-10-13T08:00"),
    ],
)
def test_wrong_use_of_read(words: str, mend: str) -> None:
    assert read(*words.split()) == (2, [], mend + "\n")


def test_a_kind_that_is_none() -> None:
    assert read("number", "1")[0] == 2
