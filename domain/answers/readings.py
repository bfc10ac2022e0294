"""What a reading of an answer is: its status and the value understood."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How an answer was understood."""

    VALUE = "value"
    CONFIRM = "confirm"  # understood, but to be echoed before it is kept
    ZERO = "zero"  # none, said outright; the value is 0
    NOT_YET = "not_yet"  # yes-no only
    UNKNOWN = "unknown"  # she says that she does not know
    UNREADABLE = "unreadable"
    SAME = "same"  # in a batch: as it was last time


class Kind(StrEnum):
    """The kinds of question an answer can be read for."""

    COUNT = "count"
    PAIR = "pair"
    SHARE = "share"
    YES_NO = "yes-no"
    DATE = "date"
    CHOICE = "choice"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer as understood; the shape of `value` depends on the kind (see each reader)."""

    status: Status
    value: Any = None

    @property
    def kept(self) -> bool:
        """Whether it may be kept without asking again."""
        return self.status in (Status.VALUE, Status.ZERO, Status.NOT_YET)


UNREADABLE = Reading(Status.UNREADABLE)
UNKNOWN = Reading(Status.UNKNOWN)
NOT_YET = Reading(Status.NOT_YET)
ZERO = Reading(Status.ZERO, 0)
MAX_CHARACTERS = 200


def value(of: Any, *, sure: bool = True) -> Reading:
    """A value, or a value to be confirmed."""
    return Reading(Status.VALUE if sure else Status.CONFIRM, of)
