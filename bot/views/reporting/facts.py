"""What a notice needs to know at the moment it is sent: read late, so that it is still true."""

from datetime import date

from domain.notices.reporting import ReceiptFacts, ReportReceipt
from domain.org.tree import Unit
from domain.periods import Period, due_day, owed_periods
from services.context import Context
from storage import reports
from storage.moments import moment
from storage.reports import Report


def receipt(notice: ReportReceipt, context: Context) -> ReceiptFacts | None:
    """The stored report's number and time, a word of praise, and the next due day."""
    report = reports.find(context.tx, notice.submission_id)
    if report is None:
        return None
    unit = context.units.unit(report.unit_id)
    return ReceiptFacts(
        report.number,
        moment(report.sent_at),
        _praise(report.unit_id, context),
        _next_due(report, unit, context),
        (report.unit_id, unit.short) if report.on_behalf else None,
    )


def _praise(unit_id: int, context: Context) -> tuple[str, float] | None:
    """The unit's sum since January of the indicator that the plan praises, if there is any."""
    plan, praised = context.plan, context.plan.settings.praise
    if praised is None:
        return None
    values = reports.values_of(context.tx, unit_id, f"{plan.year}-01")
    done = sum(amount for _, code, _, amount in values if code == praised)
    return (praised, done) if done else None


def _next_due(report: Report, unit: Unit, context: Context) -> date | None:
    """When she owes the next: a month that is open still, else the first after those that were."""
    plan, settings, calendar = context.plan, context.plan.settings, context.calendar
    asked = [p for p in plan.periods if plan.form(unit.level, p)]
    done = {Period.parse(p) for p in reports.sent_periods(context.tx, report.unit_id)}
    owed = owed_periods(context.now, settings, asked, done, unit.level)
    later = [p for p in asked if p > Period.parse(report.period) and p not in done]
    following = [*owed, *later]
    return due_day(following[0], settings, calendar, unit.level) if following else None
