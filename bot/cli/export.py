"""`sohoi export`: writes a unit's figures of some months as a sheet (.xlsx), as a written report
(.docx), or as the single reports (.xlsx)."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import settings
from bot.cli.asked import find_unit_or_province, load_reference, parse_end_of_day
from bot.cli.context import FAULT, stop, use_database
from bot.views.documents.report_template import find_template
from domain.documents.span import Span, read_span
from domain.org.tree import Unit
from domain.periods import Period
from services.context import Context
from services.progress import figures

if TYPE_CHECKING:
    from bot.views.documents.document_files import DocumentFile

_KINDS = (".xlsx", ".docx")


def export(
    to: Annotated[Path, typer.Option(help="The file to write: .xlsx or .docx.")],
    unit: Annotated[str, typer.Option(help="A unit's code or name; the province without it.")] = "",
    period: Annotated[
        str, typer.Option(help="Such as 2025-09, 'quý 3', '9 tháng', 'năm'; so far without it.")
    ] = "",
    at: Annotated[str, typer.Option(help="The end of a day such as 2025-10-13; now else.")] = "",
    template: Annotated[
        Path | None, typer.Option(help="Another template of the written report.")
    ] = None,
    raw: Annotated[bool, typer.Option("--raw", help="The single reports (.xlsx).")] = False,
) -> None:
    """Write a unit's results, or with --raw its single reports."""
    suffix = to.suffix.lower()
    if suffix not in _KINDS:
        raise stop(f"--to: {str(to)!r} ends neither in .xlsx nor in .docx")
    if raw and suffix != ".xlsx":
        raise stop("--raw: single reports are a sheet, --to must end in .xlsx")
    moment = parse_end_of_day(at)
    with use_database() as database, database.read() as tx:
        reference = load_reference(tx)
        chosen = find_unit_or_province(reference, unit, moment)
        context = Context(tx, reference, moment)
        span = _find_span(period, chosen, context)
        made = _make_raw if raw else _make_document
        file = made(chosen, span, context, suffix, template)
    _write(to, file.content)
    size = len(file.content) // 1024 + 1
    typer.echo(f"{to}: {chosen.name}, {span}, {moment.date()}, {size} KB")


def _find_span(words: str, unit: Unit, context: Context) -> Span:
    """Find the months meant: of the plan's year, and open by that moment."""
    from bot.views.documents.facts import find_span_so_far

    today = Period(context.today.year, context.today.month)
    said = read_span(words, context.plan.year, today)
    if words and (not said.said or said.rest):
        raise stop(f"--period: {words!r} names no month, quarter, half year, nine months or year")
    span = said.span or find_span_so_far(unit, context)
    there = figures.list_open_months(context)
    if span.first not in there:
        some = f"{there[0]} to {there[-1]}" if there else "none"
        raise stop(f"--period: {span} is not there on {context.today}; open by then: {some}")
    return span


def _make_document(
    unit: Unit, span: Span, context: Context, suffix: str, template: Path | None
) -> "DocumentFile":
    from bot.views.documents import document_files
    from bot.views.documents.facts import gather

    kind = document_files.DocumentKind(suffix.removeprefix("."))
    chosen = template or find_template(settings.read().plan)
    return document_files.make_document_file(gather(unit, span, context), kind, chosen)


def _make_raw(
    unit: Unit, span: Span, context: Context, _suffix: str, _template: Path | None
) -> "DocumentFile":
    from bot.views.documents.document_files import make_raw_file
    from services.documents.raw_reports import read_raw_reports

    return make_raw_file(read_raw_reports(unit, span, context))


def _write(to: Path, content: bytes) -> None:
    try:
        to.write_bytes(content)
    except OSError as fault:
        raise stop(f"{to} cannot be written: {fault.strerror}", FAULT) from None
