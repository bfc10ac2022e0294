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
        "rất nguy hiểm",
        "nó lại đánh chị ấy",
        "no cam dao duoi vo",
        "em k muon song nua",
        "cứu mẹ con em",
        "hai buổi sinh hoạt, 2, k có, có chị bị chồng đánh gãy tay đêm qua",
        "bị đánh ở buổi tuyên truyền, cứu em với",
        "bị chồng đánh sau buổi sinh hoạt",
        "tuyên truyền 2 buổi: có cháu bị xâm hại",
        "tập huấn 1 buổi\ncó chị kể bị bạo lực",
    ],
)
def test_noticed(text: str) -> None:
    assert tells_of_danger(text)
    assert tells_of_danger(f"dạ {text} ạ")


@pytest.mark.parametrize(
    "text",
    [
        "từ từ em gửi", "tu tu em gui", "đánh cầu lông 2 buổi", "danh sách hội viên", "hiệp hội",
        "phòng, chống bạo lực gia đình 2 buổi", "tuyên truyền phòng chống mua bán người",
        "2 buổi sinh hoạt về xâm hại trẻ em, 3 hộ thoát nghèo", "không nguy hiểm", "chưa nguy hiểm",
        "bị đánh giá chưa đạt", "mai giết lợn mời các chị", "danh chi em 3 suat vay von",
        "dành cho chị", "thoát nghèo 3 hộ", "cảm ơn em", "", "x" * 100_000,
    ],
)  # fmt: skip
def test_everyday_words(text: str) -> None:
    assert not tells_of_danger(text)
