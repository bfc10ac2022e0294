"""Reads what follows /xuat: a unit in words, of which months, and which kind of file is wanted."""

from dataclasses import dataclass
from enum import StrEnum

from domain.documents.span import Span, read_span
from domain.org.names import fold
from domain.periods import Period


class DocumentKind(StrEnum):
    """A kind of document: figures as a sheet, a written report, or the single reports."""

    SHEET = "xlsx"
    REPORT = "docx"
    RAW = "raw"

    @property
    def suffix(self) -> str:
        """The ending of its file."""
        return "docx" if self is DocumentKind.REPORT else "xlsx"


_NAMES = {
    DocumentKind.RAW: ("raw", "bao cao goc", "goc", "tung bao cao", "danh sach bao cao"),
    DocumentKind.REPORT: ("docx", "doc", "word", "bao cao word", "bao cao", "van ban"),
    DocumentKind.SHEET: ("xlsx", "xls", "excel", "exel", "so lieu", "bang so lieu", "bang"),
}  # fmt: skip
_BY_WORDS = {tuple(words.split()): kind for kind, names in _NAMES.items() for words in names}
_MOST_WORDS = max(map(len, _BY_WORDS))


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """The unit in words ("" for her own); the kind of file and the months, None where she is to be
    asked. `so_far`: she wants what there is since January."""

    unit: str
    kind: DocumentKind | None = None
    span: Span | None = None
    so_far: bool = False


def read_document_request(words: str, year: int, today: Period) -> DocumentRequest:
    """Read "hoa an", "excel", "word hoa an", "hoa an báo cáo quý 3", "thang 10".

    The kind stands first or last, or so when the months are taken out. `year`: the plan's.
    """
    kind, rest = _take_kind(words)
    said = read_span(rest, year, today)
    if kind is None:
        kind, unit = _take_kind(said.rest)
    else:
        unit = said.rest
    return DocumentRequest(unit, kind, said.span, said.said and said.span is None)


def _take_kind(words: str) -> tuple[DocumentKind | None, str]:
    parts = words.split()
    folded = [fold(part) for part in parts]
    for count in range(min(len(parts), _MOST_WORDS), 0, -1):
        if (kind := _BY_WORDS.get(tuple(folded[:count]))) is not None:
            return kind, " ".join(parts[count:])
        if (kind := _BY_WORDS.get(tuple(folded[-count:]))) is not None:
            return kind, " ".join(parts[:-count])
    return None, " ".join(parts)
