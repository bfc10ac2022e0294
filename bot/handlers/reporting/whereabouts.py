"""Where she is as she writes: the form that stands open, and the report she was last told of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from bot.conversations.reporting.report import ReportConversation
from bot.conversations.reporting.state import ReportState
from bot.engine.conversation import Frame
from bot.engine.dialogue import Call
from bot.handlers.reporting.forms import (
    ReportingUnit,
    find_owed_periods,
    find_own_units,
    find_reporting_unit,
    find_sent_at,
)
from domain.periods import Period
from services.reminders.reminded import Reminded, find_last_reminded
from storage.moments import moment

_ANSWERED_WITHIN = timedelta(days=3)
"""So long after a reminder words without a form count as an answer to it."""

Form = tuple[ReportingUnit, Period]
"""A unit's report of a period."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where she is. `open_form`: the form that stands open. `told`: what she was last told of.

    `units`: those she may mean, by id. `by_reminder`: a reminder told her, after that form.
    `menu`: a list stands open.
    """

    open_form: ReportState | None
    told: tuple[Form, ...]
    units: Mapping[int, ReportingUnit]
    by_reminder: bool = False
    menu: bool = False

    def is_open(self, form: Form) -> bool:
        """Tell whether this form is the one that stands open."""
        here, (unit, period) = self.open_form, form
        return here is not None and (here.unit_id, here.period) == (unit.unit_id, str(period))


def find_whereabouts(call: Call) -> Whereabouts:
    """Find what stands open, what she was last told of, and for which units she may report."""
    frame = call.session.frame
    here = read_open_form(frame)
    units = {each.unit_id: each for each in find_own_units(call)}
    if here is not None and here.unit_id not in units:
        theirs = find_reporting_unit(call, here.unit_id)
        units = {} if theirs is None else {here.unit_id: theirs}
    menu = frame is not None and here is None
    reminded = find_last_reminded(call, find_sent_at(call)) if units else None
    if reminded is not None and _comes_after(call, reminded, frame):
        touched = _find_set_aside(call, units, reminded) if here is None else ()
        told = touched or _list_still_owed(call, reminded, units)
        if told:
            return Whereabouts(here, told, units, by_reminder=True, menu=menu)
    if here is not None and here.unit_id in units:
        return Whereabouts(here, ((units[here.unit_id], Period.parse(here.period)),), units)
    return Whereabouts(here, (), units, menu=menu)


def read_open_form(frame: Frame | None) -> ReportState | None:
    if frame is None or frame.name != ReportConversation.name:
        return None
    if frame.version != ReportConversation.version:
        return None
    return msgspec.json.decode(frame.state, type=ReportState)


def _comes_after(call: Call, reminded: Reminded, frame: Frame | None) -> bool:
    """Tell whether a reminder is what she answers: no form was shown since, and it is not old."""
    if frame is not None and moment(frame.at) >= reminded.at:
        return False
    return call.now - reminded.at <= _ANSWERED_WITHIN


def _find_set_aside(
    call: Call, units: Mapping[int, ReportingUnit], reminded: Reminded
) -> tuple[Form, ...]:
    """Find the form that was set aside last, if it was shown to her after the reminder."""
    later = [f for f in call.session.parked.values() if moment(f.at) >= reminded.at]
    for frame in sorted(later, key=lambda f: -f.at):
        state = read_open_form(frame)
        if state is not None and state.unit_id in units and not state.correcting:
            form = (units[state.unit_id], Period.parse(state.period))
            return (form,) if form[1] in find_owed_periods(call, form[0]) else ()
    return ()


def _list_still_owed(
    call: Call, reminded: Reminded, units: Mapping[int, ReportingUnit]
) -> tuple[Form, ...]:
    mine = [(units[i], period) for i, period in reminded.reports if i in units]
    return tuple(form for form in mine if form[1] in find_owed_periods(call, form[0]))
