"""The months of a document: as they are said, what they are called, and what lies before them."""

import pytest

from domain.documents.span import Span, list_offered, read_span
from domain.documents.span_names import (
    name_span,
    name_span_in_file,
    name_span_of_year,
    name_span_to_pick,
)
from domain.periods import Period

OCTOBER = Period(2025, 10)


@pytest.mark.parametrize(
    ("words", "span", "rest"),
    [
        ("thang 10", "2025-10", ""),
        ("tháng 9/2025 word", "2025-09", "word"),
        ("quý III", "2025-07..2025-09", ""),
        ("quy 4 2024", "2024-10..2024-12", ""),
        ("6 tháng đầu năm", "2025-01..2025-06", ""),
        ("6 tháng cuối năm", "2025-07..2025-12", ""),
        ("9 thang hoa an", "2025-01..2025-09", "hoa an"),
        ("năm", "2025-01..2025-12", ""),
        ("cả năm 2024 word", "2024-01..2024-12", "word"),
        ("nam", "2025-01..2025-12", ""),
        ("tháng trước", "2025-09", ""),
        ("quý này", "2025-10..2025-12", ""),
        ("quý trước", "2025-07..2025-09", ""),
        ("năm trước", "2024-01..2024-12", ""),
    ],
)
def test_months_are_read(words: str, span: str, rest: str) -> None:
    said = read_span(words, 2025, OCTOBER)
    assert (said.span, said.rest, said.said) == (Span.parse(span), rest, True)


@pytest.mark.parametrize("words", ["nam quang", "bình nam", "xã năm căn", "01290", ""])
def test_a_name_names_no_months(words: str) -> None:
    assert not read_span(words, 2025, OCTOBER).said


def test_what_there_is_so_far() -> None:
    said = read_span("từ đầu năm đến nay word", 2025, OCTOBER)
    assert (said.span, said.rest, said.said) == (None, "word", True)


@pytest.mark.parametrize(
    ("span", "before", "names"),
    [
        ("2025-09", "2025-08", ("tháng 9", "tháng 9 năm 2025", "Tháng 9/2025", "thang-9-2025")),
        ("2025-01", "2024-12", ("tháng 1", "tháng 1 năm 2025", "Tháng 1/2025", "thang-1-2025")),
        (
            "2025-07..2025-09",
            "2025-04..2025-06",
            ("quý III", "quý III năm 2025", "Quý 3/2025", "quy-3-2025"),
        ),
        (
            "2025-01..2025-03",
            "2024-10..2024-12",
            ("quý I", "quý I năm 2025", "Quý 1/2025", "quy-1-2025"),
        ),
        (
            "2025-01..2025-09",
            None,
            (
                "9 tháng đầu năm",
                "9 tháng đầu năm 2025",
                "9 tháng đầu năm 2025",
                "9-thang-2025",
            ),
        ),
        (
            "2025-07..2025-12",
            "2025-01..2025-06",
            (
                "6 tháng cuối năm",
                "6 tháng cuối năm 2025",
                "6 tháng cuối năm 2025",
                "6-thang-cuoi-nam-2025",
            ),
        ),
        ("2025-01..2025-12", None, ("năm 2025", "năm 2025", "Năm 2025", "nam-2025")),
    ],
)
def test_names_and_what_lies_before(span: str, before: str | None, names: tuple[str, ...]) -> None:
    read = Span.parse(span)
    assert read.find_before() == (None if before is None else Span.parse(before))
    assert read.find_year_before().year == 2024
    said = (name_span, name_span_of_year, name_span_to_pick, name_span_in_file)
    assert tuple(name(read) for name in said) == names
    assert Span.parse(str(read)) == read


@pytest.mark.parametrize("text", ["2025", "2025-13", "2024-12..2025-01", "2025-09..2025-07", ""])
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(ValueError, match=r"period|year|int"):
        Span.parse(text)


def test_what_is_offered() -> None:
    months = tuple(Period(2025, month) for month in range(1, 11))
    offered = [str(span) for span in list_offered(months, Period(2025, 9))]
    assert offered == ["2025-09", "2025-10", "2025-07..2025-09", "2025-01..2025-09"]
    assert [str(s) for s in list_offered(months[:2], Period(2025, 2))] == ["2025-02"]
    assert list_offered((), None) == ()
