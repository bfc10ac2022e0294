"""`sohoi plan`: checks a plan file, and shows what is in it."""

import json
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from bot.cli.plan_tasks import write_task_table
from bot.errors import OperatorMistake
from bot.views.documents.report_template import find_template
from domain.documents.signing import OfficeSettings
from domain.plan.office_file import OFFICE_FILE, parse_office
from domain.plan.plan import Indicator, Plan, Target
from domain.plan.plan_file import FileFault, parse_plan

plan_app = typer.Typer(
    help="The year's plan: check a file, show what is in it.", no_args_is_help=True
)

DEFAULT_PLAN = Path(__file__).resolve().parents[2] / "plans" / "326-KH-BTV.yaml"

_File = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="Plan file (YAML).")
]


@plan_app.command()
def check(file: _File) -> None:
    """Name every fault of a plan file, each on one line: FILE:LINE: field: what is wrong.

    What an office sets for its documents beside the plan is checked, too.
    """
    plan = _load(file)
    _check_office(file.with_name(OFFICE_FILE))
    _check_template(find_template(file))
    typer.echo(f"{file}: {len(plan.indicators)} indicators, {len(plan.events)} events, no fault")


@plan_app.command()
def tasks(file: _File) -> None:
    """Print a table of the plan's tasks: where each is seen, asked, recalled, recorded, reported.

    docs/tasks.md holds that of the plan that is shipped.
    """
    typer.echo(write_task_table(_load(file)))


def _check_office(file: Path) -> None:
    found = parse_office(file.read_text("utf-8-sig")) if file.exists() else OfficeSettings()
    if not isinstance(found, OfficeSettings):
        for fault in found:
            typer.echo(f"{file}:{fault}")
        raise typer.Exit(1)


def _check_template(file: Path) -> None:
    from bot.views.documents.word_report import check_template

    try:
        check_template(file)
    except OperatorMistake as mistake:
        typer.echo(str(mistake))
        raise typer.Exit(1) from None


@plan_app.command()
def show(
    file: _File = DEFAULT_PLAN,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show the plan's indicators, or with --json all of it."""
    plan = _load(file)
    if as_json:
        typer.echo(json.dumps(_to_plain(plan), ensure_ascii=False, indent=2))
        return
    typer.echo(f"{plan.id} · {plan.title}")
    for indicator in plan.indicators:
        typer.echo(_format_line(indicator))


def _load(file: Path) -> Plan:
    found = _read(file)
    if isinstance(found, Plan):
        return found
    for fault in found:
        typer.echo(f"{file}:{fault}")
    raise typer.Exit(1)


def _read(file: Path) -> Plan | list[FileFault]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [FileFault(1, "", f"is not UTF-8 text (byte {error.start})")]
    return parse_plan(text)


def _format_line(indicator: Indicator) -> str:
    levels = "+".join(indicator.entered_by)
    how = "from cases" if indicator.from_cases else f"{levels}, {indicator.rhythm.value}"
    return f"{indicator.code:5} {indicator.short:40} {_format_target(indicator.target)} ({how})"


def _format_target(target: Target) -> str:
    percent = f"{target.percent:g}%"
    if target.number is None:
        return percent
    per = "+".join(target.per)
    share = f", {percent}" if target.percent < 100 else ""
    return f"{target.number:g}/{per}{share}"


def _to_plain(plan: Plan) -> Any:
    shown = msgspec.to_builtins(plan, str_keys=True)
    for each, indicator in zip(shown["indicators"], plan.indicators, strict=True):
        del each["measure"]
        each["kind"] = indicator.measure.name
    return shown
