"""What she asks about her own reports: when they are due, and what was sent."""

from dataclasses import replace

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.documents.export import export_document
from bot.handlers.reporting.forms import (
    explain_not_owed,
    find_newest_asked,
    find_owed_periods,
    find_own_units,
    tell_nothing_owed,
)
from bot.handlers.reporting.report import (
    ask_which_unit,
    check_period,
    find_this_month,
    start_report,
)
from domain.answers.dates.named_month import find_month_asked
from domain.answers.text.wishes import Wish
from domain.documents.request import DocumentKind
from domain.notices.asked import DueDays, OwedReport, SentReport, WhomToAsk
from domain.notices.common import NotForYou
from domain.people.roles import Permission
from domain.periods import Period
from services.people.posts import list_posts_for
from services.reporting.due_days import find_due_day
from storage import reports


def say_when_due(call: Call) -> Outcome:
    """Say when each report she owes is due, or the one of the month she names."""
    own = find_own_units(call)
    if not own:
        return Outcome((NotForYou(),))
    wanted = find_month_asked(call.words, find_this_month(call))
    if wanted is not None and wanted not in find_owed_periods(call, own[0]):
        return Outcome(explain_not_owed(call, own[0], wanted))
    owed = tuple(
        OwedReport(each.unit.name, str(period), find_due_day(call, each.unit_id, period))
        for each in own
        for period in find_owed_periods(call, each)
    )
    if not owed:
        return Outcome((tell_nothing_owed(call, own[0]),))
    return Outcome((DueDays(owed, len(own) > 1),))


def show_own_report(call: Call) -> Outcome:
    """Show the report of the month she names, else the newest that was sent.

    Behind a unit's id ("/xembaocao 12 2025-09") that unit's.
    """
    named, _, rest = call.words.partition(" ")
    own = find_own_units(call)
    if named.isdecimal():
        own = [each for each in own if each.unit_id == int(named)] or own
    if not own:
        return Outcome((NotForYou(),))
    wanted = check_period(rest) if named.isdecimal() else _find_month(call)
    if len(own) > 1 and not named.isdecimal():
        return ask_which_unit(call, own, "/xembaocao", wanted)
    period = wanted or _find_newest_sent(call, own[0].unit_id)
    if not period:
        newest = find_newest_asked(call, own[0])
        period = str(newest) if newest is not None else ""
    if not period:
        return start_report(call)
    return Outcome((SentReport(own[0].unit_id, period),))


def _find_month(call: Call) -> str:
    found = find_month_asked(call.words, find_this_month(call))
    return str(found) if found is not None else ""


def _find_newest_sent(call: Call, unit_id: int) -> str:
    sent = [p for p in reports.find_sent_periods(call.tx, unit_id) if _is_of_plan(call, p)]
    return max(sent, default="")


def _is_of_plan(call: Call, period: str) -> bool:
    return Period.parse(period) in call.plan.periods


def print_report(call: Call) -> Outcome:
    """Staff get the Word report to print; a branch is told who prints it."""
    if list_posts_for(call, Permission.EXPORT):
        return export_document(replace(call, words=DocumentKind.REPORT.value))
    return Outcome((WhomToAsk(call.person_id, "print"),))


HANDLERS = (
    Handler(("hannop", "han"), say_when_due, wishes=(Wish.DUE,)),
    Handler(("xembaocao",), show_own_report, wishes=(Wish.MY_REPORT,)),
    Handler(("inra",), print_report, wishes=(Wish.PRINT,)),
)
