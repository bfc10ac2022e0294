"""Words that belong to no single conversation: help, apologies, and what is not for her or here."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.hotlines import say_whom_to_call
from bot.views.people.groups import say_alone
from bot.views.reporting.ask import Choices
from bot.views.reporting.understood import say_what_is_not_read
from bot.views.reporting.words import say_month
from domain.notices.common import (
    COURTESIES,
    Apology,
    Help,
    Net,
    NotForYou,
    NotHere,
    NotUnderstood,
    Standing,
)
from domain.people.roles import Role
from services.context import Context
from storage import people

_BRANCH = frozenset({Role.LEADER.value, Role.DEPUTY.value})


def render_help(notice: Help, surface: Surface) -> Message:
    """Say how she stands and what she can do here by her roles; tell a stranger how to join."""
    say = surface.say
    lines = [say("I am the automatic assistant of the Women's Union, not a person.")]
    if not notice.roles:
        return Message("\n".join([*lines, _say_where_help_is(surface), _say_how_to_join(surface)]))
    roles = set(notice.roles)
    if notice.standing is not None and roles <= _BRANCH:
        lines.append(_say_standing(notice.standing, surface))
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


def _say_standing(standing: Standing, surface: Surface) -> str:
    """Say which report she owes or has sent, and the word for it."""
    say, month = surface.say, say_month(surface, standing.period)
    if standing.due is None:
        return say("Your report {month} has come: type EDIT to correct it.", month=month)
    due = surface.long_day(standing.due)
    return say("You still owe the report {month}, due {due}: type REPORT.", month=month, due=due)


def _say_what_to_type(surface: Surface, roles: set[str]) -> list[str]:
    say = surface.say
    lines = []
    if roles & _BRANCH:
        lines.append(say("**REPORT**: this month's report, a few answers and it is done."))
        lines.append(say("**CORRECT**, **SEE REPORT**: change or read the report you sent."))
        lines.append(say("**PROGRESS**: what your branch has done this year."))
    if roles - _BRANCH:
        lines.append(say("**PROGRESS**: your unit, or one you name; WHO HAS NOT SENT, COMPARE."))
        lines.append(say("**EXPORT QUARTER 3 WORD**: reports by period, Word or Excel."))
        lines.append(say("**TASKS**, **RECORD**: the plan's tasks, and what you did for them."))
        lines.append(say("**REPORT**: your own unit's form."))
        lines.append(say("**OPEN AGAIN** and a unit's name: a locked month, for a late report."))
        lines.append(say("**PUT OFF** and a unit's name, a day: due later. **REMIND**: who lacks."))
        lines.append(say("**ANNOUNCE**: tell everybody below your unit something."))
        lines.append(say("**ENTER** and the branch's name: its report, entered by you."))
    lines.append(say("**CASE**: when a woman needs help."))
    lines.append(say("**CALENDAR**: what is coming, and when."))
    lines.append(say("Within a report: SKIP, BACK, LATER, DROP, HELP."))
    return lines


def _offer_choices(surface: Surface) -> Choices:
    if not surface.buttons:
        return ()
    say = surface.say
    return ((Choice(say("Report"), "/baocao"), Choice(say("Progress"), "/tiendo")),)


def render_not_understood(notice: NotUnderstood, surface: Surface) -> Message:
    """Say what was not understood, and what helps where she stands."""
    say = surface.say
    if not notice.roles:
        first = say("I do not know you yet.")
        return Message(f"{_say_where_help_is(surface)}\n{first} {_say_how_to_join(surface)}")
    text = f"{_say_first(notice.sent, surface)} {_say_what_helps(notice, surface)}"
    return Message(text, _offer_choices(surface), ageless=True)


def _say_first(sent: str, surface: Surface) -> str:
    say = surface.say
    courteous = {
        "text": say("I did not understand."),
        "thanks": say("You are welcome."),
        "agreed": say("No form stands open, so I sent nothing."),
        "greeting": say("Hello!"),
        "small_talk": say("Thank you for talking with me. I am a machine and only know our work."),
        "talk": say("I am a machine and only know our work, so I did not understand this."),
        "planned": say("What is only planned I do not note yet: tell me when it is done."),
        "insult": say("I am sorry that I upset you. I am a machine and do not understand it all."),
    }
    return courteous[sent] if sent in courteous else say_what_is_not_read(sent, surface)


def _say_what_helps(notice: NotUnderstood, surface: Surface) -> str:
    say = surface.say
    due = notice.standing is not None and notice.standing.due is not None
    if notice.standing is not None and (due and notice.sent in COURTESIES - {"planned"}):
        return _say_standing(notice.standing, surface)
    if notice.sent in COURTESIES - {"planned"}:
        return say("Type REPORT to report, PROGRESS to see the numbers, HELP for help.")
    if set(notice.roles) - _BRANCH:
        return say("Ask me: WHO HAS NOT SENT, PROGRESS and a unit's name, 1.2a; or type HELP.")
    if notice.standing is None:
        return say("Type REPORT to report, HELP for help, WHOM TO CALL to ask a person.")
    more = say("To ask a person: WHOM TO CALL. Else: HELP.")
    return f"{_say_standing(notice.standing, surface)} {more}"


def render_net(notice: Net, surface: Surface) -> Message:
    """Say whom to call in danger, and the word that leads to help."""
    first = next(line.number for line in surface.plan.hotlines if line.in_danger)
    return Message(
        surface.say("In danger, call {number}. A woman needs help: type CASE.", number=first)
    )


def render_apology(notice: Apology, surface: Surface) -> Message:
    """Apologise for a fault of ours."""
    return Message(
        surface.say(
            "Something went wrong on my side, sorry. Your answers are kept: please say it again."
        )
    )


def read_has_post(notice: NotForYou, context: Context) -> bool:
    """Read whether whoever is written to holds any post; a group counts as one that does."""
    chat = people.find_private_chat(context.tx, context.address_id)
    return (
        chat is None
        or chat.person_id is None
        or bool(people.load_posts(context.tx, chat.person_id))
    )


def render_not_for_you(notice: NotForYou, has_post: bool, surface: Surface) -> Message:
    """Say that her role does not allow it; without a post she needs a code first."""
    if has_post is False:
        return Message(
            surface.say(
                "You do not hold a post here yet. Please type the invitation code of your "
                "commune's Women's Union."
            )
        )
    return Message(surface.say("That is for other roles. Type HELP to see what you can do."))


def render_not_here(notice: NotHere, surface: Surface) -> Message:
    """Ask her into a private chat, in the words that danger gets there too."""
    return Message(say_alone(surface))
