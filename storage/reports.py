"""Reports: every edition is kept; the last of a unit and period is in force, its values in rows."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, update

from domain.progress.totals import compute_change
from storage.counters import next_number
from storage.database import Transaction
from storage.schema import counter, submission, value
from storage.totals import delta_log, recounting

Answers = Mapping[str, Mapping[str, float]]
"""Indicator code → field → amount."""


@dataclass(frozen=True, slots=True)
class Report:
    """One edition of one unit's report of one period. `sent_at` in seconds."""

    id: int
    number: str
    unit_id: int
    period: str
    edition: int
    sent_at: float
    person_id: int | None
    on_behalf: bool
    answers: dict[str, dict[str, float]]
    extra: dict[str, Any]


class AnotherInForce(Exception):
    """Somebody has sent this report since: another edition is in force than the one to replace."""


def send(
    tx: Transaction,
    unit_id: int,
    period: str,
    answers: Answers,
    *,
    sent_at: float,
    person_id: int | None = None,
    on_behalf: bool = False,
    extra: Mapping[str, Any] | None = None,
    replaces: int | None = None,
) -> int:
    """Store a report as the one in force; return its id.

    Earlier editions stay as they were. The running totals are changed in the same transaction.
    `replaces`: the edition that is in force (0: none); raises AnotherInForce if it is another one.
    """
    cohort_id = delta_log.hold_cohort(tx, unit_id)
    last, said_before = _retire(tx, unit_id, period)
    if replaces is not None and replaces != last:
        raise AnotherInForce(f"edition {last} is in force, not {replaces}")
    edition = last + 1
    statement = insert(submission).returning(submission.c.id)
    row = {
        "number": _draw_number(tx, period),
        "unit_id": unit_id,
        "period": period,
        "edition": edition,
        "sent_at": sent_at,
        "person_id": person_id,
        "on_behalf": on_behalf,
        "latest": True,
        "answers": _pack(answers, extra or {}),
    }
    report_id = int(tx.execute(statement, row).scalar_one())
    year = period[:4]
    history = load_values(tx, unit_id, f"{year}-01", f"{year}-12")
    answers = {**answers, **_find_counted(history, period, said_before)}
    delta_log.record(tx, cohort_id, period, answers, history, edition == 1, sent_at)
    if report_id % delta_log.COMPACT_EVERY == 0:
        delta_log.compact(tx)
    if any(of == period for of, *_ in history):
        tx.execute(
            # between: by `==` SQLite takes the period's index, and looks through everybody's.
            delete(value).where(value.c.unit_id == unit_id, value.c.period.between(period, period))
        )
    _insert_values(tx, [(unit_id, period, answers)])
    return report_id


def send_samples(tx: Transaction, rows: Sequence[tuple[int, str, float, Answers]]) -> None:
    """Store many first reports (unit, period, sent_at, answers) at once, marked as samples.

    The running totals are built anew, for a whole year in one go.
    """
    numbers: dict[str, int] = {}
    made = []
    for unit_id, period, sent_at, answers in rows:
        numbers[period] = numbers.get(period, 0) + 1
        made.append(
            {
                "number": _format_number(period, numbers[period]),
                "unit_id": unit_id,
                "period": period,
                "edition": 1,
                "sent_at": sent_at,
                "on_behalf": False,
                "latest": True,
                "answers": _pack(answers, {"help_needed": False}),
                "sample": True,
            }
        )
    tx.execute(insert(submission), made)
    tx.execute(
        insert(counter), [{"name": _name_counter(p), "value": n} for p, n in numbers.items()]
    )
    _insert_values(tx, [(u, p, a) for u, p, _, a in rows])
    recounting.build(tx)


def _insert_values(tx: Transaction, reports: Iterable[tuple[int, str, Answers]]) -> None:
    rows = [
        {"unit_id": u, "period": p, "indicator": code, "field": name, "amount": amount}
        for u, p, answers in reports
        for code, fields in answers.items()
        for name, amount in fields.items()
    ]
    if rows:
        tx.execute(insert(value), rows)


def _retire(tx: Transaction, unit_id: int, period: str) -> tuple[int, dict[str, dict[str, float]]]:
    """Take the report in force out of force; return its edition (0 for none) and answers."""
    there = (submission.c.unit_id == unit_id, submission.c.period == period)
    newest = select(submission.c.edition, submission.c.answers).where(*there)
    last = tx.execute(newest.order_by(submission.c.edition.desc()).limit(1)).first()
    if last is None:
        return 0, {}
    tx.execute(update(submission).where(*there, submission.c.latest).values(latest=False))
    return last.edition, json.loads(last.answers)["answers"]


def _find_counted(
    history: Iterable[tuple[str, str, str, float]], period: str, said: Answers
) -> dict[str, dict[str, float]]:
    """Find a unit's values of a period that are in no report: they are counted from cases."""
    found: dict[str, dict[str, float]] = {}
    for of, code, name, amount in history:
        if of == period and code not in said:
            found.setdefault(code, {})[name] = amount
    return found


def keep_counted(tx: Transaction, unit_id: int, period: str, counted: Answers) -> bool:
    """Store values that nobody reports, in place of earlier ones; return True if any changed.

    An indicator without amounts is removed. The running totals are changed as well.
    """
    cohort_id = delta_log.hold_cohort(tx, unit_id)
    year = period[:4]
    history = load_values(tx, unit_id, f"{year}-01", f"{year}-12")
    current = _find_counted(history, period, {})
    before = {code: current[code] for code in counted if code in current}
    now = {code: fields for code, fields in counted.items() if fields}
    if before == now:
        return False
    delta_log.append(tx, {cohort_id: compute_change(history, period, {**current, **counted})})
    mine = (value.c.unit_id == unit_id, value.c.period.between(period, period))
    tx.execute(delete(value).where(*mine, value.c.indicator.in_(counted)))
    _insert_values(tx, [(unit_id, period, now)])
    return True


def _draw_number(tx: Transaction, period: str) -> str:
    return _format_number(period, next_number(tx, _name_counter(period)))


def _name_counter(period: str) -> str:
    return f"report/{period}"


def _format_number(period: str, count: int) -> str:
    """BC-2510-0417: the 417th report of October 2025."""
    return f"BC-{period[2:4]}{period[5:7]}-{count:04}"


def _pack(answers: Answers, extra: Mapping[str, Any]) -> str:
    plain = {code: dict(fields) for code, fields in answers.items()}
    return json.dumps({"answers": plain, **extra}, ensure_ascii=False)


def find(tx: Transaction, report_id: int) -> Report | None:
    """Find an edition by its id."""
    row = tx.execute(select(submission).where(submission.c.id == report_id)).mappings().first()
    return None if row is None else _report(row)


def find_in_force(tx: Transaction, unit_id: int, period: str) -> Report | None:
    """Find the report of a unit and period that is in force."""
    statement = select(submission).where(
        submission.c.unit_id == unit_id, submission.c.period == period, submission.c.latest
    )
    row = tx.execute(statement).mappings().first()
    return None if row is None else _report(row)


def find_edition(tx: Transaction, unit_id: int, period: str) -> int:
    """Find the edition of a unit's report of a period that is in force; 0 if there is none."""
    statement = select(submission.c.edition).where(
        submission.c.unit_id == unit_id, submission.c.period == period, submission.c.latest
    )
    return tx.execute(statement).scalar() or 0


def find_sent_periods(tx: Transaction, unit_id: int) -> set[str]:
    """Find the periods that a unit has reported."""
    statement = select(submission.c.period).where(
        submission.c.unit_id == unit_id, submission.c.latest
    )
    return set(tx.execute(statement).scalars())


def find_units_that_sent(tx: Transaction, period: str) -> set[int]:
    """Find the units that have sent the report of a period."""
    statement = select(submission.c.unit_id).where(
        submission.c.period == period, submission.c.latest
    )
    return set(tx.execute(statement).scalars())


def find_sent_among(tx: Transaction, period: str, units: Collection[int]) -> set[int]:
    """Find those of a few units that have sent the report of a period."""
    statement = select(submission.c.unit_id).where(
        submission.c.period == period, submission.c.latest, submission.c.unit_id.in_(units)
    )
    return set(tx.execute(statement).scalars())


def find_sent_periods_of(tx: Transaction, units: Sequence[int]) -> dict[int, set[str]]:
    """Find the periods that many units have reported; units without any are left out."""
    statement = select(submission.c.unit_id, submission.c.period).where(
        submission.c.unit_id.in_(units), submission.c.latest
    )
    found: dict[int, set[str]] = {}
    for unit_id, period in tx.execute(statement):
        found.setdefault(unit_id, set()).add(period)
    return found


def find_first_sent(tx: Transaction, period: str) -> dict[int, float]:
    """When each unit first sent a period's report (seconds); being on time is judged by this."""
    statement = (
        select(submission.c.unit_id, func.min(submission.c.sent_at))
        .where(submission.c.period == period)
        .group_by(submission.c.unit_id)
    )
    return dict(tx.execute(statement).all())


def find_first_sent_of(tx: Transaction, units: Sequence[int], period: str) -> dict[int, float]:
    """When each of these units first sent a period's report (seconds), if it did."""
    statement = select(submission.c.unit_id, submission.c.sent_at).where(
        submission.c.unit_id.in_(units), submission.c.period == period, submission.c.edition == 1
    )
    return dict(tx.execute(statement).all())


def load_values(
    tx: Transaction, unit_id: int, since: str, until: str = "9999-12"
) -> list[tuple[str, str, str, float]]:
    """Load a unit's values of periods: (period, indicator, field, amount), the oldest first."""
    statement = (
        select(value.c.period, value.c.indicator, value.c.field, value.c.amount)
        .where(value.c.unit_id == unit_id, value.c.period.between(since, until))
        .order_by(value.c.period)
    )
    return list(tx.execute(statement))


def _report(row: RowMapping) -> Report:
    packed = json.loads(row["answers"])
    answers = packed.pop("answers")
    return Report(
        id=row["id"],
        number=row["number"],
        unit_id=row["unit_id"],
        period=row["period"],
        edition=row["edition"],
        sent_at=row["sent_at"],
        person_id=row["person_id"],
        on_behalf=row["on_behalf"],
        answers=answers,
        extra=packed,
    )
