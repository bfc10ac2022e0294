"""Picking one of many: what is beyond the list is named by typing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversations.choose import ChooseConversation, ChooseState, open_choice
from bot.engine.conversation import Event, Facts, RunCommand, Step
from bot.runtime.reference import read_plan
from domain.notices.reporting import Choose

BRANCHES = (("Chi hội Nà Pồng", "/baocao 12"), ("Chi hội Khuổi Mực", "/baocao 13"))
FACTS = Facts(datetime(2025, 10, 14, tzinfo=UTC), read_plan(Path("plans/326-KH-BTV.yaml")))


def step(text: str, more: int) -> Step[ChooseState]:
    state, _ = open_choice("unit", BRANCHES, more, "/nhapho")
    return ChooseConversation().step(state, Event(text, None), FACTS)


@pytest.mark.parametrize("more", [0, 25])
def test_one_of_the_list_is_picked_by_number_or_name(more: int) -> None:
    for said in ("2", "khuoi muc"):
        assert step(said, more).effects == (RunCommand("/baocao 13"),)


def test_a_name_beyond_the_list_goes_to_the_command() -> None:
    assert step("Pác Bó", 25).effects == (RunCommand("/nhapho Pác Bó"),)


@pytest.mark.parametrize(("said", "more"), [("Pác Bó", 0), ("14", 25), ("x" * 100, 25)])
def test_else_it_is_asked_again(said: str, more: int) -> None:
    labels = tuple(label for label, _ in BRANCHES)
    assert step(said, more).notices == (Choose("unit", labels, True, more),)
