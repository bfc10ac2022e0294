"""What holds for every file under version control."""

import ast
import re

import polib
import pytest

from bot.engine.i18n import LANGUAGES, LOCALES
from tests.support.repository import ROOT, list_tracked

PLURALS = {"vi": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}

_OF_A_MACHINE = re.compile(r"(?<![\w.:~/-])/(?:root|home|Users|work|workspace|mnt)/\w")
_TOKEN = re.compile(r"\b\d{8,20}(?::|%3A)(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{30,}")
_MADE_UP = re.compile(r"SIMULATED|EXAMPLE|SECRET|(\w)\1{7}")

MODULES = [file for file in list_tracked() if file.suffix == ".py"]
TEXTS = [file for file in list_tracked() if file.suffix not in {".png", ".lock", ".docx", ".ttf"}]


def _named(files: list[str]) -> str:
    return ", ".join(files)


def test_every_module_says_what_it_is() -> None:
    """An empty file that only makes a folder a package has nothing to say."""
    silent = [
        str(file.relative_to(ROOT))
        for file in MODULES
        if (text := file.read_text("utf-8")) and not ast.get_docstring(ast.parse(text))
    ]
    assert not silent, _named(silent)


@pytest.mark.parametrize(("what", "pattern"), [("path", _OF_A_MACHINE), ("token", _TOKEN)])
def test_no_file_holds_a_machine_s_path_or_a_token(what: str, pattern: re.Pattern[str]) -> None:
    found = [
        str(file.relative_to(ROOT))
        for file in TEXTS
        for match in pattern.finditer(file.read_text("utf-8"))
        if not _MADE_UP.search(match[0])
    ]
    assert not found, f"{what}: {_named(found)}"


def test_the_token_of_a_real_bot_would_be_found() -> None:
    real = "81234" + "56789:AAH" + "k3vXz9Qm7Lr2Tn5Wb8Yc1Df4Gj6Ks0Pu-"
    assert _TOKEN.search(f"TOKEN={real}")


def test_no_merge_mark_and_no_carriage_return() -> None:
    for file in TEXTS:
        content = file.read_bytes()
        assert b"\n<<<<<<< " not in content, file.name
        assert b"\r" not in content, file.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_declares_language_charset_and_plurals(language: str) -> None:
    head = polib.pofile(str(LOCALES / language / "LC_MESSAGES" / "sohoi.po")).metadata
    assert head["Language"] == language
    assert head["Content-Type"] == "text/plain; charset=UTF-8"
    assert head["Plural-Forms"] == PLURALS[language]


def test_the_settings_of_a_person_are_never_tracked() -> None:
    names = {file.relative_to(ROOT).as_posix() for file in list_tracked()}
    assert not {n for n in names if n == ".env" or n.startswith("data/") or n.endswith(".db")}
