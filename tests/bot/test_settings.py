"""Settings: every wrong or missing one is named, all at once, and no token is quoted."""

from pathlib import Path

import pytest

from bot import settings
from bot.errors import OperatorMistake

NOWHERE = Path("no-such.env")
SECRET = "AAE-secret_token_of_the_bot_01"


def faults(given: dict[str, str], *, networks: bool = False) -> list[str]:
    with pytest.raises(OperatorMistake) as caught:
        settings.read(given, NOWHERE, networks=networks)
    first, *rest = str(caught.value).splitlines()
    assert first == "wrong or missing settings:"
    return [line.strip() for line in rest]


def test_without_any_setting_the_demo_runs() -> None:
    read = settings.read({}, NOWHERE)
    assert read == settings.Settings()
    assert read.database == "sqlite:///data/sohoi.db"


def test_all_faults_are_named_at_once_the_missing_token_too() -> None:
    given = {"SOHOI_PORT": "80000", "SOHOI_WEBHOOK_URL": "sohoi.vn", "SOHOI_HOUSE": "x"}
    given |= {"SOHOI_OUTBOX_DAYS": "44"}
    assert faults(given, networks=True) == [
        "SOHOI_PORT: '80000' is no port (1 to 65535)",
        "SOHOI_WEBHOOK_URL: needs an address that begins with https:// or http://",
        "SOHOI_HOUSE: there is no such setting",
        "SOHOI_OUTBOX_DAYS: '44' is no number of days from 45 on",
        "SOHOI_TELEGRAM_TOKENS, SOHOI_ZALO_BOT_TOKENS: put one of them (or both) into .env; "
        "`make demo` needs neither",
    ]


@pytest.mark.parametrize(
    ("tokens", "fault"),
    [
        (f"7001:{SECRET},{SECRET}", "token 2 does not look like digits:letters"),
        (f"7001:{SECRET},7001:other-{SECRET}", "the same bot is named twice"),
    ],
)
def test_a_wrong_token_is_told_without_its_words(tokens: str, fault: str) -> None:
    given = {"SOHOI_TELEGRAM_TOKENS": tokens}
    assert faults(given, networks=True) == [f"SOHOI_TELEGRAM_TOKENS: {fault}"]


def test_a_plan_file_that_is_not_there(tmp_path: Path) -> None:
    missing = tmp_path / "plan.yaml"
    assert faults({"SOHOI_PLAN": str(missing)}) == [f"SOHOI_PLAN: there is no file {missing}"]


def test_several_tokens_and_an_empty_setting() -> None:
    given = {"SOHOI_ZALO_BOT_TOKENS": f" 1:{SECRET} , 2:{SECRET} ", "SOHOI_WEBHOOK_URL": " "}
    read = settings.read(given, NOWHERE, networks=True)
    assert read.zalo_bot_tokens == (f"1:{SECRET}", f"2:{SECRET}")
    assert read.webhook_url == ""


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("SOHOI_PORT=8601\nSOHOI_HOST=0.0.0.0\n", "utf-8")
    monkeypatch.setenv("SOHOI_PORT", "8602")
    read = settings.read(env_file=file)
    assert (read.port, read.host) == (8602, "0.0.0.0")  # noqa: S104 - nobody listens there
