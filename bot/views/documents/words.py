"""Vietnamese words that sheets and written reports share.

These documents are official and in Vietnamese whatever language a person reads her chat in, so
their words stand here as data and not in the catalogues.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from babel.numbers import format_decimal

from domain.documents.figures import DocumentFacts
from domain.measures import RollUp
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.periods import Period, Rhythm
from domain.plan.plan import Indicator
from domain.progress.progress import IndicatorProgress, ProgressStatus

STATUS: Mapping[str, str] = {
    "met": "Hoàn thành",
    "holding": "Đang giữ",
    "on_track": "Đúng tiến độ",
    "open": "Chưa đến hạn",
    "behind": "Chậm tiến độ",
    "missed": "Không đạt",
    "nothing": "Không phát sinh",
    "too_little": "Chưa đủ số liệu",
    "provisional": "Tạm chia, chưa giao",
    "unset": "Chưa giao mức",
}
NO_FIGURES = "Chưa có số liệu"
WITHHELD = "Quá ít để nêu chi tiết"
SAMPLE = "Số liệu mẫu để chạy thử, không phải số liệu thật."
LEVELS: Mapping[str, str] = {
    "branch": "Chi hội",
    "commune": "Cơ sở Hội",
    "area": "Địa bàn",
    "district": "Huyện",
    "province": "Tỉnh",
    "bloc": "Khối thi đua",
    "nation": "Toàn quốc",
}
_NATION = "nation"
_COUNTED: Mapping[tuple[Level, ...], str] = {
    (Level.BRANCH,): "chi hội",
    (Level.COMMUNE,): "cơ sở Hội",
    (Level.AREA,): "địa bàn",
}
_QUARTERS = ("I", "II", "III", "IV")


def format_number(amount: float) -> str:
    """Format a number with at most one decimal: `1.234,5`."""
    return str(format_decimal(round(amount, 1), locale="vi"))


def format_percent(share: float) -> str:
    """Format a share (1 is all of it): `63,4%`."""
    return f"{format_number(100 * share)}%"


def format_day(on: date) -> str:
    """Format a day: `13/10/2025`."""
    return f"{on.day}/{on.month}/{on.year}"


def format_long_day(on: date) -> str:
    """Format a day in full: `ngày 05 tháng 01 năm 2025`.

    Days up to the 9th and months up to February are written with a leading 0.
    """
    month = f"{on.month:02}" if on.month <= 2 else str(on.month)
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


def say_up_to(facts: DocumentFacts) -> str:
    """Say up to which month figures count, and how many of those who owe a report sent it."""
    counted = facts.counted
    if counted is None:
        return "Chưa có báo cáo nào."
    month = f"{counted.period.month}/{counted.period.year}"
    if counted.expected <= 1:
        return f"Số liệu tính đến tháng {month}."
    enough = 100 * counted.sent >= facts.plan.settings.enough_percent * counted.expected
    of_all = f"{format_number(counted.sent)}/{format_number(counted.expected)} báo cáo"
    return f"Số liệu tính đến tháng {month} ({'' if enough else 'chưa đủ: '}{of_all})."


def say_span(period: Period, rhythm: Rhythm) -> str:
    """Name the span that a form of this month counts: `tháng 9`, `quý III`, `cả năm`."""
    match rhythm:
        case Rhythm.MONTH:
            return f"tháng {period.month}"
        case Rhythm.QUARTER:
            return f"quý {_QUARTERS[(period.month - 1) // 3]}"
        case Rhythm.HALF:
            return "sáu tháng đầu năm" if period.month <= 6 else "sáu tháng cuối năm"
    return "cả năm"


def name_status(of: IndicatorProgress) -> str:
    """Name a status; no answer at all is told apart from nothing having occurred."""
    if of.status is ProgressStatus.NOTHING and not of.standing.answers:
        return NO_FIGURES
    if of.status is ProgressStatus.WITHHELD:
        return WITHHELD
    return STATUS[of.status.value]


def name_what_is_counted(of: IndicatorProgress) -> str:
    """Name what an indicator's figure counts: `hộ`, `cơ sở Hội`, `%`."""
    indicator = of.indicator
    if indicator.rollup is RollUp.RATIO:
        return indicator.rollup.suffix
    if of.counts_units:
        return _COUNTED.get(indicator.target.per, "đơn vị")
    return indicator.unit_word


def name_units_counted(indicator: Indicator) -> str:
    """Name the units that a share counts."""
    return _COUNTED.get(indicator.target.per, "đơn vị")


def name_whole(unit: Unit) -> str:
    """Name all of a unit, as the subject of a sentence: `Toàn tỉnh`, `Toàn xã`."""
    if unit.level.value == _NATION:
        return LEVELS[_NATION]
    kind = unit.name.split()[0].lower()
    if unit.level in (Level.PROVINCE, Level.COMMUNE, Level.DISTRICT):
        return f"Toàn {kind}"
    return {Level.AREA: "Toàn địa bàn", Level.BLOC: "Toàn khối"}.get(unit.level, "Chi hội")


def name_organisation(unit: Unit) -> str:
    """Name the Union of a unit: `Hội LHPN tỉnh Cao Bằng`, `Chi hội Phụ nữ Nà Pồng`."""
    if unit.level.value == _NATION:
        return "Hội LHPN Việt Nam"
    if unit.level is Level.BRANCH:
        bare = unit.short.removeprefix("Chi hội").strip()
        return f"Chi hội Phụ nữ {bare}"
    return f"Hội LHPN {unit.name[:1].lower()}{unit.name[1:]}"


def find_issuer(facts: DocumentFacts) -> Unit:
    """Find the unit that signs: itself, or the province for a grouping, which has no board."""
    return facts.province if facts.unit.level in (Level.AREA, Level.BLOC) else facts.unit


def list_names(names: Sequence[str], most: int, more: str = "đơn vị khác") -> str:
    """List names, at most so many of them: `A, B, C và 12 đơn vị khác`."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} và {len(names) - most} {more}"
