"""Words of what she asks about her own reports: when they are due, what was sent, no reminders."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.engine.view import View
from bot.views.reporting import words
from domain.notices.asked import DueDays, HowToPause, RemindersPaused, SentReport, SentReportFacts
from domain.periods import Period, is_open
from services.context import Context
from storage import reports
from storage.moments import moment

_MOST_LISTED = 6


def render_how_to_pause(_: HowToPause, surface: Surface) -> Message:
    """Say who puts a due day off, and how reminders stop meanwhile."""
    return Message(
        surface.say(
            "Your officer puts a due day off: to ask her, type WHOM TO CALL. If you cannot report "
            "yet, type ASK FOR PEACE: I do not remind you, and she sees it."
        )
    )


def render_due_days(notice: DueDays, surface: Surface) -> Message:
    """Say when each report is due: `Báo cáo tháng 10/2025: hạn thứ Hai 20/10, còn 6 ngày.`"""
    lines = []
    for each in notice.owed[:_MOST_LISTED]:
        month, due = words.say_month(surface, each.period), surface.long_day(each.due)
        unit = f" · {words.shorten_unit_name(each.unit_name)}" if notice.several else ""
        days = (each.due - surface.now.date()).days if surface.now is not None else 0
        lines.append(_say_due(month + unit, due, days, surface))
    if surface.buttons:
        return Message(
            "\n".join(lines), ((Choice(surface.say("Report"), "/baocao"),),), ageless=True
        )
    return Message("\n".join([*lines, surface.say("Type REPORT to begin.")]))


def _say_due(month: str, due: str, days: int, surface: Surface) -> str:
    say = surface.say
    if days < 0:
        return say("Report **{month}**: was due {due}, please send it.", month=month, due=due)
    if days == 0:
        return say("Report **{month}**: due today, {due}.", month=month, due=due)
    return say("Report **{month}**: due {due}, in {n} days.", month=month, due=due, n=days)


def read_sent_report(notice: SentReport, context: Context) -> SentReportFacts:
    """Read the report in force; whether somebody needs help is left out of what is shown again."""
    unit = context.units.unit(notice.unit_id)
    report = reports.find_in_force(context.tx, notice.unit_id, notice.period)
    if report is None:
        return SentReportFacts(unit.name)
    period, settings = Period.parse(notice.period), context.plan.settings
    codes = [i.code for i in context.plan.form(unit.level, period) if i.code in report.answers]
    return SentReportFacts(
        unit.name,
        report.number,
        moment(report.sent_at),
        codes,
        report.answers,
        is_open(period, context.now, settings, unit.level),
    )


def render_sent_report(notice: SentReport, facts: SentReportFacts, surface: Surface) -> Message:
    """Show a report as it stands, and whether it may still change."""
    say, month = surface.say, words.say_month(surface, notice.period)
    unit = words.shorten_unit_name(facts.unit_name)
    if facts.sent_at is None:
        text = say("The report **{month}** of {unit} has not come yet.", month=month, unit=unit)
        return Message(text + " " + say("Type REPORT to begin."))
    lines = [
        say(
            "Report **{month}** · {unit}, sent {at}, number {number}:",
            month=month,
            unit=unit,
            at=surface.moment(facts.sent_at),
            number=facts.number,
        ),
        *(_say_value(code, facts, surface) for code in facts.codes),
    ]
    if not facts.codes:
        lines.append(say("It tells no figures."))
    if facts.changeable:
        lines.append(say("To correct it, type EDIT."))
    else:
        lines.append(say("It is locked; the officer can open it again."))
    return Message("\n".join(lines))


def _say_value(code: str, facts: SentReportFacts, surface: Surface) -> str:
    name, value = words.name_question(surface, code), facts.values[code]
    return f"• {name}: {words.format_shown(surface, code, value)}"


def render_reminders_paused(notice: RemindersPaused, surface: Surface) -> Message:
    """Say until when she is left in peace, that her officer sees it, and how to report all the
    same."""
    say = surface.say
    months = ", ".join(say("month {n}", n=Period.parse(period).month) for period in notice.periods)
    if notice.locks:
        first = say(
            "All right, I remind you no more of the report {months}. It can be sent until {day}.",
            months=months,
            day=surface.long_day(notice.until),
        )
    else:
        first = say(
            "All right, I remind you no more of the report {months} before {day}.",
            months=months,
            day=surface.long_day(notice.until),
        )
    more = say("Your officer sees that. When you can, type REPORT.")
    return Message(f"{first} {more}")


VIEWS: tuple[View, ...] = (
    View(DueDays, render_due_days),
    View(HowToPause, render_how_to_pause),
    View(SentReport, render_sent_report, load=read_sent_report),
    View(RemindersPaused, render_reminders_paused),
)
