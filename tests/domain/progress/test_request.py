"""What stands after /tiendo: which unit, which page."""

import pytest
from hypothesis import given
from hypothesis.strategies import text

from domain.plan.plan import Plan
from domain.progress.request import Asked, Page, read_asked
from tests.support.stage import plan

PLAN: Plan = plan()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", Asked("")),
        ("hoa an", Asked("hoa an")),
        ("Hoà An", Asked("Hoà An")),
        ("thieu", Asked("", Page.MISSING, rest="thieu")),
        ("Ai chưa gửi", Asked("", Page.MISSING, rest="Ai chưa gửi")),
        ("hoa an thiếu", Asked("hoa an", Page.MISSING, rest="thiếu")),
        ("thieu hoa an", Asked("hoa an", Page.MISSING, rest="thieu")),
        ("xephang", Asked("", Page.RANKING, rest="xephang")),
        ("xếp hạng bảo lâm", Asked("bảo lâm", Page.RANKING, rest="xếp hạng")),
        ("bản đồ", Asked("", Page.MAP, rest="bản đồ")),
        ("biểu đồ 01290", Asked("01290", Page.CHART, rest="biểu đồ")),
        ("theo chi tieu", Asked("", Page.INDICATORS, rest="theo chi tieu")),
        ("1.5", Asked("", Page.INDICATOR, "1.5", "1.5")),
        ("1.5A", Asked("", Page.INDICATOR, "1.5a", "1.5A")),
        ("01290 1.5", Asked("01290", Page.INDICATOR, "1.5", "1.5")),
        ("1.5 hoa an", Asked("hoa an", Page.INDICATOR, "1.5", "1.5")),
        ("1.5 bieu do", Asked("", Page.CHART, "1.5", "1.5 bieu do")),
        ("hoa an 1.2a bieudo", Asked("hoa an", Page.CHART, "1.2a", "1.2a bieudo")),
        ("bieu do 1.2a hoa an", Asked("hoa an", Page.CHART, "1.2a", "bieu do 1.2a")),
        ("1.2a xep hang", Asked("", Page.RANKING, "1.2a", "1.2a xep hang")),
        ("1.2a ban do", Asked("", Page.INDICATOR, "1.2a", "1.2a ban do")),
        ("9.9", Asked("9.9")),
        ("10/2025", Asked("", Page.MONTH, "2025-10", "10/2025")),
        ("09/2025 hoa an", Asked("hoa an", Page.MONTH, "2025-09", "09/2025")),
        ("9/2025 thieu", Asked("", Page.MONTH, "2025-09", "9/2025 thieu")),
        ("tháng 9", Asked("", Page.MONTH, f"{PLAN.year}-09", f"9/{PLAN.year}")),
        ("hoa an thang 9/2024", Asked("hoa an", Page.MONTH, "2024-09", "9/2024")),
        ("Tháng 10 năm 2025", Asked("", Page.MONTH, "2025-10", "10/2025")),
        ("thang 13", Asked("thang 13")),
        ("13/2025", Asked("13/2025")),
        ("0/2025", Asked("0/2025")),
    ],
)
def test_unit_and_page(words: str, expected: Asked) -> None:
    assert read_asked(words, PLAN) == expected


@given(text(max_size=80))
def test_no_words_are_lost(words: str) -> None:
    found = read_asked(words, PLAN)
    assert sorted(f"{found.unit} {found.rest}".split()) == sorted(words.split())
