"""What stands after /tiendo: which unit, which page."""

import pytest
from hypothesis import given
from hypothesis.strategies import text

from domain.plan.plan import Plan
from domain.progress.request import Page, ProgressRequest, read_progress_request
from tests.support.stage import plan

PLAN: Plan = plan()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ProgressRequest("")),
        ("hoa an", ProgressRequest("hoa an")),
        ("Hoà An", ProgressRequest("Hoà An")),
        ("thieu", ProgressRequest("", Page.MISSING, rest="thieu")),
        ("Ai chưa gửi", ProgressRequest("", Page.MISSING, rest="Ai chưa gửi")),
        ("hoa an thiếu", ProgressRequest("hoa an", Page.MISSING, rest="thiếu")),
        ("thieu hoa an", ProgressRequest("hoa an", Page.MISSING, rest="thieu")),
        ("xephang", ProgressRequest("", Page.RANKING, rest="xephang")),
        ("xếp hạng bảo lâm", ProgressRequest("bảo lâm", Page.RANKING, rest="xếp hạng")),
        ("bản đồ", ProgressRequest("", Page.MAP, rest="bản đồ")),
        ("biểu đồ 01290", ProgressRequest("01290", Page.CHART, rest="biểu đồ")),
        ("theo chi tieu", ProgressRequest("", Page.INDICATORS, rest="theo chi tieu")),
        ("1.5", ProgressRequest("", Page.INDICATOR, "1.5", "1.5")),
        ("1.5A", ProgressRequest("", Page.INDICATOR, "1.5a", "1.5A")),
        ("01290 1.5", ProgressRequest("01290", Page.INDICATOR, "1.5", "1.5")),
        ("1.5 hoa an", ProgressRequest("hoa an", Page.INDICATOR, "1.5", "1.5")),
        ("1.5 bieu do", ProgressRequest("", Page.CHART, "1.5", "1.5 bieu do")),
        ("hoa an 1.2a bieudo", ProgressRequest("hoa an", Page.CHART, "1.2a", "1.2a bieudo")),
        ("bieu do 1.2a hoa an", ProgressRequest("hoa an", Page.CHART, "1.2a", "bieu do 1.2a")),
        ("1.2a xep hang", ProgressRequest("", Page.RANKING, "1.2a", "1.2a xep hang")),
        ("1.2a ban do", ProgressRequest("", Page.INDICATOR, "1.2a", "1.2a ban do")),
        ("9.9", ProgressRequest("9.9")),
        ("10/2025", ProgressRequest("", Page.MONTH, "2025-10", "10/2025")),
        ("09/2025 hoa an", ProgressRequest("hoa an", Page.MONTH, "2025-09", "09/2025")),
        ("9/2025 thieu", ProgressRequest("", Page.MONTH, "2025-09", "9/2025 thieu")),
        ("tháng 9", ProgressRequest("", Page.MONTH, f"{PLAN.year}-09", f"9/{PLAN.year}")),
        ("hoa an thang 9/2024", ProgressRequest("hoa an", Page.MONTH, "2024-09", "9/2024")),
        ("Tháng 10 năm 2025", ProgressRequest("", Page.MONTH, "2025-10", "10/2025")),
        ("còn ai chưa nộp hả em", ProgressRequest("", Page.MISSING, rest="còn ai chưa nộp hả em")),
        (
            "chỉ tiêu nào chậm nhất",
            ProgressRequest("", Page.INDICATORS, rest="chỉ tiêu nào chậm nhất"),
        ),
        ("xã nào chậm nhất", ProgressRequest("", Page.RANKING, rest="xã nào chậm nhất")),
        ("thoat ngheo", ProgressRequest("", Page.INDICATOR, "1.2a", "thoat ngheo")),
        ("bảo lâm quý 3", ProgressRequest("bảo lâm", Page.QUARTER, f"{PLAN.year}-Q3", "quý 3")),
        (
            "1.2a tháng 9 hoa an",
            ProgressRequest("hoa an", Page.INDICATOR, "1.2a", f"1.2a 9/{PLAN.year}", "2025-09"),
        ),
        (
            "so sánh Bảo Lâm với Bảo Lạc",
            ProgressRequest("Bảo Lâm", Page.COMPARE, "", "so sánh với Bảo Lạc", "", "Bảo Lạc"),
        ),
        ("xem tiến độ xã Bảo Lạc", ProgressRequest("xã Bảo Lạc", rest="xem tiến độ")),
        ("thang 13", ProgressRequest("thang 13")),
        ("13/2025", ProgressRequest("13/2025")),
        ("0/2025", ProgressRequest("0/2025")),
    ],
)
def test_unit_and_page(words: str, expected: ProgressRequest) -> None:
    assert read_progress_request(words, PLAN) == expected


@given(text(max_size=80))
def test_no_words_are_lost(words: str) -> None:
    found = read_progress_request(words, PLAN)
    assert sorted(f"{found.unit} {found.rest}".split()) == sorted(words.split())
