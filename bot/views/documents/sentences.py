"""The sentences a secretary would write about one indicator."""

from collections.abc import Iterator

from bot.views.documents import words
from bot.views.documents.words import number, percent
from domain.documents.figures import (
    DocumentFacts,
    Figure,
    list_due_figures,
    is_withheld,
    find_figure,
    find_shown_rate,
    find_shown_target,
    list_units_behind,
)
from domain.measures import Fold, RollUp
from domain.org.levels import Level
from domain.progress.progress import IndicatorProgress, Status

_MOST_NAMES = 8


def sentences(of: IndicatorProgress, facts: DocumentFacts) -> str:
    """What was reached, against the target, the same period and the form before; who is behind."""
    if of.status is Status.NOTHING:
        return _nothing(of)
    if is_withheld(of.indicator, of.standing.whole, facts.plan):
        few = facts.plan.settings.small_cell
        return f"phát sinh dưới {few} trường hợp, không nêu chi tiết để giữ kín thông tin."
    first = ", ".join(_first(of, facts))
    rest = [*_lately(of, facts), *_behind(of, facts)]
    return " ".join([f"{first}.", *rest])


def _nothing(of: IndicatorProgress) -> str:
    if of.standing.answers:
        return "không phát sinh."
    return "chưa có số liệu báo cáo."


def _first(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    yield _reached(of, facts)
    yield from _of_plan(of, facts)
    yield from _compared(of, facts)
    if of.indicator.rollup is RollUp.SHARE and (of.standing.whole or 0) > 1:
        yield from _added_up(of)


def _reached(of: IndicatorProgress, facts: DocumentFacts) -> str:
    whole_of, standing, found = words.whole_of(facts.unit), of.standing, find_figure(of)
    amount = found.amount if found else 0
    match of.indicator.rollup:
        case RollUp.RATIO if not _says_itself(of, facts):
            return f"{whole_of} đạt {number(amount)}% ({_of_whole(of)})"
        case RollUp.BELOW:
            return f"{whole_of} {_still_below(of, amount, facts)}"
        case RollUp.SHARE if (standing.whole or 0) > 1:
            units = words.units_counted(of.indicator)
            return f"{whole_of} có {number(amount)}/{number(standing.whole or 0)} {units} đạt"
    if of.indicator.words is not None:
        said = of.indicator.words
        return f"{whole_of} {said.yes_shown if standing.part else said.no_shown}"
    verb = "tăng thêm" if of.indicator.measure.name == "net" else "có"
    return f"{whole_of} {verb} {_against(of, amount)} {of.indicator.unit_word}"


def _says_itself(of: IndicatorProgress, facts: DocumentFacts) -> bool:
    """One unit's yes or no: told in its own words, not as 1 of 1.

    The whole of a ratio is who answered, which may be one of many.
    """
    alone = of.indicator.rollup is RollUp.SHARE or facts.unit.level is Level.BRANCH
    return of.indicator.asks == "yes_no" and of.standing.whole == 1 and alone


def _still_below(of: IndicatorProgress, amount: float, facts: DocumentFacts) -> str:
    below = number(of.indicator.target.below or 0)
    if facts.unit.level in of.indicator.entered_by and of.standing.target is None:
        return f"có tỷ lệ {'dưới ' if amount else 'từ '}{below}%{'' if amount else ' trở lên'}"
    if not amount:
        return f"không còn cơ sở Hội nào có tỷ lệ dưới {below}%"
    return f"còn {number(amount)} cơ sở Hội có tỷ lệ dưới {below}%"


def _of_whole(of: IndicatorProgress) -> str:
    part, whole = number(of.standing.part or 0), number(of.standing.whole or 0)
    unit_word = of.indicator.unit_word
    return f"{part}/{whole}" if unit_word == "%" else f"{part}/{whole} {unit_word}"


def _against(of: IndicatorProgress, amount: float) -> str:
    """`102/161`; a limit not to be passed is told after it, not as what is to be reached."""
    target = find_shown_target(of)
    if target is None or of.indicator.lower_is_better:
        return number(amount)
    return f"{number(amount)}/{number(target)}"


def _of_plan(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    indicator, target, rate = of.indicator, find_shown_target(of), find_shown_rate(of)
    if target is None or rate is None:
        if indicator.fold is Fold.EVERY and of.standing.whole == 1:
            yield "tháng nào cũng có" if of.standing.met else "có tháng chưa tổ chức"
        return
    if indicator.lower_is_better:
        limit = f"{number(target)}{indicator.rollup.suffix}"
        yield f"{'trong mức' if of.standing.met else 'cao hơn mức'} kế hoạch (không quá {limit})"
    elif _says_itself(of, facts):
        return
    elif indicator.rollup is RollUp.RATIO or indicator.target.percent < 100:
        yield f"bằng {percent(rate)} kế hoạch (kế hoạch {number(indicator.target.percent)}%)"
    else:
        reached = indicator.rollup is RollUp.SHARE and (of.standing.whole or 0) > 1
        yield f"{'bằng' if reached else 'đạt'} {percent(rate)} kế hoạch"


def _compared(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    """With the same period of the year before; nothing where none is known."""
    earlier = facts.year_before.get(of.indicator.code)
    now, then = find_figure(of), find_figure(earlier) if earlier else None
    if earlier is None or now is None or then is None:
        return
    if is_withheld(of.indicator, earlier.standing.whole, facts.plan):
        return
    if of.indicator.rollup in (RollUp.RATIO, RollUp.BELOW):
        points = of.indicator.rollup is RollUp.RATIO
        yield _difference(now, then, "điểm phần trăm" if points else "cơ sở Hội")
    elif then.amount > 0:
        yield f"bằng {percent(now.amount / then.amount)} so với cùng kỳ"
    elif now.amount > 0:
        yield "cùng kỳ năm trước chưa có"


def _difference(now: Figure, then: Figure, unit_word: str) -> str:
    change = round(now.amount - then.amount, 1)
    if not change:
        return "bằng cùng kỳ"
    way = "tăng" if change > 0 else "giảm"
    return f"{way} {number(abs(change))} {unit_word} so với cùng kỳ"


def _added_up(of: IndicatorProgress) -> Iterator[str]:
    standing, indicator = of.standing, of.indicator
    if standing.total is None or indicator.asks == "yes_no" or indicator.target.number is None:
        return
    together = number(standing.total)
    if standing.total_target:
        together += f"/{number(standing.total_target)}"
    if words.units_counted(indicator) != indicator.unit_word:
        yield f"tổng số {together} {indicator.unit_word}"


def _lately(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    """The last form that is due beside the one before it, for what happens in a span of time."""
    indicator = of.indicator
    due = list_due_figures(indicator, facts)[-2:]
    if indicator.is_state or indicator.from_cases or len(due) < 2:
        return
    (earlier, before), (period, last) = due
    if last is None:
        return
    text = f"Riêng {words.span(period, indicator.rhythm)} {_told(of, last)}"
    if before is not None:
        text += f" ({words.span(earlier, indicator.rhythm)}: {number(before.amount)})"
    yield f"{text}."


def _told(of: IndicatorProgress, figure: Figure) -> str:
    if of.indicator.rollup is RollUp.RATIO:
        return f"đạt {number(figure.amount)}%"
    if not figure.amount:
        return "không phát sinh"
    return f"có {number(figure.amount)} {of.indicator.unit_word}"


def _behind(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    names = list_units_behind(of, facts)
    if not names or of.status is Status.MET:
        return
    head = "Đơn vị dưới mức" if of.indicator.rollup is RollUp.BELOW else "Đơn vị chậm tiến độ"
    yield f"{head}: {words.listed(names, _MOST_NAMES)}."


def still_to_do(of: IndicatorProgress) -> str:
    """`còn 59 hộ`: what is left of the target; "" where nothing is."""
    found, target, indicator = find_figure(of), find_shown_target(of), of.indicator
    if found is None or target is None:
        return ""
    if indicator.rollup is RollUp.RATIO:
        return f"mới đạt {number(found.amount)}%, kế hoạch {number(target)}%"
    lower = indicator.lower_is_better
    gap = found.amount - target if lower else target - found.amount
    if gap <= 0:
        return ""
    return f"{'cần giảm' if lower else 'còn'} {number(gap)} {words.counted(of)}"
