"""What spans are called in official documents, and where somebody picks one by these words.

Documents are in Vietnamese whatever language a person reads her chat in, so the names are data.
"""

from domain.documents.span import Span

_QUARTERS = ("I", "II", "III", "IV")


def name_span(span: Span) -> str:
    """Name it without its year: `tháng 9`, `quý III`, `9 tháng đầu năm`, `năm 2025`."""
    if span.is_month:
        return f"tháng {span.last.month}"
    if span.is_year:
        return f"năm {span.year}"
    if span.is_quarter:
        return f"quý {_QUARTERS[span.last.month // 3 - 1]}"
    end = "đầu" if span.begins_the_year else "cuối"
    return f"{len(span.months)} tháng {end} năm"


def name_span_of_year(span: Span) -> str:
    """Name it with its year: `tháng 9 năm 2025`, `9 tháng đầu năm 2025`."""
    if span.is_month or (span.is_quarter and not span.is_year):
        return f"{name_span(span)} năm {span.year}"
    return name_span(span) if span.is_year else f"{name_span(span)} {span.year}"


def name_span_to_pick(span: Span) -> str:
    """Name it in a list: `Tháng 9/2025`, `Quý 3/2025`; so it is typed, too."""
    if span.is_month:
        named = f"{name_span(span)}/{span.year}"
    elif span.is_quarter:
        named = f"quý {span.last.month // 3}/{span.year}"
    else:
        named = name_span_of_year(span)
    return named[:1].upper() + named[1:]


def name_span_in_file(span: Span) -> str:
    """Name it in a file's name: `thang-9-2025`, `quy-3-2025`, `9-thang-2025`."""
    if span.is_month:
        return f"thang-{span.last.month}-{span.year}"
    if span.is_year:
        return f"nam-{span.year}"
    if span.is_quarter:
        return f"quy-{span.last.month // 3}-{span.year}"
    end = "" if span.begins_the_year else "-cuoi-nam"
    return f"{len(span.months)}-thang{end}-{span.year}"


SO_FAR_TO_PICK = "Từ đầu năm đến nay"
