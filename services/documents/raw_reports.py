"""The single reports of a unit and all below it: who sent which, when, and who changed them."""

from collections import defaultdict
from collections.abc import Sequence

from domain.documents.raw import RawFacts, RawReport, list_columns
from domain.documents.span import Span
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.periods import Period
from services.context import Context
from services.reporting.due_days import DueDays
from storage import raw_reports, samples
from storage.moments import moment, seconds
from storage.raw_reports import Edition


def read_raw_reports(unit: Unit, span: Span, context: Context) -> RawFacts:
    """Read the reports of a span that are in force now; KeyError where the unit is not there."""
    view = context.units.tree.at(context.today)
    view.unit(unit.key)
    units = [unit, *view.descendants(unit.key)]
    if unit.level is Level.PROVINCE:
        units += view.groups_under(unit.key)
    counts_at = _map_to_today(units, context)
    ids = list(counts_at)
    first, last = str(span.first), str(span.last)
    editions: dict[tuple[str, int], list[Edition]] = defaultdict(list)
    for each in raw_reports.load_editions(context.tx, ids, first, last, seconds(context.now)):
        editions[each.period, each.unit_id].append(each)
    due_days = {str(period): DueDays(context, period) for period in span.months}
    columns = list_columns(context.plan, span)
    shown = {indicator.code for indicator, _ in columns}
    found = (
        _tell(kept, counts_at[unit_id], due_days[period], shown, context)
        for (period, unit_id), kept in editions.items()
    )
    return RawFacts(
        unit=unit,
        plan=context.plan,
        span=span,
        day=context.today,
        reports=tuple(sorted(found, key=_find_place)),
        columns=columns,
        sample=samples.has_samples(context.tx, first, last),
    )


def _map_to_today(units: Sequence[Unit], context: Context) -> dict[int, Unit]:
    """Map the ids of these units, and of those that were merged into them, to the unit of today."""
    known, tree = context.units, context.units.tree
    found = {known.id_of(unit.key): unit for unit in units}
    for old in {merger.old for merger in tree.mergers}:
        successor = tree.successor(old, context.today)
        if successor is not None and known.id_of(successor) in found:
            found.setdefault(known.id_of(old), found[known.id_of(successor)])
    return found


def _find_place(report: RawReport) -> tuple[Period, str, str]:
    return report.period, report.commune, report.unit_code


def _tell(
    editions: Sequence[Edition],
    today: Unit,
    due_days: DueDays,
    shown: set[str],
    context: Context,
) -> RawReport:
    """Tell a report by its editions: the first is when it was sent, the last is in force.

    `today`: the unit it counts for now.
    """
    first, last = editions[0], editions[-1]
    unit, sent = context.units.unit(first.unit_id), moment(first.sent_at)
    commune = context.units.tree.at(context.today).commune(today.key)
    counts_at = context.units.id_of(today.key)
    due = due_days.find_day(counts_at, unit.level)
    late = sent > due_days.find_moment(counts_at, unit.level)
    changed = len(editions) > 1
    return RawReport(
        period=Period.parse(first.period),
        level=unit.level,
        commune="" if commune is None else commune.short,
        unit_name=unit.name,
        unit_code=unit.key.code,
        number=last.number,
        first_sent=sent,
        due=due,
        days_late=max(1, (sent.date() - due).days) if late else 0,
        sent_by=first.sender,
        on_behalf=first.on_behalf,
        editions=len(editions),
        changed=moment(last.sent_at) if changed else None,
        changed_by=last.sender if changed else "",
        reason=last.reason,
        confirmed_by="",
        answers={code: said for code, said in last.answers.items() if code in shown},
    )
