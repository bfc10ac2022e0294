"""What is unusual about an amount, in either direction."""

import pytest
from msgspec.structs import replace

from bench.messages import PLAN, make_form
from bot.conversations.reporting.state import ReportState
from domain.notices.reporting import Amounts
from domain.plan.doubts import Doubt, find_doubt

QUARTER = replace(
    make_form("q"), previous={"2.1c": {"count": 4}, "1.6b": {"yes": 1}, "2.4": {"yes": 1}}
)
COMMUNE = replace(make_form("p"), previous={"1.5b": {"part": 620, "whole": 980}})


@pytest.mark.parametrize(
    ("code", "amounts", "doubt"),
    [
        ("2.1c", {"count": 1}, ("fell", 4)),
        ("2.1c", {"count": 2}, ("", None)),
        ("2.1c", {"count": 9}, ("ceiling", None)),
        ("1.6b", {"yes": 0}, ("back", None)),
        ("2.4", {"yes": 0}, ("", None)),
        ("1.2a", {"count": 0}, ("", None)),
    ],
)
def test_of_a_branch(code: str, amounts: Amounts, doubt: tuple[str, float | None]) -> None:
    assert _find(QUARTER, code, amounts) == doubt


@pytest.mark.parametrize(
    ("part", "whole", "doubt"),
    [
        (1200, 980, ("share", 980)),
        (62, 98, ("whole", 980)),
        (640, 1000, ("", None)),
    ],
)
def test_of_a_share(part: float, whole: float, doubt: tuple[str, float | None]) -> None:
    amounts = {"part": part, "whole": whole}
    assert _find(COMMUNE, "1.5b", amounts) == doubt


def _find(form: ReportState, code: str, amounts: Amounts) -> Doubt:
    before, usual = form.previous.get(code, {}), form.usual.get(code, {})
    return find_doubt(PLAN.indicator(code), amounts, form.level, before, usual)
