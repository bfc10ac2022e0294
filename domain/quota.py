"""What is still sent as the month's messages run out, on a network that counts them."""

from enum import StrEnum

WARNED_AT = (80, 95)
"""Percent of the month's messages at which administrators are told."""

_DIGESTS_STOP, _REMINDERS_THIN_OUT = WARNED_AT


class MessageKind(StrEnum):
    """Kinds of message; the first to be stopped stands first."""

    DIGEST = "digest"
    REMINDER = "reminder"
    ANSWER = "answer"
    CASE = "case"


def may_send(kind: MessageKind, used: int, quota: int | None, *, main: bool = False) -> bool:
    """Return True if a message of this kind is still sent when `used` of `quota` have been.

    `quota` None: they are not counted. Digests stop first; then only the `main` reminder of a
    period is sent. Answers and cases are never stopped by us.
    """
    percent = 100 * used / quota if quota else 0.0
    if kind is MessageKind.DIGEST:
        return percent < _DIGESTS_STOP
    return kind is not MessageKind.REMINDER or main or percent < _REMINDERS_THIN_OUT


def count_left_for_all(used: int, quota: int | None) -> int | None:
    """Count the messages that may still be spent on broadcasts; None where they are not counted.

    The last ones are kept for answers and cases.
    """
    return None if quota is None else max(0, quota * WARNED_AT[-1] // 100 - used)


def find_warning(used: int, quota: int) -> int | None:
    """Find the highest mark of WARNED_AT that was reached; None if none was."""
    reached = [mark for mark in WARNED_AT if 100 * used >= mark * quota]
    return reached[-1] if reached else None
