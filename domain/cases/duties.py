"""What is owed to the woman of a case next, and by when: no clock stops because somebody tapped.

A duty begins when the one before it is done, and ends only by what was owed. It is late once its
time has run out, and stays late until then, however often people were reminded of it: whoever asks
how long a woman has waited looks at `since`, never at the next reminder.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.cases.clock import compute_next_round, compute_response_due, move_out_of_night
from domain.cases.intake import Urgency
from domain.cases.settings import CaseSettings
from domain.periods import Calendar


class Duty(StrEnum):
    """TAKE: an officer takes the case. CONTACT: whoever holds it reaches her. ACTION: something is
    done for her. ANSWER: the reporter's words get an answer. FOLLOW_UP: she is asked how it is.
    SECOND: another officer says whether it ends. OUTSIDE: the province tells somebody outside the
    Union (police, the commune's chair, 111), because nobody of the commune may or can be told."""

    TAKE = "take"
    CONTACT = "contact"
    ACTION = "action"
    ANSWER = "answer"
    FOLLOW_UP = "follow_up"
    SECOND = "second"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty that is not done.

    `since`: when her waiting for it began. `due_at`: when it is late. `next_at`: when somebody is
    told of it next; it is `due_at` at first. `told`: how often somebody was.
    """

    duty: Duty
    since: datetime
    due_at: datetime
    next_at: datetime
    told: int = 0

    def is_late(self, now: datetime) -> bool:
        """Whether its time has run out."""
        return self.due_at <= now


Duties = tuple[Owed, ...]
"""What is owed in a case, each duty once."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """What clocks are computed by: the province's settings and its calendar."""

    settings: CaseSettings
    calendar: Calendar

    def compute_due(self, duty: Duty, urgency: Urgency, since: datetime) -> datetime:
        """Compute when a duty that begins at `since` is late."""
        return compute_duty_due(duty, urgency, since, self.settings, self.calendar)

    def compute_next(self, urgency: Urgency, owed: Owed, now: datetime) -> datetime:
        """Compute when what is late is said again, now that it was said once more.

        Danger that was taken and not reached is said like one nobody took, until the time for a
        first action is over: then the case goes to others.
        """
        in_rounds = now - owed.since < timedelta(hours=self.settings.action_danger_hours)
        if owed.duty is Duty.CONTACT and urgency is Urgency.DANGER and in_rounds:
            return compute_next_round(urgency, owed.since, now, self.settings, self.calendar)
        return compute_next_telling(urgency, owed.told + 1, now, self.settings, self.calendar)


def find_owed(duties: Duties, duty: Duty) -> Owed | None:
    """What is owed of this duty; None where it is done or never began."""
    return next((owed for owed in duties if owed.duty is duty), None)


def begin(duties: Duties, duty: Duty, since: datetime, due_at: datetime) -> Duties:
    """The duties with one more; one that runs already keeps its beginning and its clock."""
    if find_owed(duties, duty) is not None:
        return duties
    return (*duties, Owed(duty, since, due_at, due_at))


def begin_anew(duties: Duties, duty: Duty, since: datetime, due_at: datetime) -> Duties:
    """The duties with this one from now on, in place of the one that ran."""
    return begin(end(duties, duty), duty, since, due_at)


def end(duties: Duties, *done: Duty) -> Duties:
    """The duties without those that are done."""
    return tuple(owed for owed in duties if owed.duty not in done)


def hand_on(duties: Duties, duty: Duty, now: datetime, due_at: datetime) -> Duties:
    """The duties with this one for somebody new, who hears of it at `due_at` if it is not done.

    Her waiting goes on: what was late before stays late.
    """
    return tuple(
        replace(owed, next_at=due_at, told=0) if owed.duty is duty else owed
        for owed in begin(duties, duty, now, due_at)
    )


def wait_for_owner(duties: Duties, since: datetime, due_at: datetime) -> Duties:
    """The duties once nobody holds the case any more: it is to be taken, and what was owed to her
    is still owed by whoever takes it."""
    kept = end(duties, Duty.TAKE, Duty.FOLLOW_UP, Duty.SECOND)
    return begin(kept, Duty.TAKE, since, due_at)


def plan(duties: Duties, now: datetime, due_at: datetime) -> Duties:
    """The duties with a follow-up at this moment; one that is late already is not put off."""
    owed = find_owed(duties, Duty.FOLLOW_UP)
    if owed is not None and owed.is_late(now):
        return duties
    since = now if owed is None else owed.since
    return begin_anew(duties, Duty.FOLLOW_UP, since, due_at)


def tell_again(duties: Duties, duty: Duty, next_at: datetime) -> Duties:
    """The duties after somebody was told of one: it is said again at `next_at`."""
    return tuple(
        replace(owed, next_at=next_at, told=owed.told + 1) if owed.duty is duty else owed
        for owed in duties
    )


def hasten(duties: Duties, now: datetime, clocks: Clocks) -> Duties:
    """The duties once the case is one of danger: none has more time than danger gives it."""
    return tuple(_hasten(owed, now, clocks) for owed in duties)


def _hasten(owed: Owed, now: datetime, clocks: Clocks) -> Owed:
    due_at = min(owed.due_at, clocks.compute_due(owed.duty, Urgency.DANGER, now))
    return replace(owed, due_at=due_at, next_at=min(owed.next_at, due_at))


OF_THE_OWNER = frozenset({Duty.CONTACT, Duty.ACTION, Duty.ANSWER, Duty.FOLLOW_UP})
"""Duties of whoever holds the case; while nobody does they wait for her, and stay late."""


def find_next_to_tell(duties: Duties, now: datetime, *, held: bool = True) -> Owed | None:
    """The duty somebody is to be told of now, the most overdue first; None where there is none.

    The duty to take a case is not among them: its own clock finds who is told next
    (`domain.cases.escalation`). `held`: somebody holds the case.
    """
    silent = {Duty.TAKE} if held else {Duty.TAKE, *OF_THE_OWNER}
    ready = [o for o in duties if o.next_at <= now and o.duty not in silent]
    return min(ready, key=lambda owed: owed.due_at, default=None)


def find_longest_wait(duties: Duties) -> Owed | None:
    """What she has waited for longest."""
    return min(duties, key=lambda owed: owed.since, default=None)


def find_late(duties: Duties, now: datetime) -> Sequence[Owed]:
    """What is late, the longest wait first."""
    return sorted((o for o in duties if o.is_late(now)), key=lambda o: (o.since, o.due_at))


# --- clocks -------------------------------------------------------------------------------------


def compute_duty_due(
    duty: Duty, urgency: Urgency, since: datetime, settings: CaseSettings, calendar: Calendar
) -> datetime:
    """When a duty that begins at `since` (aware, Vietnam) is late.

    Danger counts day and night; what else would run out at night runs out when the night ends.
    """
    match duty:
        case Duty.TAKE:
            return compute_response_due(urgency, since, settings, calendar)
        case Duty.CONTACT | Duty.ANSWER:
            return _contact_due(urgency, since, settings, calendar)
        case Duty.ACTION:
            return _action_due(urgency, since, settings, calendar)
        case Duty.FOLLOW_UP:
            days = settings.follow_up_days[urgency]
            return move_out_of_night(since + timedelta(days=days), settings)
        case Duty.OUTSIDE:
            return since + timedelta(minutes=settings.danger_minutes)
    return _in_working_days(since, 1, settings, calendar)


def _contact_due(
    urgency: Urgency, since: datetime, settings: CaseSettings, calendar: Calendar
) -> datetime:
    if urgency is Urgency.DANGER:
        return since + timedelta(minutes=settings.contact_danger_minutes)
    if urgency is Urgency.HIGH:
        return move_out_of_night(since + timedelta(hours=settings.contact_high_hours), settings)
    return _in_working_days(since, settings.contact_working_days, settings, calendar)


def _action_due(
    urgency: Urgency, since: datetime, settings: CaseSettings, calendar: Calendar
) -> datetime:
    if urgency is Urgency.DANGER:
        return since + timedelta(hours=settings.action_danger_hours)
    if urgency is Urgency.HIGH:
        return move_out_of_night(since + timedelta(days=settings.action_high_days), settings)
    return move_out_of_night(since + timedelta(days=settings.action_normal_days), settings)


def _in_working_days(
    since: datetime, days: int, settings: CaseSettings, calendar: Calendar
) -> datetime:
    day: date = since.date()
    for _ in range(days):
        day = calendar.next_working_day(day + timedelta(days=1))
    return move_out_of_night(datetime.combine(day, since.timetz()), settings)


def compute_next_telling(
    urgency: Urgency, told: int, now: datetime, settings: CaseSettings, calendar: Calendar
) -> datetime:
    """When what is late is said again: as often as before a case is taken at first, and from the
    fourth time on at most once a day, so that nobody learns to look away."""
    soon = compute_response_due(urgency, now, settings, calendar)
    daily = move_out_of_night(now + timedelta(days=1), settings)
    return max(soon, daily) if told >= 4 else soon
