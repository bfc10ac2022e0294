"""Putting off the day by which the reports of a commune's branches are due."""

from datetime import timedelta

from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.reminders import Extended
from domain.org.levels import Level
from domain.people.roles import Permission
from domain.periods import Period
from services.context import Request
from services.people.posts import may_act
from storage import extensions
from storage.extensions import Extension
from storage.moments import seconds

_EXTENSION = timedelta(days=3)


def extend_due_day(request: Request, unit_id: int, period: Period) -> tuple[Notice, ...]:
    """Put off a commune's due day to the first working day three days or more from now.

    Returns `Extended`, or `NotForYou` where the unit is no commune or none of hers.
    """
    unit = request.units.unit(unit_id)
    if unit.level is not Level.COMMUNE or not may_act(
        request, Permission.REPORT_FOR_BRANCH, unit_id
    ):
        return (NotForYou(),)
    until = request.calendar.next_working_day(request.today + _EXTENSION)
    granted = Extension(unit_id, str(period), extensions.DUE, until)
    extensions.grant(request.tx, granted, request.person_id, seconds(request.now))
    return (Extended(unit.name, str(period), until),)
