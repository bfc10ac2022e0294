"""Nudges: reminders that an officer asks for, to those below her whose reports are missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.reminders import Nudged, ReminderDue, StillMissing, Unreached
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.people.roles import LEVEL_OF_ROLE, Permission
from domain.periods import Period, compute_due_day, is_open, opens_at
from domain.reminders.quiet_hours import find_quiet_start, move_out_of_quiet_hours
from services.context import Request
from services.people.posts import may_act
from services.reminders.due import Due, enqueue_due
from services.reminders.overdue import leave_out_deputies
from services.reminders.pauses import load_pauses
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


def nudge(
    request: Request, unit_ids: Sequence[int], period: Period | None = None
) -> tuple[Notice, ...]:
    """Remind those whose reports are missing below some units, late months included.

    Below a commune these are the people of its branches, below a larger unit the officers of
    communes, and of areas whose own report is missing. Who asked not to be reminded is left out,
    and listed with whom a nudge does not reach. `period`: only of this one. Returns
    `Nudged`, or `NotForYou` where a unit is none of hers.
    """
    if not all(may_act(request, Permission.REPORT_FOR_BRANCH, one) for one in unit_ids):
        return (NotForYou(),)
    found = _find_nudges(request, unit_ids, period)
    done = enqueue_due(request.tx, found.dues, request.now)
    held = any(due.due_at > request.now for due in found.dues)
    already = len(found.dues) - len(done)
    months = tuple(str(one) for one in sorted(found.periods))
    return (Nudged(len(done), already, tuple(found.unreached), held, months),)


def list_unreached(
    request: Request, unit_ids: Sequence[int], period: Period | None = None
) -> tuple[Unreached, ...]:
    """List whom a nudge for these units would not reach, and why; nobody is reminded."""
    return tuple(_find_nudges(request, unit_ids, period).unreached)


@dataclass(slots=True)
class _Nudges:
    dues: list[Due] = field(default_factory=list)
    unreached: list[Unreached] = field(default_factory=list)
    periods: set[Period] = field(default_factory=set)


def _find_nudges(request: Request, unit_ids: Sequence[int], period: Period | None) -> _Nudges:
    periods, found = _list_open(request) if period is None else [period], _Nudges()
    for unit_id in dict.fromkeys(unit_ids):
        unit = request.units.unit(unit_id)
        missing = _find_missing(request, unit, periods)
        found.periods |= {one for owed in missing.values() for one in owed}
        if unit.level in (Level.BRANCH, Level.COMMUNE):
            _add_branches(request, missing, found)
        else:
            _add_officers(request, unit, periods, missing, found)
    return found


def _list_open(request: Request) -> list[Period]:
    """List the months whose reports can be sent now, the oldest first."""
    plan = request.plan
    asked = (p for p in plan.periods if plan.form(Level.BRANCH, p))
    return [p for p in asked if is_open(p, request.now, plan.settings)]


def _find_missing(
    request: Request, unit: Unit, periods: Sequence[Period]
) -> dict[int, list[Period]]:
    """Find by branch which of these months it owes, the oldest first."""
    branches = request.units.tree.at(request.today).branches(unit.key)
    found: dict[int, list[Period]] = {}
    for period in periods:
        sent = reports.find_units_that_sent(request.tx, str(period))
        owing_on = _find_usual_day(request, period, Level.BRANCH)
        for branch in branches:
            unit_id = request.units.id_of(branch.key)
            if unit_id not in sent and branch.key.valid_from <= owing_on:
                found.setdefault(unit_id, []).append(period)
    return found


def _add_branches(
    request: Request, missing: Mapping[int, Sequence[Period]], found: _Nudges
) -> None:
    """Remind each of the newest month that her branch owes; the reminder names late ones too.

    Of a month for which she asked to be left in peace she is not reminded.
    """
    held, paused = load_post_holders(request.tx, list(missing)), load_pauses(request)
    told: dict[int, tuple[PostHolder, dict[Period, list[int]]]] = {}
    asked: set[int] = set()
    for unit_id, owed in missing.items():
        there = _find_leaders(request, held, unit_id)
        if not there:
            found.unreached.append(_describe_unreached(request, unit_id, held))
        for holder in there:
            who = holder.person_id
            left = [one for one in owed if (who, unit_id, str(one)) not in paused]
            if left:
                asked.add(unit_id)
                named = told.setdefault(who, (holder, {}))[1]
                named.setdefault(left[-1], []).append(unit_id)
        if there and unit_id not in asked:
            found.unreached.append(Unreached(request.units.unit(unit_id).short, "paused"))
    for who, (holder, named) in told.items():
        notices = [
            ReminderDue(who, tuple(ids), str(period), "nudge")
            for period, ids in sorted(named.items())
        ]
        forms = [(unit_id, str(period)) for period, ids in named.items() for unit_id in ids]
        found.dues.append(_make_nudge(request, max(named), holder, notices, forms))


def _find_leaders(request: Request, held: PostHolders, unit_id: int) -> list[PostHolder]:
    there = [holder for holder in held.get(unit_id, ()) if holder.contact is not None]
    return leave_out_deputies(there, seconds(request.now), request.plan.settings.reminders)


def _add_officers(
    request: Request,
    unit: Unit,
    periods: Sequence[Period],
    missing: Mapping[int, Sequence[Period]],
    found: _Nudges,
) -> None:
    """Tell officers of communes who is missing there, and those whose own reports are."""
    below, own = _find_communes(request, missing), _find_own_missing(request, unit, periods)
    found.periods |= {period for owed in own.values() for period in owed}
    held = load_post_holders(request.tx, [*dict.fromkeys((*own, *below))])
    paused = load_pauses(request)
    told: dict[int, tuple[Period, PostHolder, list[Notice]]] = {}
    for unit_id in dict.fromkeys((*own, *below)):
        owed, lacking = own.get(unit_id, []), sorted(below.get(unit_id, ()))
        newest = max((*owed[-1:], *lacking[-1:]))
        there = _find_officers(request, held, unit_id)
        if not there:
            found.unreached.append(_describe_unreached(request, unit_id, held))
        for holder in there:
            who = holder.person_id
            left = [one for one in owed if (who, unit_id, str(one)) not in paused]
            if not left and not lacking:
                found.unreached.append(Unreached(request.units.unit(unit_id).short, "paused"))
                continue
            said = told.setdefault(who, (newest, holder, []))[2]
            said += [ReminderDue(who, (unit_id,), str(p), "nudge") for p in left[-1:]]
            said += [StillMissing(unit_id, str(p)) for p in lacking]
    found.dues += [_make_nudge(request, *each) for each in told.values()]


def _find_officers(request: Request, held: PostHolders, unit_id: int) -> list[PostHolder]:
    """Find the officers of a commune or an area who can be written to."""
    level = request.units.unit(unit_id).level
    there = held.get(unit_id, ())
    return [s for s in there if s.contact is not None and LEVEL_OF_ROLE[s.role] is level]


def _find_communes(
    request: Request, missing: Mapping[int, Sequence[Period]]
) -> dict[int, set[Period]]:
    """Find by commune of which months its branches owe a report."""
    view, units = request.units.tree.at(request.today), request.units
    found: dict[int, set[Period]] = {}
    for unit_id, periods in missing.items():
        if (commune := view.commune(units.unit(unit_id).key)) is not None:
            found.setdefault(units.id_of(commune.key), set()).update(periods)
    return found


def _find_own_missing(
    request: Request, unit: Unit, periods: Sequence[Period]
) -> dict[int, list[Period]]:
    """Find by commune and area below a unit which months' own reports it owes, oldest first."""
    units, plan = request.units, request.plan
    below = units.tree.at(request.today).descendants(unit.key)
    asked = [one for one in below if one.level in (Level.COMMUNE, Level.AREA)]
    found: dict[int, list[Period]] = {}
    for period in periods:
        sent = reports.find_sent_among(request.tx, str(period), units.ids(asked))
        for one in asked:
            owes = one.key.valid_from <= _find_usual_day(request, period, one.level)
            if owes and plan.form(one.level, period) and units.id_of(one.key) not in sent:
                found.setdefault(units.id_of(one.key), []).append(period)
    return found


def _find_usual_day(request: Request, period: Period, level: Level) -> date:
    """Find the plan's own due day: who was there then owes the report, however it was put off."""
    return compute_due_day(period, request.plan.settings, request.calendar, level)


def _describe_unreached(request: Request, unit_id: int, held: PostHolders) -> Unreached:
    return Unreached(request.units.unit(unit_id).short, find_why_unreached(held, unit_id))


def find_why_unreached(held: PostHolders, unit_id: int) -> str:
    """Return why nobody of a unit can be reminded: "nobody" holds a post there, or those who do
    are "unreachable"; "" where somebody can."""
    there = held.get(unit_id, ())
    if not there:
        return "nobody"
    return "" if any(s.contact is not None for s in there) else "unreachable"


def _make_nudge(
    request: Request,
    period: Period,
    holder: PostHolder,
    notices: Sequence[Notice],
    forms: Sequence[tuple[int, str]] = (),
) -> Due:
    """Make it the one reminder of her day; at night and in Tết it waits for the morning."""
    rules = request.plan.settings.reminders
    at = move_out_of_quiet_hours(request.now, rules)
    assert holder.contact is not None  # noqa: S101 - chosen so
    form = forms[0] if len(forms) == 1 else (None, "")
    return Due(
        key=f"nudge/{holder.person_id}/{period}/{at:%Y-%m-%d}",
        to=holder.contact,
        notices=tuple(notices),
        priority=REMINDER,
        due_at=at,
        not_after=find_quiet_start(at, rules),
        why="her officer asked for it",
        claim=Claim(holder.person_id, at.date(), *form),
    )
