"""The notice of a unit's weekly digest."""

from domain.notices.base import Notice


class WeeklyDigest(Notice, frozen=True, tag="weekly_digest/1"):
    """Tells a unit's group about a week. `week`: its Monday ("2025-10-13").

    The figures are those of the end of that week, or of the moment it is sent if that is earlier.
    """

    unit_id: int
    week: str
