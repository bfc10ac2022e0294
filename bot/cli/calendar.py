"""`sohoi calendar`: shows what is coming for a unit, as /lich does, and as a file (.ics)."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.asked import find_unit_or_province, load_reference, parse_end_of_day
from bot.cli.context import FAULT, stop, use_database
from bot.engine.i18n import say_for
from bot.views.calendar import facts as calendar_facts
from domain.calendar.events import Occasion
from domain.notices.calendar import CalendarFacts
from domain.plan.plan import Plan
from services.calendar.event_dates import read_dated_plan
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
    moment = parse_end_of_day(at)
    with use_database() as database, database.read() as tx:
        reference = load_reference(tx)
        found = find_unit_or_province(reference, unit, moment)
        context = Context(tx, reference, moment)
        facts = calendar_facts.read_calendar(found, days, context)
        plan = read_dated_plan(context)
    if ics is not None:
        _write(ics, facts, plan)
        typer.echo(f"{ics}: {found.name}, {len(facts.occasions)} events from {facts.day}")
        return
    if as_json:
        typer.echo(json.dumps(_to_dict(facts), ensure_ascii=False))
        return
    for occasion in facts.occasions:
        typer.echo(_format_line(occasion))
    if facts.undated:
        typer.echo(f"{facts.undated} events have no day yet: the province sets them with /lich")


def _format_line(occasion: Occasion) -> str:
    first = occasion.first or "by"
    until = "" if occasion.first == occasion.last else f" {occasion.last}"
    return f"{first}{until}  {occasion.event.id}  {occasion.event.name}"


def _to_dict(facts: CalendarFacts) -> dict[str, object]:
    return {
        "unit": facts.code,
        "from": facts.day.isoformat(),
        "undated": facts.undated,
        "events": [_event_to_dict(o) for o in facts.occasions],
    }


def _event_to_dict(occasion: Occasion) -> dict[str, object]:
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
    from bot.views.calendar.calendar_file import make_calendar_file

    try:
        to.write_bytes(make_calendar_file(facts, plan, say_for("vi")).content)
    except OSError as fault:
        raise stop(f"{to} cannot be written: {fault.strerror}", FAULT) from None
