"""Danger in free text is recognised, with marks and without; everyday words are not."""

import pytest

from domain.answers import asks_for_help, asks_whom_to_call, tells_of_danger


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


@pytest.mark.parametrize("text", ["cuu", "Cứu!", "cuu e voi", "cứu cứu", "chị ơi cứu em với ạ"])
def test_a_cry_alone_is_danger(text: str) -> None:
    assert tells_of_danger(text)


@pytest.mark.parametrize("text", ["no dam e", "ck dap dau e vao tuong", "no danh e", "bop co e"])
def test_short_as_people_type_it(text: str) -> None:
    assert tells_of_danger(text)


@pytest.mark.parametrize("text", ["máy nó tắt rồi", "nghiên cứu kế hoạch", "nó đâm ra mệt"])
def test_not_every_such_verb(text: str) -> None:
    assert not tells_of_danger(text)


def test_a_wish_for_help_is_short() -> None:
    assert asks_for_help("giup e voi")
    assert asks_for_help("ai giúp em với")
    assert not asks_for_help("chào em")
    assert not asks_for_help("trợ giúp")
    assert not asks_for_help("hội giúp được ba hộ vay vốn và hai hộ sửa nhà trong tháng này nhé")


def test_whom_to_call() -> None:
    assert asks_whom_to_call("goi ai bay gio")
    assert asks_whom_to_call("gọi số nào hả em")
    assert not asks_whom_to_call("chị gọi rồi")
