"""`sohoi progress`: shows how far a unit is, with the same figures as /tiendo."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from math import ceil, floor
from typing import Annotated

import typer

from bot.cli.asked import find_unit_or_province, load_reference, parse_end_of_day
from bot.cli.context import stop, use_database
from bot.views.progress import facts as progress_facts
from domain.notices.progress import ProgressCard, ProgressFacts, Reporting, WeekFigures
from domain.org.tree import Unit
from domain.plan.plan import Plan
from domain.progress.forecast import Forecast, judge_outlook
from domain.progress.progress import IndicatorProgress
from domain.rollups import RollUp
from services.context import Context, Reference
from storage.database import Transaction

_HEADS = ("", "indicator", "reached", "target", "of it", "outlook", "by year's end")
_NUMERIC = frozenset({2, 3, 4, 6})


def progress(
    unit: Annotated[str, typer.Option(help="A unit's code or name; the province without it.")] = "",
    indicator: Annotated[str, typer.Option(help="Only the indicator of this code.")] = "",
    at: Annotated[
        str, typer.Option(help="The end of a day such as 2025-10-13, without its week; now else.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Show a unit's progress against the plan, and who has reported."""
    moment = parse_end_of_day(at)
    with use_database() as database, database.read() as tx:
        reference = load_reference(tx)
        _check_indicator(reference.plan, indicator)
        found = find_unit_or_province(reference, unit, moment)
        facts = _load_facts(tx, reference, found, moment)
        if at:
            facts = replace(facts, week=None)  # days long past are no longer told apart
    shown = [p for p in facts.indicators if indicator in ("", p.indicator.code)]
    if indicator and not shown:
        raise stop(f"{indicator} is not counted at {found.name} ({found.code})")
    if as_json:
        typer.echo(json.dumps(_to_dict(found, facts, shown), ensure_ascii=False))
        return
    for line in _format_lines(found, facts, shown):
        typer.echo(line)


def _check_indicator(plan: Plan, code: str) -> None:
    if code and all(i.code != code for i in plan.indicators):
        raise stop(f"there is no indicator {code!r}: `sohoi plan show` lists them")


def _load_facts(
    tx: Transaction, reference: Reference, unit: Unit, moment: datetime
) -> ProgressFacts:
    notice = ProgressCard(reference.units.id_of(unit.key))
    return progress_facts.read_card(notice, Context(tx, reference, moment))


# --- for a program -----------------------------------------------------------------------------


def _to_dict(
    unit: Unit, facts: ProgressFacts, shown: Sequence[IndicatorProgress]
) -> dict[str, object]:
    return {
        "unit": unit.code,
        "name": unit.name,
        "counted": None if facts.counted is None else str(facts.counted.period),
        "at": facts.day.isoformat(),
        "indicators": [
            _indicator_to_dict(each, facts.forecasts.get(each.indicator.code)) for each in shown
        ],
        "reporting": _reporting_to_dict(facts.reporting),
        "week": None if facts.week is None else asdict(facts.week),
        "beside": dict(facts.beside),
    }


def _indicator_to_dict(each: IndicatorProgress, foreseen: Forecast | None) -> dict[str, object]:
    """Describe an indicator's progress for a program.

    `rate`: how much of the way is done, 1 is all of it. `total`: the amounts behind a share.
    `coverage`: the share of the answers `owed` that were `answered`, of which some are `confirmed`,
    up to the cut-off `as_of`. `forecast`: what the year's end brings at the present pace, from
    `low` to `high`.
    """
    standing, coverage = each.standing, each.coverage
    return {
        "code": each.indicator.code,
        "short": each.indicator.short,
        "achieved": standing.achieved,
        "target": standing.target,
        "rate": standing.rate,
        "status": each.status.value,
        "part": standing.part,
        "whole": standing.whole,
        "total": standing.total,
        "total_target": standing.total_target,
        "coverage": round(coverage.share, 4),
        "answered": coverage.answered,
        "owed": coverage.owed,
        "confirmed": coverage.confirmed,
        "as_of": None if coverage.as_of is None else coverage.as_of.isoformat(),
        "provisional": standing.provisional,
        "outlook": judge_outlook(each, foreseen).value,
        "forecast": None if foreseen is None else foreseen.amount,
        "low": None if foreseen is None else foreseen.low,
        "high": None if foreseen is None else foreseen.high,
    }


def _reporting_to_dict(reporting: Reporting | None) -> dict[str, object] | None:
    if reporting is None:
        return None
    return {
        "period": str(reporting.period),
        "sent": reporting.sent,
        "expected": reporting.expected,
        "missing": [{"unit": name, "branches": count} for name, count in reporting.missing],
    }


# --- for people --------------------------------------------------------------------------------


def _format_lines(
    unit: Unit, facts: ProgressFacts, shown: Sequence[IndicatorProgress]
) -> Iterator[str]:
    yield f"{unit.name} ({unit.code}), {facts.day}: {facts.elapsed:.0%} of the year is over"
    rows = [_format_row(each, facts.forecasts.get(each.indicator.code)) for each in shown]
    yield from _format_table([_HEADS, *rows])
    reporting = facts.reporting
    if facts.week is not None:
        yield _format_week(facts.week)
    if reporting is not None and reporting.expected:
        yield (
            f"report of {reporting.period}: {reporting.sent} of {reporting.expected} "
            f"branches sent ({reporting.whole_percent}%)"
        )


def _format_week(week: WeekFigures) -> str:
    added = "".join(f"; {code} {amount:+,.0f}" for code, amount in week.added.items())
    return f"reports in the last 7 days: {week.reports:,}{added}"


def _format_row(each: IndicatorProgress, foreseen: Forecast | None) -> tuple[str, ...]:
    standing, indicator = each.standing, each.indicator
    suffix = indicator.rollup.suffix
    reached = "" if standing.nothing else _format_number(standing.achieved, suffix)
    if indicator.rollup is RollUp.SHARE and reached and standing.whole is not None:
        reached = f"{reached} of {_format_number(standing.whole)} units"
    return (
        indicator.code,
        indicator.short,
        reached,
        _format_number(standing.target, suffix),
        "" if standing.rate is None or standing.nothing else f"{standing.rate:.0%}",
        judge_outlook(each, foreseen).value.replace("_", " "),
        _format_forecast(foreseen),
    )


def _format_forecast(foreseen: Forecast | None) -> str:
    if foreseen is None or foreseen.amount is None:
        return ""
    low, high = floor(foreseen.low or 0), ceil(foreseen.high or 0)
    return f"{foreseen.amount:,.0f} ({low:,}-{high:,})"


def _format_number(amount: float | None, suffix: str = "") -> str:
    if amount is None:
        return ""
    return (f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.1f}") + suffix


def _format_table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines, their columns under one another, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if place in _NUMERIC else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
