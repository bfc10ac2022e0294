"""Documents as files to be sent, with their names and media types."""

from dataclasses import dataclass
from pathlib import Path

from bot.views.documents.report_template import SHIPPED
from domain.documents.figures import DocumentFacts
from domain.documents.raw import RawFacts
from domain.documents.request import DocumentKind
from domain.documents.span import Span
from domain.documents.span_names import name_span_in_file
from domain.org.names import fold
from domain.org.tree import Unit

__all__ = [
    "DocumentFile",
    "DocumentKind",
    "find_media_type",
    "make_document_file",
    "make_raw_file",
]

_FORMS = {
    DocumentKind.SHEET: "spreadsheetml.sheet",
    DocumentKind.REPORT: "wordprocessingml.document",
    DocumentKind.RAW: "spreadsheetml.sheet",
}
_HEADS = {
    DocumentKind.SHEET: "so-lieu",
    DocumentKind.REPORT: "bao-cao",
    DocumentKind.RAW: "bao-cao-goc",
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

        content = workbook.make_workbook(facts)
    else:
        from bot.views.documents import word_report  # noqa: PLC0415 - as above

        content = word_report.make_document(facts, template or SHIPPED)
    return DocumentFile(_name_file(facts.unit, facts.span, kind), find_media_type(kind), content)


def make_raw_file(facts: RawFacts) -> DocumentFile:
    """Make the sheet of single reports: some seconds for a province's year."""
    from bot.views.documents import raw_workbook  # noqa: PLC0415 - as above

    kind, content = DocumentKind.RAW, raw_workbook.make_raw_workbook(facts)
    return DocumentFile(_name_file(facts.unit, facts.span, kind), find_media_type(kind), content)


def _name_file(unit: Unit, span: Span, kind: DocumentKind) -> str:
    """Name a document's file: `bao-cao-xa-bao-lam-quy-3-2025.docx`."""
    named = fold(unit.name).encode("ascii", "ignore").decode().replace(" ", "-")
    return f"{_HEADS[kind]}-{named[:60]}-{name_span_in_file(span)}.{kind.suffix}"
