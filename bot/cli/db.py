"""`sohoi db`: makes the database, upgrades it, looks it over, prunes it."""

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

import typer

from bot import settings
from bot.cli.context import (
    FAULT,
    now,
    open_any_version,
    prepare_database,
    read_revision,
    use_database,
)
from bot.runtime.reference import read_plan
from scheduler import maintenance
from storage import health, inbox, migrate
from storage.moments import seconds

KEPT = timedelta(days=3)
"""How long a message that came in is remembered: networks repeat for a day at most."""

db_app = typer.Typer(help="The database: upgrade, look over, prune.", no_args_is_help=True)

_Json = Annotated[bool, typer.Option("--json", help="For a program to read.")]


@db_app.command()
def upgrade() -> None:
    """Make the database, or bring its tables to this version. A newer one is left untouched."""
    with use_database(prepare_database) as database:
        typer.echo(f"the database is at revision {read_revision(database)}")


@db_app.command()
def status(as_json: _Json = False) -> None:
    """Say its engine and revision, and how many rows each table has."""
    with use_database(open_any_version) as database:
        found = read_revision(database)
        with database.read() as tx:
            engine, rows = health.describe_engine(tx), health.count_rows(tx)
    if as_json:
        known = {"engine": engine, "revision": found, "head": migrate.HEAD, "rows": rows}
        typer.echo(json.dumps(known))
        return
    typer.echo(f"{engine}, revision {found or 'none'}{_mend(found)}")
    for table, count in rows.items():
        typer.echo(f"{count:>9}  {table}")


def _mend(found: str | None) -> str:
    if found == migrate.HEAD:
        return ""
    try:
        migrate.check(found)
    except migrate.CannotUpgrade as refused:
        return f" ({refused})"
    return f" (this program needs {migrate.HEAD}: run `sohoi db upgrade`)"


@db_app.command()
def check(as_json: _Json = False) -> None:
    """Look for what does not agree. Exit 1 where anything is found."""
    with use_database() as database, database.read() as tx:
        plan = read_plan(settings.read().plan)
        faults = health.find_faults(tx, [i.code for i in plan.indicators if i.from_cases])
    if as_json:
        found = [{"table": fault.table, "what": fault.what} for fault in faults]
        typer.echo(json.dumps({"sound": not faults, "faults": found}))
    else:
        for fault in faults:
            typer.echo(f"{fault.table or 'file'}: {fault.what}")
        typer.echo(f"{len(faults)} fault(s)" if faults else "sound")
    if faults:
        raise typer.Exit(FAULT)


@db_app.command()
def recount(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what differs.")] = False,
    as_json: _Json = False,
) -> None:
    """Count the running totals anew from all reports. Exit 1 where any differs and stays so.

    The running product does this every night by itself. Reports may go on meanwhile.
    """
    with use_database() as database:
        found = maintenance.recount(database, now(), repair=repair)
    if as_json:
        rows = [{**asdict(each), "kept": each.kept, "counted": each.counted} for each in found]
        typer.echo(json.dumps({"differences": rows, "mended": repair}))
    else:
        for each in found:
            where = (
                f"cohort {each.cohort_id}, {each.period} {each.indicator or 'reports'} {each.field}"
            )
            typer.echo(f"{where}: {each.kept.amount:g}, counted {each.counted.amount:g}")
        state = "mended" if repair else "not mended: --repair does it"
        typer.echo(f"{len(found)} total(s) differ, {state}" if found else "every total is right")
    if found and not repair:
        raise typer.Exit(FAULT)


@db_app.command()
def prune() -> None:
    """Forget which messages came in more than 3 days ago; what they said is not touched."""
    with use_database() as database, database.write() as tx:
        # A demo's clock stands still while it is off: its own last message counts then.
        newest = min(inbox.find_last_received(tx) or 0.0, seconds(now()))
        count = inbox.prune(tx, newest - KEPT.total_seconds())
    typer.echo(f"{count} row(s) of the inbox forgotten")
