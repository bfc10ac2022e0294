"""Reads what follows /xuat: a unit in words, and which kind of file is wanted."""

from dataclasses import dataclass
from enum import StrEnum

from domain.org.names import fold


class DocumentKind(StrEnum):
    """A kind of file, named by its ending."""

    SHEET = "xlsx"
    REPORT = "docx"


_NAMES = {
    DocumentKind.REPORT: ("docx", "doc", "word", "bao cao", "van ban"),
    DocumentKind.SHEET: ("xlsx", "xls", "excel", "exel", "so lieu", "bang so lieu", "bang"),
}
_BY_WORDS = {tuple(words.split()): kind for kind, names in _NAMES.items() for words in names}
_MOST_WORDS = max(map(len, _BY_WORDS))


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """The unit in words ("" for her own), and the kind of file; None where she is to be asked."""

    unit: str
    kind: DocumentKind | None = None


def read_document_request(words: str) -> DocumentRequest:
    """Read "hoa an", "excel", "word hoa an", "hoa an báo cáo"; the kind stands first or last."""
    parts = words.split()
    folded = [fold(part) for part in parts]
    for count in range(min(len(parts), _MOST_WORDS), 0, -1):
        if (kind := _BY_WORDS.get(tuple(folded[:count]))) is not None:
            return DocumentRequest(" ".join(parts[count:]), kind)
        if (kind := _BY_WORDS.get(tuple(folded[-count:]))) is not None:
            return DocumentRequest(" ".join(parts[:-count]), kind)
    return DocumentRequest(" ".join(parts))
