"""`sohoi export`: a unit's year as a sheet (.xlsx) or a written report (.docx)."""

from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.cli.context import FAULT, day_of, load_units, now, opened, stop
from bot.cli.people_lookup import unit_named
from bot.reference import Reference, read_calendar, read_plan
from bot.renderer import Moment
from domain.documents import DocumentFacts
from domain.levels import Level
from domain.org import Unit
from storage.database import Transaction
from storage.moments import VIETNAM

_KINDS = (".xlsx", ".docx")


def export(
    to: Annotated[Path, typer.Option(help="The file to write: .xlsx or .docx.")],
    unit: Annotated[str, typer.Option(help="A unit's code or name; the province without it.")] = "",
    at: Annotated[str, typer.Option(help="The end of a day such as 2025-10-13; now else.")] = "",
    template: Annotated[
        Path | None, typer.Option(help="Another template of the written report.")
    ] = None,
) -> None:
    """Write a unit's results as a sheet or as a written report."""
    if to.suffix.lower() not in _KINDS:
        raise stop(f"--to: {str(to)!r} ends neither in .xlsx nor in .docx")
    moment = datetime.combine(day_of(at), time(23, 59, 59), VIETNAM) if at else now()
    with opened() as database:
        with database.read() as book:
            facts = _facts(book, unit, moment)
        content = _content(facts, to.suffix.lower(), template)
    _write(to, content)
    typer.echo(f"{to}: {facts.unit.name}, {facts.day}, {len(content) // 1024 + 1} KB")


def _facts(book: Transaction, words: str, moment: datetime) -> DocumentFacts:
    from bot import document_facts

    plan_file = settings.read().plan
    calendar = read_calendar(plan_file.with_name("days-off.yaml"))
    reference = Reference(read_plan(plan_file), calendar, load_units(book))
    return document_facts.gather(_unit(reference, words, moment), Moment(book, reference, moment))


def _unit(reference: Reference, words: str, moment: datetime) -> Unit:
    on = moment.date()
    if words:
        return unit_named(reference.units, words, on)
    if not reference.units.tree.at(on).of_level(Level.PROVINCE):
        raise stop(f"there were no units on {on}")
    return reference.units.province(on)


def _content(facts: DocumentFacts, kind: str, template: Path | None) -> bytes:
    from bot.views.document import template_of
    from bot.views.document_files import DocumentKind, document_file

    chosen = template or template_of(settings.read().plan)
    return document_file(facts, DocumentKind(kind.removeprefix(".")), chosen).content


def _write(to: Path, content: bytes) -> None:
    try:
        to.write_bytes(content)
    except OSError as fault:
        raise stop(f"{to} cannot be written: {fault.strerror}", FAULT) from None
