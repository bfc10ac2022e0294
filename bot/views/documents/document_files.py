"""A document as a file to be sent: its name, its kind, its bytes."""

from dataclasses import dataclass
from pathlib import Path

from bot.views.documents.report_template import SHIPPED
from domain.documents.figures import DocumentFacts
from domain.documents.request import DocumentKind
from domain.org.names import fold

__all__ = ["DocumentFile", "DocumentKind", "document_file", "media_type"]


_FORMS = {
    DocumentKind.SHEET: "spreadsheetml.sheet",
    DocumentKind.REPORT: "wordprocessingml.document",
}


def media_type(kind: DocumentKind) -> str:
    """The media type of a kind of file."""
    return f"application/vnd.openxmlformats-officedocument.{_FORMS[kind]}"


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
        from bot.views.documents import workbook  # noqa: PLC0415 - a large library, rarely wanted

        return DocumentFile(_name(facts, kind), media_type(kind), workbook.workbook(facts))
    from bot.views.documents import word_report  # noqa: PLC0415 - as above

    content = word_report.document(facts, template or SHIPPED)
    return DocumentFile(_name(facts, kind), media_type(kind), content)


def _name(facts: DocumentFacts, kind: DocumentKind) -> str:
    """`bao-cao-xa-bao-lam-2025-10-13.docx`."""
    unit = fold(facts.unit.name).encode("ascii", "ignore").decode().replace(" ", "-")
    head = "so-lieu" if kind is DocumentKind.SHEET else "bao-cao"
    return f"{head}-{unit[:60]}-{facts.day.isoformat()}.{kind.value}"
