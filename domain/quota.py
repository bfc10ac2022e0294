"""What still goes out as a month's messages on a network that counts them run out."""

from enum import StrEnum

WARNED_AT = (80, 95)
"""Per cent of the month's messages at which administrators are told."""

_DIGESTS_STOP, _REMINDERS_THIN_OUT = WARNED_AT


class Kind(StrEnum):
    """Kinds of message, by how long they hold out."""

    DIGEST = "digest"
    REMINDER = "reminder"
    ANSWER = "answer"
    CASE = "case"


def may_send(kind: Kind, used: int, quota: int | None, *, main: bool = False) -> bool:
    """Whether a message of this kind goes out when `used` of `quota` have (None: not counted).

    Digests stop first; then of the reminders of a period only the `main` one goes. Answers and
    cases never stop on our side.
    """
    percent = 100 * used / quota if quota else 0.0
    if kind is Kind.DIGEST:
        return percent < _DIGESTS_STOP
    return kind is not Kind.REMINDER or main or percent < _REMINDERS_THIN_OUT


def left_for_all(used: int, quota: int | None) -> int | None:
    """How many messages may still go to what can be said in another way: the last are kept for
    answers and cases. None where they are not counted."""
    return None if quota is None else max(0, quota * WARNED_AT[-1] // 100 - used)


def warning(used: int, quota: int) -> int | None:
    """The highest mark of WARNED_AT that was reached, None where none was."""
    reached = [mark for mark in WARNED_AT if 100 * used >= mark * quota]
    return reached[-1] if reached else None
