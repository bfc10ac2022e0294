"""`sohoi calendar`: what is coming for a unit, as /lich shows it, and as a file (.ics)."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.asked import end_of, reference_of, unit_or_province
from bot.cli.context import FAULT, opened, stop
from bot.engine.i18n import say_for
from bot.views.calendar import facts as calendar_facts
from domain.calendar.events import Occasion
from domain.notices.calendar import CalendarFacts
from domain.plan.plan import Plan
from services.context import Context

_A_YEAR_DAYS = 365


def calendar(
    unit: Annotated[str, typer.Option(help="A unit's code or name; the province without it.")] = "",
    at: Annotated[str, typer.Option(help="From a day such as 2025-10-13; from now else.")] = "",
    days: Annotated[int, typer.Option(min=1, max=730, help="How far ahead.")] = _A_YEAR_DAYS,
    ics: Annotated[Path | None, typer.Option(help="Write it to this file (.ics).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Show what is coming by the plan, with the days that were set."""
    moment = end_of(at)
    with opened() as database, database.read() as tx:
        reference = reference_of(tx)
        found = unit_or_province(reference, unit, moment)
        ground = Context(tx, reference, moment)
        facts = calendar_facts.facts(found, days, ground)
        plan = calendar_facts.dated(ground)
    if ics is not None:
        _write(ics, facts, plan)
        typer.echo(f"{ics}: {found.name}, {len(facts.occasions)} events from {facts.day}")
        return
    if as_json:
        typer.echo(json.dumps(_as_dict(facts), ensure_ascii=False))
        return
    for occasion in facts.occasions:
        typer.echo(_line(occasion))
    if facts.undated:
        typer.echo(f"{facts.undated} events have no day yet: the province sets them with /lich")


def _line(occasion: Occasion) -> str:
    first = occasion.first or "by"
    until = "" if occasion.first == occasion.last else f" {occasion.last}"
    return f"{first}{until}  {occasion.event.id}  {occasion.event.name}"


def _as_dict(facts: CalendarFacts) -> dict[str, object]:
    return {
        "unit": facts.code,
        "from": facts.day.isoformat(),
        "undated": facts.undated,
        "events": [_event(o) for o in facts.occasions],
    }


def _event(occasion: Occasion) -> dict[str, object]:
    event = occasion.event
    return {
        "id": event.id,
        "name": event.name,
        "kind": event.kind.value,
        "first": occasion.first.isoformat() if occasion.first else None,
        "last": occasion.last.isoformat(),
        "remind": list(event.remind),
    }


def _write(to: Path, facts: CalendarFacts, plan: Plan) -> None:
    from bot.views.calendar.calendar_file import calendar_file

    try:
        to.write_bytes(calendar_file(facts, plan, say_for("vi")).content)
    except OSError as fault:
        raise stop(f"{to} cannot be written: {fault.strerror}", FAULT) from None
