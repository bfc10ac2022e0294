"""A document as a file to be sent: its name, its kind, its bytes."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from domain.documents import DocumentFacts
from domain.org_names import fold


class DocumentKind(StrEnum):
    """A kind of file, by its ending."""

    SHEET = "xlsx"
    REPORT = "docx"

    @property
    def media_type(self) -> str:
        form = "spreadsheetml.sheet" if self is DocumentKind.SHEET else "wordprocessingml.document"
        return f"application/vnd.openxmlformats-officedocument.{form}"


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """`name` is plain ASCII: it goes through networks and onto any phone."""

    name: str
    media_type: str
    content: bytes


def document_file(
    facts: DocumentFacts, kind: DocumentKind, template: Path | None = None
) -> DocumentFile:
    """The file, made in up to two seconds of work for a province: not on the event loop.

    Raises OperatorMistake where the report's template cannot be used. The libraries are imported
    by the first file.
    """
    if kind is DocumentKind.SHEET:
        from bot.views import workbook  # noqa: PLC0415 - a large library, asked for rarely

        return DocumentFile(_name(facts, kind), kind.media_type, workbook.workbook(facts))
    from bot.views import document  # noqa: PLC0415 - as above

    content = document.document(facts, template or document.SHIPPED)
    return DocumentFile(_name(facts, kind), kind.media_type, content)


def _name(facts: DocumentFacts, kind: DocumentKind) -> str:
    """`bao-cao-xa-bao-lam-2025-10-13.docx`."""
    unit = fold(facts.unit.name).encode("ascii", "ignore").decode().replace(" ", "-")
    head = "so-lieu" if kind is DocumentKind.SHEET else "bao-cao"
    return f"{head}-{unit[:60]}-{facts.day.isoformat()}.{kind.value}"
