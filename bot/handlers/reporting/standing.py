"""The report that somebody sent since a form was opened: read for every turn of that form."""

from dataclasses import replace

from bot.conversations.reporting.state import ReportState
from bot.engine.conversation import Facts
from bot.engine.dialogue import Call
from domain.notices.hands import StandingReport
from services.cases.filing import find_case_since
from services.reporting.replacing import read_values
from storage import reports


def load_standing_report(call: Call, state: ReportState, facts: Facts) -> Facts:
    """Add the report in force where it is another edition than the form has seen.

    Also the case that she has reported since she told of it amid this form, and whether the form's
    last reply still waits to be sent.
    """
    if state.case_told_at is not None:
        facts = replace(facts, recent_case=find_case_since(call, state.case_told_at))
    facts = replace(facts, unseen=call.reply_waits)
    if reports.find_edition(call.tx, state.unit_id, state.period) == state.edition:
        return facts
    report = reports.find_in_force(call.tx, state.unit_id, state.period)
    if report is None:
        return facts
    standing = StandingReport(report.id, report.edition, read_values(report), report.on_behalf)
    return replace(facts, standing=standing)
