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
    Figure,
    MissingReport,
    UnitFigures,
    find_figure,
    find_shown_rate,
    find_shown_target,
    list_due_figures,
    list_month_figures,
    list_units_behind,
)
from domain.measures import RollUp
from domain.org.levels import Level
from domain.periods import Period, Rhythm
from domain.plan.plan import Indicator
from domain.progress.progress import IndicatorProgress

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
    for name, what, columns, rows, frozen in _make_sheets(facts):
        top = (f"{what} · {facts.unit.name}", _say_up_to(facts), _say_note(facts))
        fill_sheet(book.create_sheet(name), top, columns, rows, frozen, "Không có dòng nào.")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


_Sheet = tuple[str, str, Sequence[Column], Sequence[Sequence[Content]], int]


def _make_sheets(facts: DocumentFacts) -> Iterator[_Sheet]:
    yield (
        "Tổng hợp",
        _say_title(facts),
        _SUMMARY,
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
    return f"{words.SAMPLE} {colours}" if facts.sample else colours


# --- summary -----------------------------------------------------------------------------------

_SUMMARY = (
    Column("Mã", 7, centred=True),
    Column("Chỉ tiêu", 46, wrap=True),
    Column("Đơn vị tính", 13, wrap=True, centred=True),
    Column("Kết quả", 11),
    Column("Chỉ tiêu giao", 11),
    Column("Tỷ lệ", 9),
    Column("Tình trạng", 17, wrap=True),
    Column("Số cộng dồn", 11),
    Column("Kỳ gần nhất", 10),
    Column("Kỳ trước", 10),
    Column("Cùng kỳ năm trước", 11),
    Column("So với cùng kỳ", 10),
    Column("Ước cả năm", 10),
    Column("Đơn vị chậm", 38, wrap=True),
)


def _fill_summary_row(of: IndicatorProgress, facts: DocumentFacts) -> tuple[Content, ...]:
    indicator = of.indicator
    last, before = _find_last_two(indicator, facts)
    now, then = find_figure(of), _find_year_before(indicator, facts)
    return (
        indicator.code,
        indicator.name,
        words.name_what_is_counted(of),
        _to_amount(indicator, now),
        _to_amount(indicator, _to_figure(find_shown_target(of))),
        Amount(find_shown_rate(of), PERCENT, of.status.value),
        words.name_status(of),
        _find_total(of),
        _to_amount(indicator, last),
        _to_amount(indicator, before),
        _to_amount(indicator, then),
        _compare(now, then),
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
    if indicator.rollup is RollUp.RATIO:
        return Amount(figure.amount / 100, ONE_PERCENT)
    whole = figure.amount == int(figure.amount)
    return Amount(figure.amount, WHOLE if whole else ONE_DECIMAL)


def _find_total(of: IndicatorProgress) -> Amount:
    """Find what the units of a share add up to, such as the households behind communes."""
    adds = of.indicator.rollup is RollUp.SHARE and of.indicator.asks != "yes_no"
    return Amount(of.standing.total if adds and not of.standing.nothing else None)


def _find_last_two(
    indicator: Indicator, facts: DocumentFacts
) -> tuple[Figure | None, Figure | None]:
    """Find the figures of the last form that asked it and is due, and of the one before."""
    figures = [figure for _, figure in list_due_figures(indicator, facts)]
    last, before = ([None, None, *figures])[:-3:-1]
    return last, before


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
