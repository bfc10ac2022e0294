"""Whom somebody asks, and whose numbers she sees: of officers above her branch, of nobody else."""

import pytest

from domain.people.phones import PhoneUse
from domain.people.roles import Role
from services.people.contacts import find_officers_above
from services.people.phones import keep_phone, seal_offered
from storage import people, vault
from storage.vault import Key
from tests.support.people_stage import LAM, PONG, PROVINCE, Stage
from tests.support.service_calls import add_chat, appoint, asked_by

NUMBER = "0987654321"


@pytest.fixture
def town(stage: Stage) -> Stage:
    vault.unlock(stage.database, [Key.new()], 1.0)
    appoint(stage, "mai", Role.COMMUNE, LAM)
    appoint(stage, "thu", Role.PROVINCE, PROVINCE)
    appoint(stage, "hoa", Role.LEADER, PONG)
    add_chat(stage, "la")
    for chat in ("mai", "thu"):
        with asked_by(stage, chat) as request:
            held = [post.unit_id for post in people.load_posts(request.tx, request.person_id)]
            keep_phone(request, seal_offered(request, NUMBER), held, PhoneUse.SHOWN)
    return stage


def list_numbers(town: Stage, chat: str) -> set[str]:
    with asked_by(town, chat) as request:
        found = find_officers_above(request, request.person_id)
    assert found, "she is told whom to ask"
    return {number for officers in found for _, number in officers.people}


def test_a_leader_sees_the_number_of_the_officer_above_her_branch(town: Stage) -> None:
    assert list_numbers(town, "hoa") == {NUMBER}


@pytest.mark.parametrize("chat", ["la", "mai"], ids=["a stranger", "an officer below another"])
def test_nobody_else_sees_any(town: Stage, chat: str) -> None:
    assert list_numbers(town, chat) == {""}
