"""What follows /xuat: the kind of file first or last, the rest a unit."""

import pytest

from domain.documents.request import DocumentKind, DocumentRequest, read_document_request

WORD, EXCEL = DocumentKind.REPORT, DocumentKind.SHEET


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
    ],
)
def test_kinds_and_units(words: str, wanted: DocumentRequest) -> None:
    assert read_document_request(words) == wanted
