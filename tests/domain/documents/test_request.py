"""What follows /xuat: the kind of file first or last, the rest a unit."""

import pytest

from domain.documents.request import DocumentKind, Wanted, read_wanted

WORD, EXCEL = DocumentKind.REPORT, DocumentKind.SHEET


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", Wanted("")),
        ("hoa an", Wanted("hoa an")),
        ("Word", Wanted("", WORD)),
        ("báo cáo", Wanted("", WORD)),
        ("văn bản Hoà An", Wanted("Hoà An", WORD)),
        ("excel", Wanted("", EXCEL)),
        ("Hoà An EXCEL", Wanted("Hoà An", EXCEL)),
        ("bảng số liệu 01290", Wanted("01290", EXCEL)),
        ("xlsx DB-042", Wanted("DB-042", EXCEL)),
        ("docx CH-01290-01", Wanted("CH-01290-01", WORD)),
        ("bang", Wanted("", EXCEL)),
    ],
)
def test_kinds_and_units(words: str, wanted: Wanted) -> None:
    assert read_wanted(words) == wanted
