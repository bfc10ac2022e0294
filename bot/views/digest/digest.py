"""A unit's week in one message for its group: neutral, short, and without a person's name."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from textwrap import shorten

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.views.attachments import with_picture
from bot.views.charts import progress_chart
from bot.views.progress.figures import figure
from domain.digest.week import Concern, Digest
from domain.documents.figures import Upcoming
from domain.notices.digest import WeeklyDigest
from domain.notices.progress import ProgressFacts, Reporting
from domain.org.levels import Level
from domain.progress.progress import IndicatorProgress, year_elapsed

MOST_CHARACTERS = 899
_MOST_OF_EACH = (3, 2, 1)
_MOST_EVENTS = 2
_LONGEST_EVENT = 70
_NAMED_BEFORE = timedelta(days=7)


def digest(notice: WeeklyDigest, facts: Digest, surface: Surface) -> Message:
    """The digest, with as many names of each kind as one short message holds."""
    text = ""
    for most in _MOST_OF_EACH:
        text = "\n".join(_lines(facts, surface, most))
        if len(text) <= MOST_CHARACTERS:
            break
    chart = _chart_of(facts)
    return with_picture(notice, Message(text), lambda: progress_chart(chart, surface), surface)


def _chart_of(facts: Digest) -> ProgressFacts:
    """What the group may hear of, as bars: the same picture that /tiendo gives."""
    elapsed = year_elapsed(facts.day.year, facts.day)
    return ProgressFacts(facts.unit_name, facts.level, facts.day, elapsed, facts.told, None)


def _lines(facts: Digest, surface: Surface, most: int) -> Iterator[str]:
    say = surface.say
    yield _head(facts, surface)
    if facts.reporting is not None and _tells(facts.reporting, facts):
        yield _reporting(facts, facts.reporting, surface, most)
    if facts.reached:
        told = [_reached(done, surface) for done in facts.reached]
        yield say("Reached for the year: {list}.", list=_listed(told, surface, most))
    if facts.concerns:
        told = [_concern(each, surface) for each in facts.concerns]
        yield say("To keep an eye on: {list}.", list=_listed(told, surface, most))
    if facts.movers:
        yield _movers(facts, surface)
    if coming := _coming(facts, surface):
        yield coming


def _head(facts: Digest, surface: Surface) -> str:
    first, last = facts.week.first, facts.week.last
    begins = str(first.day) if first.month == last.month else surface.day(first)
    days = round(facts.day.timetuple().tm_yday / year_elapsed(facts.day.year, facts.day))
    return surface.say(
        "**{unit} · week {first}–{last}** (day {day}/{days} of the year)",
        unit=facts.unit_name,
        first=begins,
        last=surface.day(last),
        day=facts.day.timetuple().tm_yday,
        days=days,
    )


def _tells(reporting: Reporting, facts: Digest) -> bool:
    """A report that nobody has sent yet, with days to go, is only named as what comes."""
    return reporting.expected > 0 and (reporting.sent > 0 or _is_near(reporting, facts))


def _is_near(reporting: Reporting, facts: Digest) -> bool:
    return reporting.due - facts.day <= _NAMED_BEFORE


def _reporting(facts: Digest, reporting: Reporting, surface: Surface, most: int) -> str:
    """How many have sent; who has not is named only when the due day is near."""
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


def _reached(done: IndicatorProgress, surface: Surface) -> str:
    return f"{done.indicator.code} {done.indicator.short} {figure(done, surface)}"


def _concern(each: Concern, surface: Surface) -> str:
    text, foreseen = _reached(each.progress, surface), each.forecast
    if foreseen is None or foreseen.amount is None:
        return text
    amount = surface.number(round(foreseen.amount))
    return surface.say("{figures} (at this pace: {forecast})", figures=text, forecast=amount)


def _listed(names: Sequence[str], surface: Surface, most: int) -> str:
    told, more = " · ".join(names[:most]), len(names) - most
    return told if more <= 0 else surface.say("{list} and {count} more", list=told, count=more)


def _movers(facts: Digest, surface: Surface) -> str:
    names = ", ".join(facts.movers)
    if facts.level is Level.COMMUNE:
        return surface.say("First to send this week: {list}.", list=names)
    return surface.say("Furthest ahead this week: {list}.", list=names)


def _coming(facts: Digest, surface: Surface) -> str:
    told = []
    if facts.next_due is not None:
        period, due = facts.next_due
        day = surface.long_day(due)
        told.append(
            surface.say("the report of month {month} is due {day}", month=period.month, day=day)
        )
    told += [_event(event, surface) for event in facts.coming[:_MOST_EVENTS]]
    if not told:
        return ""
    return surface.say("Coming: {list}.", list=" · ".join(told)).replace("….", "…")


def _event(event: Upcoming, surface: Surface) -> str:
    name = shorten(event.name, _LONGEST_EVENT, placeholder="…")
    if event.first is None:
        return surface.say("{event} by {day}", event=name, day=surface.day(event.last))
    return f"{surface.day(event.first)} {name}"
