"""Words of the pages behind the card, under 900 letters: indicators, a ranking, a month."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.progress.card import Choices, say_up_to, say_who_lacks
from bot.views.progress.figures import (
    BAR_LENGTH,
    format_bar,
    format_line,
    format_own_amount,
    format_signed,
    format_small_bars,
    format_unit,
    is_net,
    list_outlooks,
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
from domain.progress.forecast import Outlook, judge_outlook
from domain.progress.ranking import GOOD, JUDGED

LONGEST = 900
_MOST_LISTED = 8
_MOST_UNITS = 3
_MOST_RANKED = 6
_MOST_SUMS = 12
_A_ROW = 4
_ORDER = tuple(Outlook)


# --- every indicator at a glance ---------------------------------------------------------------


def render_indicator_list(notice: IndicatorList, facts: ProgressFacts, surface: Surface) -> Message:
    """Show the indicators that need care in full, and the others by their codes."""
    say, all_of_them = surface.say, list_outlooks(facts)
    worst = [(o, i) for o, i in all_of_them if o in JUDGED and o not in GOOD]
    worst.sort(key=lambda pair: pair[0] is Outlook.AT_RISK)
    lines = [say("**{unit}** · by indicator", unit=facts.unit_name)]
    forecasts = facts.forecasts
    lines += [
        format_line(o, i, forecasts.get(i.indicator.code), surface) for o, i in worst[:_MOST_LISTED]
    ]
    codes: dict[Outlook, list[str]] = {o: [] for o in _ORDER}
    for found, i in all_of_them:
        codes[found].append(i.indicator.code)
    rest = [i.indicator.code for _, i in worst[_MOST_LISTED:]]
    if rest:
        lines.append(say("🟡 Also behind: {codes}", codes=", ".join(rest)))
    lines += _name_others(codes, surface)
    shown = [i.indicator.code for _, i in worst[:_MOST_LISTED]]
    return _make_page(lines, notice.choices, [(c, f"{facts.code} {c}") for c in shown])


def _name_others(codes: Mapping[Outlook, Sequence[str]], surface: Surface) -> Iterator[str]:
    """Name the codes of indicators that need no care, or of which nothing can be said yet."""
    say, named = surface.say, {outlook: ", ".join(found) for outlook, found in codes.items()}
    rows = {
        Outlook.ON_TRACK: say("🟢 On pace: {codes}", codes=named[Outlook.ON_TRACK]),
        Outlook.HOLDING: say("🟢 Holding so far: {codes}", codes=named[Outlook.HOLDING]),
        Outlook.MET: say("✅ Met: {codes}", codes=named[Outlook.MET]),
        Outlook.OPEN: say("⚪ Not due yet: {codes}", codes=named[Outlook.OPEN]),
        Outlook.TOO_LITTLE: say("⚪ Not enough figures: {codes}", codes=named[Outlook.TOO_LITTLE]),
        Outlook.NOTHING: say("⚪ No figures yet: {codes}", codes=named[Outlook.NOTHING]),
        Outlook.WITHHELD: say("⚪ Too few to tell of: {codes}", codes=named[Outlook.WITHHELD]),
        Outlook.PROVISIONAL: say(
            "⚪ Shared out for now, not allotted: {codes}", codes=named[Outlook.PROVISIONAL]
        ),
        Outlook.UNSET: say("⚪ No target allotted: {codes}", codes=named[Outlook.UNSET]),
    }
    return (text for outlook, text in rows.items() if codes[outlook])


# --- indicators closely ------------------------------------------------------------------------


def render_indicator_page(notice: IndicatorPage, facts: PageFacts, surface: Surface) -> Message:
    """Show indicators with full names, figures, months and units, in less detail where they would
    not fit."""
    for detail in (_say_in_full, _say_in_brief, _say_in_short):
        text = _write_page(facts, detail, surface)
        if len(text) <= LONGEST:
            break
    text = _cut_to_fit(text, surface)
    if len(facts.lines) == 1:
        units = facts.lines[0].units
        code = facts.lines[0].progress.indicator.code
        choices = [(u.name, f"{u.code} {code}") for u in _pick_last(units)]
        if surface.shows_pictures:
            choices.append((surface.say("Chart"), f"{facts.code} {code} bieudo"))
    else:
        codes = [found.progress.indicator.code for found in facts.lines]
        choices = [(c, f"{facts.code} {c}") for c in codes[:_MOST_LISTED]]
    return _make_page([text], notice.choices, choices)


def _cut_to_fit(text: str, surface: Surface) -> str:
    """Keep as many lines as fit, and say how many more there are."""
    lines = text.split("\n")
    kept = len(lines)
    while len(text) > LONGEST:
        kept -= 1
        more = surface.say("… and {count} more", count=len(lines) - kept)
        text = "\n".join([*lines[:kept], more])
    return text


_Detail = Callable[[LineFacts, PageFacts, Surface], list[str]]


def _write_page(facts: PageFacts, detail: _Detail, surface: Surface) -> str:
    lines = [say_up_to(facts.unit_name, facts.counted, surface)]
    if not facts.lines:
        lines.append(surface.say("This unit does not report that indicator."))
    for found in facts.lines:
        lines += detail(found, facts, surface)
    return "\n".join(lines)


def _say_in_full(found: LineFacts, facts: PageFacts, surface: Surface) -> list[str]:
    return [
        f"{found.progress.indicator.name}.",
        *_say_in_brief(found, facts, surface),
        *_say_best_and_last(found, surface),
    ]


def _say_in_brief(found: LineFacts, facts: PageFacts, surface: Surface) -> list[str]:
    lines = [*_say_in_short(found, facts, surface), *_say_trend(found, surface)]
    if found.beside is not None:
        average = surface.number(round(found.beside, 1))
        lines.append(surface.say("An average branch of the commune: {average}", average=average))
    return lines


def _say_in_short(found: LineFacts, facts: PageFacts, surface: Surface) -> list[str]:
    done, foreseen = found.progress, found.forecast
    if facts.level is Level.BRANCH and not done.standing.nothing:
        return [
            f"• {done.indicator.code} {done.indicator.short}: {format_own_amount(done, surface)}"
        ]
    lines = [format_line(judge_outlook(done, foreseen), done, foreseen, surface)]
    if foreseen is not None and foreseen.outlook is Outlook.TOO_LITTLE:
        lines.append(surface.say("Too few months yet to say where it will end."))
    return lines


def _say_trend(found: LineFacts, surface: Surface) -> list[str]:
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
            bars=format_small_bars(amounts),
            most=surface.number(round(max(known), 1)) + suffix,
            latest=surface.number(round(known[-1], 1)) + suffix,
        )
    ]


def _say_best_and_last(found: LineFacts, surface: Surface) -> list[str]:
    if len(found.units) < 2:
        return []
    best = [format_unit(u, surface) for u in found.units[: min(_MOST_UNITS, len(found.units) - 1)]]
    last = [format_unit(u, surface) for u in _pick_last(found.units)]
    return [
        surface.say("Furthest: {units}", units=" · ".join(best)),
        surface.say("Last: {units}", units=" · ".join(last)),
    ]


def _pick_last(units: Sequence[UnitFigure]) -> list[UnitFigure]:
    """Pick the last units, the very last first, but none that is named among the furthest."""
    best = min(_MOST_UNITS, max(0, len(units) - 1))
    return list(reversed(units[best:]))[:_MOST_UNITS]


# --- units beside one another ------------------------------------------------------------------


def render_ranking(notice: Ranking, facts: RankingFacts, surface: Surface) -> Message:
    """Show the first and the last units with their places, and offer the last to look into."""
    say, units = surface.say, facts.units
    head = (
        say("**{unit}**: branches by reports sent on time", unit=facts.unit_name)
        if facts.by_reports
        else say("**{unit}**: units by targets met or on pace", unit=facts.unit_name)
    )
    if not units:
        return Message("\n".join([head, say("There is no unit below it.")]))
    numbered = [_format_ranked(place, unit) for place, unit in enumerate(units, 1)]
    if len(units) > 2 * _MOST_RANKED:
        numbered = [*numbered[:_MOST_RANKED], "…", *numbered[-_MOST_RANKED:]]
    last = list(reversed(units))[:_MOST_RANKED]
    return _make_page([head, *numbered], notice.choices, [(u.name, u.code) for u in last])


def _format_ranked(place: int, unit: RankedUnit) -> str:
    half = BAR_LENGTH // 2
    signs = format_bar(unit.good, unit.judged)[::2] if unit.judged else _UNJUDGED[:half]
    return f"{place}. {signs} {unit.name} {unit.good}/{unit.judged}"


_UNJUDGED = "·" * BAR_LENGTH


# --- a month -----------------------------------------------------------------------------------


def render_month_page(notice: MonthPage, facts: MonthFacts, surface: Surface) -> Message:
    """Show who sent a month's report and how many on time, what it came to, and who is missing."""
    say, reporting = surface.say, facts.reporting
    named = f"{facts.period.month}/{facts.period.year}"
    if reporting is None:
        return Message(say("I have no figures for {month}: it is not open yet.", month=named))
    lines = [say("**{unit} · month {month}**", unit=facts.unit_name, month=named)]
    if facts.level is Level.BRANCH:
        lines.append(_say_whether_sent(reporting, surface))
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
    sums = [_format_sum(indicator, amount, facts, surface) for indicator, amount in facts.sums]
    lines += [f"• {text}" for text in sums[:_MOST_SUMS]]
    lines += say_who_lacks(reporting, surface) if facts.level is not Level.BRANCH else []
    return Message(_cut_to_fit("\n".join(lines), surface), ageless=True)


def _say_whether_sent(reporting: Reporting, surface: Surface) -> str:
    due = surface.long_day(reporting.due)
    if not reporting.sent:
        return surface.say("Not sent, due {due}.", due=due)
    if reporting.on_time:
        return surface.say("Sent in time (due {due}).", due=due)
    return surface.say("Sent late (due {due}).", due=due)


def _format_sum(indicator: Indicator, amount: float, facts: MonthFacts, surface: Surface) -> str:
    suffix = indicator.rollup.suffix
    if indicator.asks == "yes_no" and indicator.words is not None and facts.level is Level.BRANCH:
        shown = indicator.words.yes_shown if amount else indicator.words.no_shown
        return f"{indicator.short}: {shown}"
    if is_net(indicator):
        return f"{indicator.short}: {format_signed(amount, surface)}"
    return f"{indicator.short}: {surface.number(round(amount, 1))}{suffix}"


def _make_page(lines: Sequence[str], choices: bool, offered: Sequence[tuple[str, str]]) -> Message:
    """Make the message of a page, with buttons for what may be asked from here.

    `offered`: the buttons' labels, and what follows /tiendo.
    """
    made = [Choice(label, f"/tiendo {words}") for label, words in offered] if choices else []
    rows: Choices = tuple(tuple(made[n : n + _A_ROW]) for n in range(0, len(made), _A_ROW))
    return Message("\n".join(lines), rows, ageless=True)
