"""Words of a unit's weekly digest for its group: neutral, short, and without a person's name."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from textwrap import shorten

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.views.attachments import attach_picture
from bot.views.charts import draw_progress_chart
from bot.views.progress.figures import format_figure
from domain.digest.week import Concern, Digest
from domain.documents.figures import Upcoming
from domain.notices.digest import WeeklyDigest
from domain.notices.progress import ProgressFacts, Reporting
from domain.org.levels import Level
from domain.progress.progress import IndicatorProgress, compute_year_elapsed

MOST_CHARACTERS = 899
_MOST_OF_EACH = (3, 2, 1)
_MOST_EVENTS = 2
_LONGEST_EVENT = 70
_LONGEST_DONE = 80
_NAMED_BEFORE = timedelta(days=7)


def render_weekly_digest(notice: WeeklyDigest, facts: Digest, surface: Surface) -> Message:
    """Show a unit's week with a chart, and as many names of each kind as a short message holds."""
    text = ""
    for most in _MOST_OF_EACH:
        text = "\n".join(_say_lines(facts, surface, most))
        if len(text) <= MOST_CHARACTERS:
            break
    chart = make_chart_facts(facts)
    return attach_picture(
        notice, Message(text), lambda: draw_progress_chart(chart, surface), surface
    )


def make_chart_facts(facts: Digest) -> ProgressFacts:
    """Make the facts of the chart: what the group may hear of, drawn as /tiendo draws it."""
    elapsed = compute_year_elapsed(facts.day.year, facts.day)
    return ProgressFacts(
        facts.unit_name,
        facts.level,
        facts.day,
        elapsed,
        facts.told,
        facts.reporting,
        counted=facts.counted,
        forecasts=facts.forecasts,
    )


def _say_lines(facts: Digest, surface: Surface, most: int) -> Iterator[str]:
    say = surface.say
    yield _say_head(facts, surface)
    if facts.reporting is not None and _is_told(facts.reporting, facts):
        yield _say_reporting(facts, facts.reporting, surface, most)
    if facts.counted is not None and (facts.reached or facts.concerns):
        yield say(
            "Figures up to month {month}:",
            month=f"{facts.counted.period.month}/{facts.counted.period.year}",
        )
    if facts.reached:
        told = [_say_reached(done, surface) for done in facts.reached]
        yield say("Reached for the year: {list}.", list=_list_names(told, surface, most))
    if facts.concerns:
        told = [_say_concern(each, surface) for each in facts.concerns]
        yield say("To keep an eye on: {list}.", list=_list_names(told, surface, most))
    if facts.movers:
        yield _say_movers(facts, surface)
    yield from _say_added(facts, surface, most)
    if coming := _say_coming(facts, surface):
        yield coming


def _say_head(facts: Digest, surface: Surface) -> str:
    first, last = facts.week.first, facts.week.last
    begins = str(first.day) if first.month == last.month else surface.day(first)
    days = round(facts.day.timetuple().tm_yday / compute_year_elapsed(facts.day.year, facts.day))
    return surface.say(
        "**{unit} · week {first}–{last}** (day {day}/{days} of the year)",
        unit=facts.unit_name,
        first=begins,
        last=surface.day(last),
        day=facts.day.timetuple().tm_yday,
        days=days,
    )


def _is_told(reporting: Reporting, facts: Digest) -> bool:
    """Return False for a report that nobody has sent and that is not due soon.

    It is named among what comes instead.
    """
    return reporting.expected > 0 and (reporting.sent > 0 or _is_near(reporting, facts))


def _is_near(reporting: Reporting, facts: Digest) -> bool:
    return reporting.due - facts.day <= _NAMED_BEFORE


def _say_reporting(facts: Digest, reporting: Reporting, surface: Surface, most: int) -> str:
    """Say how many have sent; those who have not are named only when the due day is near."""
    text = surface.say(
        "Report of month {month}: {sent}/{all} branches have sent it ({percent}%).",
        month=reporting.period.month,
        sent=surface.number(reporting.sent),
        all=surface.number(reporting.expected),
        percent=reporting.whole_percent,
    )
    if not reporting.missing:
        return text + " " + surface.say("Everybody is there, thank you!")
    if not _is_near(reporting, facts):
        return text
    named = [n if facts.level is Level.COMMUNE else f"{n} {c}" for n, c in reporting.missing]
    missing, more = " · ".join(named[:most]), len(named) - most
    if more > 0:
        missing = surface.say("{list} and {count} more units", list=missing, count=more)
    return text + " " + surface.say("Not there yet: {list}.", list=missing)


def _say_reached(done: IndicatorProgress, surface: Surface) -> str:
    return f"{done.indicator.code} {done.indicator.short} {format_figure(done, surface)}"


def _say_concern(each: Concern, surface: Surface) -> str:
    text, foreseen = _say_reached(each.progress, surface), each.forecast
    if foreseen is None or foreseen.amount is None:
        return text
    amount = surface.number(round(foreseen.amount))
    return surface.say("{figures} (at this pace: {forecast})", figures=text, forecast=amount)


def _list_names(names: Sequence[str], surface: Surface, most: int) -> str:
    told, more = " · ".join(names[:most]), len(names) - most
    return told if more <= 0 else surface.say("{list} and {count} more", list=told, count=more)


def _say_movers(facts: Digest, surface: Surface) -> str:
    names = ", ".join(facts.movers)
    if facts.level is Level.COMMUNE:
        return surface.say("First to send this week: {list}.", list=names)
    return surface.say("Furthest ahead this week: {list}.", list=names)


def _say_added(facts: Digest, surface: Surface, most: int) -> Iterator[str]:
    """Say what was done this week for the plan's tasks, in the words of who recorded it."""
    say, added = surface.say, facts.added
    if added.own:
        told = [
            f"{shorten(one.words.show(), _LONGEST_DONE, placeholder='…')} ({one.task})"
            for one in added.own
        ]
        yield say("Done this week: {list}.", list=_list_names(told, surface, min(most, 2)))
    if added.below:
        told = [f"{name} {count}" for name, count in added.by_unit]
        yield say(
            "Recorded by the offices this week, {n}: {list}.",
            n=surface.number(added.below),
            list=_list_names(told, surface, most),
        )


def _say_coming(facts: Digest, surface: Surface) -> str:
    told = []
    if facts.next_due is not None:
        period, due = facts.next_due
        day = surface.long_day(due)
        told.append(
            surface.say("the report of month {month} is due {day}", month=period.month, day=day)
        )
    told += [_say_event(event, surface) for event in facts.coming[:_MOST_EVENTS]]
    if not told:
        return ""
    return surface.say("Coming: {list}.", list=" · ".join(told)).replace("….", "…")


def _say_event(event: Upcoming, surface: Surface) -> str:
    name = shorten(event.name, _LONGEST_EVENT, placeholder="…")
    if event.first is None:
        return surface.say("{event} by {day}", event=name, day=surface.day(event.last))
    return f"{surface.day(event.first)} {name}"
