"""What follows /xuat: the kind of file first or last, the rest a unit."""

import pytest

from domain.documents.request import DocumentKind, DocumentRequest, read_document_request
from domain.documents.span import Span
from domain.periods import Period

WORD, EXCEL, RAW = DocumentKind.REPORT, DocumentKind.SHEET, DocumentKind.RAW
OCTOBER = Period(2025, 10)
THIRD_QUARTER = Span.parse("2025-07..2025-09")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", DocumentRequest("")),
        ("hoa an", DocumentRequest("hoa an")),
        ("Word", DocumentRequest("", WORD)),
        ("báo cáo", DocumentRequest("", WORD)),
        ("văn bản Hoà An", DocumentRequest("Hoà An", WORD)),
        ("excel", DocumentRequest("", EXCEL)),
        ("Hoà An EXCEL", DocumentRequest("Hoà An", EXCEL)),
        ("bảng số liệu 01290", DocumentRequest("01290", EXCEL)),
        ("xlsx DB-042", DocumentRequest("DB-042", EXCEL)),
        ("docx CH-01290-01", DocumentRequest("CH-01290-01", WORD)),
        ("bang", DocumentRequest("", EXCEL)),
        ("báo cáo gốc Hoà An", DocumentRequest("Hoà An", RAW)),
        ("quý 3 word", DocumentRequest("", WORD, THIRD_QUARTER)),
        ("quy iii word hoa an", DocumentRequest("hoa an", WORD, THIRD_QUARTER)),
        ("raw 2025-07..2025-09 01290", DocumentRequest("01290", RAW, THIRD_QUARTER)),
        ("word từ đầu năm", DocumentRequest("", WORD, so_far=True)),
        ("docx nay 01290", DocumentRequest("01290", WORD, so_far=True)),
        ("Nam Quang word", DocumentRequest("Nam Quang", WORD)),
    ],
)
def test_kinds_and_units(words: str, wanted: DocumentRequest) -> None:
    assert read_document_request(words, 2025, OCTOBER) == wanted
