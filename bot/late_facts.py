"""What a notice needs to know at the moment it is sent: read late, so that it is still true."""

from datetime import date

from bot import (
    broadcasting,
    calendar_facts,
    case_facts,
    digest_facts,
    document_facts,
    progress_facts,
    reminder_facts,
)
from bot.renderer import Loader, Moment
from domain.notices.report import ReceiptFacts, ReportReceipt
from domain.org import Unit
from domain.periods import Period, due_day, owed_periods
from storage import reports
from storage.moments import moment
from storage.reports import Report

_PRAISED = "1.4a"


def receipt(notice: ReportReceipt, at: Moment) -> ReceiptFacts | None:
    """The stored report's number and time, a word of praise, and the next due day."""
    report = reports.find(at.book, notice.submission_id)
    if report is None:
        return None
    unit = at.reference.units.unit(report.unit_id)
    return ReceiptFacts(
        report.number,
        moment(report.sent_at),
        _praise(report.unit_id, at),
        _next_due(report, unit, at),
        (report.unit_id, unit.short) if report.on_behalf else None,
    )


def _praise(unit_id: int, at: Moment) -> tuple[str, float] | None:
    """The unit's sum since January of what a branch is proudest of, if there is any."""
    plan = at.reference.plan
    values = reports.values_of(at.book, unit_id, f"{plan.year}-01")
    done = sum(amount for _, code, _, amount in values if code == _PRAISED)
    return (_PRAISED, done) if done else None


def _next_due(report: Report, unit: Unit, at: Moment) -> date | None:
    """When she owes the next: a month that is open still, else the first after those that were."""
    plan, settings, calendar = at.reference.plan, at.reference.plan.settings, at.reference.calendar
    asked = [p for p in plan.periods if plan.form(unit.level, p)]
    done = {Period.parse(p) for p in reports.sent_periods(at.book, report.unit_id)}
    owed = owed_periods(at.now, settings, asked, done, unit.level)
    later = [p for p in asked if p > Period.parse(report.period) and p not in done]
    following = [*owed, *later]
    return due_day(following[0], settings, calendar, unit.level) if following else None


LOADERS: dict[str, Loader] = {
    "receipt": receipt,
    **progress_facts.LOADERS,
    **calendar_facts.LOADERS,
    **reminder_facts.LOADERS,
    **broadcasting.LOADERS,
    **digest_facts.LOADERS,
    **case_facts.LOADERS,
    **document_facts.LOADERS,
}
"""By the name a view gives to what it needs."""
