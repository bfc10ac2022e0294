"""The plan's tasks: none is dead, each is found by number and words, and is under way in time."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from bot.cli.plan_tasks import write_task_table
from domain.org.levels import Level
from domain.plan.plan import EventKind, EventStatus, Plan
from domain.plan.plan_file import parse_plan
from domain.tasks.tasks import (
    RECORDING_LEVELS,
    find_meant,
    find_milestones,
    find_task,
    is_under_way,
    list_tasks,
)
from tests.support.paths import PLANS
from tests.support.repository import ROOT

FROM_THE_START = """
    III.1a III.1b III.1c III.2 III.3 III.4a III.4b III.5 III.6 III.7a III.7b III.7c III.7d
    III.7e III.7f III.7g III.7h III.7i III.8 III.9 III.10 IV.1 IV.2 IV.3.2-1a IV.3.2-1b
    IV.3.2-2 IV.3.2-3 IV.3.2-4 IV.3.2-5 IV.3.2-6 IV.3.2-7a IV.3.2-7b IV.3.2-8 IV.3.2-9a
    IV.3.2-9b IV.3.2-10 IV.3.2-11 IV.4-a IV.4-b IV.4-c IV.4-d
"""
"""The 41 tasks and events that were counted in sections III and IV."""


@cache
def plan() -> Plan:
    read = parse_plan((PLANS / "326-KH-BTV.yaml").read_text("utf-8"))
    assert isinstance(read, Plan)
    return read


def find(words: str, level: Level = Level.PROVINCE) -> list[str]:
    return [task.id for task in find_meant(list_tasks(plan(), level), words)]


def test_all_41_live_each_with_everything() -> None:
    assert len(FROM_THE_START.split()) == 41
    found = {task.id: task for task in plan().tasks}
    assert set(FROM_THE_START.split()) <= found.keys()
    for task in found.values():
        assert is_under_way(task, plan(), date(2025, 1, 2)), task.id
        assert task.short
        assert task.recall or task.remind, f"nobody is told of {task.id}"
        assert task in list_tasks(plan(), Level.PROVINCE)
        assert any(task in list_tasks(plan(), level) for level in RECORDING_LEVELS)


def test_the_table_of_the_documents_is_true() -> None:
    table = write_task_table(plan())
    assert table in (ROOT / "docs/tasks.md").read_text("utf-8"), "run sohoi plan tasks"
    rows = [line.split(" | ") for line in table.splitlines()[2:]]
    assert all(len(row) == 7 and all(cell.strip("| ") for cell in row) for row in rows)
    assert {row[0].removeprefix("| ") for row in rows} >= set(FROM_THE_START.split())


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("III.2", ["III.2"]),
        ("iii 2", ["III.2"]),
        ("III7d", ["III.7d"]),
        ("mục III.7 d", ["III.7d"]),
        ("IV.3.2-1a", ["IV.3.2-1a"]),
        ("III.1", ["III.1a", "III.1b", "III.1c"]),
        ("chuyển đổi số", ["III.9"]),
        ("chuyen doi so", ["III.9"]),
        ("Tuần lễ áo dài", ["IV.4-a"]),
        ("nhiệm vụ cán bộ nữ", ["III.3"]),
        ("mẹ đỡ đầu", ["IV.3.2-7a", "IV.4-c"]),
        ("hội xuân", []),
        ("nhiệm vụ", []),
        ("III.99", []),
    ],
)
def test_a_task_is_found_by_number_and_by_words(words: str, ids: list[str]) -> None:
    assert find(words) == ids


def test_a_level_has_its_own_and_the_province_all() -> None:
    assert find("III.10") == ["III.10"]
    assert find("III.10", Level.COMMUNE) == []
    assert list_tasks(plan(), Level.AREA) == list_tasks(plan(), Level.COMMUNE)
    assert list_tasks(plan(), Level.PROVINCE) == plan().tasks
    branch = {task.id for task in list_tasks(plan(), Level.BRANCH)}
    assert "III.1c" in branch
    assert not {"IV.1", "IV.4.2-1"} & branch


def test_what_has_a_day_is_under_way_until_it_is_over() -> None:
    (task,) = (t for t in plan().tasks if t.id == "IV.3.2-1a")
    day = date(2025, 10, 13)
    assert is_under_way(task, plan(), date(2025, 12, 31)), "no day is set"
    dated = replace(task, dates=((day, day),))
    assert is_under_way(dated, plan(), date(2025, 1, 2)), "it is prepared"
    assert is_under_way(dated, plan(), day)
    assert not is_under_way(dated, plan(), date(2025, 10, 14))
    assert not is_under_way(replace(task, status=EventStatus.ENDED), plan(), day)
    assert not is_under_way(task, plan(), date(2026, 1, 2)), "another year's plan"
    ended = replace(task, kind=EventKind.PROGRAMME, until_year=2024)
    assert not is_under_way(ended, plan(), day)


def test_milestones_say_how_a_task_moves_on() -> None:
    task = find_task(plan().tasks, "III.6")
    assert task is not None
    assert [m.id for m in find_milestones(task, plan())] == ["IV.3.2-5", "IV.3.2-6", "IV.3.2-8"]
