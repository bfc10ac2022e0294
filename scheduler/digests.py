"""The job of the weekly digest: every group bound to a unit is told of the week before."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.digest import Week
from domain.hours import closes, held_until
from domain.levels import Level
from domain.notices.digest import WeeklyDigest
from domain.plan_settings import Reminders, Weekday
from domain.quota import Kind, may_send
from scheduler.due import Due, Ground, Job
from storage import addresses, sent_counts
from storage.addresses import Contact
from storage.moments import seconds
from storage.outbox import DIGEST

_WEEK = timedelta(days=7)
_DAYS = tuple(Weekday)


def slot(ground: Ground) -> str | None:
    """The week (its Monday), on the day and from the hour of digests on."""
    start, now = _start(ground), ground.now
    return f"{_told(ground)}" if start <= now < closes(start, _rules(ground)) else None


def due(ground: Ground) -> Iterator[Due]:
    """A digest for each bound group whose unit stands and is no branch."""
    if slot(ground) is None:
        return
    day, units = ground.now.date(), ground.units
    spent = sent_counts.spent(ground.book, seconds(ground.now))
    for group in addresses.bound_groups(ground.book):
        unit = units.unit(group.group_unit_id or 0)
        stands = unit.lives(day) and unit.level is not Level.BRANCH
        used = spent.get((group.network, group.bot), 0)
        if stands and may_send(Kind.DIGEST, used, ground.quotas.get(group.network)):
            yield _message(group, unit.name, ground)


def _message(group: Contact, name: str, ground: Ground) -> Due:
    start, week = _start(ground), _told(ground)
    return Due(
        key=f"digest/{group.id}/{week}",
        to=group,
        notices=(WeeklyDigest(group.group_unit_id or 0, f"{week}"),),
        priority=DIGEST,
        due_at=max(ground.now, start),
        not_after=closes(start, _rules(ground)),
        why=f"digest of {name}, week of {week}",
    )


def _start(ground: Ground) -> datetime:
    """When this week's digests go out; those that fall into Tết go out after it."""
    rules, this = _rules(ground), Week.of(ground.now.date())
    for week in (this.first - _WEEK, this.first):  # Tết may hold last week's until now
        day = week + timedelta(days=_DAYS.index(rules.digest_day))
        at = datetime.combine(day, rules.digest_at, ground.now.tzinfo)
        start = held_until(at, rules)
        if start.date() == ground.now.date():
            return start
    return start


def _told(ground: Ground) -> date:
    """The Monday of the week that is told of: the last whole one."""
    return Week.of(_start(ground).date()).first - _WEEK


def _rules(ground: Ground) -> Reminders:
    return ground.plan.settings.reminders


JOB = Job("digests", slot, due)
