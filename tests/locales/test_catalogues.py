"""The catalogues are complete, current, and agree with the code in what they fill in."""

import re
from pathlib import Path
from string import Formatter

import polib
import pytest
from babel.messages.extract import extract_from_dir

from bot.engine.i18n import LOCALES

ROOT = LOCALES.parent
METHODS = [("bot/**.py", "python")]
BOLD = re.compile(r"\*\*[^*]+\*\*")


def _extracted() -> set[str]:
    found = extract_from_dir(str(ROOT), METHODS, keywords={"say": None}, directory_filter=_is_ours)
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def _is_ours(folder: str | Path) -> bool:
    return not any(part.startswith(".") or part == "data" for part in Path(folder).parts[-1:])


def _catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALES / language / "LC_MESSAGES" / "sohoi.po"))


def _filled_in(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


VIETNAMESE = _catalogue("vi")


def test_every_sentence_is_in_vietnamese() -> None:
    entries = {entry.msgid: entry for entry in VIETNAMESE}
    missing = sorted(_extracted() - entries.keys())
    assert not missing, "run pybabel extract and update, then translate"
    assert not [e.msgid for e in VIETNAMESE if not e.translated() or e.fuzzy]


def test_no_stale_sentence_remains() -> None:
    assert not VIETNAMESE.obsolete_entries()
    assert not sorted({entry.msgid for entry in VIETNAMESE} - _extracted())


@pytest.mark.parametrize("entry", VIETNAMESE, ids=lambda entry: entry.msgid[:40])
def test_placeholders_and_bold_agree(entry: polib.POEntry) -> None:
    assert _filled_in(entry.msgid) == _filled_in(entry.msgstr)
    assert entry.msgstr.count("**") % 2 == 0
    assert len(BOLD.findall(entry.msgstr)) * 2 == entry.msgstr.count("**")


def test_english_needs_no_translation() -> None:
    """What the code says is English; an entry would only repeat or change it."""
    assert all(entry.msgstr in ("", entry.msgid) for entry in _catalogue("en"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_compiled_catalogues_are_those_of_the_sources(language: str) -> None:
    source = _catalogue(language)
    compiled = polib.mofile(str(LOCALES / language / "LC_MESSAGES" / "sohoi.mo"))
    assert {e.msgid: e.msgstr for e in compiled} == {e.msgid: e.msgstr for e in source}
