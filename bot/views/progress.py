"""How far a unit is, in words: a card that fits one phone screen."""

from bot.views.base import Choice, Message
from bot.views.surface import Surface
from domain.levels import Level
from domain.measures import RollUp
from domain.notices.progress import (
    MissingReports,
    ProgressCard,
    ProgressFacts,
    Reporting,
    UnitNotFound,
)
from domain.progress import IndicatorProgress, Status

_BAR_LENGTH = 10
_FAR_BEHIND = 0.8
_MOST_LINES = 5
_MOST_OWN_LINES = 12
_MOST_MISSING = 12


def card(notice: ProgressCard, facts: ProgressFacts, surface: Surface) -> Message:
    """A branch's own figures, or a unit's against its targets."""
    if facts.level is Level.BRANCH:
        return _branch_card(notice, facts, surface)
    say = surface.say
    judged = [i for i in facts.indicators if i.status not in (Status.NOTHING, Status.UNSET)]
    good = [i for i in judged if i.status is not Status.BEHIND]
    lines = [_head(facts, surface)]
    if judged:
        lines.append(_bar(len(good), len(judged)) + " " + _how_many(good, judged, surface))
    lines += _behind(judged, surface)
    lines += _reporting(facts.reporting, facts.level, surface)
    if notice.choices and not surface.buttons and facts.reporting and facts.reporting.missing:
        lines.append(say("Who has not sent? Type: TIEN DO THIEU"))
    return Message("\n".join(lines), _choices(notice, facts, surface), ageless=True)


def _head(facts: ProgressFacts, surface: Surface) -> str:
    return surface.say(
        "**{unit} · up to {day}** · of the year gone by: {percent}%",
        unit=facts.unit_name,
        day=f"{facts.day:%-d/%-m/%Y}",
        percent=round(100 * facts.elapsed),
    )


def _bar(done: float, whole: float) -> str:
    filled = round(_BAR_LENGTH * done / whole) if whole else 0
    return "▇" * filled + "▁" * (_BAR_LENGTH - filled)


def _how_many(
    good: list[IndicatorProgress], judged: list[IndicatorProgress], surface: Surface
) -> str:
    return surface.say("{good}/{all} targets met or on pace", good=len(good), all=len(judged))


def _behind(judged: list[IndicatorProgress], surface: Surface) -> list[str]:
    behind = sorted((i for i in judged if i.status is Status.BEHIND), key=_pace)
    lines = [_line(i, surface) for i in behind[:_MOST_LINES]]
    if len(behind) > _MOST_LINES:
        lines.append(surface.say("… and {count} more behind", count=len(behind) - _MOST_LINES))
    return lines


def _pace(progress: IndicatorProgress) -> float:
    """How much of what should be done by now is done."""
    pace = progress.standing.pace or 0.0
    return pace / progress.expected if progress.expected else pace


def _line(progress: IndicatorProgress, surface: Surface) -> str:
    light = "🔴" if _pace(progress) < _FAR_BEHIND else "🟡"
    return f"{light} {progress.indicator.code} {progress.indicator.short}: " + figure(
        progress, surface
    )


def figure(progress: IndicatorProgress, surface: Surface) -> str:
    """What was reached of what, in a few words."""
    indicator, standing, say = progress.indicator, progress.standing, surface.say
    number = surface.number
    match indicator.rollup:
        case RollUp.RATIO:
            return say(
                "{achieved}% ({needed}% needed)",
                achieved=number(round(standing.achieved or 0, 1)),
                needed=number(standing.target or 0),
            )
        case RollUp.SHARE if standing.whole and standing.whole > 1:
            return say(
                "{reached}/{all} units reached it",
                reached=number(standing.part or 0),
                all=number(standing.whole),
            )
        case RollUp.BELOW:
            return say(
                "{count} units below {percent}%",
                count=number(standing.achieved or 0),
                percent=number(indicator.target.below or 0),
            )
    return _sum(progress, surface)


def _sum(progress: IndicatorProgress, surface: Surface) -> str:
    standing, number = progress.standing, surface.number
    achieved = standing.total if standing.total is not None else standing.achieved
    target = standing.total_target if standing.total_target is not None else standing.target
    if target is None:
        return number(achieved or 0)
    text = f"{number(achieved or 0)}/{number(target)}"
    if progress.forecast is None or round(progress.forecast) <= (achieved or 0):
        return text
    return surface.say(
        "{figures}, at this pace {forecast}",
        figures=text,
        forecast=number(round(progress.forecast)),
    )


def _reporting(reporting: Reporting | None, level: Level, surface: Surface) -> list[str]:
    if reporting is None or reporting.percent is None:
        return []
    line = surface.say(
        "Report of {month}: {sent}/{expected} branches sent ({percent}%).",
        month=f"{reporting.period.month}/{reporting.period.year}",
        sent=surface.number(reporting.sent),
        expected=surface.number(reporting.expected),
        percent=round(reporting.percent),
    )
    return [line]


def _choices(
    notice: ProgressCard, facts: ProgressFacts, surface: Surface
) -> tuple[tuple[Choice, ...], ...]:
    if not notice.choices or facts.reporting is None or not facts.reporting.missing:
        return ()
    return ((Choice(surface.say("Who has not sent"), "/tiendo thieu"),),)


def _branch_card(notice: ProgressCard, facts: ProgressFacts, surface: Surface) -> Message:
    say = surface.say
    lines = [say("**{unit}** · since January", unit=facts.unit_name)]
    known = [i for i in facts.indicators if i.standing.answers]
    lines += [f"• {i.indicator.short}: {_own_figure(i, surface)}" for i in known[:_MOST_OWN_LINES]]
    if not known:
        lines.append(say("Nothing has been reported yet."))
    lines += _own_report(facts.reporting, surface)
    owes = facts.reporting is not None and not facts.reporting.sent
    choices = ((Choice(say("Report now"), "/baocao"),),) if owes and notice.choices else ()
    return Message("\n".join(lines), choices, ageless=True)


def _own_figure(progress: IndicatorProgress, surface: Surface) -> str:
    """A branch's own amount: a state in words, a count as it adds up."""
    indicator, standing = progress.indicator, progress.standing
    if indicator.asks == "yes_no" and indicator.words is not None:
        return indicator.words.yes_shown if standing.part else indicator.words.no_shown
    amount = standing.total if standing.total is not None else standing.achieved
    return surface.number(amount or 0)


def _own_report(reporting: Reporting | None, surface: Surface) -> list[str]:
    if reporting is None:
        return []
    month = f"{reporting.period.month}/{reporting.period.year}"
    if reporting.sent:
        return [surface.say("The report of {month} is sent. Thank you!", month=month)]
    due = surface.long_day(reporting.due)
    if surface.buttons:
        return [
            surface.say("The report of {month} is still to come, due {due}.", month=month, due=due)
        ]
    return [
        surface.say(
            "The report of {month} is still to come, due {due}. Type BAO CAO to send it.",
            month=month,
            due=due,
        )
    ]


def missing(notice: MissingReports, facts: ProgressFacts, surface: Surface) -> Message:
    """Which units lack reports of the period at hand."""
    reporting, say = facts.reporting, surface.say
    if reporting is None or not reporting.missing:
        return Message(say("Every report has been sent. Nothing is missing!"))
    named = [
        f"{name} {surface.number(count)}" if count > 1 else name
        for name, count in reporting.missing[:_MOST_MISSING]
    ]
    more = len(reporting.missing) - len(named)
    lines = [
        say(
            "**{unit}, month {month}**: {sent}/{expected} branches sent, due {due}.",
            unit=facts.unit_name,
            month=f"{reporting.period.month}/{reporting.period.year}",
            sent=surface.number(reporting.sent),
            expected=surface.number(reporting.expected),
            due=surface.long_day(reporting.due),
        ),
        say("Not sent yet: {names}", names=", ".join(named)),
    ]
    if more > 0:
        lines.append(say("… and {count} more", count=more))
    return Message("\n".join(lines))


def unit_not_found(notice: UnitNotFound, surface: Surface) -> Message:
    """What was meant is not clear: candidates, or how to ask."""
    say = surface.say
    if notice.names:
        return Message(
            say(
                "Which one do you mean: {names}? Type its full name.", names=", ".join(notice.names)
            )
        )
    return Message(say("I know no unit of that name. Type TIEN DO and the name of the commune."))
