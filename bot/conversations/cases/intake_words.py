"""Reading what is answered to a question of the intake: a number, a button, or words."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.conversations.reporting.intents import fold_phrase
from bot.engine.conversation import Event
from domain.answers import Status, fold, read_choice
from domain.cases.intake_form import ANSWERS, IntakeStage


class Control(StrEnum):
    """A wish that may be said at every question, besides an answer."""

    EXIT = "exit"
    BACK = "back"
    NOTE = "note"
    HELP = "help"
    CLEAN = "clean"
    DONE = "done"
    SEE = "see"


_CONTROLS: Mapping[str, Control] = {
    **dict.fromkeys(
        ("0", "thoat", "thoat ra", "thoat ngay", "thoat nhanh", "thoat di", "thoat luon",
         "exit", "huy", "huy bo", "dung", "dung lai", "de sau",
         "khong lam nua", "tat"), Control.EXIT
    ),
    **dict.fromkeys(("quay lai", "lui", "lui lai", "cau truoc", "back"), Control.BACK),
    **dict.fromkeys(("ghi chu", "them ghi chu"), Control.NOTE),
    **dict.fromkeys(("tro giup", "help", "?"), Control.HELP),
    "xem": Control.SEE,
    **dict.fromkeys(("xong", "xong roi", "het", "het roi"), Control.DONE),
    **dict.fromkeys(("don", "don tin", "don tin nhan", "xoa", "xoa tin", "xoa tin nhan"),
                    Control.CLEAN),
}  # fmt: skip

_SPELLED: Mapping[str, str] = {
    word: str(number)
    for number, word in enumerate(
        ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin"), start=1
    )
}

_MANY = frozenset({IntakeStage.WISH, IntakeStage.EXCLUDED})
_FEWEST_WORDS_OF_A_STORY = 4


def read_control(event: Event) -> Control | None:
    """Return the wish that may be said at every question, or None."""
    return _CONTROLS.get(fold_phrase(event.text)) if len(event.text) <= 40 else None


_NOT_THE_COMMUNE = re.compile(
    r"\b(dung|khong|ko|k|cho|chang) (co |duoc |nen |muon )*(bao|noi|goi|cho|de)"
    r"( (cho|voi|den|ca|can|bo|hoi|ben|o|tren|phu|nu|uy|ban|ai|chu|tich))* (xa|phuong|chu tich)\b"
)
_KIN = re.compile(
    r"\b(la|co|nha|ho hang|nguoi nha|ba con|quen|em|anh) .*"
    r"\b(chu tich|bi thu|uy ban|can bo xa|cong an xa|lam (o |ben |tren |cho )?(xa|phuong))\b"
)
_LONGEST_HEARD = 200


def keeps_commune_out(text: str) -> bool:
    """Tell whether she says that the commune must not be told: "đừng báo xã"."""
    return bool(_NOT_THE_COMMUNE.search(fold(text[:_LONGEST_HEARD])))


def names_kin_in_commune(text: str) -> bool:
    """Tell whether she speaks of somebody who sits in the commune: "anh ấy là em ông chủ tịch"."""
    return bool(_KIN.search(fold(text[:_LONGEST_HEARD])))


_NO_LETTER = re.compile(r"[\W\d_]*")
_LONGEST_FRAGMENT = 4
_CALLS = frozenset({"a lo", "alo alo", "chi oi", "em oi", "co oi", "hoi oi", "ai day", "may la ai"})


def is_fragment(text: str) -> bool:
    """Tell whether a text is too little to be meant for anybody: "?", "alo", "ok", a letter."""
    said = fold(text[:40]).strip(" .!?,")
    one_word = len(said) <= _LONGEST_FRAGMENT and " " not in said
    return one_word or said in _CALLS or bool(_NO_LETTER.fullmatch(said))


def is_story(event: Event) -> bool:
    """Tell whether she tells a story rather than mistypes an answer."""
    return len(event.text.split()) >= _FEWEST_WORDS_OF_A_STORY


def read_options(stage: IntakeStage, text: str) -> tuple[str, ...]:
    """Return the answers named by their numbers or words; empty if none was understood."""
    options = ANSWERS[stage]
    words = fold_phrase(text[:80])
    said = [option for option, phrases in options.items() if words in phrases]
    if said:
        return (str(said[0]),)
    found = read_numbers(text, len(options), many=stage in _MANY)
    names = tuple(options)
    return tuple(str(names[number - 1]) for number in found)


def read_numbers(
    text: str, most: int, *, many: bool = False, spelled: bool = True
) -> tuple[int, ...]:
    """Return the numbers answered ("2", "số 2", "hai", "1, 3"); empty if one was not offered.

    `spelled` False: where names are answers too, "Nam" and "Ba" are no numbers.
    """
    parts = [p.removeprefix("so ") for p in _split_parts(fold_phrase(text[:40]))] if many else None
    said = parts if parts is not None else [fold_phrase(text[:40]).removeprefix("so ")]
    said = [_SPELLED.get(part, part) if spelled else part for part in said]
    found = [int(part) for part in said if part.isdecimal() and part.isascii()]
    if len(found) != len(said) or not all(1 <= number <= most for number in found):
        return ()
    return tuple(dict.fromkeys(found))


def _split_parts(words: str) -> list[str]:
    for between in (",", ";", "+", " va ", "."):
        words = words.replace(between, " ")
    return words.split()


def read_labels(text: str, labels: Sequence[str]) -> tuple[int, ...]:
    """Return the positions (from 1) of the labels named, in words or by number; empty if unsure."""
    reading = read_choice(text, labels)
    return tuple(reading.value) if reading.status is Status.VALUE else ()
