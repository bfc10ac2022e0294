"""Words of how far a unit is: a card that fits one phone screen, and who has not reported."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.progress.figures import (
    format_average,
    format_bar,
    format_line,
    format_own_amount,
    format_signed,
    list_outlooks,
)
from domain.notices.progress import (
    ProgressCard,
    ProgressFacts,
    Reporting,
    UnitNotFound,
)
from domain.org.levels import Level
from domain.progress.forecast import Outlook
from domain.progress.progress import IndicatorProgress
from domain.progress.ranking import GOOD, JUDGED

Choices = tuple[tuple[Choice, ...], ...]

WITH_MAP = (Level.PROVINCE, Level.AREA, Level.BLOC)
_MOST_LINES = 5
_MOST_OWN_LINES = 12
_MOST_ADDED = 4


def render_progress_card(notice: ProgressCard, facts: ProgressFacts, surface: Surface) -> Message:
    """Show a branch's own figures, or a unit's against its targets."""
    if facts.level is Level.BRANCH:
        return _render_branch_card(notice, facts, surface)
    judged = [(found, i) for found, i in list_outlooks(facts) if found in JUDGED]
    worst = [(found, i) for found, i in judged if found not in GOOD]
    worst.sort(key=lambda pair: pair[0] is Outlook.AT_RISK)
    lines = [_say_head(facts, surface)]
    if judged:
        lines.append(_say_how_many(len(judged) - len(worst), len(judged), surface))
    elif facts.counted is not None:
        lines.append(surface.say("No target can be judged yet: too little was reported."))
    lines += _say_what_needs_care(worst, facts, surface)
    lines += _say_week(worst, facts, surface)
    lines += _say_reporting(facts, surface)
    if notice.choices and not surface.buttons:
        lines.append(_say_what_to_type(notice, facts, surface))
    return Message("\n".join(lines), _offer_choices(notice, facts, surface), ageless=True)


def say_up_to(unit_name: str, counted: Reporting | None, surface: Surface) -> str:
    """Name a unit and the month up to which its figures count, with how many reported it."""
    say = surface.say
    if counted is None:
        return say("**{unit}** · nothing has been reported yet", unit=unit_name)
    month = f"{counted.period.month}/{counted.period.year}"
    if counted.expected <= 1:
        return say("**{unit} · up to month {month}**", unit=unit_name, month=month)
    return say(
        "**{unit} · up to month {month}** ({sent}/{expected} reports)",
        unit=unit_name,
        month=month,
        sent=surface.number(counted.sent),
        expected=surface.number(counted.expected),
    )


def _say_head(facts: ProgressFacts, surface: Surface) -> str:
    named = say_up_to(facts.unit_name, facts.counted, surface)
    enough = facts.knows_enough or facts.counted is None
    return named if enough else named + surface.say(", not enough to judge")


def _say_how_many(good: int, judged: int, surface: Surface) -> str:
    words = surface.say("{good}/{all} targets met or on pace", good=good, all=judged)
    return f"{format_bar(good, judged)} {words}"


def _say_what_needs_care(
    worst: list[tuple[Outlook, IndicatorProgress]], facts: ProgressFacts, surface: Surface
) -> list[str]:
    lines = [
        format_line(found, i, facts.forecasts.get(i.indicator.code), surface)
        for found, i in worst[:_MOST_LINES]
    ]
    if len(worst) > _MOST_LINES:
        lines.append(surface.say("… and {count} more behind", count=len(worst) - _MOST_LINES))
    return lines


def _say_week(
    worst: list[tuple[Outlook, IndicatorProgress]], facts: ProgressFacts, surface: Surface
) -> list[str]:
    """Say what the last seven days brought, first of all to the lines that are shown."""
    if facts.week is None:
        return []
    shown = [i.indicator.code for _, i in worst[:_MOST_LINES]]
    codes = sorted(facts.week.added, key=lambda code: code not in shown)[:_MOST_ADDED]
    added = [f"{code} {format_signed(facts.week.added[code], surface)}" for code in codes]
    count = surface.number(facts.week.reports)
    if not added:
        return [surface.say("The last 7 days: {count} reports came.", count=count)]
    return [
        surface.say(
            "The last 7 days: {count} reports came; {added}.", count=count, added=" · ".join(added)
        )
    ]


def _say_reporting(facts: ProgressFacts, surface: Surface) -> list[str]:
    """Say how far the newest month is, where it is not the one that counts."""
    reporting, counted = facts.reporting, facts.counted
    if reporting is None:
        return []
    month = f"{reporting.period.month}/{reporting.period.year}"
    if reporting.percent is None:
        return [surface.say("Report of {month}: — (no branch owes one).", month=month)]
    return say_running(reporting, counted, surface)


def say_running(
    running: Reporting | None, counted: Reporting | None, surface: Surface
) -> list[str]:
    """Say how far the newest month is, where it is owed and not the one that counts."""
    if running is None or not running.expected:
        return []
    if counted is not None and counted.period == running.period:
        return []
    sentence = surface.say(
        "Report of {month}: {sent}/{expected} branches sent ({percent}%), not counted yet.",
        month=f"{running.period.month}/{running.period.year}",
        sent=surface.number(running.sent),
        expected=surface.number(running.expected),
        percent=running.whole_percent,
    )
    return [sentence]


def _say_what_to_type(notice: ProgressCard, facts: ProgressFacts, surface: Surface) -> str:
    say, code = surface.say, "" if notice.own else f" {facts.code}"
    more = say(
        "More: type {command} and MISSING (who has not sent), RANKING, an indicator such as 1.5, "
        "a month such as 9/2025, or a unit's name.",
        command=say("PROGRESS") + code,
    )
    export = say("As a Word or Excel file: {command}.", command=say("EXPORT") + code)
    return " ".join([more, *_say_pictures(facts, surface), export])


def _say_pictures(facts: ProgressFacts, surface: Surface) -> list[str]:
    """Say which words after the command bring a picture, where one can be sent."""
    if not surface.shows_pictures:
        return []
    if facts.level in WITH_MAP:
        return [surface.say("As a picture: CHART or MAP.")]
    return [surface.say("As a picture: CHART.")]


def _offer_choices(notice: ProgressCard, facts: ProgressFacts, surface: Surface) -> Choices:
    if not notice.choices:
        return ()
    say, ask = surface.say, f"/tiendo {facts.code}"
    first = [Choice(say("Slowest units"), f"{ask} xephang")]
    if facts.reporting is not None and facts.reporting.missing:
        first.append(Choice(say("Who has not sent"), f"{ask} thieu"))
    second = [Choice(say("By indicator"), f"{ask} chitieu")]
    if surface.shows_pictures:
        second.append(Choice(say("Chart"), f"{ask} bieudo"))
        if facts.level in WITH_MAP:
            second.append(Choice(say("Map"), f"{ask} bando"))
    files = [
        Choice(say("Export to {program}", program=program), f"/xuat {form} {facts.code}")
        for program, form in (("Word", "docx"), ("Excel", "xlsx"))
    ]
    return (tuple(first), tuple(second), tuple(files))


# --- a branch ----------------------------------------------------------------------------------


def _render_branch_card(notice: ProgressCard, facts: ProgressFacts, surface: Surface) -> Message:
    say = surface.say
    lines = [say("**{unit}** · since January", unit=facts.unit_name)]
    known = [i for i in facts.indicators if i.standing.answers]
    lines += [f"• {_format_own_line(i, facts, surface)}" for i in known[:_MOST_OWN_LINES]]
    if any(i.indicator.code in facts.beside for i in known[:_MOST_OWN_LINES]):
        lines.append(say("(In brackets: an average branch of the commune.)"))
    if not known:
        lines.append(say("Nothing has been reported yet."))
    lines += _say_own_report(notice, facts.reporting, surface)
    owes = facts.reporting is not None and not facts.reporting.sent
    can = owes and notice.choices and notice.own
    choices = ((Choice(say("Report now"), "/baocao"),),) if can else ()
    return Message("\n".join(lines), choices, ageless=True)


def _format_own_line(progress: IndicatorProgress, facts: ProgressFacts, surface: Surface) -> str:
    beside = facts.beside.get(progress.indicator.code)
    own = f"{progress.indicator.short}: {format_own_amount(progress, surface)}"
    return own if beside is None else f"{own} ({format_average(beside, surface)})"


def _say_own_report(
    notice: ProgressCard, reporting: Reporting | None, surface: Surface
) -> list[str]:
    if reporting is None:
        return []
    month = f"{reporting.period.month}/{reporting.period.year}"
    if reporting.sent:
        return [surface.say("The report of {month} is sent. Thank you!", month=month)]
    due = surface.long_day(reporting.due)
    if surface.buttons or not notice.own:
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


# --- what is not known -------------------------------------------------------------------------


def render_unit_not_found(notice: UnitNotFound, surface: Surface) -> Message:
    """Say that the unit she means is not clear: name the candidates, or say how to ask."""
    say = surface.say
    if notice.names:
        return Message(
            say(
                "Which one do you mean: {names}? Type its full name.", names=", ".join(notice.names)
            )
        )
    return Message(say("I know no unit of that name. Please ask again with the commune's name."))
