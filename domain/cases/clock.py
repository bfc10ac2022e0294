"""Until when somebody must have taken a case."""

from datetime import datetime, time, timedelta

from domain.cases.intake import Urgency
from domain.cases.settings import CaseSettings
from domain.periods import Calendar


def compute_response_due(
    urgency: Urgency, since: datetime, settings: CaseSettings, calendar: Calendar
) -> datetime:
    """Compute when the response clock that starts at `since` (aware, in Vietnam) runs out.

    Danger counts minutes, day and night. High counts hours, on days off too. Normal counts working
    days, to the same time of day. High and normal clocks that end at night end when it is over.
    """
    if urgency is Urgency.DANGER:
        return since + timedelta(minutes=settings.danger_minutes)
    if urgency is Urgency.HIGH:
        return move_out_of_night(since + timedelta(hours=settings.high_hours), settings)
    day = since.date()
    for _ in range(settings.normal_working_days):
        day = calendar.next_working_day(day + timedelta(days=1))
    return move_out_of_night(datetime.combine(day, since.timetz()), settings)


def move_out_of_night(at: datetime, settings: CaseSettings) -> datetime:
    """Return this moment, or the end of the night it falls into."""
    morning = time(settings.night_until_hour, tzinfo=at.tzinfo)
    if at.hour >= settings.night_from_hour:
        return datetime.combine(at.date() + timedelta(days=1), morning)
    if at.hour < settings.night_until_hour:
        return datetime.combine(at.date(), morning)
    return at
