"""`sohoi export`: writes a unit's year as a sheet (.xlsx) or as a written report (.docx)."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import settings
from bot.cli.asked import find_unit_or_province, load_reference, parse_end_of_day
from bot.cli.context import FAULT, stop, use_database
from bot.views.documents.report_template import find_template
from domain.documents.figures import DocumentFacts
from services.context import Context
from storage.database import Transaction

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
    moment = parse_end_of_day(at)
    with use_database() as database:
        with database.read() as tx:
            facts = _load_facts(tx, unit, moment)
        content = _make_content(facts, to.suffix.lower(), template)
    _write(to, content)
    typer.echo(f"{to}: {facts.unit.name}, {facts.day}, {len(content) // 1024 + 1} KB")


def _load_facts(tx: Transaction, words: str, moment: datetime) -> DocumentFacts:
    from bot.views.documents import facts as document_facts

    reference = load_reference(tx)
    unit = find_unit_or_province(reference, words, moment)
    return document_facts.gather(unit, Context(tx, reference, moment))


def _make_content(facts: DocumentFacts, kind: str, template: Path | None) -> bytes:
    from bot.views.documents.document_files import DocumentKind, make_document_file

    chosen = template or find_template(settings.read().plan)
    return make_document_file(facts, DocumentKind(kind.removeprefix(".")), chosen).content


def _write(to: Path, content: bytes) -> None:
    try:
        to.write_bytes(content)
    except OSError as fault:
        raise stop(f"{to} cannot be written: {fault.strerror}", FAULT) from None
