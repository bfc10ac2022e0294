"""Units found by what is typed."""

import pytest

from domain.org.search import search
from tests.support.org_trees import TODAY, cao_bang


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("01290", ["Xã Bảo Lâm"]),
        (" 1290 ", ["Xã Bảo Lâm"]),
        ("db-043", ["Địa bàn huyện Bảo Lạc cũ"]),
        ("xã bảo lạc", ["Xã Bảo Lạc"]),
        ("bao lac", ["Xã Bảo Lạc", "Địa bàn huyện Bảo Lạc cũ"]),
        ("Atlantis", []),
        ("", []),
        ("lac b", []),
        ("<>", []),
    ],
)
def test_search(words: str, names: list[str]) -> None:
    assert [u.name for u in search(cao_bang().at(TODAY), words)] == names
