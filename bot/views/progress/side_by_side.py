"""Words of several months or several units side by side."""

from collections.abc import Sequence

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.views.progress.figures import format_unit, list_outlooks
from bot.views.progress.pages import LONGEST
from domain.measures import RollUp
from domain.notices.progress import (
    Comparison,
    ComparisonFacts,
    ProgressFacts,
    QuarterFacts,
    QuarterPage,
    UnitFigure,
)
from domain.org.levels import Level
from domain.plan.plan import Indicator
from domain.progress.progress import IndicatorProgress
from domain.progress.ranking import GOOD, JUDGED


def render_quarter_page(notice: QuarterPage, facts: QuarterFacts, surface: Surface) -> Message:
    """Show who sent in each month of a quarter, and what the quarter came to."""
    say = surface.say
    if not facts.months:
        return Message(
            say("I have no figures for quarter {n}: it is not open yet.", n=facts.number)
        )
    lines = [say("**{unit} · quarter {n}**", unit=facts.unit_name, n=facts.number)]
    for month in facts.months:
        if month.reporting is not None and month.level is not Level.BRANCH:
            sent = surface.number(month.reporting.sent)
            of = surface.number(month.reporting.expected)
            named = say("month {n}", n=month.period.month)
            lines.append(say("{month}: {sent}/{of} branches sent.", month=named, sent=sent, of=of))
    lines += [f"• {_format_sums(one, amounts, surface)}" for one, amounts in facts.sums]
    return Message(_cut(lines, surface), ageless=True)


def _format_sums(indicator: Indicator, amounts: Sequence[float | None], surface: Surface) -> str:
    """Write `Hộ thoát nghèo: 6 (2 + 1 + 3)`; what does not add up, month by month."""
    suffix = indicator.rollup.suffix
    known = [amount for amount in amounts if amount is not None]
    if indicator.asks == "yes_no" or indicator.rollup is not RollUp.SUM:
        each = " · ".join(f"{surface.number(round(amount, 1))}{suffix}" for amount in known)
        return f"{indicator.code} {indicator.short}: {each}"
    total = surface.number(round(sum(known), 1))
    parts = " + ".join(surface.number(round(amount, 1)) for amount in known)
    shown = f"{total} ({parts})" if len(known) > 1 else total
    return f"{indicator.code} {indicator.short}: {shown}"


def render_comparison(notice: Comparison, facts: ComparisonFacts, surface: Surface) -> Message:
    """Show what units reached beside one another, line by line."""
    say, units = surface.say, facts.units
    names = " · ".join(unit.unit_name for unit in units)
    lines = [say("**{units}**, in this order:", units=names)]
    if not notice.code:
        lines += _say_how_far(units, surface)
    by_code = [{i.indicator.code: i for i in unit.indicators} for unit in units]
    for indicator in surface.plan.indicators:
        found = [each.get(indicator.code) for each in by_code]
        if indicator.code.startswith(notice.code) and any(map(_is_known, found)):
            shown = " · ".join(_format_reached(one, surface) for one in found)
            lines.append(f"• {indicator.code} {indicator.short}: {shown}")
    return Message(_cut(lines, surface), ageless=True)


def _say_how_far(units: Sequence[ProgressFacts], surface: Surface) -> list[str]:
    say, lines = surface.say, []
    judged = [_count_good(unit) for unit in units]
    if all(of for _, of in judged):
        shown = " · ".join(f"{good}/{of}" for good, of in judged)
        lines.append(say("Targets met or on pace: {list}", list=shown))
    sent = [unit.reporting for unit in units]
    if all(one is not None and one.expected for one in sent):
        shown = " · ".join(f"{one.sent}/{one.expected}" for one in sent if one is not None)
        lines.append(say("Branches that have sent this month: {list}", list=shown))
    return lines


def _count_good(unit: ProgressFacts) -> tuple[int, int]:
    outlooks = [outlook for outlook, _ in list_outlooks(unit) if outlook in JUDGED]
    return sum(outlook in GOOD for outlook in outlooks), len(outlooks)


def _is_known(found: IndicatorProgress | None) -> bool:
    return found is not None and not found.standing.nothing


def _format_reached(found: IndicatorProgress | None, surface: Surface) -> str:
    if found is None or not _is_known(found):
        return "–"
    return format_unit(UnitFigure("", "", found), surface).strip()


def _cut(lines: list[str], surface: Surface) -> str:
    """Keep as many lines as fit, and say how many more there are."""
    kept = len(lines)
    text = "\n".join(lines)
    while len(text) > LONGEST:
        kept -= 1
        more = surface.say("… and {count} more", count=len(lines) - kept)
        text = "\n".join([*lines[:kept], more])
    return text
