"""Late facts of reports: what a receipt needs to know at the moment it is sent."""

from datetime import date

from domain.notices.reporting import ReceiptFacts, ReportReceipt
from domain.org.tree import Unit
from domain.periods import Period, compute_due_day, list_unsent_periods
from services.context import Context
from storage import reports
from storage.moments import moment
from storage.reports import Report


def read_receipt(notice: ReportReceipt, context: Context) -> ReceiptFacts | None:
    """Read the stored report's number and time, the praised sum, and the next due day."""
    report = reports.find(context.tx, notice.submission_id)
    if report is None:
        return None
    unit = context.units.unit(report.unit_id)
    return ReceiptFacts(
        report.number,
        moment(report.sent_at),
        _read_praise(report.unit_id, context),
        _find_next_due(report, unit, context),
        (report.unit_id, unit.short) if report.on_behalf else None,
    )


def _read_praise(unit_id: int, context: Context) -> tuple[str, float] | None:
    """Read the unit's sum since January of the indicator that the plan praises, if there is any."""
    plan, praised = context.plan, context.plan.settings.praise
    if praised is None:
        return None
    values = reports.load_values(context.tx, unit_id, f"{plan.year}-01")
    done = sum(amount for _, code, _, amount in values if code == praised)
    return (praised, done) if done else None


def _find_next_due(report: Report, unit: Unit, context: Context) -> date | None:
    """Find the day her next report is due.

    It is that of the first month that is still open, else of the first later month not sent.
    """
    plan, settings, calendar = context.plan, context.plan.settings, context.calendar
    asked = [p for p in plan.periods if plan.form(unit.level, p)]
    done = {Period.parse(p) for p in reports.find_sent_periods(context.tx, report.unit_id)}
    owed = list_unsent_periods(context.now, settings, asked, done, unit.level)
    later = [p for p in asked if p > Period.parse(report.period) and p not in done]
    following = [*owed, *later]
    return compute_due_day(following[0], settings, calendar, unit.level) if following else None
