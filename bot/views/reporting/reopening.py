"""Words of locked months and of reopening them."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.engine.view import View
from bot.views.reporting import words
from domain.notices.reopening import (
    REASONS,
    AskPeriod,
    AskReason,
    AskUnit,
    AskUntil,
    NothingLocked,
    NotReopened,
    OpenAgain,
    PeriodLocked,
    Reopened,
)

_FEW_DAYS = (3, 7)


def render_period_locked(notice: PeriodLocked, surface: Surface) -> Message:
    """Say that it is too late for this month, and whom she can ask."""
    return Message(
        surface.say(
            "The report {month} of {unit} was locked on {day}, so that the figures stand. Does it "
            "need a change? Please ask the Union's officer of {above}: she can open it again.",
            month=words.say_month(surface, notice.period),
            unit=notice.unit_name,
            day=surface.day(notice.locked),
            above=notice.ask,
        )
    )


def render_ask_unit(notice: AskUnit, surface: Surface) -> Message:
    """Ask for the unit's name or code."""
    say = surface.say
    text = say("Which unit shall report again? Type its name, such as Nà Pồng.")
    if notice.again:
        text = say("I find no unit of that name below yours.") + " " + text
    return _add_drop(text, (), surface)


def render_ask_period(notice: AskPeriod, surface: Surface) -> Message:
    """Ask for one of the locked months."""
    say = surface.say
    text = say("Which month shall I open again for {unit}?", unit=notice.unit_name)
    if notice.again:
        text = say("I did not understand.") + " " + text
    labels = [_name_month(period, sent, surface) for period, sent in notice.periods]
    return _add_labels(text, labels, surface)


def _name_month(period: str, sent: bool, surface: Surface) -> str:
    month = words.say_month(surface, period)
    if sent:
        return surface.say("{month} (sent)", month=month)
    return surface.say("{month} (not sent)", month=month)


def render_ask_until(notice: AskUntil, surface: Surface) -> Message:
    """Ask until the end of which day it shall be open."""
    say = surface.say
    text = say(
        "Until the end of which day shall I open {month} for {unit}? "
        "Type a day, such as 20/11, or 3 days.",
        month=words.say_month(surface, notice.period),
        unit=notice.unit_name,
    )
    if notice.again:
        text = say("I need a day within the next {n} days.", n=notice.most) + " " + text
    row = tuple(Choice(say("{n} days", n=n), f"{n} ngay") for n in _FEW_DAYS)
    return _add_drop(text, row, surface)


def render_ask_reason(notice: AskReason, surface: Surface) -> Message:
    """Ask for the reason, which is kept with the name of who opens the month."""
    say = surface.say
    text = say("Why? I keep it with your name.")
    if notice.again:
        text = say("I did not understand.") + " " + text
    named = {
        "phone": say("No phone or no signal"),
        "figures": say("Figures were wrong"),
        "newcomer": say("She is new in her post"),
        "other": say("Something else"),
    }
    return _add_labels(text, [named[reason] for reason in REASONS], surface)


def _add_labels(text: str, labels: list[str], surface: Surface) -> Message:
    say = surface.say
    if surface.buttons:
        rows = tuple((Choice(label, str(n)),) for n, label in enumerate(labels, 1))
        return Message(text, (*rows, (Choice(say("Leave it"), "cancel"),)))
    listed = "\n".join(f"{n}. {label}" for n, label in enumerate(labels, 1))
    return Message(f"{text}\n{listed}\n" + say("Type the number, or DROP."))


def _add_drop(text: str, row: tuple[Choice, ...], surface: Surface) -> Message:
    say = surface.say
    if not surface.buttons:
        return Message(text)
    rows = (row,) if row else ()
    return Message(text, (*rows, (Choice(say("Leave it"), "cancel"),)))


def render_reopened(notice: Reopened, surface: Surface) -> Message:
    """Confirm to the officer that a month is open again, and how many people were told."""
    say = surface.say
    text = say(
        "Opened: {unit} can send or correct the report {month} until the end of {day}.",
        unit=notice.unit_name,
        month=words.say_month(surface, notice.period),
        day=surface.long_day(notice.until),
    )
    if notice.told:
        return Message(text + " " + say("I told {n} who report for it.", n=notice.told))
    return Message(text + " " + say("Nobody there can be written to: please call her."))


def render_open_again(notice: OpenAgain, surface: Surface) -> Message:
    """Tell those who report for the unit that a month is open again."""
    say = surface.say
    text = say(
        "The report {month} of {unit} is open again until the end of {day}.",
        month=words.say_month(surface, notice.period),
        unit=notice.unit_name,
        day=surface.long_day(notice.until),
    )
    if surface.buttons:
        command = "/sua" if notice.sent else f"/baocao {notice.unit_id} {notice.period}"
        label = say("Correct it") if notice.sent else say("Report")
        return Message(text, ((Choice(label, command),),), ageless=True)
    how = say("Type CORRECT to change it.") if notice.sent else say("Type REPORT to send it.")
    return Message(text + " " + how)


def render_nothing_locked(notice: NothingLocked, surface: Surface) -> Message:
    """Say that no month of this unit is locked."""
    return Message(
        surface.say(
            "No month of {unit} is locked: its reports can be sent (REPORT) and corrected "
            "(CORRECT) as usual.",
            unit=notice.unit_name,
        )
    )


def render_not_reopened(_: NotReopened, surface: Surface) -> Message:
    """Say that nothing was opened."""
    return Message(surface.say("Left as it was: nothing was opened."))


VIEWS: tuple[View, ...] = (
    View(PeriodLocked, render_period_locked),
    View(AskUnit, render_ask_unit),
    View(AskPeriod, render_ask_period),
    View(AskUntil, render_ask_until),
    View(AskReason, render_ask_reason),
    View(Reopened, render_reopened),
    View(OpenAgain, render_open_again),
    View(NothingLocked, render_nothing_locked),
    View(NotReopened, render_not_reopened),
)
