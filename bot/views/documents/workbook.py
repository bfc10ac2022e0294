"""A unit's year as a sheet: summary, by unit, by month, and who has not sent."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from openpyxl import Workbook

from bot.views.documents import words
from bot.views.documents.workbook_cells import (
    ONE_DECIMAL,
    ONE_PERCENT,
    PERCENT,
    WHOLE,
    Amount,
    Column,
    Content,
    fill_sheet,
)
from domain.documents.figures import (
    DocumentFacts,
    MissingReport,
    UnitFigures,
    find_figure,
    find_shown_rate,
    find_shown_target,
    list_month_figures,
    list_units_behind,
)
from domain.documents.span_names import name_span, name_span_of_year
from domain.documents.within import Compared, Figure
from domain.org.levels import Level
from domain.periods import Period, Rhythm
from domain.plan.plan import Indicator
from domain.progress.progress import IndicatorProgress
from domain.rollups import RollUp

_MOST_NAMES = 12
_RHYTHMS = {
    Rhythm.MONTH: "tháng",
    Rhythm.QUARTER: "quý",
    Rhythm.HALF: "6 tháng",
    Rhythm.YEAR: "năm",
}


def make_workbook(facts: DocumentFacts) -> bytes:
    """Make the .xlsx file."""
    book = Workbook()
    book.properties.title = _say_title(facts)
    book.properties.creator = words.name_organisation(words.find_issuer(facts))
    if book.active is not None:
        book.remove(book.active)
    draft = words.say_draft(facts)
    for name, what, columns, rows, frozen in _make_sheets(facts):
        title = f"{what} · {facts.unit.name} · {name_span_of_year(facts.span)}"
        top = (f"{draft}. {title}" if draft else title, _say_up_to(facts), _say_note(facts))
        sheet = book.create_sheet(name)
        fill_sheet(sheet, top, columns, rows, frozen, "Không có dòng nào.")
        if draft and sheet.oddHeader is not None:
            sheet.oddHeader.center.text = draft
    file = BytesIO()
    book.save(file)
    return file.getvalue()


_Sheet = tuple[str, str, Sequence[Column], Sequence[Sequence[Content]], int]


def _make_sheets(facts: DocumentFacts) -> Iterator[_Sheet]:
    yield (
        "Tổng hợp",
        _say_title(facts),
        _make_summary_columns(facts),
        [_fill_summary_row(i, facts) for i in facts.indicators],
        2,
    )
    told = _list_told_below(facts)
    for name, what, cell in (
        ("Theo đơn vị", "Kết quả theo đơn vị", _show_reached),
        ("Theo đơn vị (%)", "Tỷ lệ so với chỉ tiêu, theo đơn vị", _show_rate),
    ):
        rows = [_fill_unit_row(unit, told, cell) for unit in facts.below]
        yield name, what, _make_unit_columns(told), rows, 2
    rows = [_fill_month_row(i, facts) for i in facts.indicators]
    yield "Theo tháng", "Kết quả từng tháng", _make_month_columns(facts), rows, 2
    missing = [_fill_missing_row(several, facts) for several in _group_by_commune(facts)]
    yield "Chưa gửi", "Báo cáo chưa gửi", _MISSING, missing, 1


def _say_title(facts: DocumentFacts) -> str:
    return f"Kết quả thực hiện Kế hoạch {facts.plan.id}"


def _say_up_to(facts: DocumentFacts) -> str:
    return f"Lập {words.format_long_day(facts.day)}. {words.say_up_to(facts)}"


def _say_note(facts: DocumentFacts) -> str:
    colours = (
        "Ô xanh: hoàn thành; ô cam: chậm tiến độ hoặc không đạt; "
        "ô trống: không giao, chưa có số liệu, hoặc quá ít để nêu."
    )
    if facts.not_due:
        colours += f" Chưa đến kỳ báo cáo: {', '.join(i.code for i in facts.not_due)}."
    return f"{words.SAMPLE} {colours}" if facts.sample else colours


# --- summary -----------------------------------------------------------------------------------


def _make_summary_columns(facts: DocumentFacts) -> tuple[Column, ...]:
    span, before = facts.span, facts.span.find_before()
    earlier = "Kỳ trước" if before is None else _capitalise(name_span(before))
    return (
        Column("Mã", 7, centred=True),
        Column("Chỉ tiêu", 46, wrap=True),
        Column("Đơn vị tính", 13, wrap=True, centred=True),
        Column(f"Trong {name_span(span)}", 10),
        Column(earlier, 9),
        Column("Cùng kỳ năm trước", 10),
        Column("So với cùng kỳ", 9),
        Column("Kết quả từ đầu năm", 11),
        Column("Chỉ tiêu giao", 11),
        Column("Tỷ lệ", 9),
        Column("Tình trạng", 17, wrap=True),
        Column("Số cộng dồn", 11),
        Column("Đã trả lời", 9),
        Column("Phải trả lời", 9),
        Column("Đã xác nhận", 9),
        Column("Số liệu đến", 12, centred=True),
        Column("Ước cả năm", 10),
        Column("Đơn vị chậm", 38, wrap=True),
    )


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def _fill_summary_row(of: IndicatorProgress, facts: DocumentFacts) -> tuple[Content, ...]:
    """Fill a row: what happened in the span, and where the unit stood at its end.

    What happened is counted in the indicator's own unit, what was reached as the target counts it.
    """
    indicator, compared = of.indicator, facts.within.get(of.indicator.code, Compared())
    now, then = compared.now.figure, compared.year_before.figure
    if indicator.is_state:
        now, then = find_figure(of), _find_year_before(indicator, facts)
    hidden = of.standing.withheld
    return (
        indicator.code,
        indicator.name,
        words.name_what_is_counted(of),
        _to_amount(indicator, None if hidden else now),
        _to_amount(indicator, None if hidden else compared.before.figure),
        _to_amount(indicator, None if hidden else then),
        None if hidden else _compare(now, then),
        _to_amount(indicator, find_figure(of)),
        _to_amount(indicator, _to_figure(find_shown_target(of))),
        Amount(find_shown_rate(of), PERCENT, of.status.value),
        words.name_status(of),
        _find_total(of),
        Amount(None if hidden else of.coverage.answered),
        Amount(None if hidden else of.coverage.owed),
        Amount(None if hidden else of.coverage.confirmed),
        of.coverage.as_of,
        _show_forecast(of, facts),
        words.list_names(list_units_behind(of, facts), _MOST_NAMES),
    )


def _show_forecast(of: IndicatorProgress, facts: DocumentFacts) -> Amount:
    found = facts.forecasts.get(of.indicator.code)
    return Amount(None if found is None or found.amount is None else round(found.amount), WHOLE)


def _to_figure(amount: float | None) -> Figure | None:
    return None if amount is None else Figure(amount)


def _to_amount(indicator: Indicator, figure: Figure | None) -> Amount:
    """Turn a figure into a cell: a ratio as a share of 1 shown in percent, else the number."""
    if figure is None:
        return Amount(None)
    if indicator.rollup.is_percent:
        return Amount(figure.amount / 100, ONE_PERCENT)
    whole = figure.amount == int(figure.amount)
    return Amount(figure.amount, WHOLE if whole else ONE_DECIMAL)


def _find_total(of: IndicatorProgress) -> Amount:
    """Find what the units of a share add up to, such as the households behind communes."""
    adds = of.indicator.rollup is RollUp.SHARE and of.indicator.asks != "yes_no"
    return Amount(of.standing.total if adds and not of.standing.nothing else None)


def _find_year_before(indicator: Indicator, facts: DocumentFacts) -> Figure | None:
    then = facts.year_before.get(indicator.code)
    return None if then is None else find_figure(then)


def _compare(now: Figure | None, then: Figure | None) -> Amount | None:
    if now is None or then is None or then.amount <= 0:
        return None
    return Amount(now.amount / then.amount, PERCENT)


# --- by unit, by month, missing ----------------------------------------------------------------


def _list_told_below(facts: DocumentFacts) -> list[Indicator]:
    """List the indicators for which any unit below has a figure of its own."""
    codes = {code for unit in facts.below for code in unit.indicators}
    return [i for i in facts.plan.indicators if i.code in codes]


def _make_unit_columns(told: Sequence[Indicator]) -> tuple[Column, ...]:
    heads = (f"{i.code} {i.short}" for i in told)
    fixed = (
        Column("Cấp", 10),
        Column("Đơn vị", 26),
        Column("Địa bàn", 18),
    )
    return (*fixed, *(Column(head, 7.5, turned=True) for head in heads))


def _fill_unit_row(unit: UnitFigures, told: Sequence[Indicator], cell) -> tuple[Content, ...]:  # type: ignore[no-untyped-def]
    found = (unit.indicators.get(i.code) for i in told)
    cells = (None if each is None else cell(each) for each in found)
    return (words.LEVELS[unit.unit.level], unit.unit.name, unit.area, *cells)


def _show_reached(of: IndicatorProgress) -> Amount:
    found = _to_amount(of.indicator, find_figure(of))
    return Amount(found.value, found.format, of.status.value)


def _show_rate(of: IndicatorProgress) -> Amount:
    return Amount(find_shown_rate(of), PERCENT, of.status.value)


def _make_month_columns(facts: DocumentFacts) -> tuple[Column, ...]:
    fixed = (
        Column("Mã", 7, centred=True),
        Column("Chỉ tiêu", 36, wrap=True),
        Column("Đơn vị tính", 13, wrap=True, centred=True),
        Column("Kỳ báo cáo", 10, centred=True),
    )
    return (*fixed, *(Column(f"Tháng {p.month}", 9) for p in facts.periods))


def _fill_month_row(of: IndicatorProgress, facts: DocumentFacts) -> tuple[Content, ...]:
    """Fill a row of months: what happened in each is counted in the indicator's own unit, and a
    state is shown as it stood then."""
    indicator = of.indicator
    happened = indicator.rollup is RollUp.SHARE and not indicator.is_state
    unit_word = indicator.unit_word if happened else words.name_what_is_counted(of)
    figures = (_to_amount(indicator, figure) for figure in list_month_figures(indicator, facts))
    rhythm = _RHYTHMS[indicator.rhythm]
    return (indicator.code, indicator.short, unit_word, rhythm, *figures)


_MISSING = (
    Column("Xã, phường", 20),
    Column("Cấp", 12),
    Column("Kỳ báo cáo", 12, centred=True),
    Column("Hạn gửi", 13, centred=True),
    Column("Tình trạng", 15),
    Column("Số đơn vị", 9, centred=True),
    Column("Đơn vị chưa gửi", 90, wrap=True),
)


def _group_by_commune(facts: DocumentFacts) -> list[list[MissingReport]]:
    """Group a commune's missing branches of a month into one row, with what is late first.

    A province's list of single reports has dozens of pages, which nobody prints. Missing reports
    of communes themselves share a row.
    """
    rows: dict[tuple[Period, Level, str], list[MissingReport]] = {}
    for one in facts.missing:
        commune = one.commune if one.level is Level.BRANCH else ""
        rows.setdefault((one.period, one.level, commune), []).append(one)
    return sorted(rows.values(), key=lambda several: several[0].due >= facts.day)


def _fill_missing_row(
    several: Sequence[MissingReport], facts: DocumentFacts
) -> tuple[Content, ...]:
    first, level = several[0], words.LEVELS[several[0].level]
    return (
        first.commune if first.level is Level.BRANCH else "",
        level,
        f"{first.period.month}/{first.period.year}",
        first.due,
        "Quá hạn" if first.due < facts.day else "Chưa đến hạn",
        Amount(len(several)),
        ", ".join(one.unit_name.removeprefix(f"{level} ") for one in several),
    )
