"""A denial is heard as one, unless the same words also tell of danger."""

import pytest

from bot.conversations.cases.intake_words import says_he_holds_it
from domain.answers import denies_danger


@pytest.mark.parametrize("text", ["không bị đánh", "ko bi danh dau em", "em không sao"])
def test_a_denial(text: str) -> None:
    assert denies_danger(text)


@pytest.mark.parametrize(
    "text",
    ["nó đang đánh con em, em không sao", "ck danh em chay mau, con em ko sao", "no danh em"],
)
def test_danger_beside_a_denial(text: str) -> None:
    assert not denies_danger(text)


@pytest.mark.parametrize(
    ("text", "his"),
    [
        ("tao la ck no", True),
        ("m la ai", True),
        ("vo t nhan gi", True),
        ("no chui em may la con nao, em so lam", False),
        ("vo toi bao la bi danh", False),
    ],
)
def test_whoever_else_writes_is_told_from_a_quote(text: str, his: bool) -> None:
    assert says_he_holds_it(text) is his
