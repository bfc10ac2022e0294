"""/nhac: have those reminded who have not sent; /giahan: put off the day their reports are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.reminders import Extended, Nudged, ReminderDue, StillMissing
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.people.roles import Action, Role, may
from domain.periods import Period, opens_at
from domain.reminders.quiet_hours import closes, held_until
from services.people.posts import posts_for
from services.reminders.due import Due, enqueue_due
from services.reminders.overdue import deputies_too
from storage import extensions, reports
from storage.extensions import Extension
from storage.moments import seconds
from storage.outbox import REMINDER
from storage.post_holders import PostHolder, PostHolders, post_holders
from storage.sent_reminders import Claim

_EXTENSION = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class _Office:
    """What an officer asks about: a unit of hers, or below, and a period."""

    unit: Unit
    unit_id: int
    period: Period


def nhac(call: Call) -> Outcome:
    """Remind the branches of a commune that have not sent; above, the officers of communes."""
    office = _office(call)
    if office is None:
        return Outcome((NotForYou(),))
    if office.unit.level is Level.COMMUNE:
        return Outcome((_nudge_branches(call, office),))
    return Outcome((_nudge_communes(call, office),))


def giahan(call: Call) -> Outcome:
    """Put off the due day of a commune's reports to a working day, three days or more from now."""
    office = _office(call)
    if office is None or office.unit.level is not Level.COMMUNE:
        return Outcome((NotForYou(),))
    until = call.reference.calendar.next_working_day(call.now.date() + _EXTENSION)
    granted = Extension(office.unit_id, str(office.period), extensions.DUE, until)
    extensions.grant(call.tx, granted, call.person_id, seconds(call.now))
    return Outcome((Extended(office.unit.name, str(office.period), until),))


def _office(call: Call) -> _Office | None:
    """The unit and period named ("/nhac 12 2025-10"), or her own and the newest that is open."""
    posts = posts_for(call, Action.REPORT_FOR_BRANCH)
    named, _, when = call.words.partition(" ")
    try:
        unit_id = int(named) if named.isdecimal() else posts[0].unit_id if posts else 0
        unit = call.units.unit(unit_id)
        period = Period.parse(when) if when else newest_open(call)
    except (KeyError, ValueError):
        return None
    line = call.units.line(unit_id, call.now.date())
    allowed = may(posts, Action.REPORT_FOR_BRANCH, line) and unit.lives(call.now.date())
    return _Office(unit, unit_id, period) if allowed and period in call.plan.periods else None


def newest_open(call: Call) -> Period:
    """The newest period whose report may be sent; the year's first before any may."""
    settings = call.plan.settings
    opened = [p for p in call.plan.periods if opens_at(p, settings) <= call.now]
    return opened[-1] if opened else call.plan.periods[0]


# --- nudges ------------------------------------------------------------------------------------


def _nudge_branches(call: Call, office: _Office) -> Notice:
    missing = _missing(call, office)
    held = post_holders(call.tx, call.units.ids(missing))
    told: dict[int, tuple[PostHolder, list[int]]] = {}
    unreached = []
    for unit in missing:
        unit_id = call.units.id_of(unit.key)
        there = _leaders(call, held, unit_id)
        unreached += [] if there else [unit.short]
        for holder in there:
            told.setdefault(holder.person_id, (holder, []))[1].append(unit_id)
    dues = [
        _due(
            call, office, holder, ReminderDue(who, tuple(units), str(office.period), "nudge"), units
        )
        for who, (holder, units) in told.items()
    ]
    return _put(call, dues, unreached)


def _leaders(call: Call, held: PostHolders, unit_id: int) -> list[PostHolder]:
    there = [s for s in held.get(unit_id, ()) if s.contact is not None]
    return deputies_too(there, seconds(call.now), call.plan.settings.reminders)


def _nudge_communes(call: Call, office: _Office) -> Notice:
    view = call.units.tree.at(call.now.date())
    found = [c for b in _missing(call, office) if (c := view.commune(b.key)) is not None]
    communes = {c.key: c for c in found}
    held = post_holders(call.tx, [call.units.id_of(key) for key in communes])
    dues, unreached = [], []
    for key, commune in communes.items():
        unit_id = call.units.id_of(key)
        officers = [s for s in held.get(unit_id, ()) if s.contact and s.role is Role.COMMUNE]
        notice = StillMissing(unit_id, str(office.period))
        dues += [_due(call, office, holder, notice) for holder in officers]
        unreached += [] if officers else [commune.short]
    return _put(call, dues, unreached)


def _missing(call: Call, office: _Office) -> list[Unit]:
    branches = call.units.tree.at(call.now.date()).branches(office.unit.key)
    sent = reports.who_sent(call.tx, str(office.period))
    return [b for b in branches if call.units.id_of(b.key) not in sent]


def _due(
    call: Call, office: _Office, holder: PostHolder, notice: Notice, units: Sequence[int] = ()
) -> Due:
    """A nudge is the one reminder of her day; at night and in Tết it waits for the morning."""
    rules = call.plan.settings.reminders
    at = held_until(call.now, rules)
    assert holder.contact is not None  # noqa: S101 - chosen so
    form = (units[0], str(office.period)) if len(units) == 1 else (None, "")
    return Due(
        key=f"nudge/{holder.person_id}/{office.period}/{at:%Y-%m-%d}",
        to=holder.contact,
        notices=(notice,),
        priority=REMINDER,
        due_at=at,
        not_after=closes(at, rules),
        why="her officer asked for it",
        claim=Claim(holder.person_id, at.date(), *form),
    )


def _put(call: Call, dues: Sequence[Due], unreached: Sequence[str]) -> Notice:
    done = enqueue_due(call.tx, dues, call.now)
    held = any(due.due_at > call.now for due in dues)
    return Nudged(len(done), len(dues) - len(done), tuple(unreached), held)


HANDLERS = (
    Handler(("nhac",), nhac),
    Handler(("giahan",), giahan, typed=("gia han",)),
)
