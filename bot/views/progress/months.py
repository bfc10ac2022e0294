"""Words of months: what they came to, and whose reports are not there, page by page."""

from collections.abc import Iterator, Sequence

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.progress.figures import format_figure, format_signed, is_net
from bot.views.progress.paging import wrap_names, write_page
from domain.notices.progress import (
    MissingFacts,
    MissingForms,
    MissingReports,
    MonthFacts,
    MonthPage,
    MonthSum,
    Reporting,
)
from domain.org.levels import Level
from domain.periods import Period
from domain.progress.progress import IndicatorProgress

_MOST_NAMED = 12
_MOST_MONTHS = 6
_A_ROW = 3


# --- a month, or several -----------------------------------------------------------------------


def render_month_page(notice: MonthPage, facts: MonthFacts, surface: Surface) -> Message:
    """Show who sent a month's report and how many on time, what it came to, and who is missing."""
    say = surface.say
    if not facts.reports:
        named = _name_months(facts.period, facts.last)
        return Message(say("I have no figures for {month}: it is not open yet.", month=named))
    head = [_say_head(facts, surface), *_say_reporting(facts, surface)]
    lines = [line for each in facts.sums for line in _say_sum(each, facts, surface)]
    if not facts.sums:
        lines.append(_say_no_figure(notice, surface))
    lacking = _say_lacking(facts, surface) if not notice.code else []
    ask = _ask_months(notice, facts)
    text, more = write_page(
        head, [*lines, *lacking], notice.number, ask, surface, choices=notice.choices
    )
    choices = [*more]
    if notice.choices and lacking:
        month = _name_month(facts.period)
        choices.append(Choice(say("Who has not sent"), f"/tiendo {facts.code} thieu {month}"))
    return Message(text, (tuple(choices),) if choices else (), ageless=True)


def _say_no_figure(notice: MonthPage, surface: Surface) -> str:
    wanted = [i for i in surface.plan.indicators if i.code.startswith(notice.code)]
    if all(i.from_cases is not None for i in wanted):
        return surface.say("It is counted from cases, and not shown by month.")
    return surface.say("No figure of it came in these months.")


def _ask_months(notice: MonthPage, facts: MonthFacts) -> str:
    months = _name_months(facts.period, facts.last)
    return " ".join(part for part in (facts.code, notice.code, months) if part)


def _name_month(period: Period) -> str:
    return f"{period.month}/{period.year}"


def _name_months(first: Period, last: Period | None) -> str:
    """Name months as they are typed: `9/2025`, `7-9/2025`."""
    return _name_month(first) if last is None else f"{first.month}-{_name_month(last)}"


def _say_head(facts: MonthFacts, surface: Surface) -> str:
    months = _name_months(facts.period, facts.last).replace("-", "–")
    return surface.say("**{unit} · month {month}**", unit=facts.unit_name, month=months)


def _say_reporting(facts: MonthFacts, surface: Surface) -> Iterator[str]:
    if facts.last is None:
        [reporting] = facts.reports
        yield from _say_one_month(reporting, facts, surface)
        return
    if facts.level is not Level.BRANCH:
        each = [
            surface.say(
                "month {month}: {sent}/{expected}",
                month=r.period.month,
                sent=surface.number(r.sent),
                expected=surface.number(r.expected),
            )
            for r in facts.reports
            if r.expected
        ]
        if each:
            yield surface.say("Reports of {months}.", months=" · ".join(each))
    newest = facts.reports[-1].period
    if newest < facts.last:
        yield surface.say("Months after {month} are not open yet.", month=_name_month(newest))


def _say_one_month(reporting: Reporting, facts: MonthFacts, surface: Surface) -> Iterator[str]:
    if facts.level is Level.BRANCH:
        yield _say_whether_sent(reporting, surface)
    elif reporting.percent is not None:
        yield surface.say(
            "{sent}/{expected} branches sent ({percent}%), {on_time} on time (due {due}).",
            sent=surface.number(reporting.sent),
            expected=surface.number(reporting.expected),
            percent=reporting.whole_percent,
            on_time=surface.number(reporting.on_time or 0),
            due=surface.long_day(reporting.due),
        )


def _say_whether_sent(reporting: Reporting, surface: Surface) -> str:
    due = surface.long_day(reporting.due)
    if not reporting.sent:
        return surface.say("Not sent, due {due}.", due=due)
    if reporting.on_time:
        return surface.say("Sent in time (due {due}).", due=due)
    return surface.say("Sent late (due {due}).", due=due)


def _say_sum(each: MonthSum, facts: MonthFacts, surface: Surface) -> Iterator[str]:
    indicator, say = each.indicator, surface.say
    name = indicator.short if facts.level is Level.BRANCH else f"{indicator.code} {indicator.short}"
    text = f"• {name}: {_format_sum(each, each.amount, facts, surface)}"
    if each.until is None:
        yield text
        return
    if each.before is not None:
        month, before = (
            facts.period.previous().month,
            _format_sum(each, each.before, facts, surface),
        )
        text += say(" (month {month}: {before})", month=month, before=before)
    yield text
    if facts.level is not Level.BRANCH:
        yield _say_until(each.until, facts, surface)


def _say_until(until: IndicatorProgress, facts: MonthFacts, surface: Surface) -> str:
    month = _name_month(facts.reports[-1].period)
    figure = format_figure(until, surface)
    return surface.say("  From January to the end of {month}: {figure}", month=month, figure=figure)


def _format_sum(each: MonthSum, amount: float, facts: MonthFacts, surface: Surface) -> str:
    indicator = each.indicator
    if indicator.asks == "yes_no" and indicator.words is not None and facts.level is Level.BRANCH:
        return indicator.words.yes_shown if amount else indicator.words.no_shown
    suffix = indicator.rollup.suffix
    if suffix:
        return surface.number(round(amount, 1)) + suffix
    shown = format_signed(amount, surface) if is_net(indicator) else surface.number(amount)
    return f"{shown} {indicator.unit_word}"


def _say_lacking(facts: MonthFacts, surface: Surface) -> list[str]:
    """Name some of those who lack the report of a single month; the rest are a page of their own.

    With several months each has its own page.
    """
    if facts.last is not None or facts.level is Level.BRANCH:
        return []
    [reporting] = facts.reports
    if not reporting.missing:
        return []
    names = _name_all(reporting.missing[:_MOST_NAMED], surface)
    lines = wrap_names(surface.say("Not sent yet:"), names)
    more = len(reporting.missing) - len(names)
    if more > 0:
        command = f"{surface.say('PROGRESS')} {facts.code} THIẾU {_name_month(facts.period)}"
        lines.append(surface.say("… and {count} more: type {command}", count=more, command=command))
    return lines


# --- who has not sent --------------------------------------------------------------------------


def render_missing_reports(
    notice: MissingReports, facts: MissingFacts, surface: Surface
) -> Message:
    """Say whose reports of a month are not there, and of which other months some are missing."""
    say = surface.say
    owed = [form for form in facts.shown if form.expected]
    if facts.period is None or not owed:
        return Message(say("No branch of {unit} owes a report.", unit=facts.unit_name))
    if not any(form.missing for form in owed) and not facts.others:
        return Message(say("Every report has been sent. Nothing is missing!"))
    month = _name_month(facts.period)
    head = [say("**{unit} · who has not sent, month {month}**", unit=facts.unit_name, month=month)]
    lines = [*_say_others(facts, surface)]
    for form in owed:
        lines += _say_form(form, facts, surface)
    ask = f"{facts.code} thieu {month}"
    text, more = write_page(head, lines, notice.number, ask, surface, choices=notice.choices)
    return Message(text, _offer_months(notice, facts, more, surface), ageless=True)


def _say_form(form: MissingForms, facts: MissingFacts, surface: Surface) -> Iterator[str]:
    say, due = surface.say, surface.long_day(form.due)
    if form.level is facts.level:
        if form.missing:
            yield say("{unit}'s own report: not sent, due {due}.", unit=facts.unit_name, due=due)
        return
    counted = {
        "sent": surface.number(form.sent),
        "expected": surface.number(form.expected),
        "due": due,
    }
    match form.level:
        case Level.BRANCH:
            yield say("{sent}/{expected} branches sent, due {due}.", **counted)
        case Level.COMMUNE:
            yield say("Communes' own reports: {sent}/{expected} sent, due {due}.", **counted)
        case _:
            yield say("Areas' own reports: {sent}/{expected} sent, due {due}.", **counted)
    if form.units:
        yield from wrap_names(say("Not sent yet:"), _name_all(form.units, surface))
    if form.paused:
        named = [f"{name} ({surface.day(until)})" for name, until in form.paused]
        yield from wrap_names(say("Asked not to be reminded until:"), named)


def _name_all(units: Sequence[tuple[str, int]], surface: Surface) -> list[str]:
    return [f"{name} {surface.number(n)}" if n > 1 else name for name, n in units]


def _say_others(facts: MissingFacts, surface: Surface) -> list[str]:
    """Say of which other months reports are missing, the newest first, and how many."""
    say, by_month = surface.say, _group_by_month(facts.others)
    told = [
        say(
            "month {month} (due {due}): {list}",
            month=_name_month(period),
            due=surface.day(forms[0].due),
            list=", ".join(_count_form(form, surface) for form in forms),
        )
        for period, forms in by_month.items()
    ]
    if not told:
        return []
    newest = _name_month(next(iter(by_month)))
    command = f"{say('PROGRESS')} {facts.code} THIẾU {newest}"
    lines = [say("Other months lack reports, too ({command}):", command=command)]
    return [*lines, *(f"• {text}" for text in told)]


def _group_by_month(forms: Sequence[MissingForms]) -> dict[Period, list[MissingForms]]:
    found: dict[Period, list[MissingForms]] = {}
    for form in forms:
        found.setdefault(form.period, []).append(form)
    return found


def _count_form(form: MissingForms, surface: Surface) -> str:
    count = surface.number(form.missing)
    match form.level:
        case Level.BRANCH:
            return surface.say("{count} branches", count=count)
        case Level.COMMUNE:
            return surface.say("{count} of the communes' own", count=count)
        case Level.AREA:
            return surface.say("{count} of the areas' own", count=count)
    return surface.say("the province's own")


def _offer_months(
    notice: MissingReports, facts: MissingFacts, more: tuple[Choice, ...], surface: Surface
) -> tuple[tuple[Choice, ...], ...]:
    """Offer the next page and the other months."""
    if not notice.choices:
        return ()
    months = [
        Choice(
            surface.say("Month {month}", month=period.month),
            f"/tiendo {facts.code} thieu {_name_month(period)}",
        )
        for period in list(_group_by_month(facts.others))[:_MOST_MONTHS]
    ]
    rows = [tuple(months[n : n + _A_ROW]) for n in range(0, len(months), _A_ROW)]
    return tuple(row for row in (more, *rows) if row)
