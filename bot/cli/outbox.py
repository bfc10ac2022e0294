"""`sohoi outbox`: shows what waits to be sent, what was held back so that cases get out, and dead
letters; never their words."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.context import stop, use_database
from storage import outbox, outbox_letters
from storage.moments import moment

outbox_app = typer.Typer(help="Messages out: counts, dead letters, another try, release.")

STATES = ("pending", "sent", "dead", "dropped")
_SHOWN = 50
_AT_ONCE = 0.0
"""A time that is past whatever the product's clock says: a demo's stands in another year."""


@outbox_app.callback(invoke_without_command=True)
def show(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Count messages out by state, and list the newest dead letters."""
    if context.invoked_subcommand is not None:
        return
    with use_database() as database, database.read() as tx:
        counts = {**dict.fromkeys(STATES, 0), **outbox.count_by_state(tx)}
        dead = [_to_dict(letter) for letter in outbox_letters.load_dead_letters(tx, _SHOWN)]
        held = outbox_letters.count_held_back(tx)
        spent = outbox_letters.find_spent_quotas(tx)
    if as_json:
        waits = [{**asdict(each), "next_at": _format_moment(each.next_at)} for each in spent]
        told = {"counts": counts, "dead": dead, "held_back": held, "spent": waits}
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    typer.echo(", ".join(f"{state} {count}" for state, count in counts.items()))
    for each in spent:
        typer.echo(
            f"{each.network} {each.bot}: no more messages this month; {each.wait} wait, tried "
            f"again from {_format_moment(each.next_at)} (`sohoi outbox release`: at once)"
        )
    for reason, count in held.items():
        typer.echo(f"{count} {reason}")
    for letter in dead:
        typer.echo(_format_line(letter))
    if counts["dead"] > len(dead):
        typer.echo(f"… and {counts['dead'] - len(dead)} older")


def _to_dict(letter: outbox_letters.DeadLetter) -> dict[str, object]:
    return {
        "id": letter.id,
        "network": letter.network,
        "bot": letter.bot,
        "attempts": letter.attempts,
        "reason": letter.reason,
        "made": _format_moment(letter.created_at),
    }


def _format_moment(at: float) -> str:
    return moment(at).isoformat(timespec="minutes")


def _format_line(letter: dict[str, object]) -> str:
    tried = f"tried {letter['attempts']} time(s)"
    return f"{letter['id']}  {letter['network']} {letter['bot']}, {tried}: {letter['reason']}"


@outbox_app.command()
def retry(
    ids: Annotated[list[int] | None, typer.Argument(help="Dead letters, by number.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All dead letters.")] = False,
) -> None:
    """Let dead letters be tried again from the beginning; a bot that runs takes them up."""
    wanted = set(ids or ())
    if every == bool(wanted):
        raise stop("name dead letters by number, or --all of them: `sohoi outbox` lists them")
    with use_database() as database, database.write() as tx:
        if strange := sorted(wanted - set(outbox_letters.find_dead_ids(tx))):
            named = ", ".join(map(str, strange))
            raise stop(f"no dead letter {named}; nothing was changed: `sohoi outbox` lists them")
        count = outbox_letters.revive(tx, sorted(wanted) or None, _AT_ONCE)
    typer.echo(f"{count} letter(s) will be tried again")


@outbox_app.command()
def release() -> None:
    """Let what waits since a bot's month was spent be tried at once, as when more was bought."""
    with use_database() as database, database.write() as tx:
        count = outbox_letters.release(tx, _AT_ONCE)
    typer.echo(f"{count} message(s) will be tried at once")
