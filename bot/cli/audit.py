"""`sohoi audit`: checks that the audit logs of cases are as they were written."""

import json
from typing import Annotated

import typer

from bot.cli.context import FAULT, now, use_database
from storage.cases import audit_check

audit_app = typer.Typer(help="Audit logs of cases: check, anchor.", no_args_is_help=True)


@audit_app.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Check every audit log and anchor. Exit 1 where anything was changed.

    Note the newest anchor outside this machine: it proves what was there that day.
    """
    with use_database() as database, database.read() as tx:
        verdict = audit_check.verify(tx)
    day, anchored = verdict.newest
    if as_json:
        found = {
            "sound": not verdict.faults,
            "cases": verdict.cases,
            "events": verdict.events,
            "anchors": verdict.anchors,
            "newest": {"day": day, "hash": anchored},
            "faults": [{"where": each.where, "what": each.what} for each in verdict.faults],
        }
        typer.echo(json.dumps(found))
    else:
        for fault in verdict.faults:
            typer.echo(f"{fault.where}: {fault.what}")
        counted = f"{verdict.cases} case(s), {verdict.events} row(s), {verdict.anchors} anchor(s)"
        typer.echo(f"{f'{len(verdict.faults)} fault(s)' if verdict.faults else 'sound'}: {counted}")
        if day:
            typer.echo(f"newest anchor {day} {anchored}")
    if verdict.faults:
        raise typer.Exit(FAULT)


@audit_app.command()
def anchor() -> None:
    """Anchor the days that are over now, as the product does every night."""
    with use_database() as database, database.write() as tx:
        days = audit_check.anchor(tx, now())
    typer.echo(f"{len(days)} day(s) anchored")
