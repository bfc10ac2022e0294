"""Readers of short Vietnamese answers: pure functions from a whole answer to a Reading.

Every reader takes NFC and NFD, with all marks, some or none, and raises nothing whatever is typed.
When in doubt, a value is to be confirmed or nothing is read: the worst fault is a wrong value that
is kept in silence.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from domain.answers.batch.batches import Batch, read_batch, says_nothing
from domain.answers.batch.clauses import read_answer
from domain.answers.batch.courtesies import Rest
from domain.answers.batch.form import Question, Unplaced, UnplacedReason
from domain.answers.batch.quick import Passing, read_in_passing, tells_no_news
from domain.answers.danger import (
    asks_for_help,
    asks_who_knows,
    asks_whom_to_call,
    denies_danger,
    says_it_is_happening,
    speaks_as_child,
    tells_of_danger,
    tells_of_poison,
)
from domain.answers.dates.past import read_date
from domain.answers.numbers.counts import read_count
from domain.answers.numbers.pairs import read_pair
from domain.answers.numbers.shares import read_share
from domain.answers.readings import Kind, Reading, Status
from domain.answers.text.choices import read_choice
from domain.answers.text.commands import COMMAND_WORDS, read_command
from domain.answers.text.marks import fold
from domain.answers.text.places import Place, PlaceIndex, read_place
from domain.answers.text.yes_no import read_yes_no

__all__ = [
    "COMMAND_WORDS",
    "Batch",
    "Kind",
    "Passing",
    "Place",
    "PlaceIndex",
    "Question",
    "Reading",
    "Rest",
    "Status",
    "Unplaced",
    "UnplacedReason",
    "asks_for_help",
    "asks_who_knows",
    "asks_whom_to_call",
    "denies_danger",
    "fold",
    "read",
    "read_answer",
    "read_batch",
    "read_choice",
    "read_command",
    "read_count",
    "read_date",
    "read_in_passing",
    "read_pair",
    "read_place",
    "read_share",
    "read_yes_no",
    "says_it_is_happening",
    "says_nothing",
    "speaks_as_child",
    "tells_no_news",
    "tells_of_danger",
    "tells_of_poison",
    "to_json",
]


def read(
    kind: Kind,
    text: str,
    *,
    now: datetime | None = None,
    options: Sequence[str] = (),
    decimals: bool = False,
    places: Sequence[Place] | PlaceIndex = (),
) -> Reading:
    """Read an answer to a question of this kind; a date needs `now`, a choice its `options`."""
    if kind is Kind.COUNT:
        return read_count(text, decimals=decimals)
    if kind is Kind.DATE:
        if now is None:
            raise ValueError("a date is read as seen from a moment: now is needed")
        return read_date(text, now)
    if kind is Kind.CHOICE:
        return read_choice(text, options)
    if kind is Kind.PLACE:
        return read_place(text, places)
    return _SIMPLE[kind](text)


_SIMPLE = {Kind.PAIR: read_pair, Kind.SHARE: read_share, Kind.YES_NO: read_yes_no}


def to_json(text: str, reading: Reading) -> dict[str, Any]:
    """Return {"text", "status", "value"}, made only of types that JSON has."""
    return {"text": text, "status": str(reading.status), "value": _to_plain(reading.value)}


def _to_plain(value: Any) -> Any:
    if isinstance(value, Place):
        day = value.valid_from.isoformat()
        return {"code": value.code, "valid_from": day, "name": value.name}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _to_plain(part) for key, part in value.items()}
    return [_to_plain(part) for part in value] if isinstance(value, list | tuple) else value
