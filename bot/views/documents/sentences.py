"""The sentences that a secretary would write about one indicator."""

from collections.abc import Iterator

from bot.views.documents import words
from bot.views.documents.words import format_number, format_percent
from domain.documents.figures import (
    DocumentFacts,
    Figure,
    find_figure,
    find_shown_rate,
    find_shown_target,
    list_due_figures,
    list_units_behind,
)
from domain.measures import Fold, RollUp
from domain.org.levels import Level
from domain.progress.progress import IndicatorProgress, ProgressStatus

_MOST_NAMES = 8


def write_sentences(of: IndicatorProgress, facts: DocumentFacts) -> str:
    """Write all about one indicator: what was reached, beside the target, the same period of the
    year before and the form before; and which units are behind."""
    if of.status is ProgressStatus.NOTHING:
        return _say_nothing(of)
    if of.standing.withheld:
        few = facts.plan.settings.small_cell
        return f"phát sinh dưới {few} trường hợp, không nêu chi tiết để giữ kín thông tin."
    first = ", ".join(_say_main_points(of, facts))
    rest = [*_say_lately(of, facts), *_say_behind(of, facts)]
    return " ".join([f"{first}.", *rest])


def _say_nothing(of: IndicatorProgress) -> str:
    if of.standing.answers:
        return "không phát sinh."
    return "chưa có số liệu báo cáo."


def _say_main_points(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    yield _say_reached(of, facts)
    yield from _say_share_of_plan(of, facts)
    yield from _compare_with_year_before(of, facts)
    if of.counts_units:
        yield from _say_total(of)


def _say_reached(of: IndicatorProgress, facts: DocumentFacts) -> str:
    whole_of, standing, found = words.name_whole(facts.unit), of.standing, find_figure(of)
    amount = found.amount if found else 0
    match of.indicator.rollup:
        case RollUp.RATIO if not _says_itself(of, facts):
            return f"{whole_of} đạt {format_number(amount)}% ({_format_part_of_whole(of)})"
        case RollUp.BELOW:
            return f"{whole_of} {_say_still_below(of, amount, facts)}"
        case RollUp.SHARE if of.counts_units:
            units = words.name_units_counted(of.indicator)
            reached = f"{format_number(amount)}/{format_number(standing.whole or 0)}"
            return f"{whole_of} có {reached} {units} đạt"
    if of.indicator.words is not None:
        said = of.indicator.words
        return f"{whole_of} {said.yes_shown if standing.part else said.no_shown}"
    verb = "tăng thêm" if of.indicator.measure.name == "net" else "có"
    return f"{whole_of} {verb} {_format_against_target(of, amount)} {of.indicator.unit_word}"


def _says_itself(of: IndicatorProgress, facts: DocumentFacts) -> bool:
    """Return True for one unit's yes or no, which is told in its own words and not as 1 of 1.

    The whole of a ratio is those who answered, which may be one of many.
    """
    alone = of.indicator.rollup is RollUp.SHARE or facts.unit.level is Level.BRANCH
    single = of.counts_itself or of.standing.whole == 1
    return of.indicator.asks == "yes_no" and single and alone


def _say_still_below(of: IndicatorProgress, amount: float, facts: DocumentFacts) -> str:
    below = format_number(of.indicator.target.below or 0)
    if facts.unit.level in of.indicator.entered_by and of.standing.target is None:
        return f"có tỷ lệ {'dưới ' if amount else 'từ '}{below}%{'' if amount else ' trở lên'}"
    if not amount:
        return f"không còn cơ sở Hội nào có tỷ lệ dưới {below}%"
    return f"còn {format_number(amount)} cơ sở Hội có tỷ lệ dưới {below}%"


def _format_part_of_whole(of: IndicatorProgress) -> str:
    part, whole = format_number(of.standing.part or 0), format_number(of.standing.whole or 0)
    unit_word = of.indicator.unit_word
    return f"{part}/{whole}" if unit_word == "%" else f"{part}/{whole} {unit_word}"


def _format_against_target(of: IndicatorProgress, amount: float) -> str:
    """Format an amount and its target: `102/161`.

    A limit that must not be passed is told in another place, not as something to be reached.
    """
    target = find_shown_target(of)
    if target is None or of.indicator.lower_is_better:
        return format_number(amount)
    return f"{format_number(amount)}/{format_number(target)}"


def _say_share_of_plan(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    indicator, target, rate = of.indicator, find_shown_target(of), find_shown_rate(of)
    if target is None or rate is None:
        if indicator.fold is Fold.EVERY and of.counts_itself:
            yield "tháng nào cũng có" if of.standing.met else "có tháng chưa tổ chức"
        return
    if indicator.lower_is_better:
        limit = f"{format_number(target)}{indicator.rollup.suffix}"
        yield f"{'trong mức' if of.standing.met else 'cao hơn mức'} kế hoạch (không quá {limit})"
    elif _says_itself(of, facts):
        return
    elif indicator.rollup is RollUp.RATIO or indicator.target.percent < 100:
        planned = format_number(indicator.target.percent)
        yield f"bằng {format_percent(rate)} kế hoạch (kế hoạch {planned}%)"
    else:
        reached = of.counts_units
        yield f"{'bằng' if reached else 'đạt'} {format_percent(rate)} kế hoạch"


def _compare_with_year_before(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    """Compare with the same period of the year before; say nothing where none is known."""
    earlier = facts.year_before.get(of.indicator.code)
    now, then = find_figure(of), find_figure(earlier) if earlier else None
    if earlier is None or now is None or then is None:
        return
    if of.indicator.rollup in (RollUp.RATIO, RollUp.BELOW):
        points = of.indicator.rollup is RollUp.RATIO
        yield _say_difference(now, then, "điểm phần trăm" if points else "cơ sở Hội")
    elif then.amount > 0:
        yield f"bằng {format_percent(now.amount / then.amount)} so với cùng kỳ"
    elif now.amount > 0:
        yield "cùng kỳ năm trước chưa có"


def _say_difference(now: Figure, then: Figure, unit_word: str) -> str:
    change = round(now.amount - then.amount, 1)
    if not change:
        return "bằng cùng kỳ"
    way = "tăng" if change > 0 else "giảm"
    return f"{way} {format_number(abs(change))} {unit_word} so với cùng kỳ"


def _say_total(of: IndicatorProgress) -> Iterator[str]:
    standing, indicator = of.standing, of.indicator
    if standing.total is None or indicator.asks == "yes_no" or indicator.target.number is None:
        return
    together = format_number(standing.total)
    if standing.total_target:
        together += f"/{format_number(standing.total_target)}"
    if words.name_units_counted(indicator) != indicator.unit_word:
        yield f"tổng số {together} {indicator.unit_word}"


def _say_lately(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    """Compare the last form that is due with the one before it, for what happens over time."""
    indicator = of.indicator
    due = list_due_figures(indicator, facts)[-2:]
    if indicator.is_state or indicator.from_cases or len(due) < 2:
        return
    (earlier, before), (period, last) = due
    if last is None:
        return
    text = f"Riêng {words.say_span(period, indicator.rhythm)} {_say_figure(of, last)}"
    if before is not None:
        text += f" ({words.say_span(earlier, indicator.rhythm)}: {format_number(before.amount)})"
    yield f"{text}."


def _say_figure(of: IndicatorProgress, figure: Figure) -> str:
    if of.indicator.rollup is RollUp.RATIO:
        return f"đạt {format_number(figure.amount)}%"
    if not figure.amount:
        return "không phát sinh"
    return f"có {format_number(figure.amount)} {of.indicator.unit_word}"


def _say_behind(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    names = list_units_behind(of, facts)
    if not names or of.status in (ProgressStatus.MET, ProgressStatus.HOLDING):
        return
    head = "Đơn vị dưới mức" if of.indicator.rollup is RollUp.BELOW else "Đơn vị chậm tiến độ"
    yield f"{head}: {words.list_names(names, _MOST_NAMES)}."


def say_still_to_do(of: IndicatorProgress) -> str:
    """Say what is left of the target: `còn 59 hộ`; "" where nothing is."""
    found, target, indicator = find_figure(of), find_shown_target(of), of.indicator
    if found is None or target is None:
        return ""
    if indicator.rollup is RollUp.RATIO:
        return f"mới đạt {format_number(found.amount)}%, kế hoạch {format_number(target)}%"
    lower = indicator.lower_is_better
    gap = found.amount - target if lower else target - found.amount
    if gap <= 0:
        return ""
    return f"{'cần giảm' if lower else 'còn'} {format_number(gap)} {words.name_what_is_counted(of)}"
