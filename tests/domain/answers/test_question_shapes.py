"""What is a question of hers, and what only looks like one."""

import pytest

from domain.answers.text.question_shapes import asks

QUESTIONS = """
5 không 3 sạch là gì hả em
hội viên đi làm ăn xa có tính là giảm không
hộ thoát nghèo tính theo năm hay tháng
đủ chưa em
du chua em
thế là 2 buổi hả
tháng này có 2 chị chuyển đi thì ghi giảm 2 à
có 1 hộ thoát nghèo mà chưa có giấy, có tính không em
câu 3 với câu 2 khác gì nhau
tiền bồi dưỡng là tiền gì
bao cao nay gui cho ai
nếu không có thì ghi gì
chị gửi muộn có sao không
tháng trước chị báo mấy
sao nhiều câu thế em
20/10 chị em liên hoan có được tính không
""".strip().splitlines()

ANSWERS = """
1 0 2 0 3/1 rồi 0 không
có 2 hội viên mới, giảm không
không có hộ nào thoát nghèo
khong co ho can ngheo khong co ho sach
thoát nghèo 2 hộ, tiền rồi, không có ai cần giúp
2 ha
chị gửi rồi ạ
sao cũng được em ạ
câu 4 sai rồi, 5 hộ
tien boi duong chua nhan
""".strip().splitlines()


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_asks_nothing(text: str) -> None:
    assert not asks(text)
