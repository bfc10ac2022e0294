"""Words of the pages behind the card, under 900 letters: indicators, a ranking, a month."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.progress.card import Choices, say_running, say_up_to
from bot.views.progress.figures import (
    format_average,
    format_bar,
    format_line,
    format_own_amount,
    format_small_bars,
    format_unit,
    list_outlooks,
)
from bot.views.progress.paging import LONGEST, cut_to_fit
from domain.notices.progress import (
    IndicatorList,
    IndicatorPage,
    LineFacts,
    PageFacts,
    ProgressFacts,
    RankedUnit,
    Ranking,
    RankingFacts,
    UnitFigure,
)
from domain.org.levels import Level
from domain.progress.forecast import Outlook, judge_outlook
from domain.progress.progress import IndicatorProgress
from domain.progress.ranking import GOOD, JUDGED, is_below

_MOST_LISTED = 8
_MOST_UNITS = 3
_MOST_RANKED = 6
_A_ROW = 4
_ORDER = tuple(Outlook)


# --- every indicator at a glance ---------------------------------------------------------------


def render_indicator_list(notice: IndicatorList, facts: ProgressFacts, surface: Surface) -> Message:
    """Show the indicators that need care in full, and the others by their codes."""
    all_of_them = list_outlooks(facts)
    worst = [(o, i) for o, i in all_of_them if o in JUDGED and o not in GOOD]
    worst.sort(key=lambda pair: pair[0] is Outlook.AT_RISK)
    lines = [say_up_to(facts.unit_name, facts.counted, surface)]
    forecasts = facts.forecasts
    lines += [
        format_line(o, i, forecasts.get(i.indicator.code), surface) for o, i in worst[:_MOST_LISTED]
    ]
    codes: dict[Outlook, list[str]] = {o: [] for o in _ORDER}
    for found, i in all_of_them:
        codes[found].append(i.indicator.code)
    lines += _name_other_worst(worst[_MOST_LISTED:], surface)
    lines += _name_others(codes, surface)
    lines += say_running(facts.reporting, facts.counted, surface)
    shown = [i.indicator.code for _, i in worst[:_MOST_LISTED]]
    return _make_page(lines, notice.choices, [(c, f"{facts.code} {c}") for c in shown])


def _name_other_worst(
    rest: Sequence[tuple[Outlook, IndicatorProgress]], surface: Surface
) -> Iterator[str]:
    """Name the codes of those for which there was no line left, in their own colours."""
    at_risk = [i.indicator.code for found, i in rest if found is Outlook.AT_RISK]
    behind = [i.indicator.code for found, i in rest if found is not Outlook.AT_RISK]
    if behind:
        yield surface.say("🔴 Also far behind: {codes}", codes=", ".join(behind))
    if at_risk:
        yield surface.say("🟡 Also behind: {codes}", codes=", ".join(at_risk))


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
    text = cut_to_fit(text, surface)
    if len(facts.lines) == 1:
        units = facts.lines[0].units
        code = facts.lines[0].progress.indicator.code
        offered = _pick_last(units) or _pick_best(units)
        choices = [(u.name, f"{u.code} {code}") for u in offered]
        if surface.shows_pictures:
            choices.append((surface.say("Chart"), f"{facts.code} {code} bieudo"))
    else:
        codes = [found.progress.indicator.code for found in facts.lines]
        choices = [(c, f"{facts.code} {c}") for c in codes[:_MOST_LISTED]]
    return _make_page([text], notice.choices, choices)


_Detail = Callable[[LineFacts, PageFacts, Surface], list[str]]


def _write_page(facts: PageFacts, detail: _Detail, surface: Surface) -> str:
    lines = [say_up_to(facts.unit_name, facts.counted, surface)]
    if not facts.lines:
        lines.append(surface.say("This unit does not report that indicator."))
    for found in facts.lines:
        lines += detail(found, facts, surface)
    if facts.level is not Level.BRANCH:
        lines += say_running(facts.running, facts.counted, surface)
    return "\n".join(lines)


def _say_in_full(found: LineFacts, facts: PageFacts, surface: Surface) -> list[str]:
    return [
        f"{found.progress.indicator.name}.",
        *_say_in_brief(found, facts, surface),
        *_say_best_and_last(found, surface),
    ]


def _say_in_brief(found: LineFacts, facts: PageFacts, surface: Surface) -> list[str]:
    lines = [*_say_in_short(found, facts, surface), *_say_trend(found, surface)]
    indicator = found.progress.indicator
    if indicator.note and facts.level in (*indicator.target.per, Level.PROVINCE):
        lines.append(indicator.note)
    if _counts_any_part(found):
        lines.append(
            surface.say(
                "Of a merged commune that has not said it itself, one old part's yes counts."
            )
        )
    if found.beside is not None:
        average = format_average(found.beside, surface)
        lines.append(surface.say("An average branch of the commune: {average}", average=average))
    return lines


def _counts_any_part(found: LineFacts) -> bool:
    """Return True if a merged unit counts by any of its former units' yes."""
    indicator = found.progress.indicator
    asked_of_communes = indicator.asks == "yes_no" and Level.COMMUNE in indicator.entered_by
    return asked_of_communes and indicator.is_state


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
    indicator = found.progress.indicator
    if not known or (indicator.asks == "yes_no" and Level.BRANCH not in indicator.entered_by):
        return []  # a merged unit counts once, and its former units said it each for itself
    suffix = found.progress.indicator.rollup.suffix
    if len(amounts) == 1:
        amount = surface.number(round(known[0], 1)) + suffix
        return [
            surface.say("Month {month}: {amount}", month=found.months[0][0].month, amount=amount)
        ]
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
    best = [format_unit(u, surface) for u in _pick_best(found.units)]
    last = [format_unit(u, surface) for u in _pick_last(found.units)]
    lines = [surface.say("Furthest: {units}", units=" · ".join(best))]
    return [*lines, surface.say("Last: {units}", units=" · ".join(last))] if last else lines


def _pick_best(units: Sequence[UnitFigure]) -> Sequence[UnitFigure]:
    return units[: min(_MOST_UNITS, len(units) - 1)]


def _pick_last(units: Sequence[UnitFigure]) -> list[UnitFigure]:
    """Pick the last of those below their own target, the very last first.

    None is named that is among the furthest, or whose target was only shared out.
    """
    rest = [u for u in units[len(_pick_best(units)) :] if is_below(u.progress, u.outlook)]
    return rest[::-1][:_MOST_UNITS]


# --- units beside one another ------------------------------------------------------------------


def render_ranking(notice: Ranking, facts: RankingFacts, surface: Surface) -> Message:
    """Show the first and the last units with their places, and offer the last to look into."""
    say, units = surface.say, facts.units
    if facts.by_reports:
        head = [say("**{unit}**: branches by reports sent on time", unit=facts.unit_name)]
    else:
        up_to = say_up_to(facts.unit_name, facts.counted, surface)
        head = [up_to, say("Units by targets met or on pace:")]
    if not units:
        return Message("\n".join([*head, say("There is no unit below it.")]))
    ranked = [unit for unit in units if unit.judged]
    numbered = [_format_ranked(place, unit) for place, unit in enumerate(ranked, 1)]
    if len(ranked) > 2 * _MOST_RANKED:
        between = len(ranked) - 2 * _MOST_RANKED
        gap = say("… {count} units in between …", count=surface.number(between))
        numbered = [*numbered[:_MOST_RANKED], gap, *numbered[-_MOST_RANKED:]]
    silent = [unit for unit in units if not unit.judged]
    if silent:
        numbered.append(_say_unranked(silent, surface))
    numbered += say_running(facts.running, facts.counted, surface)
    last = list(reversed(ranked))[:_MOST_RANKED]
    offered = [*last, *silent][:_MOST_LISTED]
    return _make_page([*head, *numbered], notice.choices, [(u.name, u.code) for u in offered])


def _say_unranked(units: Sequence[RankedUnit], surface: Surface) -> str:
    """Name some of those of whom too little is known, in no order of merit."""
    names = ", ".join(unit.name for unit in units[:_MOST_RANKED])
    more = len(units) - _MOST_RANKED
    if more > 0:
        names = surface.say("{list} and {count} more units", list=names, count=more)
    return surface.say("Not ranked, too little was reported: {units}", units=names)


def _format_ranked(place: int, unit: RankedUnit) -> str:
    signs = format_bar(unit.good, unit.judged)[::2]
    return f"{place}. {signs} {unit.name} {unit.good}/{unit.judged}"


def _make_page(lines: Sequence[str], choices: bool, offered: Sequence[tuple[str, str]]) -> Message:
    """Make the message of a page, with buttons for what may be asked from here.

    `offered`: the buttons' labels, and what follows /tiendo.
    """
    made = [Choice(label, f"/tiendo {words}") for label, words in offered] if choices else []
    rows: Choices = tuple(tuple(made[n : n + _A_ROW]) for n in range(0, len(made), _A_ROW))
    return Message("\n".join(lines), rows, ageless=True)
