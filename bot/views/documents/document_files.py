"""Documents as files to be sent, with their names and media types."""

from dataclasses import dataclass
from pathlib import Path

from bot.views.documents.report_template import SHIPPED
from domain.documents.figures import DocumentFacts
from domain.documents.request import DocumentKind
from domain.org.names import fold

__all__ = ["DocumentFile", "DocumentKind", "find_media_type", "make_document_file"]


_FORMS = {
    DocumentKind.SHEET: "spreadsheetml.sheet",
    DocumentKind.REPORT: "wordprocessingml.document",
}


def find_media_type(kind: DocumentKind) -> str:
    """Return the media type of a kind of document."""
    return f"application/vnd.openxmlformats-officedocument.{_FORMS[kind]}"


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file. `name` is plain ASCII, since it goes through networks and onto any phone."""

    name: str
    media_type: str
    content: bytes


def make_document_file(
    facts: DocumentFacts, kind: DocumentKind, template: Path | None = None
) -> DocumentFile:
    """Make a document: up to two seconds of work for a province, so not on the event loop.

    Raises OperatorMistake where the report's template cannot be used. The libraries are imported
    with the first document.
    """
    if kind is DocumentKind.SHEET:
        from bot.views.documents import workbook  # noqa: PLC0415 - a large library, rarely wanted

        return DocumentFile(
            _name_file(facts, kind), find_media_type(kind), workbook.make_workbook(facts)
        )
    from bot.views.documents import word_report  # noqa: PLC0415 - as above

    content = word_report.make_document(facts, template or SHIPPED)
    return DocumentFile(_name_file(facts, kind), find_media_type(kind), content)


def _name_file(facts: DocumentFacts, kind: DocumentKind) -> str:
    """Name a document's file: `bao-cao-xa-bao-lam-2025-10-13.docx`."""
    unit = fold(facts.unit.name).encode("ascii", "ignore").decode().replace(" ", "-")
    head = "so-lieu" if kind is DocumentKind.SHEET else "bao-cao"
    return f"{head}-{unit[:60]}-{facts.day.isoformat()}.{kind.value}"
