"""What reminders and lists of who is missing stand on, read when they are sent."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from bot.conversations.reporting.report import ReportConversation
from bot.conversations.reporting.state import (
    Manner,
    ReportState,
    form_codes,
    form_lines,
    known_to,
    open_codes,
    report_key,
)
from bot.engine.conversation import Frame, Session
from domain.notices.reminders import (
    MissingFacts,
    MissingUnit,
    OwedForm,
    ReminderDue,
    ReminderFacts,
    StillMissing,
)
from domain.notices.reporting import Line
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.periods import Period, is_open
from services.context import Context
from services.reporting.due_days import due_of
from storage import extensions, people, reports, sessions
from storage.moments import moment
from storage.post_holders import PostHolders, post_holders

_EXTENSION = timedelta(days=3)
_REPORT = ReportConversation
_decode_session = msgspec.json.Decoder(Session).decode


def reminder(notice: ReminderDue, context: Context) -> ReminderFacts | None:
    """What is still owed of it; None where all was sent meanwhile, or may be sent no more."""
    period, today, units = Period.parse(notice.period), context.now.date(), context.units
    sent = reports.who_sent_of(context.tx, notice.period, notice.unit_ids)
    owing = [units.unit(i) for i in notice.unit_ids if i not in sent]
    owing = [u for u in owing if u.lives(today) and _may_be_sent(u, period, context)]
    if not owing:
        return None
    session = _session(notice.person_id, context)
    return ReminderFacts(
        people.name_of(context.tx, notice.person_id) or "",
        period,
        max(due_of(context, units.id_of(u.key), period) for u in owing),
        [_form(unit, period, session, context) for unit in owing],
    )


def _may_be_sent(unit: Unit, period: Period, context: Context) -> bool:
    return is_open(period, context.now, context.plan.settings, unit.level)


def _session(person_id: int, context: Context) -> Session:
    stored = sessions.look(context.tx, person_id)
    return _decode_session(stored) if stored else Session()


def _form(unit: Unit, period: Period, session: Session, context: Context) -> OwedForm:
    unit_id, plan = context.units.id_of(unit.key), context.plan
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


def missing(notice: StillMissing, context: Context) -> MissingFacts | None:
    """Who at or below the unit has not sent; None where everybody has."""
    units, today, period = context.units, context.now.date(), Period.parse(notice.period)
    unit = units.unit(notice.unit_id)
    if not unit.lives(today):
        return None
    view = units.tree.at(today)
    branches, due = view.branches(unit.key), _due(unit, period, context)
    senders = reports.first_sent(context.tx, units.ids(branches), notice.period)
    lacking = [b for b in branches if units.id_of(b.key) not in senders]
    own = list(_own(unit, period, context))
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
        list(_missing(unit, lacking, context)),
        own,
        _extension(unit, period, context),
    )


def _due(unit: Unit, period: Period, context: Context) -> date:
    """The due day of the branches below a unit."""
    units, today = context.units, context.now.date()
    branches = units.tree.at(today).branches(unit.key)
    one = branches[0] if branches else unit
    return due_of(context, units.id_of(one.key), period)


def _missing(unit: Unit, lacking: Sequence[Unit], context: Context) -> Iterator[MissingUnit]:
    units = context.units
    if unit.level in (Level.COMMUNE, Level.BRANCH):
        held = post_holders(context.tx, units.ids(lacking))
        for branch in lacking:
            unit_id = units.id_of(branch.key)
            yield MissingUnit(unit_id, branch.short, 1, why_unreached(held, unit_id))
        return
    view = units.tree.at(context.now.date())
    found = [c for b in lacking if (c := view.commune(b.key)) is not None]
    by_key = {c.key: c for c in found}
    for key, count in Counter(c.key for c in found).most_common():
        yield MissingUnit(units.id_of(key), by_key[key].short, count)


def why_unreached(held: PostHolders, unit_id: int) -> str:
    """Why nobody of a unit can be reminded: "nobody", "unreachable", or "" where somebody can."""
    there = held.get(unit_id, ())
    if not there:
        return "nobody"
    return "" if any(s.contact is not None for s in there) else "unreachable"


def _own(unit: Unit, period: Period, context: Context) -> Iterator[MissingUnit]:
    """Reports of communes and areas themselves, told to the level above them."""
    plan, units = context.plan, context.units
    below = [
        u
        for u in units.tree.at(context.now.date()).descendants(unit.key)
        if u.level in (Level.COMMUNE, Level.AREA) and plan.form(u.level, period)
    ]
    ids = units.ids(below)
    sent = reports.who_sent_of(context.tx, str(period), ids)
    held = post_holders(context.tx, ids)
    for unit_id, one in zip(ids, below, strict=True):
        if unit_id not in sent:
            yield MissingUnit(unit_id, one.short, 1, why_unreached(held, unit_id))


def _extension(unit: Unit, period: Period, context: Context) -> date | None:
    """The day to which a commune's reports may be put off, once."""
    today, units = context.now.date(), context.units
    line = units.line(units.id_of(unit.key), today)
    if unit.level is not Level.COMMUNE or extensions.find_latest(
        context.tx, line, str(period), extensions.DUE
    ):
        return None
    return extended_to(today, context)


def extended_to(today: date, context: Context) -> date:
    """A working day, three days or more from now."""
    return context.calendar.next_working_day(today + _EXTENSION)
