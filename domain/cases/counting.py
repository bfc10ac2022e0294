"""Counts indicators 1.3 and 3.2 from cases: formula A counts persons, formula B cases.

`cutoff_day`: the day of the month on which a month's count ends. What came in after `newest`, the
last month looked at, counts in that month.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from domain.cases.case import Case, State
from domain.cases.social_services import ServiceState
from domain.periods import Period

Counted: TypeAlias = Mapping[Period, tuple[int, int]]
"""(part, whole) by month; months without any case are absent ("không phát sinh")."""


def count_formula_a(cases: Iterable[Case], cutoff_day: int, newest: Period) -> Counted:
    """Count survivors of violence or trafficking (whole), and those who accessed a service (part).

    Each counts once, in the month of the first report about her. A referral alone is no access.
    """
    subjects: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.kind is not None and case.kind.is_survivor and case.state not in _NOT_FOUND:
            subjects[case.subject].append(case)
    return _count_by_month(
        (min(_find_first_month(known, cutoff_day), newest), _has_accessed(known))
        for known in subjects.values()
    )


def count_formula_b(cases: Iterable[Case], cutoff_day: int, newest: Period) -> Counted:
    """Count the cases that came in (whole), and those counselled, supported or referred (part).

    A case that was not passed on counts only if she was helped all the same. One that cannot be
    opened does not count: nobody knows what was done in it.
    """
    received = [
        case
        for case in cases
        if case.is_readable
        and case.state not in _NOT_OURS
        and (case.state is not State.KEPT or case.helps)
    ]
    return _count_by_month(
        (min(_find_first_month([case], cutoff_day), newest), bool(case.helps)) for case in received
    )


FORMULAS = {"A": count_formula_a, "B": count_formula_b}
"""By the names that the plan file gives them (`from_cases`)."""

_NOT_OURS = frozenset({State.DUPLICATE, State.OUT_OF_SCOPE})
_NOT_FOUND = _NOT_OURS | {State.KEPT}


def _find_first_month(cases: Iterable[Case], cutoff_day: int) -> Period:
    return Period.of(min(case.opened_at for case in cases).date(), cutoff_day)


def _has_accessed(cases: Iterable[Case]) -> bool:
    return any(ServiceState.ACCESSED in case.services.values() for case in cases)


def _count_by_month(counted: Iterable[tuple[Period, bool]]) -> Counted:
    part, whole = Counter[Period](), Counter[Period]()
    for period, counts in counted:
        whole[period] += 1
        part[period] += counts
    return {period: (part[period], whole[period]) for period in whole}
