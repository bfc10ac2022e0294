"""Remind me no more, I cannot this month: reminders stop until a day, at most until the lock."""

import re
from datetime import date, timedelta

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.reporting.forms import find_own_units, tell_nothing_owed
from domain.answers import Status
from domain.answers.dates.coming import read_coming
from domain.answers.text.wishes import Wish
from domain.notices.asked import RemindersPaused
from domain.notices.common import NotForYou
from services.reminders.pauses import pause_reminders

_UNTIL = re.compile(r"\b(?:đến|den|tới|toi|sau|qua|ngày|ngay)\s+(.{2,30})$", re.IGNORECASE)


def stop_reminders(call: Call) -> Outcome:
    """Stop reminding her of what she owes until the day she names, else until it is locked.

    Her officer's list says so. Where nothing is owed, say when the next report opens.
    """
    own = find_own_units(call)
    if not own:
        return Outcome((NotForYou(),))
    periods, until, locks = pause_reminders(call, [u.unit_id for u in own], _read_until(call))
    if not periods:
        return Outcome((tell_nothing_owed(call, own[0]),))
    return Outcome((RemindersPaused(periods, until, locks),), sets_aside=True)


def _read_until(call: Call) -> date | None:
    """Return the first day that she names after "đến", if it is still to come."""
    found = _UNTIL.search(call.words)
    if found is None:
        return None
    reading = read_coming(found[1].strip(" .!"), call.now)
    if reading.status not in (Status.VALUE, Status.CONFIRM) or not isinstance(reading.value, tuple):
        return None
    first: date = reading.value[0]
    return first if first >= call.today + timedelta(days=1) else None


HANDLERS = (Handler(("dungnhac",), stop_reminders, typed=("xin hoan",), wishes=(Wish.STOP,)),)
