"""/nhapho: an officer enters the report of a branch that has not sent it."""

from collections.abc import Sequence

from bot.conversations.choose import open_choice
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.reporting.forms import ReportingUnit, find_owed_periods, open_owed
from domain.notices.common import NotForYou
from domain.notices.reporting import BranchesHaveSent, BranchNotFound
from domain.org.search import search
from domain.org.tree import Unit
from domain.people.roles import Permission
from services.people.posts import list_posts_for
from storage import extensions, reports

_MOST_OFFERED = 12
_LONGEST_NAME = 80


def start_report_for_branch(call: Call) -> Outcome:
    """Let an officer enter the report of a branch that has not sent it: named, or picked."""
    overseen = find_overseen_units(call)
    if not overseen:
        return Outcome((NotForYou(),))
    branches = find_branches_meant(call, overseen)
    if not branches:
        return Outcome((BranchNotFound(),))
    match _select_owing(call, branches):
        case []:
            return Outcome((BranchesHaveSent(branches[0].name if len(branches) == 1 else ""),))
        case [only]:
            return open_owed(call, only)
        case several:
            return _choose_branch(call, several)


def find_overseen_units(call: Call) -> list[Unit]:
    """Return the units for whose branches she may report."""
    return [call.units.unit(p.unit_id) for p in list_posts_for(call, Permission.REPORT_FOR_BRANCH)]


def find_branches_meant(call: Call, overseen: Sequence[Unit]) -> list[Unit]:
    """Return the branches of the units she oversees; with words, only those that they name.

    A commune's name means all its branches.
    """
    view = call.units.tree.at(call.now.date())
    branches = [branch for above in overseen for branch in view.branches(above.key)]
    if not call.words:
        return branches
    named = search(view, call.words[:_LONGEST_NAME])
    wanted = {branch for unit in named for branch in view.branches(unit.key)}
    return [branch for branch in branches if branch in wanted]


def _select_owing(call: Call, branches: Sequence[Unit]) -> list[ReportingUnit]:
    reporting_units = [
        ReportingUnit(call.units.id_of(branch.key), branch, on_behalf=True) for branch in branches
    ]
    sent = reports.find_sent_periods_of(call.tx, [unit.unit_id for unit in reporting_units])
    granted = extensions.load_granted(call.tx, extensions.OPEN)
    return [
        each
        for each in reporting_units
        if find_owed_periods(call, each, sent.get(each.unit_id, ()), granted)
    ]


def _choose_branch(call: Call, reporting_units: list[ReportingUnit]) -> Outcome:
    """Offer the first of them by name; the others can be typed.

    Names bear the commune if the branches are of several communes.
    """
    view = call.units.tree.at(call.now.date())
    communes = [view.commune(each.unit.key) for each in reporting_units]
    several = len(set(communes)) > 1
    options = [
        (
            f"{each.unit.name}, {commune.name}" if several and commune else each.unit.name,
            f"/baocao {each.unit_id}",
        )
        for each, commune in zip(reporting_units[:_MOST_OFFERED], communes, strict=False)
    ]
    more = len(reporting_units) - len(options)
    state, notices = open_choice("unit", options, more, "/nhapho")
    return Outcome(notices, opens=("choose", state), in_between=True)


HANDLERS = (Handler(("nhapho", "nhap_ho"), start_report_for_branch, typed=("nhap ho",)),)
