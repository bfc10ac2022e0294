"""Reading what is answered to a question of the intake: a number, a button, or the words."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.conversations.reporting.intents import folded
from bot.engine.conversation import Event
from domain.answers import Status, read_choice
from domain.cases.intake_form import ANSWERS, Stage

OWN, OTHER = "own", "other"


class Wanted(StrEnum):
    """What may be wished for at every question."""

    EXIT = "exit"
    BACK = "back"
    NOTE = "note"
    HELP = "help"
    CLEAN = "clean"
    DONE = "done"


_WANTED: Mapping[str, Wanted] = {
    **dict.fromkeys(
        ("0", "thoat", "thoat ra", "exit", "huy", "huy bo", "dung", "dung lai", "de sau",
         "khong lam nua", "tat"), Wanted.EXIT
    ),
    **dict.fromkeys(("quay lai", "lui", "lui lai", "cau truoc", "back"), Wanted.BACK),
    **dict.fromkeys(("ghi chu", "them ghi chu"), Wanted.NOTE),
    **dict.fromkeys(("tro giup", "help", "?"), Wanted.HELP),
    **dict.fromkeys(("xong", "xong roi", "het", "het roi"), Wanted.DONE),
    **dict.fromkeys(("don", "don tin", "don tin nhan", "xoa", "xoa tin", "xoa tin nhan"),
                    Wanted.CLEAN),
}  # fmt: skip

_MANY = frozenset({Stage.WISH, Stage.EXCLUDED})
_FEWEST_WORDS_OF_A_STORY = 4


def wanted(event: Event) -> Wanted | None:
    """A wish that holds at every question."""
    return _WANTED.get(folded(event.text)) if len(event.text) <= 40 else None


def is_story(event: Event) -> bool:
    """Whether she tells something rather than mistypes an answer."""
    return len(event.text.split()) >= _FEWEST_WORDS_OF_A_STORY


def picked(stage: Stage, text: str) -> tuple[str, ...]:
    """The answers named, by their numbers or words; empty: none was understood."""
    options = ANSWERS[stage]
    words = folded(text[:80])
    said = [option for option, phrases in options.items() if words in phrases]
    if said:
        return (str(said[0]),)
    found = numbers(text, len(options), many=stage in _MANY)
    names = tuple(options)
    return tuple(str(names[number - 1]) for number in found)


def numbers(text: str, most: int, *, many: bool = False) -> tuple[int, ...]:
    """The numbers answered ("2", "số 2", "1, 3"), each within what was offered; else none."""
    parts = [p.removeprefix("so ") for p in _parts(folded(text[:40]))] if many else None
    said = parts if parts is not None else [folded(text[:40]).removeprefix("so ")]
    found = [int(part) for part in said if part.isdecimal() and part.isascii()]
    if len(found) != len(said) or not all(1 <= number <= most for number in found):
        return ()
    return tuple(dict.fromkeys(found))


def _parts(words: str) -> list[str]:
    for between in (",", ";", "+", " va ", "."):
        words = words.replace(between, " ")
    return words.split()


def by_label(text: str, labels: Sequence[str]) -> tuple[int, ...]:
    """Positions (from 1) of the labels named in words or by number; none where it is not sure."""
    reading = read_choice(text, labels)
    return tuple(reading.value) if reading.status is Status.VALUE else ()
