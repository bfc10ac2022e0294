"""The notice of a unit's documents."""

from domain.notices.base import Notice


class UnitDocument(Notice, frozen=True, tag="unit_document/1"):
    """Sends a unit's year as a file. `form`: "docx" (a written report) or "xlsx" (a sheet).

    Its figures are those of the moment it is made.
    """

    unit_id: int
    form: str
