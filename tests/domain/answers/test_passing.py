"""What is said outside any form: what opens it with figures, and what reports nothing."""

from pathlib import Path

import pytest

from bot.conversations.reporting.reading import describe_question
from domain.answers import Passing, read_in_passing, tells_no_news
from domain.plan.plan import Plan
from domain.plan.plan_file import parse_plan

PLAN = parse_plan((Path(__file__).parents[3] / "plans/326-KH-BTV.yaml").read_text())
assert isinstance(PLAN, Plan)
CODES = ("1.1", "1.2a", "1.2b", "1.4a", "1.5a", "2.4", "2.5", "case")
QUESTIONS = tuple(describe_question(PLAN, code) for code in CODES)


def _read(text: str) -> Passing | None:
    return read_in_passing(text, QUESTIONS, month=10)


def _list_told(text: str) -> dict[str, object]:
    told = _read(text)
    readings = () if told is None else told.batch.readings
    return {c: r.value for c, r in zip(CODES, readings, strict=False) if r is not None}


REPORTS: dict[str, dict[str, object]] = {
    "bc: 2 1 0 0 0/0 chua 0 k": {
        "1.1": 2, "1.2a": 1, "1.2b": 0, "1.4a": 0, "1.5a": (0, 0), "2.4": None, "2.5": 0,
        "case": "no",
    },
    "Đảng 1 nhé. Cháu Dương Thị H.": {"2.5": 1},
    "cho chị báo: mới 2 giảm 1, tiền chưa": {"1.5a": (2, 1), "2.4": None},
    "giới thiệu 1 đồng chí vào đảng": {"2.5": 1},
    "chị họp chi hội xong rồi nhé, 1 buổi": {"1.1": 1},
    "thoát nghèo 1 cho chi hội chị nhé": {"1.2a": 1},
    "tháng này được 1 hộ thoát nghèo thôi, ít quá em nhỉ": {"1.2a": 1},
    "chị nhận tiền rồi": {"2.4": "yes"},
    "500k nhận rồi, họp 1 buổi": {"1.1": 1, "2.4": "yes"},
    "sinh hoatj 1 buooir nhes em": {"1.1": 1},
    "hai buổi, không, không, một hộ, không thay đổi, nhận rồi, không, không có ai": {
        "1.1": 2, "1.2a": 0, "1.2b": 0, "1.4a": 1, "1.5a": "unchanged", "2.4": "yes", "2.5": 0,
        "case": "no",
    },
    "3 0 0 4 2/0 rồi 0 không nhé cháu, cô đi chợ đây": {
        "1.1": 3, "1.2a": 0, "1.2b": 0, "1.4a": 4, "1.5a": (2, 0), "2.4": "yes", "2.5": 0,
        "case": "no",
    },
    "1/ sinh hoat 2 buoi 2/ thoat ngheo 1 ho": {"1.1": 2, "1.2a": 1},
}  # fmt: skip


@pytest.mark.parametrize("text", REPORTS)
def test_the_reader_of_the_form_reads_what_is_said_outside_it(text: str) -> None:
    assert _list_told(text) == REPORTS[text]


NO_REPORTS = """\
hết tiền rồi em ạ
chị nộp tiền điện rồi
tháng này chị chưa có tiền đóng hội phí
chưa nhận được tin của em
họp 7h tối mai nhé
chiều nay 2 giờ họp
bận lắm không họp được
bà con 12 hộ mất trâu vì rét
thu hội phí được 300 nghìn
tiền bồi dưỡng 300 nghìn
sao tháng này chưa có tiền bồi dưỡng
nhà chị có 5 người
hôm qua 2 chị em nói chuyện
xóm chị có 45 hộ
xã Bảo Lâm có 6 hộ thoát nghèo
bên Khuổi Vin được 2 hộ sạch
chi hội bên Nà Sla có 3 hộ thoát nghèo cơ
xã vừa họp xong, bảo cả xã có 12 hộ thoát nghèo
giá ngô dạo này 6 nghìn một cân
có 2 hộ thoát nghèo thì ghi vào đâu em
đảng viên mới kết nạp có được báo không
hôm nay lạnh quá
3 1
0912345678
không
rồi
""".splitlines()


@pytest.mark.parametrize("text", NO_REPORTS)
def test_what_only_sounds_like_a_report_is_none(text: str) -> None:
    assert _read(text) is None


@pytest.mark.parametrize(
    "text", ["tuần sau chị họp 1 buổi", "chị có 2 hộ", "nhà bà Lan thoát nghèo rồi"]
)
def test_what_belongs_to_no_line_is_kept_apart(text: str) -> None:
    told = _read(text)
    assert told is not None
    assert not any(told.batch.readings)
    assert told.batch.unplaced


def test_nothing_new_must_be_said_of_the_month() -> None:
    assert tells_no_news("k phat sinh gi thang nay")
    assert tells_no_news("không có gì hết em ạ, tháng này trống")
    assert tells_no_news("báo cáo: không có gì")
    assert not tells_no_news("không có gì đâu em")


@pytest.mark.parametrize("text", ["như tháng trước", "số liệu vẫn y như tháng 9, em chép cho chị"])
def test_as_last_month_is_said_in_many_ways(text: str) -> None:
    told = _read(text)
    assert told is not None
    assert told.text == "như tháng trước"
    assert _read(text.replace("trước", "5").replace("9", "5")) is None
