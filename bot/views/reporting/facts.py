"""Late facts of reports: what a receipt needs to know at the moment it is sent."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import islice

from domain.notices.reporting import OwedMonth, ReceiptFacts, ReportReceipt
from domain.people.roles import Permission, allows
from domain.periods import Period
from services.context import Context
from services.reporting.due_days import find_due_day
from services.reporting.owed import find_owed_periods, is_late, say_whose
from storage import people, reports
from storage.moments import moment
from storage.reports import Report

_LOOKED_AT = 3
"""The next due day is that of one of so many months not sent: the last, this one or the next."""


def read_receipt(notice: ReportReceipt, context: Context) -> ReceiptFacts | None:
    """Read the stored report's number and time, the praised sum, what is owed and due next."""
    report = reports.find(context.tx, notice.submission_id)
    if report is None:
        return None
    unit_id, unit = report.unit_id, context.units.unit(report.unit_id)
    sent = reports.find_sent_periods(context.tx, unit_id)
    return ReceiptFacts(
        number=report.number,
        sent_at=moment(report.sent_at),
        unit_id=unit_id,
        unit_name=say_whose(context, unit_id),
        period=report.period,
        praise=_read_praise(unit_id, context),
        next_due=find_next_due(unit_id, sent, context),
        entered_for=(unit_id, unit.short) if report.on_behalf else None,
        owed=() if report.on_behalf else tuple(_list_owed(report, sent, context)),
        newest=report.period == max(sent),
    )


def _read_praise(unit_id: int, context: Context) -> tuple[str, float] | None:
    """Read the unit's sum since January of the indicator that the plan praises, if there is any."""
    plan, praised = context.plan, context.plan.settings.praise
    if praised is None:
        return None
    values = reports.load_values(context.tx, unit_id, f"{plan.year}-01")
    done = sum(amount for _, code, _, amount in values if code == praised)
    return (praised, done) if done else None


def find_next_due(unit_id: int, sent: Collection[str], context: Context) -> date | None:
    """Find the next day on which a report of a unit is due: today or later, of a month not sent."""
    plan, level = context.plan, context.units.unit(unit_id).level
    asked = (p for p in plan.periods if plan.form(level, p) and str(p) not in sent)
    # no due day is later than the month after its own: an extension goes that far at most
    coming = (p for p in asked if p.next() >= Period(context.today.year, context.today.month))
    days = (find_due_day(context, unit_id, p) for p in islice(coming, _LOOKED_AT))
    return min((day for day in days if day >= context.today), default=None)


def _list_owed(report: Report, sent: Collection[str], context: Context) -> Iterator[OwedMonth]:
    """List the late months of this unit, and the newest month of each other unit she reports for.

    What is open and not late yet stands in the receipt as what is due next.
    """
    unit_id = report.unit_id
    for period in find_owed_periods(context, unit_id, sent):
        if is_late(context, unit_id, period):
            yield OwedMonth(str(period), late=True)
    posts = [] if report.person_id is None else people.load_posts(context.tx, report.person_id)
    for other in dict.fromkeys(p.unit_id for p in posts if allows(p.role, Permission.REPORT)):
        exists = context.units.unit(other).exists_on(context.today)
        owed = find_owed_periods(context, other) if exists and other != unit_id else ()
        if owed:
            yield OwedMonth(str(owed[-1]), unit_name=say_whose(context, other))
