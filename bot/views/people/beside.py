"""Words for two who report for the same branch: each learns that the other is there."""

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.engine.view import View
from bot.views.reporting.words import shorten_unit_name
from domain.notices.hands import Colleague, ReportsBeside
from domain.people.roles import Role
from services.context import Context
from storage import people


def read_colleagues(
    notice: ReportsBeside, context: Context
) -> tuple[str, tuple[Colleague, ...]] | None:
    """Read the branch's name and those who still report for it; None if none of them does."""
    held = people.load_appointments(context.tx, [notice.unit_id], (Role.LEADER, Role.DEPUTY))
    there = {each.person_id: each for each in held}
    found = tuple(
        Colleague(there[who].name, there[who].post.role.value)
        for who in notice.people
        if who in there
    )
    return (context.units.unit(notice.unit_id).name, found) if found else None


def render_reports_beside(
    notice: ReportsBeside, facts: tuple[str, tuple[Colleague, ...]], surface: Surface
) -> Message:
    """Name the other, and say how two do not report over one another."""
    say, (unit, found) = surface.say, facts
    names = ", ".join(name_colleague(surface, each) for each in found)
    branch = shorten_unit_name(unit)
    if notice.joined:
        return Message(
            say(
                "{names} now reports for {branch} too. One report a month is enough: whoever "
                "comes second is shown what was sent, and asked.",
                names=names,
                branch=branch,
            )
        )
    return Message(
        say(
            "{names} reports for it too: whoever sends second is asked.",
            names=names,
        )
    )


def name_colleague(surface: Surface, who: Colleague) -> str:
    """Name somebody who reports: `chị Mỷ (chi hội phó)`; by her role alone if unnamed."""
    say = surface.say
    role = {
        Role.LEADER: say("branch leader"),
        Role.DEPUTY: say("deputy branch leader"),
    }.get(Role(who.role), say("officer of the Women's Union"))
    if not who.name.strip():
        return say("the {role}", role=role)
    return say("Ms {name} ({role})", name=who.name.split()[-1], role=role)


VIEWS: tuple[View, ...] = (View(ReportsBeside, render_reports_beside, load=read_colleagues),)
