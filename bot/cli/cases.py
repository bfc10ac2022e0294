"""`sohoi cases`: tells what is kept of cases and erases it after its time; never what they say."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from bot import settings
from bot.cli.context import now, use_database
from bot.runtime.reference import read_plan
from domain.cases.actions import WHO, CaseAction
from domain.cases.case import CASE_ROLES
from storage import vault
from storage.cases import case_figures, expiry
from storage.moments import moment

cases_app = typer.Typer(help="Cases: what is kept, erasing.", no_args_is_help=True)


@cases_app.command()
def report(
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Tell what is kept of cases, how long, and who may see it: for the data-protection duties."""
    keep = read_plan(settings.read().plan).cases.keep_months
    with use_database() as database, database.read() as tx:
        kept = case_figures.count_cases(tx)
        keys = vault.find_keys_in_use(tx)
        due = expiry.load_ended_before(tx, expiry.subtract_months(now(), keep))
    told = {
        "kept": asdict(kept),
        "keep_months": keep,
        "to_be_erased": len(due),
        "encryption": {"cipher": "AES-256-GCM", "keys": keys},
        "may_read": sorted(role.value for role in CASE_ROLES),
        "reads_by": sorted(standing.value for standing in WHO[CaseAction.VIEW]),
    }
    typer.echo(json.dumps(told) if as_json else _format_lines(kept, keep, len(due), keys))


def _format_lines(kept: case_figures.CaseCounts, keep: int, due: int, keys: tuple[str, ...]) -> str:
    roles = ", ".join(sorted(role.value for role in CASE_ROLES))
    oldest = "none" if kept.oldest_ended is None else f"{moment(kept.oldest_ended):%Y-%m-%d}"
    return "\n".join(
        (
            f"cases: {kept.cases}, open {kept.open_cases}",
            f"content kept: {kept.with_content} case(s), {kept.messages} message(s); sealed with "
            f"AES-256-GCM, key(s) {', '.join(keys)}",
            f"content erased: {kept.erased}",
            f"kept for {keep} month(s) after the end; oldest end {oldest}; {due} to be erased now",
            f"may read: {roles}, of the case's unit and above it, once the case has reached them; "
            "officers named as excluded never; administrators never",
            f"trail: {kept.trail_rows} row(s), {kept.views} of them views",
        )
    )


@cases_app.command()
def expire(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list them.")] = False,
) -> None:
    """Erase what cases say that ended longer ago than the plan keeps them; print the proofs."""
    keep = read_plan(settings.read().plan).cases.keep_months
    with use_database() as database, database.write() as tx:
        at = now()
        if dry_run:
            due = expiry.load_ended_before(tx, expiry.subtract_months(at, keep))
            erased = [(case, "") for case in due]
        else:
            erased = expiry.expire(tx, at, keep)
    for case, proof in erased:
        typer.echo(f"{case.number}  ended {case.closed_at:%Y-%m-%d}  {proof}".rstrip())
    typer.echo(f"{len(erased)} case(s) {'would be erased' if dry_run else 'erased'}")
