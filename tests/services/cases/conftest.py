"""A commune with two officers, one of the province, and a leader who reports cases."""

import pytest

from domain.people.roles import Role
from storage import vault
from storage.vault import Key, Vault
from tests.support.people_stage import LAM, PONG, PROVINCE, Stage
from tests.support.service_calls import appoint


@pytest.fixture
def town(stage: Stage) -> Stage:
    """Lan leads Nà Pồng; Mai, then Thu are officers of its commune, Hạnh of the province."""
    vault.use(stage.database, Vault([Key.new()]))
    for chat, role, unit in (
        ("lan", Role.LEADER, PONG), ("mai", Role.COMMUNE, LAM), ("thu", Role.COMMUNE, LAM),
        ("hanh", Role.PROVINCE, PROVINCE),
    ):  # fmt: skip
        appoint(stage, chat, role, unit)
        stage.later(seconds=1)
    return stage
