"""The job that warns administrators when a bot's messages of the month run out."""

from collections.abc import Iterator, Sequence

from domain.notices.quota import QuotaLow
from domain.org.levels import Level
from domain.people.roles import Role
from domain.quota import find_warning
from domain.reminders.quiet_hours import find_quiet_start, move_out_of_quiet_hours
from scheduler.job import Job
from services.context import Context
from services.reminders.due import Due
from storage import sent_counts
from storage.moments import seconds
from storage.outbox import REMINDER
from storage.post_holders import PostHolder, load_post_holders


def find_period_key(context: Context) -> str | None:
    """Name the present warnings, so that the job is asked whenever there is one more."""
    found = [
        f"{low.network}/{low.bot}/{low.month}/{low.percent}" for low in _find_warnings(context)
    ]
    return " ".join(found) or None


def find_due(context: Context) -> Iterator[Due]:
    """Find a warning for every administrator (else the province) of each bot that runs low."""
    rules = context.plan.settings.reminders
    leaves = move_out_of_quiet_hours(context.now, rules)
    for low in _find_warnings(context):
        for holder in _find_administrators(context):
            assert holder.contact is not None  # noqa: S101 - chosen so
            yield Due(
                key=f"quota/{low.network}/{low.bot}/{low.month}/{low.percent}/{holder.person_id}",
                to=holder.contact,
                notices=(low,),
                priority=REMINDER,
                due_at=leaves,
                not_after=find_quiet_start(leaves, rules),
                why=f"{low.network} bot {low.bot}: {low.used} of {low.quota} messages used",
            )


def _find_warnings(context: Context) -> Iterator[QuotaLow]:
    now = seconds(context.now)
    for (network, bot), used in sorted(sent_counts.load_counts(context.tx, now).items()):
        quota = context.quotas.get(network)
        percent = None if quota is None else find_warning(used, quota)
        if quota is not None and percent is not None:
            yield QuotaLow(network, bot, sent_counts.to_month(now), used, quota, percent)


def _find_administrators(context: Context) -> Sequence[PostHolder]:
    provinces = context.units.tree.at(context.now.date()).of_level(Level.PROVINCE)
    held = load_post_holders(context.tx, context.units.ids(provinces)).values()
    there = {s.person_id: s for some in held for s in some if s.contact is not None}
    found = [s for s in there.values() if s.role is Role.ADMIN]
    return found or list(there.values())


JOB = Job("quotas", find_period_key, find_due)
