"""Vietnamese words that sheets and written reports share.

These documents are official and in Vietnamese whatever language a person reads her chat in, so
their words stand here as data and not in the catalogues.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from babel.numbers import format_decimal

from domain.documents.figures import DocumentFacts
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.plan.plan import Indicator
from domain.progress.coverage import Coverage
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
    """Say which days are counted, and how many of those who owe a report sent it."""
    first, last = format_day(facts.first_day), format_day(facts.cutoff_day)
    text = f"Số liệu từ ngày {first} đến hết ngày {last}"
    counted = facts.counted
    if counted is None or counted.expected <= 1:
        return f"{text}."
    of_all = f"{format_number(counted.sent)}/{format_number(counted.expected)}"
    return f"{text}; tháng {counted.period.month} có {of_all} chi hội gửi báo cáo."


def say_draft(facts: DocumentFacts) -> str:
    """Say that it is a draft, and of what it knows too little; "" where it is none."""
    draft = facts.draft
    if draft is None:
        return ""
    if draft.period is None:
        return f"DỰ THẢO – kỳ báo cáo chưa hết, số liệu mới đến {format_day(facts.cutoff_day)}"
    sent = f"{format_number(draft.sent)}/{format_number(draft.expected)}"
    which = "" if facts.span.is_month else f" tháng {draft.period.month}"
    return f"DỰ THẢO – mới có {sent} báo cáo{which}"


def say_coverage(coverage: Coverage) -> str:
    """Say on how many of the reports that are owed a figure stands: `52/56`."""
    return f"{format_number(coverage.answered)}/{format_number(coverage.owed)}"


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
    if indicator.rollup.is_ratio:
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
