"""Reading what is answered to a question of the intake: a number, a button, or the words."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.conversations.cases.intake_state import Agreed, Stage
from bot.conversations.reporting.intents import folded
from bot.engine.conversation import Event
from domain.answers import Status, read_choice
from domain.cases.intake import Hours, Way, Wish

YES, NO, UNKNOWN = "yes", "no", "unknown"
OWN, OTHER = "own", "other"
SEND, ADD_NOTE = "send", "note"


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

YES_NO: Mapping[str, tuple[str, ...]] = {
    YES: ("co", "co a", "roi", "vang", "uh", "u"),
    NO: ("khong", "ko", "k", "hong", "khong co", "khong a"),
    UNKNOWN: ("khong ro", "ko ro", "khong biet", "chua ro", "chua biet", "ko biet"),
}

ANSWERS: Mapping[Stage, Mapping[str, tuple[str, ...]]] = {
    Stage.DANGER: {
        YES: ("dang nguy hiem", "nguy hiem", "nguy hiem lam", "gap", "khan cap", "rat gap", "co"),
        NO: ("can giup khong gap", "can giup", "khong gap", "khong", "ko gap"),
    },
    Stage.CHILD: YES_NO,
    Stage.VULNERABLE: YES_NO,
    Stage.WISH: {
        Wish.SAFE_PLACE: ("cho o", "cho o an toan", "noi tam lanh", "cho tam lanh", "tam lanh"),
        Wish.HEALTH: ("y te", "kham chua benh", "kham benh", "chua benh"),
        Wish.COUNSEL: ("tu van", "nguoi tro chuyen", "tam ly"),
        Wish.LEGAL: ("phap ly", "phap luat", "luat"),
        Wish.POLICE: ("cong an", "bao ve"),
        Wish.LIVELIHOOD: ("sinh ke", "viec lam", "tien", "vay von"),
        Wish.CHILDREN: ("viec cua con", "con", "cho con di hoc"),
        Wish.OTHER: ("khac", "chua biet", "khong ro"),
    },
    Stage.CONSENT: {
        Agreed.UNION: ("dong y chi hoi", "chi hoi", "dong y"),
        Agreed.SERVICES: ("dong y ca noi khac", "ca noi khac", "dong y het", "dong y tat ca"),
        Agreed.NO: ("khong dong y", "khong", "ko dong y", "ko"),
        Agreed.NOT_ASKED: ("chua hoi", "chua hoi duoc", "chua"),
    },
    Stage.WAY: {
        Way.REPORTER: ("qua em", "qua chi", "qua toi", "qua minh"),
        Way.PHONE: ("goi dien", "dien thoai", "goi"),
        Way.MEETING: ("gap", "gap rieng", "gap mat"),
        Way.NOT_NOW: ("dung lien lac", "chua lien lac", "khong lien lac"),
        UNKNOWN: YES_NO[UNKNOWN],
    },
    Stage.HOURS: {
        Hours.MORNING: ("sang", "buoi sang"),
        Hours.AFTERNOON: ("chieu", "buoi chieu"),
        Hours.EVENING: ("toi", "buoi toi"),
        Hours.ANY: ("luc nao cung duoc", "khi nao cung duoc", "bat cu luc nao"),
        UNKNOWN: YES_NO[UNKNOWN],
    },
    Stage.SEND: {
        SEND: ("gui", "gui di", "ok", "oke", "dung", "duoc", "dong y", "co"),
        ADD_NOTE: ("ghi chu", "them ghi chu"),
    },
}
"""What may be answered, in the order of the numbers, and how else it may be said (folded)."""

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
