"""Danger in free text is recognised, with marks and without; everyday words are not."""

import pytest

from domain.answers import (
    asks_for_help,
    asks_who_knows,
    asks_whom_to_call,
    says_it_is_happening,
    speaks_as_child,
    tells_of_danger,
    tells_of_poison,
)


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


@pytest.mark.parametrize(
    "text",
    [
        "bố dượng sờ vào người em, em 13 tuổi", "chu e lam bay voi e", "bố e hiep e",
        "bo e dem nao cung vao phong e", "em 13 tuổi bị bắt lấy chồng", "e bi ep cuoi, e 13t",
        "thầy chụp ảnh em không mặc áo", "bo vao phong e", "uong thuoc co roi",
        "chan song lam roi chi a", "song lam gi nua", "chết đi cho xong", "muon di theo me",
        "em an la ngon roi", "roi do, dang danh", "chay mau nhieu lam",
        "dau qua chi oi no da vao bung e dang bau", "chong e say ruou dap pha",
        "lao chong lai thuong cang chan ha tay", "lai danh nua roi, lan nay nang",
    ],
)  # fmt: skip
def test_children_poison_and_a_beating_as_they_are_told(text: str) -> None:
    assert tells_of_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "số người tham gia 20", "báo cáo số người em gửi", "chồng đã mất", "mai bắt gà",
        "đang đánh bóng chuyền", "thuốc trừ sâu 3 lớp", "nhảy múa", "em quay phim buổi họp",
        "tuyên truyền không ép cưới", "dự lễ cưới 2 đôi",
    ],
)  # fmt: skip
def test_words_that_only_look_like_those(text: str) -> None:
    assert not tells_of_danger(text)


def test_a_child_and_poison_are_known_by_their_words() -> None:
    assert speaks_as_child("e bi ep cuoi, e 13t")
    assert speaks_as_child("e la tre con")
    assert not speaks_as_child("con em 9 tuổi, chồng đánh em")
    assert tells_of_poison("em an la ngon roi")
    assert not tells_of_poison("chan song lam roi")


@pytest.mark.parametrize("text", ["rồi đó, đang đánh", "e an roi", "dau bung qua", "rồi"])
def test_an_answer_that_it_is_happening(text: str) -> None:
    assert says_it_is_happening(text)


@pytest.mark.parametrize("text", ["em ăn cơm rồi", "không", "em báo cáo rồi"])
def test_an_answer_of_something_else(text: str) -> None:
    assert not says_it_is_happening(text)


def test_who_knows() -> None:
    assert asks_who_knows("the bao ai")
    assert asks_who_knows("có người đến chưa")
    assert not asks_who_knows("báo cáo cho ai")


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
