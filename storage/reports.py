"""Reports: every edition kept, the last one per unit and period in force, its values in rows."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, update

from domain.progress.totals import change
from storage.database import Transaction
from storage.numbers import next_number
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
) -> int:
    """Keep a report as the one in force; returns its id.

    Earlier editions of it stay as they were. The running totals follow in the same transaction.
    """
    cohort_id = delta_log.hold_cohort(tx, unit_id)
    last, said_before = _retire(tx, unit_id, period)
    edition = last + 1
    statement = insert(submission).returning(submission.c.id)
    row = {
        "number": _number(tx, period),
        "unit_id": unit_id,
        "period": period,
        "edition": edition,
        "sent_at": sent_at,
        "person_id": person_id,
        "on_behalf": on_behalf,
        "latest": True,
        "answers": _packed(answers, extra or {}),
    }
    report_id = int(tx.execute(statement, row).scalar_one())
    year = period[:4]
    history = values_of(tx, unit_id, f"{year}-01", f"{year}-12")
    answers = {**answers, **_counted(history, period, said_before)}
    delta_log.record(tx, cohort_id, period, answers, history, edition == 1, sent_at)
    if report_id % delta_log.FOLDED_EVERY == 0:
        delta_log.compact(tx)
    if any(of == period for of, *_ in history):
        tx.execute(
            # between: by `==` SQLite takes the period's index, and looks through everybody's.
            delete(value).where(value.c.unit_id == unit_id, value.c.period.between(period, period))
        )
    _insert_values(tx, [(unit_id, period, answers)])
    return report_id


def send_samples(tx: Transaction, rows: Sequence[tuple[int, str, float, Answers]]) -> None:
    """Keep many first reports (unit, period, sent_at, answers) at once, marked as samples.

    The running totals are counted anew, for a whole year in one go.
    """
    numbers: dict[str, int] = {}
    made = []
    for unit_id, period, sent_at, answers in rows:
        numbers[period] = numbers.get(period, 0) + 1
        made.append(
            {
                "number": _as_number(period, numbers[period]),
                "unit_id": unit_id,
                "period": period,
                "edition": 1,
                "sent_at": sent_at,
                "on_behalf": False,
                "latest": True,
                "answers": _packed(answers, {"help_needed": False}),
                "sample": True,
            }
        )
    tx.execute(insert(submission), made)
    tx.execute(insert(counter), [{"name": _counter(p), "value": n} for p, n in numbers.items()])
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
    """Take the report in force out of force: its edition and answers; 0 where there was none."""
    there = (submission.c.unit_id == unit_id, submission.c.period == period)
    newest = select(submission.c.edition, submission.c.answers).where(*there)
    last = tx.execute(newest.order_by(submission.c.edition.desc()).limit(1)).first()
    if last is None:
        return 0, {}
    tx.execute(update(submission).where(*there, submission.c.latest).values(latest=False))
    return last.edition, json.loads(last.answers)["answers"]


def _counted(
    history: Iterable[tuple[str, str, str, float]], period: str, said: Answers
) -> dict[str, dict[str, float]]:
    """Of a unit's values of a period those that no report said: they are counted from cases."""
    found: dict[str, dict[str, float]] = {}
    for of, code, name, amount in history:
        if of == period and code not in said:
            found.setdefault(code, {})[name] = amount
    return found


def count_in(tx: Transaction, unit_id: int, period: str, counted: Answers) -> bool:
    """Keep values that nobody reports, in place of those before; whether anything changed.

    An indicator with no amounts is taken away. The running totals follow.
    """
    cohort_id = delta_log.hold_cohort(tx, unit_id)
    year = period[:4]
    history = values_of(tx, unit_id, f"{year}-01", f"{year}-12")
    standing = _counted(history, period, {})
    before = {code: standing[code] for code in counted if code in standing}
    now = {code: fields for code, fields in counted.items() if fields}
    if before == now:
        return False
    delta_log.append(tx, {cohort_id: change(history, period, {**standing, **counted})})
    mine = (value.c.unit_id == unit_id, value.c.period.between(period, period))
    tx.execute(delete(value).where(*mine, value.c.indicator.in_(counted)))
    _insert_values(tx, [(unit_id, period, now)])
    return True


def _number(tx: Transaction, period: str) -> str:
    return _as_number(period, next_number(tx, _counter(period)))


def _counter(period: str) -> str:
    return f"report/{period}"


def _as_number(period: str, count: int) -> str:
    """BC-2510-0417: the 417th report of October 2025."""
    return f"BC-{period[2:4]}{period[5:7]}-{count:04}"


def _packed(answers: Answers, extra: Mapping[str, Any]) -> str:
    plain = {code: dict(fields) for code, fields in answers.items()}
    return json.dumps({"answers": plain, **extra}, ensure_ascii=False)


def find(tx: Transaction, report_id: int) -> Report | None:
    """One edition by its id."""
    row = tx.execute(select(submission).where(submission.c.id == report_id)).mappings().first()
    return None if row is None else _report(row)


def in_force(tx: Transaction, unit_id: int, period: str) -> Report | None:
    """The last report of a unit and period."""
    statement = select(submission).where(
        submission.c.unit_id == unit_id, submission.c.period == period, submission.c.latest
    )
    row = tx.execute(statement).mappings().first()
    return None if row is None else _report(row)


def sent_periods(tx: Transaction, unit_id: int) -> set[str]:
    """The periods this unit has reported."""
    statement = select(submission.c.period).where(
        submission.c.unit_id == unit_id, submission.c.latest
    )
    return set(tx.execute(statement).scalars())


def who_sent(tx: Transaction, period: str) -> set[int]:
    """The units that reported a period."""
    statement = select(submission.c.unit_id).where(
        submission.c.period == period, submission.c.latest
    )
    return set(tx.execute(statement).scalars())


def who_sent_of(tx: Transaction, period: str, units: Collection[int]) -> set[int]:
    """Those of a few units that reported a period."""
    statement = select(submission.c.unit_id).where(
        submission.c.period == period, submission.c.latest, submission.c.unit_id.in_(units)
    )
    return set(tx.execute(statement).scalars())


def sent_periods_of(tx: Transaction, units: Sequence[int]) -> dict[int, set[str]]:
    """The same of many units at once; units without any are left out."""
    statement = select(submission.c.unit_id, submission.c.period).where(
        submission.c.unit_id.in_(units), submission.c.latest
    )
    found: dict[int, set[str]] = {}
    for unit_id, period in tx.execute(statement):
        found.setdefault(unit_id, set()).add(period)
    return found


def senders(tx: Transaction, period: str) -> dict[int, float]:
    """Which units reported a period, and when first (the on-time rate counts the first edition)."""
    statement = (
        select(submission.c.unit_id, func.min(submission.c.sent_at))
        .where(submission.c.period == period)
        .group_by(submission.c.unit_id)
    )
    return dict(tx.execute(statement).all())


def first_sent(tx: Transaction, units: Sequence[int], period: str) -> dict[int, float]:
    """When each of these units first sent a period's report, of those that did."""
    statement = select(submission.c.unit_id, submission.c.sent_at).where(
        submission.c.unit_id.in_(units), submission.c.period == period, submission.c.edition == 1
    )
    return dict(tx.execute(statement).all())


def values_of(
    tx: Transaction, unit_id: int, since: str, until: str = "9999-12"
) -> list[tuple[str, str, str, float]]:
    """A unit's values of periods: (period, indicator, field, amount), older first."""
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
