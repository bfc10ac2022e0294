"""Finds what was sent though it looks odd, so that an officer can ask: nothing is kept for it.

The rules are those that asked whoever reported to look twice; what she sent all the same she
confirmed.
"""

from collections.abc import Iterator

from domain.notices.odd import OddNumber
from domain.org.tree import Unit
from domain.periods import Period
from domain.plan.checks import find_odd_lines
from domain.plan.doubts import find_doubt
from services.context import Context
from services.reporting.history import load_history
from storage import reports


def find_odd_numbers(context: Context, unit_id: int, period: Period) -> tuple[OddNumber, ...]:
    """Find the odd numbers in the reports of a unit and of those directly below it."""
    view = context.units.tree.at(context.today)
    unit = context.units.unit(unit_id)
    asked = [each for each in (unit, *view.children(unit.key)) if _is_asked(context, each, period)]
    return tuple(odd for each in asked for odd in _find_in_report(context, each, period))


def _is_asked(context: Context, unit: Unit, period: Period) -> bool:
    return bool(context.plan.form(unit.level, period))


def _find_in_report(context: Context, unit: Unit, period: Period) -> Iterator[OddNumber]:
    unit_id = context.units.id_of(unit.key)
    report = reports.find_in_force(context.tx, unit_id, str(period))
    if report is None:
        return
    previous, usual = load_history(context, unit_id, period)
    said = {code: dict(amounts) for code, amounts in report.answers.items()}
    reasons = find_odd_lines(context.plan.checks, said)
    for number, indicator in enumerate(context.plan.form(unit.level, period), 1):
        code, amounts = indicator.code, said.get(indicator.code)
        if amounts is None:
            continue
        before, most = previous.get(code, {}), usual.get(code, {})
        doubt, figure = find_doubt(indicator, amounts, unit.level.value, before, most)
        if doubt or code in reasons:
            reason = "" if doubt else reasons[code]
            yield OddNumber(unit.name, number, code, amounts, doubt, figure, reason)
