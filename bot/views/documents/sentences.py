"""The sentences that a secretary would write about one indicator."""

from collections.abc import Iterator

from bot.views.documents import words
from bot.views.documents.words import format_number, format_percent
from domain.documents.figures import (
    DocumentFacts,
    find_figure,
    find_shown_rate,
    find_shown_target,
    list_units_behind,
)
from domain.documents.span import Span
from domain.documents.span_names import name_span
from domain.documents.within import Compared, Figure, Within
from domain.measures import Fold
from domain.org.levels import Level
from domain.progress.progress import IndicatorProgress, ProgressStatus
from domain.rollups import RollUp

_MOST_NAMES = 8
_LEAST_COMPARED = 10
"""From this amount on a rise or a fall is told in percent: from one to two is no "100%"."""
_UNJUDGED = (ProgressStatus.TOO_LITTLE, ProgressStatus.UNSET, ProgressStatus.PROVISIONAL)


def write_sentences(of: IndicatorProgress, facts: DocumentFacts) -> str:
    """Write all about one indicator, sentence by sentence.

    What happened in the months of the report, beside those before; what was reached since January,
    beside the target; whether that is on time, and who is behind; on how many reports it stands.
    """
    if of.standing.withheld:
        few = facts.plan.settings.small_cell
        return f"Phát sinh dưới {few} trường hợp, không nêu chi tiết để giữ kín thông tin."
    if of.status is ProgressStatus.NOTHING:
        if of.standing.answers:
            return "Không phát sinh."
        return "Chưa ghi nhận vụ việc." if of.indicator.from_cases else "Chưa có báo cáo."
    found = (
        *_say_within(of, facts),
        f"{', '.join(_say_main_points(of, facts))}.",
        *_say_how_it_goes(of, facts),
        *_say_behind(of, facts),
        *_say_note(of, facts),
    )
    return " ".join(_capitalise(sentence) for sentence in found)


def _capitalise(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


# --- within the months of the report ------------------------------------------------------------


def _say_within(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    """Say what happened in a month or a quarter alone.

    What begins in January is said as reached.
    """
    if of.indicator.is_state or facts.span.begins_the_year:
        return
    compared = facts.within.get(of.indicator.code, Compared())
    if compared.now.figure is None:
        yield f"trong {name_span(facts.span)} chưa có báo cáo."
        return
    said = _say_figure(of, compared.now.figure)
    beside = "; ".join(_compare_within(of, compared, facts))
    yield f"trong {name_span(facts.span)} {said}{f' ({beside})' if beside else ''}."


def _say_figure(of: IndicatorProgress, figure: Figure) -> str:
    if of.indicator.rollup.is_ratio:
        return f"đạt {format_number(figure.amount)}{of.indicator.rollup.suffix}"
    if of.indicator.measure.name == "net":
        return f"{_say_change(figure.amount)} {of.indicator.unit_word}"
    if not figure.amount:
        return "không phát sinh"
    return f"có {format_number(figure.amount)} {of.indicator.unit_word}"


def _say_change(amount: float) -> str:
    return f"{'giảm' if amount < 0 else 'tăng'} {format_number(abs(amount))}"


def _compare_within(
    of: IndicatorProgress, compared: Compared, facts: DocumentFacts
) -> Iterator[str]:
    before, percent = facts.span.find_before(), facts.plan.settings.enough_percent
    for span, then in ((before, compared.before), (None, compared.year_before)):
        if span is None and then is compared.before:
            continue
        if _can_be_compared(compared.now, then, percent):
            yield _say_beside(of, compared.now, then, _name_then(span, facts))


def _name_then(span: Span | None, facts: DocumentFacts) -> str:
    if span is None:
        return "cùng kỳ năm trước"
    year = "" if span.year == facts.span.year else f"/{span.year}"
    return f"{name_span(span)}{year}"


def _can_be_compared(now: Within, then: Within, percent: int) -> bool:
    """Return True if enough of both was reported: a third of the branches is no fall."""
    known = now.figure is not None and then.figure is not None
    return known and all(each.coverage.is_enough(percent) for each in (now, then))


def _say_beside(of: IndicatorProgress, now: Within, then: Within, name: str) -> str:
    if now.figure is None or then.figure is None:
        return ""
    suffix = of.indicator.rollup.suffix
    earlier = f"{name}: {format_number(then.figure.amount)}{suffix}"
    if suffix or then.figure.amount < _LEAST_COMPARED or now.figure.amount <= 0:
        return earlier
    change = now.figure.amount / then.figure.amount - 1
    if abs(change) < 0.0005:
        return earlier
    return f"{earlier}, {'tăng' if change > 0 else 'giảm'} {format_percent(abs(change))}"


# --- since January ------------------------------------------------------------------------------


def _say_main_points(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    yield _say_reached(of, facts)
    yield from _say_share_of_plan(of, facts)
    yield from _compare_with_year_before(of, facts)
    if of.counts_units:
        yield from _say_total(of)
    yield from _say_coverage(of, facts)


def _say_reached(of: IndicatorProgress, facts: DocumentFacts) -> str:
    standing, found = of.standing, find_figure(of)
    amount, whole_of = found.amount if found else 0, _name_subject(of, facts)
    if _asks_itself(of, facts):
        return _say_own_share(of, amount, facts)
    if of.indicator.words is not None and not _says_itself(of, facts):
        return _say_how_many_said_yes(of, whole_of)
    match of.indicator.rollup:
        case rollup if rollup.is_ratio and not _says_itself(of, facts):
            shown = f"{format_number(amount)}{rollup.suffix}"
            return f"{whole_of} đạt {shown} ({_format_part_of_whole(of)})"
        case RollUp.BELOW:
            return f"{whole_of} {_say_still_below(of, amount, facts)}"
        case RollUp.SHARE if of.counts_units:
            units = words.name_units_counted(of.indicator)
            reached = f"{format_number(amount)}/{format_number(standing.whole or 0)}"
            return f"{whole_of} có {reached} {units} đạt chỉ tiêu"
    if of.indicator.words is not None:
        return _say_yes_or_no(of, facts)
    if of.indicator.measure.name == "net":
        return f"{whole_of} {_say_net(of, amount)}"
    return f"{whole_of} có {_format_against_target(of, amount)} {of.indicator.unit_word}"


def _asks_itself(of: IndicatorProgress, facts: DocumentFacts) -> bool:
    """Return True for a unit's own percentage where the plan counts the units below one."""
    of_plan = facts.plan.indicator(of.indicator.code)
    return of_plan.rollup is RollUp.BELOW and of.indicator.rollup.is_ratio


def _say_own_share(of: IndicatorProgress, amount: float, facts: DocumentFacts) -> str:
    least = of.standing.target or 0
    part, whole = format_number(of.standing.part or 0), format_number(of.standing.whole or 0)
    where = f"{'từ mức' if amount >= least else 'dưới mức'} {format_number(least)}%"
    where += " trở lên" if amount >= least else ""
    organisation = words.name_organisation(facts.unit)
    return f"{organisation} đạt tỷ lệ {format_number(amount)}% ({part}/{whole}), {where}"


def _say_how_many_said_yes(of: IndicatorProgress, whole_of: str) -> str:
    """Say how many of those who answered said yes, in the words of their sentence, and how many
    did not."""
    said, standing, target = of.indicator.words, of.standing, of.indicator.target
    if said is None:
        return whole_of
    yes, every = standing.part or 0, standing.whole or 0
    counted = f"{format_number(yes)}/{format_number(every)} {of.indicator.unit_word}"
    share = f"{format_number(100 * yes / every)}%" if every else ""
    text = f"{whole_of} có {counted} {said.yes_written or said.yes_shown}"
    text += f", đạt {share} (kế hoạch {format_number(target.percent)}%)"
    no = every - yes
    lacking = f"còn {format_number(no)} {of.indicator.unit_word} {said.no_shown}"
    return f"{text}, {lacking}" if no else text


def _name_subject(of: IndicatorProgress, facts: DocumentFacts) -> str:
    """Name what the figure is of; what adds up is told to be counted since January."""
    whole = words.name_whole(facts.unit)
    adds_up = not of.indicator.is_state and of.indicator.fold is Fold.SUM
    if facts.span.begins_the_year or not adds_up or of.indicator.from_cases:
        return whole
    return f"lũy kế từ đầu năm, {whole[:1].lower()}{whole[1:]}"


def _say_yes_or_no(of: IndicatorProgress, facts: DocumentFacts) -> str:
    """Say one unit's yes or no as a sentence of its own."""
    said, yes = of.indicator.words, bool(of.standing.part)
    organisation = words.name_organisation(facts.unit)
    if said is None:
        return organisation
    written = said.yes_written if yes else said.no_written
    shown = said.yes_shown if yes else said.no_shown
    return f"{organisation} {written or shown}"


def _say_net(of: IndicatorProgress, amount: float) -> str:
    """Say a rise or a fall: "tăng thêm 412/800 hội viên"."""
    unit_word, target = of.indicator.unit_word, find_shown_target(of)
    if amount >= 0:
        return f"tăng thêm {_format_against_target(of, amount)} {unit_word}"
    planned = "" if target is None else f" (chỉ tiêu tăng {format_number(target)})"
    return f"giảm {format_number(-amount)} {unit_word}{planned}"


def _says_itself(of: IndicatorProgress, facts: DocumentFacts) -> bool:
    """Return True for one unit's yes or no, which is told in its own words and not as 1 of 1.

    The whole of a ratio is those who answered, which may be one of many.
    """
    alone = of.indicator.rollup is RollUp.SHARE or facts.unit.level is Level.BRANCH
    single = of.counts_itself or of.standing.whole == 1
    return of.indicator.asks == "yes_no" and single and alone


def _say_still_below(of: IndicatorProgress, amount: float, facts: DocumentFacts) -> str:
    below = format_number(of.indicator.target.below or 0)
    if not amount:
        return f"không còn cơ sở Hội nào có tỷ lệ tập hợp dưới {below}%"
    return f"còn {format_number(amount)} cơ sở Hội có tỷ lệ tập hợp dưới {below}%"


def _format_part_of_whole(of: IndicatorProgress) -> str:
    part, whole = format_number(of.standing.part or 0), format_number(of.standing.whole or 0)
    unit_word = of.indicator.unit_word
    return f"{part}/{whole}" if unit_word == "%" else f"{part}/{whole} {unit_word}"


def _format_against_target(of: IndicatorProgress, amount: float) -> str:
    """Format an amount and its target: `102/161`.

    A limit that must not be passed is told in another place, not as something to be reached; a
    target that was only shared out is told as such.
    """
    target = find_shown_target(of)
    if target is None or of.indicator.lower_is_better or of.standing.provisional:
        return format_number(amount)
    return f"{format_number(amount)}/{format_number(target)}"


def _say_share_of_plan(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    indicator, target, rate = of.indicator, find_shown_target(of), find_shown_rate(of)
    if of.standing.provisional and target is not None:
        yield f"mức tạm chia là {format_number(target)}, cấp trên chưa giao"
        return
    if target is None or rate is None:
        if indicator.fold is Fold.EVERY and of.counts_itself:
            yield "tháng nào cũng có" if of.standing.achieved else "có tháng chưa tổ chức"
        return
    if indicator.lower_is_better:
        limit = f"{format_number(target)}{indicator.rollup.suffix}"
        yield f"{'trong mức' if _is_within(of) else 'cao hơn mức'} kế hoạch (không quá {limit})"
    elif _is_told_whole(of, facts):
        return
    elif indicator.rollup.is_ratio or indicator.target.percent < 100:
        planned = f"{format_number(indicator.target.percent)}{indicator.rollup.suffix or '%'}"
        yield f"bằng {format_percent(rate)} kế hoạch (kế hoạch {planned})"
    else:
        reached = of.counts_units
        yield f"{'bằng' if reached else 'đạt'} {format_percent(rate)} kế hoạch"


def _is_told_whole(of: IndicatorProgress, facts: DocumentFacts) -> bool:
    """Return True if its first words told the target, too, or it has gone down."""
    found = find_figure(of)
    falls = found is not None and found.amount < 0
    return falls or of.indicator.words is not None or _asks_itself(of, facts)


def _is_within(of: IndicatorProgress) -> bool:
    """Return True if an amount is within its limit, whoever has not answered."""
    target, found = find_shown_target(of), find_figure(of)
    return target is not None and found is not None and found.amount <= target


def _compare_with_year_before(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    """Compare with the same day of the year before; say nothing where too little is known."""
    earlier = facts.year_before.get(of.indicator.code)
    now, then = find_figure(of), find_figure(earlier) if earlier else None
    percent = facts.plan.settings.enough_percent
    if earlier is None or now is None or then is None:
        return
    if not (of.coverage.is_enough(percent) and earlier.coverage.is_enough(percent)):
        return
    rollup = of.indicator.rollup
    if rollup.is_ratio or rollup.fewer_is_better:
        points = "điểm phần trăm" if rollup.is_percent else rollup.suffix or "cơ sở Hội"
        yield _say_difference(now, then, points)
    elif then.amount > 0 and now.amount >= 0:
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


def _say_coverage(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    """Say on which share of the reports it stands where some are missing; the annex says the
    numbers of every line."""
    coverage = of.coverage
    if coverage.owed <= 1 or coverage.is_full:
        return
    # 99,96 % is not all: what is not whole is never rounded up to it.
    percent = min(99.9, 100 * coverage.share)
    yield f"theo {format_number(percent)}% số báo cáo"


# --- how it goes --------------------------------------------------------------------------------


def _say_how_it_goes(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    """Say what should be there by now, where it is not, or where half-done units make up for it."""
    due, rate = format_percent(of.expected), find_shown_rate(of)
    if of.status is ProgressStatus.HOLDING and facts.unit.level is not Level.BRANCH:
        yield "cần duy trì đến hết năm."
    elif of.status is ProgressStatus.OPEN:
        yield f"hạn hoàn thành: {words.format_day(of.indicator.target.date)}."
    elif of.status is ProgressStatus.TOO_LITTLE:
        yield "chưa đủ báo cáo để đánh giá."
    elif of.status is ProgressStatus.UNSET and of.indicator.rollup is not RollUp.BELOW:
        if facts.unit.level is not Level.BRANCH:
            yield "chưa được giao chỉ tiêu."
    elif of.status is ProgressStatus.MISSED:
        yield "không đạt kế hoạch năm."
    elif of.status is ProgressStatus.BEHIND:
        measured = of.indicator.builds_up and not of.indicator.is_state
        until = words.format_day(facts.cutoff_day)
        yield f"chậm tiến độ (đến {until} cần đạt {due})." if measured else "chưa đạt."
    elif of.status is ProgressStatus.ON_TRACK and rate is not None and rate < of.expected:
        if of.counts_units and of.standing.pace is not None:
            pace = format_percent(of.standing.pace)
            yield f"tính cả đơn vị đang thực hiện thì đạt {pace}, đúng tiến độ (cần {due})."
        else:
            yield f"đúng tiến độ theo các đơn vị đã báo cáo (cần {due})."


def _say_behind(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    names = list_units_behind(of, facts)
    if not names or of.status in (ProgressStatus.MET, ProgressStatus.HOLDING, *_UNJUDGED):
        return
    head = "Đơn vị chậm tiến độ" if of.indicator.builds_up else "Đơn vị chưa đạt"
    if of.indicator.rollup is RollUp.BELOW:
        head = "Đơn vị dưới mức"
    yield f"{head}: {words.list_names(names, _MOST_NAMES)}."


def _say_note(of: IndicatorProgress, facts: DocumentFacts) -> Iterator[str]:
    if of.indicator.note and facts.unit.level is Level.PROVINCE:
        yield f"ghi chú: {of.indicator.note.rstrip('.')}."


def say_still_to_do(of: IndicatorProgress) -> str:
    """Say what is left of the target: `còn 59 hộ`; "" where nothing is."""
    found, target, indicator = find_figure(of), find_shown_target(of), of.indicator
    if found is None or target is None:
        return ""
    if indicator.rollup.is_ratio:
        reached, planned = format_number(found.amount), format_number(target)
        suffix = indicator.rollup.suffix
        return f"mới đạt {reached}{suffix}, kế hoạch {planned}{suffix}"
    lower = indicator.lower_is_better
    gap = found.amount - target if lower else target - found.amount
    if gap <= 0:
        return ""
    return f"{'cần giảm' if lower else 'còn'} {format_number(gap)} {words.name_what_is_counted(of)}"
