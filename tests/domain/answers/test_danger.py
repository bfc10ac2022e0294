"""Danger in free text is recognised, with marks and without; everyday words are not."""

import pytest

from domain.answers import tells_of_danger


@pytest.mark.parametrize(
    "text",
    [
        "chồng em đánh em",
        "chong em danh em suot dem",
        "Cứu em với",
        "cháu bé hàng xóm bị xâm hại",
        "nó đe dọa đòi giết",
        "em muốn tự tử",
        "có người bị lừa bán sang bên kia",
        "chồng say rượu, CHỒNG ĐÁNH",
    ],
)
def test_noticed(text: str) -> None:
    assert tells_of_danger(text)
    assert tells_of_danger(f"dạ {text} ạ")


@pytest.mark.parametrize(
    "text",
    [
        "từ từ em gửi", "tu tu em gui", "đánh cầu lông 2 buổi", "danh sách hội viên", "hiệp hội",
        "dành cho chị", "thoát nghèo 3 hộ", "cảm ơn em", "", "x" * 100_000,
    ],
)  # fmt: skip
def test_everyday_words(text: str) -> None:
    assert not tells_of_danger(text)
