"""`sohoi read report` and `read said`: whole conversations, played through the product."""

import json
import time
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.mount import mount

Found = dict[str, Any]


def read(*words: str, given: str | None = None) -> tuple[int, list[Found], str]:
    root = typer.Typer()
    mount(root, [])
    done = CliRunner().invoke(root, ["read", *words], input=given)
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def values(found: Found) -> dict[str, Any]:
    return {code: answer["value"] for code, answer in found["answers"].items()}


def test_a_report_with_its_ok_was_sent() -> None:
    _, [found], _ = read("report", given="hai buổi, 2, k có, 1, 3/0, rồi, 0, ko ¦ 4: 4 ok\n")
    assert (found["asked"], found["sent"]) == ([], True)
    assert values(found) == {
        "1.1": 2,
        "1.2a": 2,
        "1.2b": 0,
        "1.4a": 4,
        "1.5a": {"joined": 3, "left": 0},
        "2.4": "yes",
        "2.5": 0,
        "case": "no",
    }


def test_what_was_not_answered_is_still_asked() -> None:
    lines = "1: 2⏎2: 1⏎6 chưa ¦ 7: 0\n\n"
    _, [begun, untouched], _ = read("report", given=lines)
    assert values(begun) == {"1.1": 2, "1.2a": 1, "2.4": "no", "2.5": 0}
    assert begun["asked"] == ["1.2b", "1.4a", "1.5a", "case"]
    assert (untouched["answers"], len(untouched["asked"])) == ({}, 8)


def test_last_month_decides_what_is_far() -> None:
    """Without a word of it before, forty new members are only many by the plan."""
    told = ("--last", "2 1 0 1 2/0 rồi 0 không")
    _, [usual], _ = read("report", "1 0 0 2 40/0 rồi 0 không", *told)
    assert [code for code, answer in usual["answers"].items() if answer["doubt"]] == ["1.5a"]
    _, [same], _ = read("report", "như tháng trước", *told)
    assert (values(same)["1.1"], values(same)["1.5a"]) == (2, {"joined": 2, "left": 0})


def test_a_quarter_s_form_is_longer() -> None:
    _, [found], _ = read("report", "1: 2", "--month", "2025-12")
    assert {"1.4b", "1.6b", "2.1c"} <= set(found["asked"])


@pytest.mark.parametrize(
    ("said", "heard", "command"),
    [
        ("thoát nghèo 3 hộ", "report", None),
        ("báo cáo", "command", "report"),
        ("vụ việc", "command", "case"),
        ("sửa tháng 9", "command", "edit"),
        ("mai", "command", "later"),
        ("nó đang bị chồng đánh, cứu với", "danger", None),
        ("cảm ơn em", "talk", None),
        ("", "nothing", None),
    ],
)
def test_what_words_outside_a_form_were_taken_for(
    said: str, heard: str, command: str | None
) -> None:
    _, [found], _ = read("said", given=f"{said}\n")
    assert (found["heard"], found["command"]) == (heard, command)


def test_what_was_reported_in_passing() -> None:
    _, [found], _ = read("said", "chào em ¦ thoát nghèo 3 hộ", "--now", "2025-11-18T08:00")
    assert (found["heard"], values(found)) == ("report", {"1.2a": 3})


def test_each_line_is_heard_as_if_it_were_the_first() -> None:
    line = "1 0 2 0 3/1 rồi 0 không ¦ ok\n"
    _, [first, *others], _ = read("report", given=line * 3)
    assert others == [first, first]


def test_three_hundred_conversations_take_seconds() -> None:
    began = time.monotonic()
    _, found, _ = read("report", given="1 0 2 0 3/1 rồi 0 không ¦ 2: 1 ¦ ok\n" * 300)
    assert len(found) == 300
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    ("words", "code", "mend"),
    [
        (("report", "1", "--month", "10"), 2, "--month: '10' is no month such as 2025-10\n"),
        (("report", "1", "--last", "1 2"), 1, "--last: 2 answers to 8 questions\n"),
        (("said", "1", "--now", "2024-01-01"), 1, "--now: no month of the plan is open yet"),
        (("report", "1", "--month", "2025-03"), 1, "2025-03 is no month in which"),
    ],
)
def test_wrong_use(words: tuple[str, ...], code: int, mend: str) -> None:
    ended, found, said = read(*words)
    assert (ended, found) == (code, [])
    assert said.startswith(mend)
