"""Proves the running totals: counts them anew from all reports, compares and mends them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select

from domain.progress.totals import (
    NOTHING,
    Figures,
    Key,
    Totals,
    add_figures,
    add_years,
    drop_zeros,
    is_day,
    round_off,
)
from storage.database import Transaction
from storage.inserts import upsert
from storage.schema import cohort, cohort_unit, counter, total, total_change, total_fault
from storage.totals import rollups
from storage.totals.counting import count_figures, find_first_day_kept
from storage.totals.delta_log import (
    find_rollups,
    list_columns,
    put,
    sum_by_cohort,
    sum_changes,
    to_total_rows,
    try_lock,
)
from storage.totals.rollups import ROLLUP

_UNITS_AT_ONCE = 1500


@dataclass(frozen=True, slots=True)
class Difference:
    """A total that is not what the values add up to. `period` may be a year or a day."""

    cohort_id: int
    period: str
    indicator: str
    field: str
    kept: Figures
    counted: Figures


def build(tx: Transaction) -> None:
    """Build all totals anew from the values; only for a database that nobody else writes to."""
    for table in (total_change, total):
        tx.execute(delete(table))
    since = find_first_day_kept(tx)
    for cohorts in _split_into_batches(tx, None):
        counted = _count(tx, cohorts, since)
        years = {cohort_id: add_years(found) for cohort_id, found in counted.items()}
        made = list(to_total_rows(years, find_rollups(tx, years)))
        if made:
            tx.execute(insert(total), made)
    rollups.sum_up(tx)


def recount(tx: Transaction, only: Collection[int] | None = None) -> list[Difference]:
    """Find every total that is not what the reports add up to, of all cohorts or `only` of these.

    The transaction must see one state throughout, as that of `Database.read` does.
    """
    found: list[Difference] = []
    since = find_first_day_kept(tx)
    for cohorts in _split_into_batches(tx, only):
        counted = _count(tx, cohorts, since)
        kept = _load_kept(tx, cohorts, since)
        for cohort_id in cohorts:
            found += _compare(
                cohort_id, kept.get(cohort_id, {}), add_years(counted.get(cohort_id, {}))
            )
    return [*found, *_check_rollups(tx)]


def mend(
    tx: Transaction, differing: Iterable[Difference], at: float, repair: bool = True
) -> list[Difference]:
    """Recount cohorts that differed; record what still differs, and with `repair` mend it.

    Needs a transaction of `Database.one_state`. Returns nothing if another process is compacting.
    Reports may go on meanwhile: they only append what they change.
    """
    cohorts = {each.cohort_id for each in differing}
    if not cohorts or not try_lock(tx):
        return []
    found = recount(tx, cohorts)
    if found:
        tx.execute(insert(total_fault), [_to_fault_row(each, at, repair) for each in found])
    if repair and found:
        put(tx, _find_gaps(found))
        rollups.sum_up(tx)
    return found


def claim(tx: Transaction, day: str) -> bool:
    """Claim a day's recount; False if somebody claimed it before."""
    statement = upsert(tx, counter).values(name=f"recount/{day}", value=1)
    done = tx.execute(statement.on_conflict_do_nothing().returning(counter.c.value))
    return done.first() is not None


def forget_days(tx: Transaction) -> int:
    """Delete the totals of days long past; return how many rows there were."""
    since = find_first_day_kept(tx)
    past = delete(total).where(func.length(total.c.period) == len(since), total.c.period < since)
    return tx.execute(past).rowcount if since else 0


# --- the two sides -----------------------------------------------------------------------------


def _split_into_batches(tx: Transaction, only: Collection[int] | None) -> Iterator[list[int]]:
    """Cohorts in batches of some 1500 units, including those that hold no unit any more."""
    counts = select(cohort.c.id, func.count(cohort_unit.c.unit_id)).join_from(
        cohort, cohort_unit, cohort_unit.c.cohort_id == cohort.c.id, isouter=True
    )
    counts = counts.where(cohort.c.level != ROLLUP)
    in_order = cohort.c.rollup_id, cohort.c.id  # as their totals stand
    batch: list[int] = []
    held = 0
    for cohort_id, units in tx.execute(counts.group_by(cohort.c.id).order_by(*in_order)).all():
        if only is None or cohort_id in only:
            batch.append(cohort_id)
            held += units
        if held >= _UNITS_AT_ONCE:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _count(tx: Transaction, cohorts: Sequence[int], since: str) -> dict[int, Totals]:
    places = select(cohort_unit.c.unit_id, cohort_unit.c.cohort_id).where(
        cohort_unit.c.cohort_id.in_(cohorts)
    )
    where = dict(tx.execute(places).all())
    found: dict[int, Totals] = defaultdict(dict)
    for unit_id, figures in count_figures(tx, list(where), since):
        add_figures(found[where[unit_id]], figures)
    return {cohort_id: drop_zeros(totals) for cohort_id, totals in found.items()}


def _load_kept(tx: Transaction, cohorts: Sequence[int], since: str) -> dict[int, Totals]:
    found: dict[int, Totals] = defaultdict(dict)
    changes = select(total_change.c.day, *list_columns(total_change))
    changes = changes.where(total_change.c.cohort_id.in_(cohorts))
    for cohort_id, lately in sum_changes(tx.execute(changes)).items():
        found[cohort_id] = add_years(lately)
    for cohort_id, figures in sum_by_cohort(_load_totals(tx, cohorts)).items():
        add_figures(found[cohort_id], figures)
    return {cohort_id: _drop_days_before(since, totals) for cohort_id, totals in found.items()}


def _load_totals(tx: Transaction, cohorts: Sequence[int]) -> Iterable[Any]:
    within = {*find_rollups(tx, cohorts).values()}
    where = total.c.rollup_id.in_(within), total.c.cohort_id.in_(cohorts)
    return tx.execute(select(*list_columns(total)).where(*where))


def _drop_days_before(since: str, totals: Totals) -> Totals:
    return {key: f for key, f in totals.items() if not is_day(key[0]) or key[0] >= since}


def _compare(cohort_id: int, kept: Totals, counted: Totals) -> Iterator[Difference]:
    for key in sorted({*kept, *counted}):
        ours, theirs = kept.get(key, NOTHING), counted.get(key, NOTHING)
        if round_off(ours) != round_off(theirs):
            yield Difference(cohort_id, *key, ours, theirs)


def _check_rollups(tx: Transaction) -> Iterator[Difference]:
    """Find rollups whose totals are not the sum of their cohorts' totals."""
    counted: dict[int, Totals] = {rollup_id: {} for rollup_id in rollups.load_ids(tx)}
    for rollup_id, period, indicator, name, figures in rollups.read_sums(tx):
        counted[rollup_id][period, indicator, name] = figures
    kept = sum_by_cohort(_load_totals(tx, list(counted)))
    for rollup_id, figures_ in counted.items():
        yield from _compare(rollup_id, kept.get(rollup_id, {}), figures_)


def _find_gaps(found: Iterable[Difference]) -> dict[int, Totals]:
    """What each total lacks."""
    lacking: dict[int, Totals] = defaultdict(dict)
    for each in found:
        key: Key = (each.period, each.indicator, each.field)
        add_figures(lacking[each.cohort_id], {key: each.counted.plus(each.kept, -1)})
    return lacking


def _to_fault_row(each: Difference, at: float, mended: bool) -> dict[str, Any]:
    return {
        "at": at,
        "cohort_id": each.cohort_id,
        "period": each.period,
        "indicator": each.indicator,
        "field": each.field,
        "kept": _format_figures(each.kept),
        "counted": _format_figures(each.counted),
        "mended": mended,
    }


def _format_figures(figures: Figures) -> str:
    return " ".join(f"{name}={number:g}" for name, number in figures._asdict().items())
