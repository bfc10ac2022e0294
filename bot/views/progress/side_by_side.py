"""Words of several units side by side."""

from collections.abc import Iterator, Sequence

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.views.progress.figures import format_unit
from bot.views.progress.paging import cut_to_fit
from domain.notices.progress import ComparedUnit, Comparison, ComparisonFacts, UnitFigure
from domain.progress.forecast import judge_outlook
from domain.progress.progress import IndicatorProgress


def render_comparison(notice: Comparison, facts: ComparisonFacts, surface: Surface) -> Message:
    """Show what units reached beside one another, line by line, up to the same month."""
    units = facts.units
    names = " · ".join(unit.name for unit in units)
    lines = [_say_head(names, facts, surface)]
    lines += _say_how_far(units, surface, closely=bool(notice.code))
    by_code = [{i.indicator.code: i for i in unit.judged.indicators} for unit in units]
    for indicator in surface.plan.indicators:
        found = [each.get(indicator.code) for each in by_code]
        if indicator.code.startswith(notice.code) and any(map(_is_known, found)):
            shown = " · ".join(_format_reached(one, surface) for one in found)
            lines.append(f"• {indicator.code} {indicator.short}: {shown}")
    return Message(cut_to_fit("\n".join(lines), surface), ageless=True)


def _say_head(names: str, facts: ComparisonFacts, surface: Surface) -> str:
    """Name the units and the month up to which all of them are compared."""
    if facts.counted is None:
        return surface.say("**{unit}** · nothing has been reported yet", unit=names)
    period = facts.counted.period
    month = f"{period.month}/{period.year}"
    return surface.say(
        "**{units} · up to month {month}**, in this order:", units=names, month=month
    )


def _say_how_far(
    units: Sequence[ComparedUnit], surface: Surface, *, closely: bool
) -> Iterator[str]:
    """Say how many branches reported that month and, of all indicators, how many are good."""
    say, number = surface.say, surface.number
    if any(unit.sent is not None and unit.sent.expected for unit in units):
        sent = " · ".join(
            f"{number(unit.sent.sent)}/{number(unit.sent.expected)}" if unit.sent else "–"
            for unit in units
        )
        yield say("Branches that reported it: {list}", list=sent)
    if not closely and all(unit.judged.judged for unit in units):
        good = " · ".join(f"{unit.judged.good}/{unit.judged.judged}" for unit in units)
        yield say("Targets met or on pace: {list}", list=good)


def _is_known(found: IndicatorProgress | None) -> bool:
    return found is not None and (found.standing.withheld or not found.standing.nothing)


def _format_reached(found: IndicatorProgress | None, surface: Surface) -> str:
    if found is None or not _is_known(found):
        return "–"
    if found.standing.withheld:
        return surface.say("under {count}", count=surface.plan.settings.small_cell)
    return format_unit(UnitFigure("", "", found, judge_outlook(found)), surface).strip()
