"""Doing what conversations decided, in the commit that keeps their new state."""

from bot.conversations.base import Effect
from bot.conversations.effects import SubmitReport
from bot.dialogue import Call
from domain.notices.base import Notice
from domain.notices.report import ReportReceipt
from storage import reports
from storage.moments import seconds


def apply(effect: Effect, call: Call) -> tuple[Notice, ...]:
    """Do one effect; what is to be said of it."""
    match effect:
        case SubmitReport():
            return _submit(effect, call)
    raise TypeError(f"nobody knows how to do {type(effect).__name__}")


def _submit(report: SubmitReport, call: Call) -> tuple[Notice, ...]:
    report_id = reports.send(
        call.book,
        report.unit_id,
        report.period,
        report.values,
        sent_at=seconds(call.now),
        person_id=call.person_id,
        on_behalf=report.on_behalf,
        extra={
            "skipped": list(report.skipped),
            "unchanged": list(report.unchanged),
            "help_needed": report.help_needed,
        },
    )
    return (ReportReceipt(report_id, report.corrected, bool(report.help_needed)),)
