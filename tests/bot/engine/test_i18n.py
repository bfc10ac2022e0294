"""Sentences looked up, filled in, and bold only where the catalogue says so."""

from pathlib import Path

import pytest

from bot.engine import i18n
from bot.engine.i18n import say_for
from bot.engine.message import BOLD_OFF, BOLD_ON
from bot.errors import OperatorMistake


def test_vietnamese_and_english() -> None:
    assert say_for("vi")("Thank you!") == "Cảm ơn chị!"
    assert say_for("en")("Thank you!") == "Thank you!"


def test_bold_comes_from_the_catalogue_only() -> None:
    said = say_for("en")("Report **{month}**", month=f"**a**{BOLD_ON}b{BOLD_OFF}")
    assert said == f"Report {BOLD_ON}**a**b{BOLD_OFF}"


def test_arguments_are_never_read_as_patterns() -> None:
    assert "{n}" in say_for("vi")("due {day}", day="{n}")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(LookupError):
        say_for("fr")


def test_a_missing_catalogue_names_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    with pytest.raises(OperatorMistake, match="make setup"):
        say_for.__wrapped__("vi")
