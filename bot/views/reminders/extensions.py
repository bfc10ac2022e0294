"""Words of putting off a due day: the question, the preview, the receipt, the list, the undoing."""

from collections.abc import Sequence
from datetime import date

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.engine.view import View
from bot.views.reminders.facts import read_granted
from bot.views.reporting import words
from domain.notices.extensions import (
    AskDueDay,
    Concerned,
    ConfirmExtension,
    ConfirmUndoing,
    Extended,
    ExtensionUndone,
    GrantedExtension,
    GrantedExtensions,
    GrantedFacts,
    NotExtended,
    PeriodClosed,
    UnitsUnclear,
)

_MOST_LINES = 10
_MOST_LISTED = 8


def render_ask_due_day(notice: AskDueDay, surface: Surface) -> Message:
    """Ask for the day, and say what was wrong with the one she named."""
    say, day = surface.say, notice.day
    due = min(one.due for one in notice.units)
    text = {
        "unread": say("I did not understand the day."),
        "past": say("The {day} is over.", day=_name_date(day, surface)),
        "early": say(
            "The reports are due {due}: I can only put that off to a later day.",
            due=surface.long_day(due),
        ),
        "late": say(
            "The {day} is too late: the reports {month} are locked after {last}.",
            day=_name_date(day, surface),
            month=words.say_month(surface, notice.period),
            last=surface.long_day(notice.last),
        ),
    }.get(notice.why, "")
    asks = say(
        "To which day shall I put off the reports **{month}** of {units}? For example {example}.",
        month=words.say_month(surface, notice.period),
        units=_name_units([one.name for one in notice.units], surface),
        example=surface.day(_find_example(due, notice.last)),
    )
    return _add_ways(f"{text} {asks}".strip(), (), surface)


def _find_example(due: date, last: date) -> date:
    return min(date.fromordinal(due.toordinal() + 4), last)


def _name_date(day: date | None, surface: Surface) -> str:
    return "" if day is None else surface.day(day) + _add_year(day, surface)


def _name_day(day: date, surface: Surface) -> str:
    return surface.long_day(day) + _add_year(day, surface)


def _add_year(day: date, surface: Surface) -> str:
    """Add the year where it is another than today's."""
    return "" if surface.now is None or day.year == surface.now.year else f"/{day.year}"


def render_confirm_extension(notice: ConfirmExtension, surface: Surface) -> Message:
    """Show whom it concerns, from which day to which."""
    say, until = surface.say, _name_day(notice.until, surface)
    month = words.say_month(surface, notice.period)
    again = say("I wait for OK or DROP.") + " " if notice.again else ""
    if len(notice.units) == 1:
        (one,) = notice.units
        text = say(
            "Put off the reports **{month}** of {unit} from {due} to **{until}**. "
            "It concerns {whom}.",
            month=month,
            unit=one.name,
            due=surface.long_day(one.due),
            until=until,
            whom=_count(one, surface),
        )
    else:
        first = say(
            "Put off the reports **{month}** of {n} units to **{until}**:",
            month=month,
            n=len(notice.units),
            until=until,
        )
        text = "\n".join((first, *_list_concerned(notice, surface)))
    typed = say("Right? Type OK; else DROP, or another day.")
    return _add_ways(again + text, (Choice(say("Put it off"), "ok"),), surface, typed)


def _list_concerned(notice: ConfirmExtension, surface: Surface) -> list[str]:
    say, shown = surface.say, notice.units[:_MOST_LINES]
    lines = [_say_line(one, notice.until, surface) for one in shown]
    if more := notice.units[_MOST_LINES:]:
        names = ", ".join(words.shorten_unit_name(one.name) for one in more)
        lines.append(say("• and {list}", list=names))
    return lines


def _say_line(one: Concerned, until: date, surface: Surface) -> str:
    if one.due >= until:
        return surface.say("• {unit}: stays at {due}", unit=one.name, due=surface.long_day(one.due))
    return surface.say(
        "• {unit}: {whom}, due {due} now",
        unit=one.name,
        whom=_count(one, surface),
        due=surface.day(one.due),
    )


def _count(one: Concerned, surface: Surface) -> str:
    """Say how many it concerns: `56 xã, 1.391 chi hội, 1.204 chưa gửi`."""
    say, n = surface.say, surface.number(one.branches)
    parts = [say("{n} communes", n=one.communes)] if one.communes else []
    if not one.branches:
        parts.append(say("no branch yet"))
    elif one.lacking:
        lacking = surface.number(one.lacking)
        parts.append(say("{n} branches, {lacking} have not sent", n=n, lacking=lacking))
    else:
        parts.append(say("{n} branches, all have sent", n=n))
    parts += [say("and the commune's own report")] if one.own else []
    return ", ".join(parts)


def render_extended(notice: Extended, surface: Surface) -> Message:
    """Confirm the new due day of units' reports."""
    say = surface.say
    text = say(
        "The reports {month} of {unit} are due {day} now. I remind them by that day.",
        month=words.say_month(surface, notice.period),
        unit=_name_units(notice.names, surface),
        day=_name_day(notice.until, surface),
    )
    if surface.buttons:
        return Message(text, ((Choice(say("See all put off"), "/giahan xem"),),))
    return Message(text + " " + say("All of them: type PUT OFF SEE. Take it back: PUT OFF DROP."))


def render_confirm_undoing(notice: ConfirmUndoing, surface: Surface) -> Message:
    """Show which day would count again."""
    say = surface.say
    again = say("I wait for OK or DROP.") + " " if notice.again else ""
    lines = [
        say(
            "Take back the extension {month} of {unit}: due {usual} again, not {due}.",
            month=words.say_month(surface, notice.period),
            unit=one.name,
            usual=surface.long_day(one.usual),
            due=surface.day(one.due),
        )
        for one in notice.units
    ]
    lines.append(say("Who has sent in the meantime stays on time."))
    if surface.now is not None and min(one.usual for one in notice.units) < surface.now.date():
        lines.append(say("That day is over: who has not sent will be late."))
    row, typed = (
        (Choice(say("Yes, take the extension back"), "ok"),),
        say("Right? Type OK, else DROP."),
    )
    return _add_ways(again + "\n".join(lines), row, surface, typed)


def render_extension_undone(notice: ExtensionUndone, surface: Surface) -> Message:
    """Say that it was taken back."""
    text = surface.say(
        "Taken back: the reports {month} of {unit} are due {day} again. Who has sent in the "
        "meantime stays on time.",
        month=words.say_month(surface, notice.period),
        unit=_name_units(notice.names, surface),
        day=surface.long_day(notice.due),
    )
    return Message(text)


def render_not_extended(_: NotExtended, surface: Surface) -> Message:
    """Say that nothing has changed."""
    return Message(surface.say("Every due day stays as it was."))


def render_units_unclear(notice: UnitsUnclear, surface: Surface) -> Message:
    """Say which of the names is not known."""
    say = surface.say
    if notice.others:
        return Message(
            say("Name number {n} is no unit of yours, so I cannot do that there.", n=notice.place)
            if notice.found
            else say("That unit is not one of yours, so I cannot do that there.")
        )
    if notice.place == 1 and not notice.found:
        return Message(
            say("I know no unit of that name below yours. Please type its name or code again.")
        )
    return Message(
        say(
            "I understood {found}; name number {n} I do not know. Please type them all again.",
            found=", ".join(notice.found),
            n=notice.place,
        )
    )


def render_period_closed(notice: PeriodClosed, surface: Surface) -> Message:
    """Say why this month's due day cannot be put off."""
    say, month = surface.say, words.say_month(surface, notice.period)
    if notice.locked:
        return Message(
            say(
                "The reports {month} are locked, so no due day can be put off. Type OPEN and a "
                "unit's name to have one sent or corrected.",
                month=month,
            )
        )
    return Message(say("The reports {month} cannot be entered yet.", month=month))


# --- the list ----------------------------------------------------------------------------------


def render_granted(_: GrantedExtensions, facts: GrantedFacts, surface: Surface) -> Message:
    """List the extensions that hold, and how one is taken back."""
    say = surface.say
    if not facts.extensions:
        return Message(say("No due day is put off now."))
    shown = facts.extensions[:_MOST_LISTED]
    lines = [say("**Put off now**:"), *(_say_granted(one, surface) for one in shown)]
    if more := len(facts.extensions) - len(shown):
        lines.append(say("{n} more are not shown here.", n=more))
    hers = [one for one in facts.extensions if one.hers]
    if not hers:
        return Message("\n".join(lines))
    if surface.buttons:
        return Message("\n".join(lines), ((Choice(say("Take one back"), "/giahan bo"),),))
    lines.append(say("Take one back: type PUT OFF DROP and the unit's name."))
    return Message("\n".join(lines))


def _say_granted(one: GrantedExtension, surface: Surface) -> str:
    say = surface.say
    text = say(
        "• {unit}, {month}: to {until}",
        unit=one.unit_name,
        month=words.say_month(surface, one.period),
        until=surface.long_day(one.until),
    )
    if not one.by:
        return text + " " + say("(since {day})", day=surface.day(one.on))
    return text + " " + say("({name}, {day})", name=one.by, day=surface.day(one.on))


# --- what they share ---------------------------------------------------------------------------


def _name_units(names: Sequence[str], surface: Surface) -> str:
    return ", ".join(names)


def _add_ways(text: str, row: tuple[Choice, ...], surface: Surface, typed: str = "") -> Message:
    """Add the buttons, or what can be typed instead."""
    if surface.buttons:
        return Message(text, ((*row, Choice(surface.say("Leave it"), "cancel")),))
    return Message(f"{text}\n{typed}".rstrip())


VIEWS: tuple[View, ...] = (
    View(AskDueDay, render_ask_due_day),
    View(ConfirmExtension, render_confirm_extension),
    View(ConfirmUndoing, render_confirm_undoing),
    View(Extended, render_extended),
    View(ExtensionUndone, render_extension_undone),
    View(NotExtended, render_not_extended),
    View(UnitsUnclear, render_units_unclear),
    View(PeriodClosed, render_period_closed),
    View(GrantedExtensions, render_granted, load=read_granted),
)
