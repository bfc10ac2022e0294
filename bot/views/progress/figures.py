"""Figures in a few words: how far it is, where it will end, how it went from month to month."""

from collections.abc import Sequence
from math import ceil, floor

from bot.engine.surface import Surface
from domain.notices.progress import ProgressFacts, UnitFigure
from domain.org.levels import Level
from domain.plan.plan import Indicator
from domain.progress.forecast import Forecast, Outlook, judge_outlook
from domain.progress.percents import round_percent
from domain.progress.progress import IndicatorProgress
from domain.rollups import RollUp

BAR_LENGTH = 10
LIGHTS = {
    Outlook.BEHIND: "🔴",
    Outlook.MISSED: "🔴",
    Outlook.AT_RISK: "🟡",
    Outlook.ON_TRACK: "🟢",
    Outlook.HOLDING: "🟢",
    Outlook.MET: "✅",
    Outlook.OPEN: "⚪",
    Outlook.NOTHING: "⚪",
    Outlook.WITHHELD: "⚪",
    Outlook.TOO_LITTLE: "⚪",
    Outlook.PROVISIONAL: "⚪",
    Outlook.UNSET: "⚪",
}
_EVERY = 100
_FEWEST_OWED = 2
"""A single unit either answered or did not."""

_STEPS = "▁▂▃▄▅▆▇"
_UNKNOWN = "·"


def format_bar(done: float, whole: float) -> str:
    """Format a share as ten signs, of which as many are full as is done."""
    filled = round(BAR_LENGTH * min(done, whole) / whole) if whole else 0
    return "▇" * filled + "▁" * (BAR_LENGTH - filled)


def format_small_bars(amounts: Sequence[float | None]) -> str:
    """Format each month as a sign as high as its amount; a dot where nothing is known."""
    highest = max((amount for amount in amounts if amount is not None), default=0)
    return "".join(_format_small_bar(amount, highest) for amount in amounts)


def _format_small_bar(amount: float | None, highest: float) -> str:
    if amount is None:
        return _UNKNOWN
    share = max(0.0, amount) / highest if highest > 0 else 0.0
    return _STEPS[ceil(share * (len(_STEPS) - 1))]


def list_outlooks(facts: ProgressFacts) -> list[tuple[Outlook, IndicatorProgress]]:
    """List every indicator of a unit with its outlook, in the plan's order."""
    return [(judge_outlook(i, facts.forecasts.get(i.indicator.code)), i) for i in facts.indicators]


def format_line(
    found: Outlook, progress: IndicatorProgress, foreseen: Forecast | None, surface: Surface
) -> str:
    """Format an indicator's line: `🔴 1.5a Hội viên: 412/800, at this pace 515 (480–550)`."""
    indicator = progress.indicator
    name = f"{LIGHTS[found]} {indicator.code} {indicator.short}: "
    return name + add_forecast(format_figure(progress, surface), progress, foreseen, surface)


def add_forecast(
    text: str, progress: IndicatorProgress, foreseen: Forecast | None, surface: Surface
) -> str:
    """Add to a figure where it will end, unless it is there already or nobody can tell."""
    if foreseen is None or foreseen.amount is None or progress.standing.target is None:
        return text
    if foreseen.outlook is Outlook.MET:
        return text
    low, high = floor(foreseen.low or 0), ceil(foreseen.high or 0)
    amount, number = round(foreseen.amount), surface.number
    if low >= high or (low, high) == (amount, amount):
        return surface.say(
            "{figures}, at this pace {forecast}", figures=text, forecast=number(amount)
        )
    return surface.say(
        "{figures}, at this pace {forecast} ({low}–{high})",
        figures=text,
        forecast=number(amount),
        low=number(low),
        high=number(high),
    )


def format_figure(progress: IndicatorProgress, surface: Surface) -> str:
    """Say what was reached of what, and how many of those who owe an answer gave one."""
    return _format_reached(progress, surface) + _say_coverage(progress, surface)


def _format_reached(progress: IndicatorProgress, surface: Surface) -> str:
    indicator, standing, say = progress.indicator, progress.standing, surface.say
    number = surface.number
    match indicator.rollup:
        case _ if standing.withheld:
            return say("under {count}", count=surface.plan.settings.small_cell)
        case _ if standing.answers and standing.achieved is None:
            return say("nothing occurred")
        case _ if standing.nothing:
            return say("nothing reported yet")
        case rollup if rollup.is_ratio and indicator.words is not None:
            return _format_yes_of_answered(progress, surface)
        case rollup if rollup.is_ratio and indicator.target.below is not None:
            return say(
                "its own ratio is {achieved}%, at least {needed}% needed",
                achieved=number(round(standing.achieved or 0, 1)),
                needed=number(standing.target or 0),
            )
        case rollup if rollup.is_ratio:
            return say(
                "{achieved}{suffix} ({needed}{suffix} needed)",
                achieved=number(round(standing.achieved or 0, 1)),
                needed=number(standing.target or 0),
                suffix=rollup.suffix,
            )
        case RollUp.SHARE if progress.counts_units:
            return _format_units(progress, surface)
        case RollUp.SHARE if progress.counts_itself and indicator.words is not None:
            return format_own_amount(progress, surface)
        case RollUp.BELOW if standing.target is not None:
            return say(
                "{count} units below {percent}%, {most} at most",
                count=number(standing.achieved or 0),
                percent=number(indicator.target.below or 0),
                most=number(standing.target),
            )
        case RollUp.BELOW:
            return say(
                "{count} units below {percent}%",
                count=number(standing.achieved or 0),
                percent=number(indicator.target.below or 0),
            )
    return format_amount(progress, surface)


def _format_yes_of_answered(progress: IndicatorProgress, surface: Surface) -> str:
    """Say who has it not yet before who has: `61 leaders not yet (1.319/1.380 received it)`."""
    indicator, standing, number = progress.indicator, progress.standing, surface.number
    part, whole, words = standing.part or 0, standing.whole or 0, indicator.words
    assert words is not None  # noqa: S101 - the caller looked
    yes = surface.say(
        "{reached}/{all} {have_it}",
        reached=number(part),
        all=number(whole),
        have_it=words.yes_shown,
    )
    if part >= whole:
        return yes
    return surface.say(
        "{count} {who} {have_it_not} ({yes})",
        count=number(whole - part),
        who=indicator.unit_word,
        have_it_not=words.no_shown,
        yes=yes,
    )


def _format_units(progress: IndicatorProgress, surface: Surface) -> str:
    """Say how many units reached it: branches by who leads them, others as units."""
    indicator, standing, number = progress.indicator, progress.standing, surface.number
    reached, every = number(standing.part or 0), number(standing.whole or 0)
    if Level.BRANCH in indicator.target.per:
        who = indicator.unit_word
        said = surface.say("{reached}/{all} {who}", reached=reached, all=every, who=who)
    else:
        said = surface.say("{reached}/{all} units reached it", reached=reached, all=every)
    if indicator.target.percent >= _EVERY:
        return said
    return surface.say(
        "{figures}, {needed}% needed", figures=said, needed=number(indicator.target.percent)
    )


def _say_coverage(progress: IndicatorProgress, surface: Surface) -> str:
    """Say how many answered where not all of several did; what happens over time in percent."""
    coverage, number = progress.coverage, surface.number
    if progress.standing.nothing or coverage.is_full or coverage.owed < _FEWEST_OWED:
        return ""
    if progress.indicator.is_state:
        said = surface.say(
            "{answered}/{owed} answered",
            answered=number(coverage.answered),
            owed=number(coverage.owed),
        )
    else:
        said = surface.say("reports: {percent}%", percent=round_percent(coverage.share))
    return f" · {said}"


def format_amount(progress: IndicatorProgress, surface: Surface) -> str:
    """Format what was reached and its target: `412/800`, or the amount where no target is set."""
    indicator, standing, number = progress.indicator, progress.standing, surface.number
    achieved = standing.total if standing.total is not None else standing.achieved
    target = standing.total_target if standing.total is not None else standing.target
    said = format_signed(achieved or 0, surface) if is_net(indicator) else number(achieved or 0)
    if target is None:
        return said
    if standing.provisional:
        return surface.say(
            "{figures} ({share} as a share for now)", figures=said, share=number(target)
        )
    if standing.parts > 1:
        return surface.say(
            "{figures}/{target} (of {count} former communes)",
            figures=number(achieved or 0),
            target=number(target),
            count=standing.parts,
        )
    return f"{number(achieved or 0)}/{number(target)}"


def format_own_amount(progress: IndicatorProgress, surface: Surface) -> str:
    """Format a branch's own amount: a state in words, a count as it adds up."""
    indicator, standing = progress.indicator, progress.standing
    if indicator.asks == "yes_no" and indicator.words is not None:
        return indicator.words.yes_shown if standing.part else indicator.words.no_shown
    amount = (standing.total if standing.total is not None else standing.achieved) or 0
    return format_signed(amount, surface) if is_net(indicator) else surface.number(amount)


def format_average(amount: float, surface: Surface) -> str:
    """Format an average of several branches: nobody has half a household."""
    if 0 < amount < 1:
        return surface.say("under 1")
    return surface.number(round(amount))


def is_net(indicator: Indicator) -> bool:
    """Return True if it counts a change: "Hội viên: 3" would read as three members in all."""
    return indicator.measure.name == "net"


def format_signed(amount: float, surface: Surface) -> str:
    """Format a change: `+5`, `-1`, `0`."""
    return ("+" if amount > 0 else "") + surface.number(amount)


def format_unit(found: UnitFigure, surface: Surface) -> str:
    """Format a unit with its figure: `Huy Giáp 9/5`, `Bảo Lạc 95%`, `Nà Pồng 3`."""
    indicator, standing = found.progress.indicator, found.progress.standing
    if indicator.rollup.is_ratio:
        shown = surface.number(round(standing.achieved or 0))
        return f"{found.name} {shown}{indicator.rollup.suffix}"
    if found.progress.counts_units and indicator.asks == "yes_no":
        part, whole = surface.number(standing.part or 0), surface.number(standing.whole or 0)
        return f"{found.name} {part}/{whole}"
    if indicator.asks == "yes_no":
        return f"{found.name} {format_own_amount(found.progress, surface)}"
    return f"{found.name} {format_amount(found.progress, surface)}"
