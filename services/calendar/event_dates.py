"""Setting the days of the plan's events that the plan leaves open."""

from domain.calendar.events import Window, apply_dates
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.people.roles import Permission
from domain.plan.plan import Plan
from services.context import Context, Request
from services.people.posts import list_posts_for
from storage import event_dates
from storage.moments import seconds


def read_dated_plan(context: Context) -> Plan:
    """Read the plan with the days that were set for its events."""
    plan = context.plan
    return apply_dates(plan, event_dates.load_dates(context.tx, plan.id))


def set_event_date(request: Request, event: str, days: Window | None) -> tuple[Notice, ...]:
    """Keep the first and last day of an event, by its id; None: it is not held.

    Returns nothing, or `NotForYou` where she may not set days.
    """
    if not list_posts_for(request, Permission.SET_EVENT_DATES):
        return (NotForYou(),)
    at, plan = seconds(request.now), request.plan.id
    event_dates.keep(request.tx, plan, event, days, by=request.person_id, at=at)
    return ()
