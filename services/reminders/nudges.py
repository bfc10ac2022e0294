"""Nudges: reminders that an officer asks for, to those below her whose reports are missing."""

from collections.abc import Sequence

from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.reminders import Nudged, ReminderDue, StillMissing
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.people.roles import Permission, Role
from domain.periods import Period, opens_at
from domain.reminders.quiet_hours import find_quiet_start, move_out_of_quiet_hours
from services.context import Request
from services.people.posts import may_act
from services.reminders.due import Due, enqueue_due
from services.reminders.overdue import leave_out_deputies
from storage import reports
from storage.moments import seconds
from storage.outbox import REMINDER
from storage.post_holders import PostHolder, PostHolders, load_post_holders
from storage.sent_reminders import Claim


def find_newest_open(request: Request) -> Period:
    """Find the newest period whose report may be sent; the year's first before any may."""
    settings = request.plan.settings
    opened = [p for p in request.plan.periods if opens_at(p, settings) <= request.now]
    return opened[-1] if opened else request.plan.periods[0]


def nudge(request: Request, unit_id: int, period: Period) -> tuple[Notice, ...]:
    """Remind those whose reports of a period are missing below a unit.

    Below a commune these are the people of its branches, below a larger unit the officers of
    communes. Returns `Nudged`, or `NotForYou` where the unit is none of hers.
    """
    if not may_act(request, Permission.REPORT_FOR_BRANCH, unit_id):
        return (NotForYou(),)
    unit = request.units.unit(unit_id)
    if unit.level is Level.COMMUNE:
        return (_nudge_branches(request, unit, period),)
    return (_nudge_communes(request, unit, period),)


def _nudge_branches(request: Request, unit: Unit, period: Period) -> Notice:
    missing = _find_missing(request, unit, period)
    held = load_post_holders(request.tx, request.units.ids(missing))
    told: dict[int, tuple[PostHolder, list[int]]] = {}
    unreached = []
    for branch in missing:
        branch_id = request.units.id_of(branch.key)
        there = _find_leaders(request, held, branch_id)
        unreached += [] if there else [branch.short]
        for holder in there:
            told.setdefault(holder.person_id, (holder, []))[1].append(branch_id)
    dues = [
        _make_nudge(
            request, period, holder, ReminderDue(who, tuple(ids), str(period), "nudge"), ids
        )
        for who, (holder, ids) in told.items()
    ]
    return _enqueue(request, dues, unreached)


def _find_leaders(request: Request, held: PostHolders, unit_id: int) -> list[PostHolder]:
    there = [holder for holder in held.get(unit_id, ()) if holder.contact is not None]
    return leave_out_deputies(there, seconds(request.now), request.plan.settings.reminders)


def _nudge_communes(request: Request, unit: Unit, period: Period) -> Notice:
    view = request.units.tree.at(request.today)
    missing = _find_missing(request, unit, period)
    found = [c for branch in missing if (c := view.commune(branch.key)) is not None]
    communes = {c.key: c for c in found}
    held = load_post_holders(request.tx, [request.units.id_of(key) for key in communes])
    dues, unreached = [], []
    for key, commune in communes.items():
        commune_id = request.units.id_of(key)
        there = held.get(commune_id, ())
        officers = [s for s in there if s.contact and s.role is Role.COMMUNE]
        notice = StillMissing(commune_id, str(period))
        dues += [_make_nudge(request, period, holder, notice) for holder in officers]
        unreached += [] if officers else [commune.short]
    return _enqueue(request, dues, unreached)


def _find_missing(request: Request, unit: Unit, period: Period) -> list[Unit]:
    branches = request.units.tree.at(request.today).branches(unit.key)
    sent = reports.find_units_that_sent(request.tx, str(period))
    return [branch for branch in branches if request.units.id_of(branch.key) not in sent]


def _make_nudge(
    request: Request,
    period: Period,
    holder: PostHolder,
    notice: Notice,
    unit_ids: Sequence[int] = (),
) -> Due:
    """Make it the one reminder of her day; at night and in Tết it waits for the morning."""
    rules = request.plan.settings.reminders
    at = move_out_of_quiet_hours(request.now, rules)
    assert holder.contact is not None  # noqa: S101 - chosen so
    form = (unit_ids[0], str(period)) if len(unit_ids) == 1 else (None, "")
    return Due(
        key=f"nudge/{holder.person_id}/{period}/{at:%Y-%m-%d}",
        to=holder.contact,
        notices=(notice,),
        priority=REMINDER,
        due_at=at,
        not_after=find_quiet_start(at, rules),
        why="her officer asked for it",
        claim=Claim(holder.person_id, at.date(), *form),
    )


def _enqueue(request: Request, dues: Sequence[Due], unreached: Sequence[str]) -> Nudged:
    done = enqueue_due(request.tx, dues, request.now)
    held = any(due.due_at > request.now for due in dues)
    return Nudged(len(done), len(dues) - len(done), tuple(unreached), held)
