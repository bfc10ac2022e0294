"""Words of binding a group chat to a unit."""

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.engine.view import View
from domain.notices.people import (
    GroupBound,
    GroupHelp,
    GroupHowTo,
    GroupNoUnit,
    GroupRefused,
    GroupUnbound,
    GroupWhich,
    GroupWriteFirst,
)


def render_group_bound(notice: GroupBound, surface: Surface) -> Message:
    return Message(
        surface.say(
            "This group is now the group of **{unit}**. I am an automatic assistant, not a real "
            "person. Type /tiendo to see its progress; I never show a person's name here.",
            unit=notice.unit,
        )
    )


def render_group_which(notice: GroupWhich, surface: Surface) -> Message:
    say = surface.say
    lines = [say("Several units are called so. Please type one of these:")]
    lines += [f"/nhom {c.code} · {c.name}" for c in notice.candidates]
    if notice.more:
        lines.append(say("… and {n} more: please type a longer name.", n=notice.more))
    return Message("\n".join(lines))


def render_group_no_unit(_: GroupNoUnit, surface: Surface) -> Message:
    return Message(
        surface.say(
            "I found no unit of that name or code. Please type its code or its name as it is "
            "today, such as /nhom 01290 or /nhom xã Bảo Lâm."
        )
    )


def render_group_how_to(notice: GroupHowTo, surface: Surface) -> Message:
    say = surface.say
    how = say(
        "Type /nhom and the code or name of a unit: /nhom 01290 (a commune), /nhom DB-043 (an "
        "area), /nhom KHOI-1 (a bloc)."
    )
    if notice.private:
        how = say("This is for a group: add me to it and type there.") + " " + how
    return Message(how)


def render_group_unbound(_: GroupUnbound, surface: Surface) -> Message:
    return Message(
        surface.say(
            "I do not know yet which unit this group belongs to. An officer of the Women's Union "
            "can tell me: type /nhom and the unit's code or name, such as /nhom 01290."
        )
    )


def render_group_help(notice: GroupHelp, surface: Surface) -> Message:
    return Message(
        surface.say(
            "This is the group of **{unit}**. Type /tiendo to see its progress. To report or to "
            "ask for help for somebody, please write to me in a private chat.",
            unit=notice.unit,
        )
    )


def render_group_refused(notice: GroupRefused, surface: Surface) -> Message:
    return Message(
        surface.say(
            "Your post does not reach {unit}. Please ask an officer of that unit or of the "
            "province to type it.",
            unit=notice.unit,
        )
    )


def render_group_write_first(_: GroupWriteFirst, surface: Surface) -> Message:
    return Message(
        surface.say(
            "I do not know you yet. Please open a private chat with me first and type your "
            "invitation code, then type it again here."
        )
    )


def say_alone(surface: Surface) -> str:
    """Ask into a private chat, and name the numbers, so that nobody is marked by the answer."""
    say = surface.say
    numbers = ", ".join(line.number for line in surface.plan.hotlines if line.in_danger)
    return say(
        "Here I only speak of what concerns the whole group. For the rest, open a private chat "
        "with me. In danger call {numbers} at once.",
        numbers=numbers,
    )


VIEWS: tuple[View, ...] = (
    View(GroupBound, render_group_bound),
    View(GroupWhich, render_group_which),
    View(GroupNoUnit, render_group_no_unit),
    View(GroupHowTo, render_group_how_to),
    View(GroupUnbound, render_group_unbound),
    View(GroupHelp, render_group_help),
    View(GroupRefused, render_group_refused),
    View(GroupWriteFirst, render_group_write_first),
)
