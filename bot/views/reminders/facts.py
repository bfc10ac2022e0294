"""Late facts of reminders, and of lists of who has not reported."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from bot.conversations.reporting.report import ReportConversation
from bot.conversations.reporting.state import (
    Manner,
    ReportState,
    drop_unknown_questions,
    find_open_codes,
    list_form_codes,
    list_form_lines,
    report_key,
)
from bot.engine.conversation import Frame, Session
from domain.notices.extensions import GrantedExtensions, GrantedFacts
from domain.notices.reminders import (
    MissingFacts,
    MissingUnit,
    OwedForm,
    ReminderDue,
    ReminderFacts,
    StillMissing,
)
from domain.notices.reporting import Line, OwedMonth
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.periods import Period, is_open
from services.context import Context
from services.reminders.extensions import list_extensions, propose_due_day
from services.reminders.nudges import find_why_unreached
from services.reminders.pauses import find_paused_until
from services.reporting.due_days import DueDays, find_due_day
from services.reporting.owed import find_owed_periods, is_late, say_whose
from storage import people, reports, sessions
from storage.moments import seconds
from storage.post_holders import load_post_holders

_REPORT = ReportConversation
_decode_session = msgspec.json.Decoder(Session).decode


def read_reminder(notice: ReminderDue, context: Context) -> ReminderFacts | None:
    """Read what she still owes; None if all was sent meanwhile, or can be sent no more."""
    period, today, units = Period.parse(notice.period), context.now.date(), context.units
    sent = reports.find_sent_among(context.tx, notice.period, notice.unit_ids)
    owing = [units.unit(i) for i in notice.unit_ids if i not in sent]
    owing = [u for u in owing if u.exists_on(today) and _may_be_sent(u, period, context)]
    if not owing:
        return None
    session = _read_session(notice.person_id, context)
    return ReminderFacts(
        people.find_name(context.tx, notice.person_id) or "",
        period,
        max(find_due_day(context, units.id_of(u.key), period) for u in owing),
        [_read_form(unit, period, session, context) for unit in owing],
        list(_list_late(owing, period, context)),
    )


def _list_late(owing: Sequence[Unit], period: Period, context: Context) -> Iterator[OwedMonth]:
    """List the other months of these units that are owed, and whose due days are over."""
    for unit in owing:
        unit_id = context.units.id_of(unit.key)
        name = say_whose(context, unit_id) if len(owing) > 1 else ""
        for other in find_owed_periods(context, unit_id):
            if other != period and is_late(context, unit_id, other):
                yield OwedMonth(str(other), late=True, unit_name=name)


def _may_be_sent(unit: Unit, period: Period, context: Context) -> bool:
    return is_open(period, context.now, context.plan.settings, unit.level)


def _read_session(person_id: int, context: Context) -> Session:
    stored = sessions.peek(context.tx, person_id)
    return _decode_session(stored) if stored else Session()


def _read_form(unit: Unit, period: Period, session: Session, context: Context) -> OwedForm:
    unit_id, plan = context.units.id_of(unit.key), context.plan
    whose = say_whose(context, unit_id)
    state = find_form(session, unit_id, str(period))
    if state is None:
        codes = list_form_codes(plan, unit.level, period)
        lines: Sequence[Line] = [Line(n, code, None) for n, code in enumerate(codes, 1)]
        return OwedForm(unit_id, whose, len(codes), lines, short=unit.short)
    state = drop_unknown_questions(plan, state)
    here = session.frame is not None and session.frame.key == report_key(unit_id, str(period))
    lines = [
        msgspec.structs.replace(x, values=None)
        for x in list_form_lines(state, find_open_codes(state))
    ]
    in_steps = here and (state.manner is Manner.STEPS or state.fixing)
    begun = len(lines) < len(state.codes)
    return OwedForm(unit_id, whose, len(state.codes), lines, begun, in_steps, unit.short)


def find_form(session: Session, unit_id: int, period: str) -> ReportState | None:
    """Find a unit's form of a period in a session: the one that is open, or was set aside."""
    key = report_key(unit_id, period)
    frames = (session.frame, session.parked.get(key))
    for frame in frames:
        if frame is not None and frame.key == key and _is_of_today(frame):
            return msgspec.json.decode(frame.state, type=ReportState)
    return None


def _is_of_today(frame: Frame) -> bool:
    return (frame.name, frame.version) == (_REPORT.name, _REPORT.version)


# --- who is missing ----------------------------------------------------------------------------


def read_missing(notice: StillMissing, context: Context) -> MissingFacts | None:
    """Read who at or below a unit has not sent; None where everybody has."""
    units, today, period = context.units, context.now.date(), Period.parse(notice.period)
    unit = units.unit(notice.unit_id)
    if not unit.exists_on(today):
        return None
    view = units.tree.at(today)
    branches, due = view.branches(unit.key), DueDays(context, period)
    senders = reports.find_first_sent_of(context.tx, units.ids(branches), notice.period)
    lacking = [b for b in branches if units.id_of(b.key) not in senders]
    own = list(_list_own_missing(unit, period, context))
    if not lacking and not own:
        return None
    on_time = sum(at <= seconds(due.find_moment(i)) for i, at in senders.items())
    return MissingFacts(
        notice.unit_id,
        unit.name,
        unit.level,
        period,
        due.find_day(notice.unit_id, Level.BRANCH),
        len(senders),
        len(branches),
        on_time,
        list(_list_missing(unit, lacking, period, context)),
        own,
        propose_due_day(context, notice.unit_id, period),
    )


def _list_missing(
    unit: Unit, lacking: Sequence[Unit], period: Period, context: Context
) -> Iterator[MissingUnit]:
    units, due = context.units, DueDays(context, period)
    theirs = due.find_day(units.id_of(unit.key), Level.BRANCH)

    def find_later(unit_id: int) -> date | None:
        day = due.find_day(unit_id, Level.BRANCH)
        return day if day > theirs else None

    if unit.level in (Level.COMMUNE, Level.BRANCH):
        held = load_post_holders(context.tx, units.ids(lacking))
        paused = find_paused_until(context, units.ids(lacking), str(period))
        for branch in lacking:
            unit_id = units.id_of(branch.key)
            why = find_why_unreached(held, unit_id) or ("paused" if unit_id in paused else "")
            later = find_later(unit_id)
            yield MissingUnit(unit_id, branch.short, 1, why, paused.get(unit_id), later)
        return
    view = units.tree.at(context.now.date())
    found = [c for b in lacking if (c := view.commune(b.key)) is not None]
    by_key = {c.key: c for c in found}
    for key, count in Counter(c.key for c in found).most_common():
        commune_id = units.id_of(key)
        later = find_later(commune_id)
        yield MissingUnit(commune_id, by_key[key].short, count, due=later)


def _list_own_missing(unit: Unit, period: Period, context: Context) -> Iterator[MissingUnit]:
    """List missing reports of communes and areas themselves, for the level above them."""
    plan, units = context.plan, context.units
    below = [
        u
        for u in units.tree.at(context.now.date()).descendants(unit.key)
        if u.level in (Level.COMMUNE, Level.AREA) and plan.form(u.level, period)
    ]
    ids = units.ids(below)
    sent = reports.find_sent_among(context.tx, str(period), ids)
    held = load_post_holders(context.tx, ids)
    for unit_id, one in zip(ids, below, strict=True):
        if unit_id not in sent:
            yield MissingUnit(unit_id, one.short, 1, find_why_unreached(held, unit_id))


# --- what was put off --------------------------------------------------------------------------


def read_granted(notice: GrantedExtensions, context: Context) -> GrantedFacts:
    """Read the extensions that hold now and concern these units."""
    return GrantedFacts(list_extensions(context, notice.unit_ids))
