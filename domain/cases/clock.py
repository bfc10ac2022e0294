"""Until when somebody must have taken a case, and when it is said again that nobody has."""

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


RAREST_ROUND = timedelta(hours=3)
"""How long nobody is told of a case of danger that waits to be taken, at most."""


def compute_next_round(
    urgency: Urgency, since: datetime, now: datetime, settings: CaseSettings, calendar: Calendar
) -> datetime:
    """Compute when a case that nobody has taken since a moment is said again.

    That is as often as its response clock runs out; after a day that is once a day. Danger is said
    ever more rarely after its first hours, by how long she has waited, and again when the night is
    over.
    """
    soon = compute_response_due(urgency, now, settings, calendar)
    if urgency is not Urgency.DANGER:
        daily = move_out_of_night(now + timedelta(days=1), settings)
        return max(soon, daily) if now - since >= timedelta(days=1) else soon
    share = timedelta(minutes=settings.danger_minutes) / timedelta(
        hours=settings.danger_wakes_hours
    )
    rarer = now + min((now - since) * share, RAREST_ROUND)
    return min(max(soon, rarer), _find_end_of_night(now, settings))


def may_wake_all(urgency: Urgency, since: datetime, now: datetime, settings: CaseSettings) -> bool:
    """Return True if everybody who was asked to take a case may be asked again now: at night only
    in the first hours of danger."""
    if move_out_of_night(now, settings) == now:
        return True
    first = timedelta(hours=settings.danger_wakes_hours)
    return urgency is Urgency.DANGER and now - since <= first


def _find_end_of_night(now: datetime, settings: CaseSettings) -> datetime:
    morning = datetime.combine(now.date(), time(settings.night_until_hour, tzinfo=now.tzinfo))
    return morning if morning > now else morning + timedelta(days=1)


def move_out_of_night(at: datetime, settings: CaseSettings) -> datetime:
    """Return this moment, or the end of the night it falls into."""
    morning = time(settings.night_until_hour, tzinfo=at.tzinfo)
    if at.hour >= settings.night_from_hour:
        return datetime.combine(at.date() + timedelta(days=1), morning)
    if at.hour < settings.night_until_hour:
        return datetime.combine(at.date(), morning)
    return at
