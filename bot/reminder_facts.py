"""What reminders and lists of who is missing stand on, read when they are sent."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from bot.conversations.base import Frame, Session
from bot.conversations.report import ReportConversation
from bot.conversations.report_state import (
    Manner,
    ReportState,
    form_codes,
    form_lines,
    known_to,
    open_codes,
    report_key,
)
from bot.due_days import due_of
from bot.renderer import Loader, Moment
from domain.levels import Level
from domain.notices.reminders import (
    MissingFacts,
    MissingUnit,
    OwedForm,
    ReminderDue,
    ReminderFacts,
    StillMissing,
)
from domain.notices.report import Line
from domain.org import Unit
from domain.periods import Period, is_open
from storage import graces, people, reports, sessions
from storage.moments import moment
from storage.seats import Seats, seats

_EXTENSION = timedelta(days=3)
_REPORT = ReportConversation
_decode_session = msgspec.json.Decoder(Session).decode


def reminder(notice: ReminderDue, at: Moment) -> ReminderFacts | None:
    """What is still owed of it; None where all was sent meanwhile, or may be sent no more."""
    period, today, units = Period.parse(notice.period), at.now.date(), at.reference.units
    sent = reports.who_sent_of(at.book, notice.period, notice.unit_ids)
    owing = [units.unit(i) for i in notice.unit_ids if i not in sent]
    owing = [u for u in owing if u.lives(today) and _may_be_sent(u, period, at)]
    if not owing:
        return None
    session = _session(notice.person_id, at)
    return ReminderFacts(
        people.name_of(at.book, notice.person_id) or "",
        period,
        max(due_of(at.book, at.reference, units.id_of(u.key), period, today) for u in owing),
        [_form(unit, period, session, at) for unit in owing],
    )


def _may_be_sent(unit: Unit, period: Period, at: Moment) -> bool:
    return is_open(period, at.now, at.reference.plan.settings, unit.level)


def _session(person_id: int, at: Moment) -> Session:
    stored = sessions.look(at.book, person_id)
    return _decode_session(stored) if stored else Session()


def _form(unit: Unit, period: Period, session: Session, at: Moment) -> OwedForm:
    unit_id, plan = at.reference.units.id_of(unit.key), at.reference.plan
    state = form_of(session, unit_id, str(period))
    if state is None:
        codes = form_codes(plan, unit.level, period)
        lines: Sequence[Line] = [Line(n, code, None) for n, code in enumerate(codes, 1)]
        return OwedForm(unit_id, unit.name, len(codes), lines)
    state = known_to(plan, state)
    here = session.frame is not None and session.frame.key == report_key(unit_id, str(period))
    lines = [msgspec.structs.replace(x, values=None) for x in form_lines(state, open_codes(state))]
    in_steps = here and (state.manner is Manner.STEPS or state.fixing)
    begun = len(lines) < len(state.codes)
    return OwedForm(unit_id, unit.name, len(state.codes), lines, begun, in_steps)


def form_of(session: Session, unit_id: int, period: str) -> ReportState | None:
    """The form of a unit and period that stands open in a session, or was set aside in it."""
    key = report_key(unit_id, period)
    frames = (session.frame, session.parked.get(key))
    for frame in frames:
        if frame is not None and frame.key == key and _is_of_today(frame):
            return msgspec.json.decode(frame.state, type=ReportState)
    return None


def _is_of_today(frame: Frame) -> bool:
    return (frame.name, frame.version) == (_REPORT.name, _REPORT.version)


# --- who is missing ----------------------------------------------------------------------------


def missing(notice: StillMissing, at: Moment) -> MissingFacts | None:
    """Who at or below the unit has not sent; None where everybody has."""
    units, today, period = at.reference.units, at.now.date(), Period.parse(notice.period)
    unit = units.unit(notice.unit_id)
    if not unit.lives(today):
        return None
    view = units.tree.at(today)
    branches, due = view.branches(unit.key), _due(unit, period, at)
    senders = reports.first_sent(at.book, units.ids(branches), notice.period)
    lacking = [b for b in branches if units.id_of(b.key) not in senders]
    own = list(_own(unit, period, at))
    if not lacking and not own:
        return None
    on_time = sum(moment(first).date() <= due for first in senders.values())
    return MissingFacts(
        notice.unit_id,
        unit.name,
        unit.level,
        period,
        due,
        len(senders),
        len(branches),
        on_time,
        list(_missing(unit, lacking, at)),
        own,
        _extension(unit, period, at),
    )


def _due(unit: Unit, period: Period, at: Moment) -> date:
    """The due day of the branches below a unit."""
    units, today = at.reference.units, at.now.date()
    branches = units.tree.at(today).branches(unit.key)
    one = branches[0] if branches else unit
    return due_of(at.book, at.reference, units.id_of(one.key), period, today)


def _missing(unit: Unit, lacking: Sequence[Unit], at: Moment) -> Iterator[MissingUnit]:
    units = at.reference.units
    if unit.level in (Level.COMMUNE, Level.BRANCH):
        held = seats(at.book, units.ids(lacking))
        for branch in lacking:
            unit_id = units.id_of(branch.key)
            yield MissingUnit(unit_id, branch.short, 1, why_unreached(held, unit_id))
        return
    view = units.tree.at(at.now.date())
    found = [c for b in lacking if (c := view.commune(b.key)) is not None]
    by_key = {c.key: c for c in found}
    for key, count in Counter(c.key for c in found).most_common():
        yield MissingUnit(units.id_of(key), by_key[key].short, count)


def why_unreached(held: Seats, unit_id: int) -> str:
    """Why nobody of a unit can be reminded: "nobody", "unreachable", or "" where somebody can."""
    there = held.get(unit_id, ())
    if not there:
        return "nobody"
    return "" if any(s.contact is not None for s in there) else "unreachable"


def _own(unit: Unit, period: Period, at: Moment) -> Iterator[MissingUnit]:
    """Reports of communes and areas themselves, told to the level above them."""
    plan, units = at.reference.plan, at.reference.units
    below = [
        u
        for u in units.tree.at(at.now.date()).descendants(unit.key)
        if u.level in (Level.COMMUNE, Level.AREA) and plan.form(u.level, period)
    ]
    ids = units.ids(below)
    sent = reports.who_sent_of(at.book, str(period), ids)
    held = seats(at.book, ids)
    for unit_id, one in zip(ids, below, strict=True):
        if unit_id not in sent:
            yield MissingUnit(unit_id, one.short, 1, why_unreached(held, unit_id))


def _extension(unit: Unit, period: Period, at: Moment) -> date | None:
    """The day to which a commune's reports may be put off, once."""
    today, units = at.now.date(), at.reference.units
    line = units.line(units.id_of(unit.key), today)
    if unit.level is not Level.COMMUNE or graces.latest(at.book, line, str(period), graces.DUE):
        return None
    return extended_to(today, at)


def extended_to(today: date, at: Moment) -> date:
    """A working day, three days or more from now."""
    return at.reference.calendar.next_working_day(today + _EXTENSION)


LOADERS: dict[str, Loader] = {"reminder": reminder, "still_missing": missing}
"""By the name a view gives to what it needs."""
