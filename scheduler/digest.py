"""The job of the weekly digest, which tells every group bound to a unit about the last week."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.digest.week import Week
from domain.notices.digest import WeeklyDigest
from domain.org.levels import Level
from domain.plan.settings import Reminders, Weekday
from domain.quota import MessageKind, may_send
from domain.reminders.quiet_hours import find_quiet_start, move_out_of_quiet_hours
from scheduler.job import Job
from services.context import Context
from services.reminders.due import Due
from storage import addresses, sent_counts
from storage.addresses import Contact
from storage.moments import seconds
from storage.outbox import DIGEST

_WEEK = timedelta(days=7)
_DAYS = tuple(Weekday)


def find_period_key(context: Context) -> str | None:
    """Name the week by its Monday, on the day and from the hour of digests on."""
    start, now = _find_start(context), context.now
    return (
        f"{_find_monday(context)}"
        if start <= now < find_quiet_start(start, _get_rules(context))
        else None
    )


def find_due(context: Context) -> Iterator[Due]:
    """Find a digest for each bound group whose unit exists and is no branch."""
    if find_period_key(context) is None:
        return
    day, units = context.now.date(), context.units
    kept = context.plan.cases.kept_for_cases
    spent = sent_counts.load_counts(context.tx, seconds(context.now))
    for group in addresses.load_bound_groups(context.tx):
        unit = units.unit(group.group_unit_id or 0)
        stands = unit.exists_on(day) and unit.level is not Level.BRANCH
        used, quota = spent.get((group.network, group.bot), 0), context.quotas.get(group.network)
        if stands and may_send(MessageKind.DIGEST, used, quota, kept=kept):
            yield _make_message(group, unit.name, context)


def _make_message(group: Contact, name: str, context: Context) -> Due:
    start, week = _find_start(context), _find_monday(context)
    return Due(
        key=f"digest/{group.id}/{week}",
        to=group,
        notices=(WeeklyDigest(group.group_unit_id or 0, f"{week}"),),
        priority=DIGEST,
        due_at=max(context.now, start),
        not_after=find_quiet_start(start, _get_rules(context)),
        why=f"digest of {name}, week of {week}",
    )


def _find_start(context: Context) -> datetime:
    """Find when this week's digests are sent; those that fall into Tết are sent after it."""
    rules, this = _get_rules(context), Week.of(context.now.date())
    for week in (this.first - _WEEK, this.first):  # Tết may hold last week's until now
        day = week + timedelta(days=_DAYS.index(rules.digest_day))
        at = datetime.combine(day, rules.digest_at, context.now.tzinfo)
        start = move_out_of_quiet_hours(at, rules)
        if start.date() == context.now.date():
            return start
    return start


def _find_monday(context: Context) -> date:
    """Find the Monday of the week that the digests are about: the last whole one."""
    return Week.of(_find_start(context).date()).first - _WEEK


def _get_rules(context: Context) -> Reminders:
    return context.plan.settings.reminders


JOB = Job("digests", find_period_key, find_due)
