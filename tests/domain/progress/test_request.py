"""What stands after /tiendo: which unit, which page."""

import unicodedata

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
        ("9/2025 thieu", ProgressRequest("", Page.MISSING, "2025-09", "9/2025 thieu")),
        (
            "thieu hoa an thang 9",
            ProgressRequest("hoa an", Page.MISSING, "2025-09", "thieu 9/2025"),
        ),
        (
            "01290 thieu 11/2025",
            ProgressRequest("01290", Page.MISSING, "2025-11", "thieu 11/2025"),
        ),
        ("thieu trang 2", ProgressRequest("", Page.MISSING, rest="thieu trang 2", number=2)),
        (
            "hoa an 9/2025 trang 3",
            ProgressRequest("hoa an", Page.MONTH, "2025-09", "9/2025 trang 3", number=3),
        ),
        (
            "1.2a tháng 9",
            ProgressRequest("", Page.MONTH, "2025-09", "1.2a 9/2025", code="1.2a"),
        ),
        (
            "hoà an quý 3",
            ProgressRequest("hoà an", Page.MONTH, "2025-07", "7-9/2025", last="2025-09"),
        ),
        ("Quý IV/2025", ProgressRequest("", Page.MONTH, "2025-10", "10-12/2025", "2025-12")),
        ("6 tháng", ProgressRequest("", Page.MONTH, "2025-01", "1-6/2025", "2025-06")),
        ("6 thang cuoi nam", ProgressRequest("", Page.MONTH, "2025-07", "7-12/2025", "2025-12")),
        (
            "1.5a 9 tháng đầu năm",
            ProgressRequest("", Page.MONTH, "2025-01", "1.5a 1-9/2025", "2025-09", "1.5a"),
        ),
        ("quy 5", ProgressRequest("quy 5")),
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
        ("quý ba", ProgressRequest("", Page.MONTH, "2025-07", "7-9/2025", "2025-09")),
        (
            "1.2a tháng 9 hoa an",
            ProgressRequest("hoa an", Page.MONTH, "2025-09", "1.2a 9/2025", code="1.2a"),
        ),
        (
            "so sánh Bảo Lâm với Bảo Lạc",
            ProgressRequest("Bảo Lâm", Page.COMPARE, rest="so sánh với Bảo Lạc", other="Bảo Lạc"),
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
    assert sorted(f"{found.unit} {found.rest}".split()) == sorted(
        unicodedata.normalize("NFC", words).split()
    )
