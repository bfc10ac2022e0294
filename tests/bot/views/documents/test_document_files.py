"""A document's file: a name that every phone takes, and what is in it."""

from dataclasses import replace

import pytest

from bot.views.documents.document_files import DocumentKind, make_document_file
from tests.support.document_facts import UNITS, facts


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (DocumentKind.SHEET, "so-lieu-tinh-cao-bang-thang-9-2025.xlsx"),
        (DocumentKind.REPORT, "bao-cao-tinh-cao-bang-thang-9-2025.docx"),
    ],
)
def test_a_file_has_a_plain_name_and_is_what_it_says(kind: DocumentKind, name: str) -> None:
    made = make_document_file(facts(), kind)
    assert made.name == name
    assert made.content.startswith(b"PK")
    assert "openxmlformats" in made.media_type


def test_a_name_from_people_leads_nowhere() -> None:
    odd = replace(UNITS[10], name="../Xã Đức & Ü/\\漢 " + "a" * 200)
    made = make_document_file(facts(of=10, unit=odd), DocumentKind.REPORT)
    assert made.name.startswith("bao-cao-xa-duc-u-")
    assert made.name.isascii()
    assert len(made.name) < 100
    assert not set(made.name) & set("/\\ ")
