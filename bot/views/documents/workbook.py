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
    list_due_figures,
    is_withheld,
    find_figure,
    find_shown_rate,
    find_shown_target,
    list_month_figures,
    list_units_behind,
)
from domain.measures import RollUp
from domain.org.levels import Level
from domain.periods import Period, Rhythm
from domain.plan.plan import Indicator
from domain.progress.progress import IndicatorProgress, Status

_MOST_NAMES = 12
_RHYTHMS = {
    Rhythm.MONTH: "tháng",
    Rhythm.QUARTER: "quý",
    Rhythm.HALF: "6 tháng",
    Rhythm.YEAR: "năm",
}


def workbook(facts: DocumentFacts) -> bytes:
    """The .xlsx file."""
    book = Workbook()
    book.properties.title = _title(facts)
    book.properties.creator = words.organisation(words.issuer(facts))
    if book.active is not None:
        book.remove(book.active)
    for name, what, columns, rows, frozen in _sheets(facts):
        top = (f"{what} · {facts.unit.name}", _up_to(facts), _note(facts))
        fill_sheet(book.create_sheet(name), top, columns, rows, frozen, "Không có dòng nào.")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


_Sheet = tuple[str, str, Sequence[Column], Sequence[Sequence[Content]], int]


def _sheets(facts: DocumentFacts) -> Iterator[_Sheet]:
    yield "Tổng hợp", _title(facts), _SUMMARY, [_summary(i, facts) for i in facts.indicators], 2
    told = _told_below(facts)
    for name, what, cell in (
        ("Theo đơn vị", "Kết quả theo đơn vị", _reached),
        ("Theo đơn vị (%)", "Tỷ lệ so với chỉ tiêu, theo đơn vị", _rate),
    ):
        rows = [_by_unit(unit, told, cell) for unit in facts.below]
        yield name, what, _unit_columns(told), rows, 2
    rows = [_by_month(i, facts) for i in facts.indicators]
    yield "Theo tháng", "Kết quả từng tháng", _month_columns(facts), rows, 2
    missing = [_missing(several, facts) for several in _by_commune(facts)]
    yield "Chưa gửi", "Báo cáo chưa gửi", _MISSING, missing, 1


def _title(facts: DocumentFacts) -> str:
    return f"Kết quả thực hiện Kế hoạch {facts.plan.id}"


def _up_to(facts: DocumentFacts) -> str:
    last = facts.closed[-1] if facts.closed else None
    closed = f"; tháng đã hết hạn báo cáo gần nhất: {last.month}/{last.year}" if last else ""
    return f"Số liệu đến {words.long_day(facts.day)}{closed}"


def _note(facts: DocumentFacts) -> str:
    colours = "Ô xanh: hoàn thành; ô cam: chậm tiến độ; ô trống: không giao, chưa có số liệu."
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


def _summary(of: IndicatorProgress, facts: DocumentFacts) -> tuple[Content, ...]:
    indicator = of.indicator
    hidden = is_withheld(indicator, of.standing.whole, facts.plan)
    last, before = _last_two(indicator, facts)
    now, then = find_figure(of), _year_before(indicator, facts)
    return (
        indicator.code,
        indicator.name,
        words.counted(of),
        None if hidden else _amount(indicator, now),
        _amount(indicator, _as_figure(find_shown_target(of))),
        None if hidden else Amount(find_shown_rate(of), PERCENT, of.status.value),
        words.WITHHELD.format(count=facts.plan.settings.small_cell) if hidden else words.status(of),
        None if hidden else _total(of),
        _amount(indicator, last),
        _amount(indicator, before),
        _amount(indicator, then),
        None if hidden else _compared(now, then),
        Amount(of.forecast if of.status is not Status.NOTHING else None, WHOLE),
        words.listed(list_units_behind(of, facts), _MOST_NAMES),
    )


def _as_figure(amount: float | None) -> Figure | None:
    return None if amount is None else Figure(amount)


def _amount(indicator: Indicator, figure: Figure | None) -> Amount:
    """A ratio as a share of 1 in percent, else the number."""
    if figure is None:
        return Amount(None)
    if indicator.rollup is RollUp.RATIO:
        return Amount(figure.amount / 100, ONE_PERCENT)
    whole = figure.amount == int(figure.amount)
    return Amount(figure.amount, WHOLE if whole else ONE_DECIMAL)


def _total(of: IndicatorProgress) -> Amount:
    """What the units of a share add up to: households behind communes."""
    adds = of.indicator.rollup is RollUp.SHARE and of.indicator.asks != "yes_no"
    return Amount(of.standing.total if adds and not of.standing.nothing else None)


def _last_two(indicator: Indicator, facts: DocumentFacts) -> tuple[Figure | None, Figure | None]:
    """The figures of the last two forms that asked it and are due."""
    figures = [figure for _, figure in list_due_figures(indicator, facts)]
    last, before = ([None, None, *figures])[:-3:-1]
    return last, before


def _year_before(indicator: Indicator, facts: DocumentFacts) -> Figure | None:
    then = facts.year_before.get(indicator.code)
    if then is None or is_withheld(indicator, then.standing.whole, facts.plan):
        return None
    return find_figure(then)


def _compared(now: Figure | None, then: Figure | None) -> Amount | None:
    if now is None or then is None or then.amount <= 0:
        return None
    return Amount(now.amount / then.amount, PERCENT)


# --- by unit, by month, missing ----------------------------------------------------------------


def _told_below(facts: DocumentFacts) -> list[Indicator]:
    """Indicators that any unit below has a figure of its own for."""
    codes = {code for unit in facts.below for code in unit.indicators}
    return [i for i in facts.plan.indicators if i.code in codes]


def _unit_columns(told: Sequence[Indicator]) -> tuple[Column, ...]:
    heads = (f"{i.code} {i.short}" for i in told)
    fixed = (
        Column("Cấp", 10),
        Column("Đơn vị", 26),
        Column("Địa bàn", 18),
    )
    return (*fixed, *(Column(head, 7.5, turned=True) for head in heads))


def _by_unit(unit: UnitFigures, told: Sequence[Indicator], cell) -> tuple[Content, ...]:  # type: ignore[no-untyped-def]
    found = (unit.indicators.get(i.code) for i in told)
    cells = (None if each is None else cell(each) for each in found)
    return (words.LEVELS[unit.unit.level], unit.unit.name, unit.area, *cells)


def _reached(of: IndicatorProgress) -> Amount:
    found = _amount(of.indicator, find_figure(of))
    return Amount(found.value, found.format, of.status.value)


def _rate(of: IndicatorProgress) -> Amount:
    return Amount(find_shown_rate(of), PERCENT, of.status.value)


def _month_columns(facts: DocumentFacts) -> tuple[Column, ...]:
    fixed = (
        Column("Mã", 7, centred=True),
        Column("Chỉ tiêu", 36, wrap=True),
        Column("Đơn vị tính", 13, wrap=True, centred=True),
        Column("Kỳ báo cáo", 10, centred=True),
    )
    return (*fixed, *(Column(f"Tháng {p.month}", 9) for p in facts.periods))


def _by_month(of: IndicatorProgress, facts: DocumentFacts) -> tuple[Content, ...]:
    """What happened in a month is in the indicator's own unit; a state as it stood then."""
    indicator = of.indicator
    happened = indicator.rollup is RollUp.SHARE and not indicator.is_state
    unit_word = indicator.unit_word if happened else words.counted(of)
    figures = (_amount(indicator, figure) for figure in list_month_figures(indicator, facts))
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


def _by_commune(facts: DocumentFacts) -> list[list[MissingReport]]:
    """A commune's missing branches of a month in one row, what is late first: a province's list
    of single reports is dozens of pages, which nobody prints. Missing communes share a row."""
    rows: dict[tuple[Period, Level, str], list[MissingReport]] = {}
    for one in facts.missing:
        commune = one.commune if one.level is Level.BRANCH else ""
        rows.setdefault((one.period, one.level, commune), []).append(one)
    return sorted(rows.values(), key=lambda several: several[0].due >= facts.day)


def _missing(several: Sequence[MissingReport], facts: DocumentFacts) -> tuple[Content, ...]:
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
