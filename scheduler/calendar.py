"""The job that reminds officers of the plan's events, and asks once for days nobody has set."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from domain.calendar.events import apply_dates, find_leads, find_reminded_levels, find_undated
from domain.notices.base import Notice
from domain.notices.calendar import EventsAhead, EventsUndated
from domain.org.levels import Level
from domain.people.roles import LEVEL_OF_ROLE, STAFF, Role
from domain.plan.plan import Plan
from domain.reminders.quiet_hours import find_quiet_start, move_out_of_quiet_hours, spread
from scheduler.job import Job
from services.context import Context
from services.reminders.due import Due
from storage import event_dates, outbox
from storage.post_holders import PostHolder, load_post_holders
from storage.sent_reminders import Claim

_TRIED_DAYS = 3
"""Whoever had another reminder that day is reminded of the event on one of the next days."""

_LEVELS = (Level.PROVINCE, Level.COMMUNE)


def find_due(context: Context) -> Iterator[Due]:
    """Find what officers are to be reminded of today, and what the province is asked once."""
    plan = apply_dates(context.plan, event_dates.load_dates(context.tx, context.plan.id))
    found = [*_find_reminders(context, plan), *_ask_for_days(context, plan)]
    used = outbox.find_used_keys(context.tx, [one.key for one in found])
    told: set[int] = set()
    for one in (one for one in found if one.key not in used):
        if one.to.id not in told:  # the rest is for another day
            told.add(one.to.id)
            yield one


def _find_reminders(context: Context, plan: Plan) -> Iterator[Due]:
    """Remind each person of a day's events once, by her highest post."""
    told: set[tuple[int, date]] = set()
    for on in list_days(context.now.date()):
        coming = [lead.occasion.event for lead in find_leads(plan, context.calendar, on)]
        for level in _LEVELS:
            if not any(level in find_reminded_levels(event) for event in coming):
                continue
            for holder in find_officers(context, level):
                if (holder.person_id, on) not in told:
                    told.add((holder.person_id, on))
                    yield _make_reminder(
                        context, f"events/{holder.person_id}/{on}", holder, level, on
                    )


def list_days(today: date) -> list[date]:
    """List the days whose reminders are tried today, the newest first."""
    return [today - timedelta(days=back) for back in range(_TRIED_DAYS)]


def _make_reminder(context: Context, key: str, holder: PostHolder, level: Level, on: date) -> Due:
    notice = EventsAhead(level.value, on.isoformat())
    return make_message(context, key, holder, notice, f"events ahead of {on} for the {level.value}")


def _ask_for_days(context: Context, plan: Plan) -> Iterator[Due]:
    """Ask one officer of the province, once a year."""
    if context.now.year != plan.year or not find_undated(plan):
        return
    if not context.calendar.is_working_day(context.now.date()):
        return
    for holder in list(find_officers(context, Level.PROVINCE))[:1]:
        yield make_message(
            context, f"undated/{plan.id}", holder, EventsUndated(), "events without a day"
        )


def make_message(context: Context, key: str, holder: PostHolder, notice: Notice, why: str) -> Due:
    """Make a reminder: it takes the one reminder that she may get on a day."""
    if holder.contact is None:
        raise ValueError("nobody can be written to there")
    rules = context.plan.settings.reminders
    at = move_out_of_quiet_hours(spread(context.now, holder.person_id, rules), rules)
    return Due(
        key=key,
        to=holder.contact,
        notices=(notice,),
        priority=outbox.REMINDER,
        due_at=at,
        not_after=find_quiet_start(at, rules),
        why=why,
        claim=Claim(holder.person_id, at.date()),
    )


def find_officers(context: Context, level: Level) -> Iterator[PostHolder]:
    """Find the officers of a level who can be written to, each person once."""
    return (holder for _, holder in find_officers_by_unit(context, level))


def find_officers_by_unit(context: Context, level: Level) -> Iterator[tuple[int, PostHolder]]:
    """Find the same, each with the id of her unit: the first of them, if she has several."""
    day, units = context.now.date(), context.units
    held = load_post_holders(context.tx, units.ids(units.tree.at(day).of_level(level)))
    known: set[int] = set()
    for unit_id in sorted(held):
        for holder in _pick_staff(held[unit_id], level):
            if holder.person_id not in known:
                known.add(holder.person_id)
                yield unit_id, holder


def _pick_staff(held: Sequence[PostHolder], level: Level) -> Iterator[PostHolder]:
    return (
        holder
        for holder in held
        if holder.contact is not None
        and holder.role in STAFF
        and holder.role is not Role.ADMIN
        and LEVEL_OF_ROLE[holder.role] is level
    )


def find_period_key(context: Context) -> str | None:
    """Name the day, from the hour of reminders on until the quiet hours."""
    rules = context.plan.settings.reminders
    within = rules.at <= context.now.time() < rules.quiet_from
    return context.now.date().isoformat() if within else None


JOB = Job("events", find_period_key, find_due)
