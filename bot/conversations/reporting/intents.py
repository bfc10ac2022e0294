"""What may be said to the report conversation besides an answer.

The values of its buttons are here too, since each can also be typed.
"""

import re
import unicodedata
from enum import StrEnum

from bot.engine.conversation import Event
from domain.answers import Status, read_command


class Intent(StrEnum):
    """What she wants done with the form."""

    OK = "ok"
    BACK = "back"
    SKIP = "skip"
    CANCEL = "cancel"
    LATER = "later"
    HELP = "help"
    EDIT = "edit"
    NOTHING = "nothing"
    NOTHING_AT_ALL = "nothing_at_all"
    ONE_ANSWER = "one_answer"
    STEPS = "steps"
    ANOTHER = "another"


_PHRASES: dict[Intent, tuple[str, ...]] = {
    Intent.OK: (
        "ok",
        "oke",
        "okie",
        "dung",
        "dung roi",
        "gui",
        "gui di",
        "gui luon",
        "dung roi gui di",
        "ok gui di",
    ),
    Intent.BACK: ("lui", "lui lai", "quay lai", "cau truoc"),
    Intent.SKIP: ("bo qua", "qua", "de trong"),
    Intent.CANCEL: ("huy", "huy bo", "thoat", "thoi"),
    Intent.LATER: ("de sau", "luc khac", "lat nua"),
    Intent.HELP: ("tro giup", "giup", "?"),
    Intent.EDIT: ("sua", "sua lai", "sai", "sai roi"),
    Intent.NOTHING_AT_ALL: ("tat ca khong", "khong het", "ca bao cao khong phat sinh"),
    Intent.ONE_ANSWER: ("mot tin", "mot tin nhan", "1 tin", "tra loi mot tin"),
    Intent.STEPS: ("tung cau", "hoi tung cau", "tung cau mot"),
    Intent.ANOTHER: ("khac", "so khac"),
}

_THE_REST = re.compile(
    r"(may |cac )?(cau )?con lai( deu| la| thi)? (khong|ko|k|0)( co)?( gi)?( het| ca)?"
)
"""“Còn lại không có gì” answers "none" to all that is open."""

_BY_PHRASE = {phrase: intent for intent, phrases in _PHRASES.items() for phrase in phrases}
_COMMANDS = frozenset(Intent)
_LONGEST_PHRASE = 100


def read_plain_intent(event: Event) -> Intent | None:
    """Return the wish said in its own words, typed or pressed; None if there is none."""
    spoken = _BY_PHRASE.get(fold_phrase(event.text)) if len(event.text) < _LONGEST_PHRASE else None
    if spoken is not None:
        return spoken
    if _THE_REST.fullmatch(fold_phrase(event.text[:_LONGEST_PHRASE])):
        return Intent.NOTHING_AT_ALL
    return Intent(event.command) if event.command in _COMMANDS else None


def read_loose_intent(event: Event) -> Intent | None:
    """Return the wish said with a slip or in other words; None if there is none.

    "Send it" is never guessed, because it alone cannot be taken back.
    """
    reading = read_command(event.text)
    if reading.status is not Status.CONFIRM or reading.value not in _COMMANDS:
        return None
    return None if reading.value == Intent.OK else Intent(reading.value)


def fold_phrase(text: str) -> str:
    """Return the text in lower case, without marks or outer punctuation: "Bỏ qua!" → "bo qua"."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.lower().replace("đ", "d").strip(" .!,;\n").split())
