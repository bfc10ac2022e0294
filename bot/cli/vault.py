"""`sohoi vault`: the keys of what is confidential. Only `new` prints a key, nothing a word."""

import json
import time
from typing import Annotated

import typer

from bot import settings
from bot.cli.context import now, use_database
from bot.errors import OperatorMistake
from bot.runtime import vault_keys
from storage import leases, vault, vault_rotation
from storage.database import Database
from storage.vault import Key

vault_app = typer.Typer(help="The vault: its keys, how much lies in it.", no_args_is_help=True)


@vault_app.command("new")
def new_key() -> None:
    """Print a new key, for SOHOI_VAULT_KEY."""
    typer.echo(Key.new().encode())


@vault_app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Say which keys are in use, by their ids, and how many texts are sealed in each table."""
    with use_database() as database, database.read() as tx:
        current = vault.get_vault(tx).current
        keys, sealed = vault.find_keys_in_use(tx), vault_rotation.count_sealed_by_table(tx)
    if as_json:
        typer.echo(json.dumps({"current": current, "keys": keys, "sealed": sealed}))
        return
    typer.echo(f"current key {current}, in use {', '.join(keys)}")
    for table, count in sealed.items():
        typer.echo(f"{count:>9}  {table}")


@vault_app.command()
def rotate() -> None:
    """Seal everything with a new key and forget the old one. Stop `sohoi run` before.

    Keys in vault.key are changed here. With SOHOI_VAULT_KEY put the new key before the old one,
    separated by a comma, run this, and take the old one away.
    """
    read = settings.read()
    with use_database() as database:
        _refuse_while_running(database)
        if not read.vault_key:
            keys = [Key.new(), *vault_keys.read(read)]
            vault_keys.write(vault_keys.find_key_file(read), keys)
            vault.unlock(database, keys, now().timestamp())
        count = vault_rotation.rotate(database, now().timestamp())
        with database.read() as tx:
            current = vault.get_vault(tx).current
    if not read.vault_key:
        vault_keys.write(vault_keys.find_key_file(read), keys[:1])
    typer.echo(f"{count} text(s) sealed anew with key {current}; keep a copy of it")


def _refuse_while_running(database: Database) -> None:
    """Refuse while a bot is served: its process knows the old key alone.

    It would go on sealing with that key, and could not open what is sealed with the new one.
    """
    with database.read() as tx:
        if leases.is_any_held(tx, time.time()):
            raise OperatorMistake("a bot is being served: stop `sohoi run` (all of them) first")
