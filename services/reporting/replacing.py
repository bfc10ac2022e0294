"""A report that takes another's place: whose was it, what differs, and who is told."""

from domain.notices.hands import ReportReplaced
from domain.notices.reporting import CASE, Amounts, Change
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import Plan
from services.context import Request
from services.people.unasked import make_unasked
from storage import officers, outbox, reports
from storage.post_holders import load_post_holders
from storage.reports import Report


def read_values(report: Report) -> dict[str, Amounts]:
    """Return what a report says by code, with the answer to the case question, if there is one."""
    said: dict[str, Amounts] = dict(report.answers)
    if report.extra.get("help_needed") is not None:
        said[CASE] = {"yes": float(report.extra["help_needed"])}
    return said


def tell_of_replacement(request: Request, before: Report, report_id: int) -> None:
    """Tell whoever sent the report before, if it was not she who sends now; by day.

    Where an officer corrects a leader, all who report for the branch are told as well.
    """
    after = reports.find(request.tx, report_id)
    if after is None:
        return
    level = request.units.unit(before.unit_id).level
    changes = _list_changes(request.plan, level, before, after)
    concerned = _find_concerned(request, before, after) if changes else set()
    chats = officers.find_reachable_chats(request.tx, sorted(concerned))
    outbox.enqueue(
        request.tx,
        [
            make_unasked(request, chats[who][0], _make_notice(before, report_id, changes, who))
            for who in sorted(chats)
        ],
    )


def _make_notice(
    before: Report, report_id: int, changes: tuple[Change, ...], person_id: int
) -> ReportReplaced:
    mine = person_id == before.person_id
    return ReportReplaced(report_id, changes, mine, entered=mine and before.on_behalf)


def _find_concerned(request: Request, before: Report, after: Report) -> set[int]:
    concerned = {before.person_id} if before.person_id is not None else set()
    if after.on_behalf and not before.on_behalf:
        held = load_post_holders(request.tx, [after.unit_id]).get(after.unit_id, ())
        concerned |= {holder.person_id for holder in held}
    return concerned - {request.person_id}


def _list_changes(plan: Plan, level: Level, before: Report, after: Report) -> tuple[Change, ...]:
    """List the lines that differ, numbered as the form numbers them."""
    codes = (*(i.code for i in plan.form(level, Period.parse(after.period))), CASE)
    old, new = read_values(before), read_values(after)
    return tuple(
        Change(number, code, old.get(code), new.get(code))
        for number, code in enumerate(codes, 1)
        if old.get(code) != new.get(code)
    )
