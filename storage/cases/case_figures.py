"""How many cases there are and in which states: counts only, nothing of what they say."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from domain.cases.case import OPEN
from storage.database import Transaction
from storage.schema import case_event, case_file, case_message


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """What is kept of cases.

    `with_content`: cases whose content is not erased yet. `trail_rows`: events in audit logs;
    `views`: how many of them are views. `oldest_ended`: when the first of the cases with content
    that are over ended, in seconds; None if there is none.
    """

    cases: int
    open_cases: int
    with_content: int
    erased: int
    messages: int
    trail_rows: int
    views: int
    oldest_ended: float | None
    by_state: Mapping[str, int]


def count_cases(tx: Transaction) -> CaseCounts:
    """Count everything that is kept of cases."""
    grouped = select(case_file.c.state, func.count()).group_by(case_file.c.state)
    states: dict[str, int] = dict(tx.execute(grouped).all())
    ended = func.min(func.coalesce(case_file.c.closed_at, case_file.c.opened_at))
    over = case_file.c.state.not_in([state.value for state in OPEN])
    whole = case_file.c.erased_at.is_(None)
    return CaseCounts(
        cases=sum(states.values()),
        open_cases=sum(states.get(state.value, 0) for state in OPEN),
        with_content=_count(tx, case_file, whole),
        erased=_count(tx, case_file, ~whole),
        messages=_count(tx, case_message, case_message.c.sealed != ""),
        trail_rows=_count(tx, case_event),
        views=_count(tx, case_event, case_event.c.what == "view"),
        oldest_ended=tx.execute(select(ended).where(over, whole)).scalar(),
        by_state=states,
    )


def _count(tx: Transaction, table: object, *wanted: object) -> int:
    statement = select(func.count()).select_from(table).where(*wanted)  # type: ignore[arg-type]
    return int(tx.execute(statement).scalar_one())
