"""The notice of a unit's documents."""

from domain.notices.base import Notice


class UnitDocument(Notice, frozen=True, tag="unit_document/1"):
    """Sends a unit's figures as a file.

    `form`: "docx" (a written report), "xlsx" (a sheet) or "raw" (a sheet of single reports).
    `span`: "2025-07..2025-09"; "": from January to the month that counts.

    Its figures are those of the moment it is made.
    """

    unit_id: int
    form: str
    span: str = ""


class SpanNotThere(Notice, frozen=True, tag="span_not_there/1"):
    """Tells that no form of the months she asked a document of was open yet, or that they are not
    of the plan's year. `first`, `last`: the months there are, both "" where there are none."""

    first: str
    last: str
