"""The product's sentences, looked up in gettext catalogues by their English wording."""

import gettext
import re
from functools import cache
from pathlib import Path

from bot.engine.message import BOLD_OFF, BOLD_ON, Say, without_marks
from bot.errors import OperatorMistake

DOMAIN = "sohoi"
LOCALES = Path(__file__).parents[2] / "locales"
LANGUAGES = ("vi", "en")
"""Complete catalogues. English is the wording in the code itself; its catalogue may be empty."""

_BOLD = re.compile(r"\*\*([^*]+)\*\*")


@cache
def say_for(language: str) -> Say:
    """Return the `Say` of a language.

    Raises OperatorMistake when the compiled catalogue is missing, LookupError for a language
    that is not offered.
    """
    if language not in LANGUAGES:
        raise LookupError(language)
    catalogue = _load_catalogue(language)

    @cache
    def look_up(msgid: str) -> str:
        return _BOLD.sub(rf"{BOLD_ON}\1{BOLD_OFF}", catalogue.gettext(msgid))

    def say(msgid: str, /, **arguments: object) -> str:
        if not arguments:
            return look_up(msgid)
        return look_up(msgid).format_map({k: _strip_marks(v) for k, v in arguments.items()})

    return say


def _load_catalogue(language: str) -> gettext.NullTranslations:
    try:
        return gettext.translation(DOMAIN, LOCALES, [language])
    except FileNotFoundError as missing:
        where = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
        message = f"The catalogue {where} is not compiled: run `make setup`."
        raise OperatorMistake(message) from missing


def _strip_marks(argument: object) -> object:
    return without_marks(argument) if isinstance(argument, str) else argument
