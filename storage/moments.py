"""Moments as stored (UTC seconds) and as used (aware, Asia/Ho_Chi_Minh)."""

from datetime import datetime

from domain.periods import VIETNAM


def moment(seconds: float) -> datetime:
    """Turn stored seconds into a moment in Vietnam."""
    return datetime.fromtimestamp(seconds, VIETNAM)


def seconds(at: datetime) -> float:
    """Turn an aware moment into stored seconds; ValueError for a naive one, which is a bug."""
    if at.tzinfo is None:
        raise ValueError("a moment without a zone")
    return at.timestamp()
