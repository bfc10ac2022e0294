"""The reading of an answer: its status and the value that was understood."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How an answer was understood."""

    VALUE = "value"
    CONFIRM = "confirm"  # understood, but to be repeated to her before it is kept
    ZERO = "zero"  # none, said outright; the value is 0
    NOT_YET = "not_yet"  # yes-no only
    UNKNOWN = "unknown"  # she says that she does not know
    UNREADABLE = "unreadable"
    SAME = "same"  # only in a batch: the same as last time; with a value: nothing changed


class Kind(StrEnum):
    """The kinds of questions whose answers can be read."""

    COUNT = "count"
    PAIR = "pair"
    SHARE = "share"
    YES_NO = "yes-no"
    DATE = "date"
    CHOICE = "choice"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer as it was understood. Each reader documents the shape of `value`."""

    status: Status
    value: Any = None

    @property
    def is_certain(self) -> bool:
        """Return True if the answer may be kept without asking again."""
        return self.status in (Status.VALUE, Status.ZERO, Status.NOT_YET)


UNCHANGED = Reading(Status.SAME, "unchanged")
UNREADABLE = Reading(Status.UNREADABLE)
UNKNOWN = Reading(Status.UNKNOWN)
NOT_YET = Reading(Status.NOT_YET)
ZERO = Reading(Status.ZERO, 0)
MAX_CHARACTERS = 200


def to_reading(value: Any, *, sure: bool = True) -> Reading:
    """Make a reading of a value; one that is not `sure` is to be confirmed."""
    return Reading(Status.VALUE if sure else Status.CONFIRM, value)
