"""Reporters who cannot be written to any more: whoever works on the case hears of it, once.

She blocked the bot, deleted the chat or lost her phone; until she writes again nothing that is
sent to her arrives, and nobody may believe that it does.
"""

from domain.cases.actions import AuditEvent
from domain.notices.case_work import CaseReporterLost
from services.cases.telling import write_to
from services.context import Context
from storage.cases import audit, cases
from storage.cases.reporters import find_cases_with_lost_reporter, is_reporter_lost

find_cases_to_see_to = find_cases_with_lost_reporter


def see_to(context: Context, case_id: int) -> None:
    """Tell the owner, or those who were told while nobody holds it, and write it into the log."""
    case = cases.lock(context.tx, case_id)
    if case is None or not is_reporter_lost(context.tx, case_id):
        return
    concerned = {case.owner_id} if case.owner_id is not None else case.told - case.excluded
    for who in sorted(concerned - {case.reporter_id}):
        key = f"case/{case.id}/reporter_lost/{who}/{context.now.timestamp():.0f}"
        write_to(context, who, CaseReporterLost(case.id), key)
    audit.append(context.tx, case.id, AuditEvent.REPORTER_LOST, context.now)
