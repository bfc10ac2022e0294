"""/nhac: have those reminded who have not sent; /giahan: put off the day their reports are due."""

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.notices.common import NotForYou
from domain.people.roles import Permission
from domain.periods import Period
from services.people.posts import list_posts_for
from services.reminders.extensions import extend_due_day
from services.reminders.nudges import find_newest_open, nudge


def nudge_missing(call: Call) -> Outcome:
    """Remind the branches of a commune that have not sent; above, the officers of communes."""
    target = _read_target(call)
    return Outcome((NotForYou(),) if target is None else nudge(call, *target))


def extend(call: Call) -> Outcome:
    """Put off the due day of a commune's reports."""
    target = _read_target(call)
    return Outcome((NotForYou(),) if target is None else extend_due_day(call, *target))


def _read_target(call: Call) -> tuple[int, Period] | None:
    """Read the unit's id and the period ("/nhac 12 2025-10"); None where there are no such ones.

    Without words they are her own unit and the newest period that is open.
    """
    posts = list_posts_for(call, Permission.REPORT_FOR_BRANCH)
    named, _, when = call.words.partition(" ")
    try:
        unit_id = int(named) if named.isdecimal() else posts[0].unit_id if posts else 0
        call.units.unit(unit_id)
        period = Period.parse(when) if when else find_newest_open(call)
    except (KeyError, ValueError):
        return None
    return (unit_id, period) if period in call.plan.periods else None


HANDLERS = (
    Handler(("nhac",), nudge_missing),
    Handler(("giahan",), extend, typed=("gia han",)),
)
