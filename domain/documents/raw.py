"""The single reports of a span, as they came: who sent which, when, and who changed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.documents.span import Span
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.periods import Period
from domain.plan.plan import Indicator, Plan


@dataclass(frozen=True, slots=True)
class RawReport:
    """One unit's report of one month, as it is in force.

    `commune`: short name of the unit's commune. `first_sent`: by which being on time is judged.
    `days_late`: after its due day, 0 where it came in time. `changed`: when it was last changed,
    None where it never was; `changed_by` and `reason` belong to that. `on_behalf`: an officer sent
    it for the unit. `confirmed_by`: "" while nobody confirmed it. `answers`: code → field → amount.
    """

    period: Period
    level: Level
    commune: str
    unit_name: str
    unit_code: str
    number: str
    first_sent: datetime
    due: date
    days_late: int
    sent_by: str
    on_behalf: bool
    editions: int
    changed: datetime | None
    changed_by: str
    reason: str
    confirmed_by: str
    answers: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class RawFacts:
    """All of them of a unit and those below it. `columns`: the values that are shown, each an
    indicator and one of its fields; `sample`: made-up reports are among them."""

    unit: Unit
    plan: Plan
    span: Span
    day: date
    reports: tuple[RawReport, ...]
    columns: tuple[tuple[Indicator, str], ...]
    sample: bool = False


def list_columns(plan: Plan, span: Span) -> tuple[tuple[Indicator, str], ...]:
    """List the values that may stand in a sheet of single reports, by indicator and field.

    Left out is what tells of one branch's leader or of few cases: such a sheet goes from hand to
    hand.
    """
    return tuple(
        (indicator, name)
        for indicator in plan.indicators
        if not (indicator.personal or indicator.is_sensitive)
        and any(period in span for period in plan.list_periods(indicator.rhythm))
        for name in indicator.field_names
    )
