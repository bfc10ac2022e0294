"""Figures in a few words: how far it is, where it will end, how it went from month to month."""

from collections.abc import Sequence
from math import ceil, floor

from bot.engine.surface import Surface
from domain.measures import RollUp
from domain.notices.progress import ProgressFacts, UnitFigure
from domain.plan.plan import Indicator
from domain.progress.forecast import Forecast, Outlook, judge_outlook
from domain.progress.progress import IndicatorProgress

BAR_LENGTH = 10
LIGHTS = {
    Outlook.BEHIND: "🔴",
    Outlook.MISSED: "🔴",
    Outlook.AT_RISK: "🟡",
    Outlook.ON_TRACK: "🟢",
    Outlook.HOLDING: "🟢",
    Outlook.MET: "✅",
    Outlook.OPEN: "⚪",
    Outlook.TOO_LITTLE: "⚪",
    Outlook.PROVISIONAL: "⚪",
    Outlook.UNSET: "⚪",
}
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
    """Say what was reached of what, in a few words."""
    indicator, standing, say = progress.indicator, progress.standing, surface.say
    number = surface.number
    match indicator.rollup:
        case _ if standing.answers and standing.achieved is None:
            return say("nothing occurred")
        case _ if standing.nothing:
            return say("nothing reported yet")
        case RollUp.RATIO:
            return say(
                "{achieved}% ({needed}% needed)",
                achieved=number(round(standing.achieved or 0, 1)),
                needed=number(standing.target or 0),
            )
        case RollUp.SHARE if progress.counts_units:
            return say(
                "{reached}/{all} units reached it",
                reached=number(standing.part or 0),
                all=number(standing.whole or 0),
            )
        case RollUp.BELOW:
            return say(
                "{count} units below {percent}%",
                count=number(standing.achieved or 0),
                percent=number(indicator.target.below or 0),
            )
    return format_amount(progress, surface)


def format_amount(progress: IndicatorProgress, surface: Surface) -> str:
    """Format what was reached and its target: `412/800`, or the amount where no target is set."""
    indicator, standing, number = progress.indicator, progress.standing, surface.number
    achieved = standing.total if standing.total is not None else standing.achieved
    target = standing.total_target if standing.total is not None else standing.target
    if target is None:
        return format_signed(achieved or 0, surface) if is_net(indicator) else number(achieved or 0)
    return f"{number(achieved or 0)}/{number(target)}"


def format_own_amount(progress: IndicatorProgress, surface: Surface) -> str:
    """Format a branch's own amount: a state in words, a count as it adds up."""
    indicator, standing = progress.indicator, progress.standing
    if indicator.asks == "yes_no" and indicator.words is not None:
        return indicator.words.yes_shown if standing.part else indicator.words.no_shown
    amount = (standing.total if standing.total is not None else standing.achieved) or 0
    return format_signed(amount, surface) if is_net(indicator) else surface.number(amount)


def is_net(indicator: Indicator) -> bool:
    """Return True if it counts a change: "Hội viên: 3" would read as three members in all."""
    return indicator.measure.name == "net"


def format_signed(amount: float, surface: Surface) -> str:
    """Format a change: `+5`, `-1`, `0`."""
    return ("+" if amount > 0 else "") + surface.number(amount)


def format_unit(found: UnitFigure, surface: Surface) -> str:
    """Format a unit with its figure: `Huy Giáp 9/5`, `Bảo Lạc 95%`, `Nà Pồng 3`."""
    indicator, standing = found.progress.indicator, found.progress.standing
    if indicator.rollup is RollUp.RATIO:
        return f"{found.name} {surface.number(round(standing.achieved or 0))}%"
    if indicator.asks == "yes_no":
        return f"{found.name} {format_own_amount(found.progress, surface)}"
    return f"{found.name} {format_amount(found.progress, surface)}"
