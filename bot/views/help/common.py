"""Words that belong to no single conversation: help, apologies, and what is not for her or here."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.hotlines import say_whom_to_call
from bot.views.people.groups import say_alone
from bot.views.reporting.ask import Choices
from domain.notices.common import (
    Apology,
    Help,
    NotForYou,
    NotHere,
    NotUnderstood,
)
from domain.people.roles import Role

_BRANCH = frozenset({Role.LEADER.value, Role.DEPUTY.value})


def render_help(notice: Help, surface: Surface) -> Message:
    """Say what she can do here by her roles; tell a stranger how to join."""
    say = surface.say
    lines = [say("I am the automatic assistant of the Women's Union, not a person.")]
    if not notice.roles:
        return Message("\n".join([*lines, _say_where_help_is(surface), _say_how_to_join(surface)]))
    roles = set(notice.roles)
    lines += _say_what_to_type(surface, roles)
    return Message("\n".join(lines), _offer_choices(surface))


def _say_where_help_is(surface: Surface) -> str:
    """Name the numbers to call: whoever writes here without a post may be in danger."""
    numbers = say_whom_to_call(surface, "asked")
    asked = surface.say("Do you need the Union's help? Type CASE.")
    return f"{numbers} {asked}".strip()


def _say_how_to_join(surface: Surface) -> str:
    return surface.say(
        "To join, type the invitation code the Union gave you, such as CB-7K4Q-2M. "
        "No code yet? Ask the Union's officer of your commune."
    )


def _say_what_to_type(surface: Surface, roles: set[str]) -> list[str]:
    say = surface.say
    lines = []
    if roles & _BRANCH:
        lines.append(say("**REPORT**: this month's report, a few answers and it is done."))
        lines.append(say("**PROGRESS**: what your branch has done this year."))
        lines.append(say("**CORRECT**: change the report you sent."))
        lines.append(say("**CASE**: when a woman needs help."))
    if roles - _BRANCH:
        lines.append(say("**PROGRESS**: your unit against the plan, and who has not reported."))
        lines.append(say("**EXPORT**: your unit's year as a Word report or an Excel sheet."))
        lines.append(say("**REPORT**: your own unit's form."))
        lines.append(say("**OPEN AGAIN** and a unit's name: a locked month, for a late report."))
        lines.append(say("**ANNOUNCE**: tell everybody below your unit something."))
        lines.append(say("**ENTER** and the branch's name: its report, entered by you."))
        lines.append(say("**CASE**: cases that wait for you, and a new one."))
    lines.append(say("**CALENDAR**: what is coming, and when."))
    lines.append(say("Within a report: SKIP, BACK, LATER, DROP, HELP."))
    return lines


def _offer_choices(surface: Surface) -> Choices:
    if not surface.buttons:
        return ()
    say = surface.say
    return ((Choice(say("Report"), "/baocao"), Choice(say("Progress"), "/tiendo")),)


def render_not_understood(notice: NotUnderstood, surface: Surface) -> Message:
    """Say what may be typed, after something outside a conversation was no command."""
    say = surface.say
    if not notice.roles:
        first = say("I do not know you yet.")
        return Message(f"{_say_where_help_is(surface)}\n{first} {_say_how_to_join(surface)}")
    first = {
        "text": say("I did not understand."),
        "thanks": say("You are welcome."),
        "greeting": say("Hello!"),
    }.get(notice.sent, say("I can only read text."))
    rest = say("Type REPORT to report, PROGRESS to see the numbers, HELP for help.")
    return Message(f"{first} {rest}", _offer_choices(surface), ageless=True)


def render_apology(notice: Apology, surface: Surface) -> Message:
    """Apologise for a fault of ours."""
    return Message(
        surface.say(
            "Something went wrong on my side, sorry. Your answers are kept: please say it again."
        )
    )


def render_not_for_you(notice: NotForYou, surface: Surface) -> Message:
    """Say that her role does not allow it."""
    return Message(surface.say("That is for other roles. Type HELP to see what you can do."))


def render_not_here(notice: NotHere, surface: Surface) -> Message:
    """Ask her into a private chat, in the words that danger gets there too."""
    return Message(say_alone(surface))
