"""The pages behind the card: indicators, units beside one another, a month. Under 900 letters."""

from collections.abc import Callable, Sequence

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.progress.card import Choices, lacking
from bot.views.progress.figures import (
    BAR_LENGTH,
    bar,
    is_net,
    line,
    of_unit,
    outlooks,
    own_amount,
    signed,
    small_bars,
)
from domain.notices.progress import (
    IndicatorList,
    IndicatorPage,
    LineFacts,
    MonthFacts,
    MonthPage,
    PageFacts,
    ProgressFacts,
    RankedUnit,
    Ranking,
    RankingFacts,
    Reporting,
    UnitFigure,
)
from domain.org.levels import Level
from domain.plan.plan import Indicator
from domain.progress.forecast import Outlook, outlook
from domain.progress.ranking import GOOD, JUDGED

LONGEST = 900
_MOST_LISTED = 8
_MOST_UNITS = 3
_MOST_RANKED = 6
_MOST_SUMS = 12
_A_ROW = 4
_ORDER = tuple(Outlook)


# --- every indicator at a glance ---------------------------------------------------------------


def indicator_list(notice: IndicatorList, facts: ProgressFacts, surface: Surface) -> Message:
    """Those that need care in full, the others by their codes."""
    say, all_of_them = surface.say, outlooks(facts)
    worst = [(o, i) for o, i in all_of_them if o in JUDGED and o not in GOOD]
    worst.sort(key=lambda pair: pair[0] is not Outlook.BEHIND)
    lines = [say("**{unit}** · by indicator", unit=facts.unit_name)]
    forecasts = facts.forecasts
    lines += [line(o, i, forecasts.get(i.indicator.code), surface) for o, i in worst[:_MOST_LISTED]]
    codes: dict[Outlook, list[str]] = {o: [] for o in _ORDER}
    for found, i in all_of_them:
        codes[found].append(i.indicator.code)
    rest = [i.indicator.code for _, i in worst[_MOST_LISTED:]]
    unknown = codes[Outlook.TOO_LITTLE] + codes[Outlook.UNSET]
    if rest:
        lines.append(say("🟡 Also behind: {codes}", codes=", ".join(rest)))
    if codes[Outlook.ON_TRACK]:
        lines.append(say("🟢 On pace: {codes}", codes=", ".join(codes[Outlook.ON_TRACK])))
    if codes[Outlook.MET]:
        lines.append(say("✅ Met: {codes}", codes=", ".join(codes[Outlook.MET])))
    if unknown:
        lines.append(say("⚪ Too early to say: {codes}", codes=", ".join(unknown)))
    shown = [i.indicator.code for _, i in worst[:_MOST_LISTED]]
    return _made(lines, notice.choices, [(c, f"{facts.code} {c}") for c in shown])


# --- indicators closely ------------------------------------------------------------------------


def indicator_page(notice: IndicatorPage, facts: PageFacts, surface: Surface) -> Message:
    """Full names, figures, months and units; less of them where several lines would not fit."""
    for detail in (_in_full, _in_brief, _in_short):
        text = _page_text(facts, detail, surface)
        if len(text) <= LONGEST:
            break
    text = _cut(text, surface)
    if len(facts.lines) == 1:
        units = facts.lines[0].units
        code = facts.lines[0].progress.indicator.code
        choices = [(u.name, f"{u.code} {code}") for u in _last(units)]
        if surface.shows_pictures:
            choices.append((surface.say("Chart"), f"{facts.code} {code} bieudo"))
    else:
        codes = [found.progress.indicator.code for found in facts.lines]
        choices = [(c, f"{facts.code} {c}") for c in codes[:_MOST_LISTED]]
    return _made([text], notice.choices, choices)


def _cut(text: str, surface: Surface) -> str:
    """As many lines as fit, and how many more there are."""
    lines = text.split("\n")
    kept = len(lines)
    while len(text) > LONGEST:
        kept -= 1
        more = surface.say("… and {count} more", count=len(lines) - kept)
        text = "\n".join([*lines[:kept], more])
    return text


_Detail = Callable[[LineFacts, PageFacts, Surface], list[str]]


def _page_text(facts: PageFacts, detail: _Detail, surface: Surface) -> str:
    lines = [
        surface.say("**{unit} · up to {day}**", unit=facts.unit_name, day=f"{facts.day:%-d/%-m/%Y}")
    ]
    if not facts.lines:
        lines.append(surface.say("This unit does not report that indicator."))
    for found in facts.lines:
        lines += detail(found, facts, surface)
    return "\n".join(lines)


def _in_full(found: LineFacts, facts: PageFacts, surface: Surface) -> list[str]:
    return [
        f"{found.progress.indicator.name}.",
        *_in_brief(found, facts, surface),
        *_best_and_last(found, surface),
    ]


def _in_brief(found: LineFacts, facts: PageFacts, surface: Surface) -> list[str]:
    lines = [*_in_short(found, facts, surface), *_trend(found, surface)]
    if found.beside is not None:
        average = surface.number(round(found.beside, 1))
        lines.append(surface.say("An average branch of the commune: {average}", average=average))
    return lines


def _in_short(found: LineFacts, facts: PageFacts, surface: Surface) -> list[str]:
    done, foreseen = found.progress, found.forecast
    if facts.level is Level.BRANCH and not done.standing.nothing:
        return [f"• {done.indicator.code} {done.indicator.short}: {own_amount(done, surface)}"]
    lines = [line(outlook(done, foreseen), done, foreseen, surface)]
    if foreseen is not None and foreseen.outlook is Outlook.TOO_LITTLE:
        lines.append(surface.say("Too few months yet to say where it will end."))
    return lines


def _trend(found: LineFacts, surface: Surface) -> list[str]:
    amounts = [amount for _, amount in found.months]
    known = [amount for amount in amounts if amount is not None]
    if not known:
        return []
    suffix = found.progress.indicator.rollup.suffix
    return [
        surface.say(
            "Months {first}–{last}: {bars} (most {most}, last {latest})",
            first=found.months[0][0].month,
            last=found.months[-1][0].month,
            bars=small_bars(amounts),
            most=surface.number(round(max(known), 1)) + suffix,
            latest=surface.number(round(known[-1], 1)) + suffix,
        )
    ]


def _best_and_last(found: LineFacts, surface: Surface) -> list[str]:
    if len(found.units) < 2:
        return []
    best = [of_unit(u, surface) for u in found.units[: min(_MOST_UNITS, len(found.units) - 1)]]
    last = [of_unit(u, surface) for u in _last(found.units)]
    return [
        surface.say("Furthest: {units}", units=" · ".join(best)),
        surface.say("Last: {units}", units=" · ".join(last)),
    ]


def _last(units: Sequence[UnitFigure]) -> list[UnitFigure]:
    """The last of them, the very last first, never those named as furthest."""
    best = min(_MOST_UNITS, max(0, len(units) - 1))
    return list(reversed(units[best:]))[:_MOST_UNITS]


# --- units beside one another ------------------------------------------------------------------


def ranking(notice: Ranking, facts: RankingFacts, surface: Surface) -> Message:
    """The first and the last, with their places; the last as choices to look into."""
    say, units = surface.say, facts.units
    head = (
        say("**{unit}**: branches by reports sent on time", unit=facts.unit_name)
        if facts.by_reports
        else say("**{unit}**: units by targets met or on pace", unit=facts.unit_name)
    )
    if not units:
        return Message("\n".join([head, say("There is no unit below it.")]))
    numbered = [_ranked(place, unit) for place, unit in enumerate(units, 1)]
    if len(units) > 2 * _MOST_RANKED:
        numbered = [*numbered[:_MOST_RANKED], "…", *numbered[-_MOST_RANKED:]]
    last = list(reversed(units))[:_MOST_RANKED]
    return _made([head, *numbered], notice.choices, [(u.name, u.code) for u in last])


def _ranked(place: int, unit: RankedUnit) -> str:
    half = BAR_LENGTH // 2
    signs = bar(unit.good, unit.judged)[::2] if unit.judged else _UNJUDGED[:half]
    return f"{place}. {signs} {unit.name} {unit.good}/{unit.judged}"


_UNJUDGED = "·" * BAR_LENGTH


# --- a month -----------------------------------------------------------------------------------


def month_page(notice: MonthPage, facts: MonthFacts, surface: Surface) -> Message:
    """Who sent it and how many on time, what it came to, who is missing."""
    say, reporting = surface.say, facts.reporting
    named = f"{facts.period.month}/{facts.period.year}"
    if reporting is None:
        return Message(say("I have no figures for {month}: it is not open yet.", month=named))
    lines = [say("**{unit} · month {month}**", unit=facts.unit_name, month=named)]
    if facts.level is Level.BRANCH:
        lines.append(_sent_or_not(reporting, surface))
    elif reporting.percent is not None:
        lines.append(
            say(
                "{sent}/{expected} branches sent ({percent}%), {on_time} on time (due {due}).",
                sent=surface.number(reporting.sent),
                expected=surface.number(reporting.expected),
                percent=reporting.whole_percent,
                on_time=surface.number(reporting.on_time or 0),
                due=surface.long_day(reporting.due),
            )
        )
    sums = [_sum(indicator, amount, facts, surface) for indicator, amount in facts.sums]
    lines += [f"• {text}" for text in sums[:_MOST_SUMS]]
    lines += lacking(reporting, surface) if facts.level is not Level.BRANCH else []
    return Message(_cut("\n".join(lines), surface), ageless=True)


def _sent_or_not(reporting: Reporting, surface: Surface) -> str:
    due = surface.long_day(reporting.due)
    if not reporting.sent:
        return surface.say("Not sent, due {due}.", due=due)
    if reporting.on_time:
        return surface.say("Sent in time (due {due}).", due=due)
    return surface.say("Sent late (due {due}).", due=due)


def _sum(indicator: Indicator, amount: float, facts: MonthFacts, surface: Surface) -> str:
    suffix = indicator.rollup.suffix
    if indicator.asks == "yes_no" and indicator.words is not None and facts.level is Level.BRANCH:
        shown = indicator.words.yes_shown if amount else indicator.words.no_shown
        return f"{indicator.short}: {shown}"
    if is_net(indicator):
        return f"{indicator.short}: {signed(amount, surface)}"
    return f"{indicator.short}: {surface.number(round(amount, 1))}{suffix}"


def _made(lines: Sequence[str], choices: bool, offered: Sequence[tuple[str, str]]) -> Message:
    """The page with buttons of what may be asked from here (labels and what follows /tiendo)."""
    made = [Choice(label, f"/tiendo {words}") for label, words in offered] if choices else []
    rows: Choices = tuple(tuple(made[n : n + _A_ROW]) for n in range(0, len(made), _A_ROW))
    return Message("\n".join(lines), rows, ageless=True)
