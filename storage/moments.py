"""Moments as stored (UTC seconds) and as used (aware, Asia/Ho_Chi_Minh)."""

from datetime import datetime

from domain.periods import VIETNAM


def moment(seconds: float) -> datetime:
    """The stored seconds as a moment in Vietnam."""
    return datetime.fromtimestamp(seconds, VIETNAM)


def seconds(at: datetime) -> float:
    """An aware moment as stored; a naive one is a fault of ours."""
    if at.tzinfo is None:
        raise ValueError("a moment without a zone")
    return at.timestamp()
