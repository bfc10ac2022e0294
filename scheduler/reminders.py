"""The job of the ladder: whoever still owes a report, and officers of those who do."""

from collections.abc import Iterator
from datetime import datetime

from domain.hours import closes, held_until, spread
from domain.notices.base import Notice
from domain.notices.reminders import ReminderDue, StillMissing
from domain.quota import Kind, may_send
from scheduler.due import Due, Ground, Job
from scheduler.owing import Errand, errands, put_off, rungs_today
from storage import reminded, sent_counts
from storage.moments import seconds
from storage.outbox import REMINDER
from storage.reminded import Claim
from storage.seats import seats


def slot(ground: Ground) -> str | None:
    """The day, once its hour of reminders has come and where any rung may fall on it."""
    rules, now = ground.plan.settings.reminders, ground.now
    if not _start(ground) <= now < closes(now, rules) or held_until(now, rules) != now:
        return None
    stirs = any(True for _ in rungs_today(ground)) or put_off(ground)
    return f"{now.date()}" if stirs else None


def due(ground: Ground) -> Iterator[Due]:
    """One message for everybody who owes a report, or whose people do, on a rung of today."""
    if slot(ground) is None:
        return
    already = reminded.on(ground.book, ground.now.date())
    spent = sent_counts.spent(ground.book, seconds(ground.now))
    for person_id, errand in errands(ground, seats(ground.book)).items():
        if person_id not in already and _affordable(errand, spent, ground):
            yield _message(person_id, errand, ground)


def _start(ground: Ground) -> datetime:
    return datetime.combine(ground.now.date(), ground.plan.settings.reminders.at, ground.now.tzinfo)


def _affordable(errand: Errand, spent: sent_counts.Spent, ground: Ground) -> bool:
    """As messages run out, one reminder a period is left: that of the due day."""
    contact = errand.seat.contact
    if contact is None:
        return False
    main = bool(errand.lists) or any(0 in rung.met for rung in errand.owes)
    used = spent.get((contact.network, contact.bot), 0)
    return may_send(Kind.REMINDER, used, ground.quotas.get(contact.network), main=main)


def _message(person_id: int, errand: Errand, ground: Ground) -> Due:
    day, rules = ground.now.date(), ground.plan.settings.reminders
    contact = errand.seat.contact
    assert contact is not None  # noqa: S101 - asked before
    leaves = max(ground.now, spread(_start(ground), person_id, rules))
    return Due(
        key=f"reminder/{person_id}/{_rung(errand)}",
        to=contact,
        notices=tuple(_notices(person_id, errand)),
        priority=REMINDER,
        due_at=leaves,
        not_after=closes(ground.now, rules),
        why="; ".join(_reasons(errand, ground)),
        claim=Claim(person_id, day, *_form(errand)),
    )


def _rung(errand: Errand) -> str:
    """Period, due day and step: "2025-10/2025-10-20/-2"."""
    rung = max((*errand.owes, *errand.lists.values()))
    return f"{rung.period}/{rung.due}/{rung.days}"


def _notices(person_id: int, errand: Errand) -> Iterator[Notice]:
    for rung, unit_ids in sorted(errand.owes.items()):
        yield ReminderDue(person_id, tuple(unit_ids), str(rung.period))
    for unit_id, period in sorted(errand.lists):
        yield StillMissing(unit_id, str(period))


def _form(errand: Errand) -> tuple[int | None, str]:
    """The one form that an answer to the message belongs to."""
    owed = [(unit_id, rung) for rung, units in errand.owes.items() for unit_id in units]
    if len(owed) != 1:
        return None, ""
    return owed[0][0], str(owed[0][1].period)


def _reasons(errand: Errand, ground: Ground) -> Iterator[str]:
    units = ground.units
    for rung, unit_ids in sorted(errand.owes.items()):
        names = ", ".join(units.unit(unit_id).name for unit_id in unit_ids)
        yield f"{errand.seat.role} of {names} owes {rung.period}, due {rung.due}: {rung.days:+d} d"
    for (unit_id, period), rung in sorted(errand.lists.items()):
        yield f"{units.unit(unit_id).name}: who is missing in {period}, {rung.days:+d} d"


JOB = Job("reminders", slot, due)
