"""The plan whose reports the running totals count."""

import pytest

from domain.plan.plan import Plan
from domain.plan.plan_file import parse_plan
from tests.support.paths import PLAN_FILE


@pytest.fixture(scope="module")
def plan() -> Plan:
    text = PLAN_FILE.read_text("utf-8")
    found = parse_plan(text)
    assert isinstance(found, Plan)
    return found
