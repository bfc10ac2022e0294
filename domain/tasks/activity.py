"""An activity: what an office says it did for a task of the plan, on which day."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.answers import tells_of_danger
from domain.cases.deidentify import NAME, remove_names
from domain.tasks.office_words import OfficeWords

MOST_LETTERS = 200
"""So many letters hold what was done: it is a line, no report."""

MOST_PARTICIPANTS = 100_000
DAYS_BACK = 400
"""An activity of longer ago is of no year that is still reported."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that a unit did for a task (`task`: the id of an event of the plan).

    `participants`: how many took part, None where nobody said. `person_id`: who recorded it.
    `held`: it is the conference or the event itself, and not what prepares it.
    """

    id: int
    unit_id: int
    task: str
    day: date
    words: OfficeWords
    participants: int | None
    person_id: int
    held: bool = False


class Doubt(StrEnum):
    """Why words are asked about before they are kept: others will read them."""

    NAME = "name"
    NUMBER = "number"
    DANGER = "danger"


_PHONE = re.compile(r"(?<![\d.,])(?:\+?84|0)(?:[ .\-]?\d){8,10}(?!\d)")
_IDENTITY = re.compile(r"(?<![\d.,/])(?:\d{12}|\d{9})(?![\d.,/]\d|\d)")
_NO_NAMES = re.compile(r"\b(?:anh hùng|anh hung|chị em|chi em|bác hồ|bac ho)\b", re.IGNORECASE)
"""What begins like somebody's name and is none."""

_CALLED = re.compile(
    r"\b(?i:chị|anh|em|cô|chú|bác|ông|bà|cụ|cháu|bé|đ/c|đồng chí|chi|ong|ba|chau|dong chi)\s+"
    r"(?!Hội|Chi|Ban|Trưởng|Phó|Thường|Ủy|Bí|Chủ|Giám|Đoàn|Đảng)[A-ZĐÀ-ỸƯƠ][^\W\d_]+"
)
"""“chị Nụ”, “đồng chí Hằng”: a title, and a name with a capital."""


def find_doubt(words: OfficeWords) -> Doubt | None:
    """Find whether a text seems to tell of danger, or to hold a telephone or identity number, or a
    person's name.

    Capitals alone tell nothing: an office writes Hội nghị, Tuần lễ Áo dài and the names of places.
    """
    text = words.show()
    if tells_of_danger(text):
        return Doubt.DANGER
    if _PHONE.search(text) or _IDENTITY.search(text):
        return Doubt.NUMBER
    bare = _NO_NAMES.sub(" ", text)
    named = _CALLED.search(bare) or NAME in remove_names(bare.lower())
    return Doubt.NAME if named else None
