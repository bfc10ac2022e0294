"""Submitting a report, where whoever sends it may and the month still takes one."""

from collections.abc import Mapping, Sequence

from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.reporting import Change, ReportReceipt
from domain.people.roles import Permission
from domain.periods import Period
from services.context import Request
from services.people.posts import list_posts, may_act
from services.reporting.reopening import describe_lock, takes_reports
from services.reporting.replacing import tell_of_replacement
from storage import reports
from storage.moments import seconds


def submit_report(
    request: Request,
    unit_id: int,
    period: Period,
    values: Mapping[str, Mapping[str, float]],
    *,
    skipped: Sequence[str] = (),
    unchanged: Sequence[str] = (),
    corrected: tuple[Change, ...] = (),
    on_behalf: bool = False,
    help_needed: bool | None = None,
    edition: int | None = None,
    reason: str = "",
) -> tuple[Notice, ...]:
    """Store a unit's report of a period as the one in force; earlier ones are kept.

    `values`: indicator code → field → amount; what was skipped is absent. `skipped`, `unchanged`:
    codes left out, and codes taken over from the last report. `corrected`: what the receipt lists
    as changed. `on_behalf`: an officer enters it for the unit. `help_needed`: the answer to the
    case question, None where there is none. `edition`: the one that this may replace (0: none);
    raises AnotherInForce where another is in force by now. `reason`: why an officer corrects it.

    Whoever sent what is replaced is told, and of an officer's correction also those who report for
    the branch. Returns the receipt, or why nothing was stored: `NotForYou` or `PeriodLocked`.
    """
    if not _may_report(request, unit_id, on_behalf=on_behalf):
        return (NotForYou(),)
    if not takes_reports(request, unit_id, period):
        return (describe_lock(request, unit_id, period),)
    before = reports.find_in_force(request.tx, unit_id, str(period))
    report_id = reports.send(
        request.tx,
        unit_id,
        str(period),
        values,
        sent_at=seconds(request.now),
        person_id=request.person_id,
        on_behalf=on_behalf,
        extra={
            "skipped": list(skipped),
            "unchanged": list(unchanged),
            "help_needed": help_needed,
            **({"reason": reason} if reason else {}),
        },
        replaces=edition,
    )
    if before is not None:
        tell_of_replacement(request, before, report_id)
    return (ReportReceipt(report_id, corrected),)


def _may_report(request: Request, unit_id: int, *, on_behalf: bool) -> bool:
    """Return True if she still may: a form can lie open for weeks, and her post may have ended."""
    if any(post.unit_id == unit_id for post in list_posts(request)):
        return True
    return on_behalf and may_act(request, Permission.REPORT_FOR_BRANCH, unit_id)
