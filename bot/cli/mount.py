"""Mounts the sub-commands; each is imported only when the command line names it."""

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import typer


class _Entry(NamedTuple):
    """A sub-command: its name, and where its function or its Typer stands."""

    name: str
    module: str
    attribute: str


ENTRIES = (
    _Entry("plan", "bot.cli.plan", "plan_app"),
    _Entry("org", "bot.cli.org", "org_app"),
    _Entry("invite", "bot.cli.people", "invite"),
    _Entry("people", "bot.cli.people", "people_app"),
    _Entry("progress", "bot.cli.progress", "progress"),
    _Entry("outbox", "bot.cli.outbox", "outbox_app"),
    _Entry("db", "bot.cli.db", "db_app"),
    _Entry("read", "bot.cli.read", "read"),
    _Entry("due", "bot.cli.due", "due"),
    _Entry("calendar", "bot.cli.calendar", "calendar"),
    _Entry("digest", "bot.cli.digest", "digest"),
    _Entry("export", "bot.cli.export", "export"),
    _Entry("vault", "bot.cli.vault", "vault_app"),
    _Entry("audit", "bot.cli.audit", "audit_app"),
    _Entry("cases", "bot.cli.cases", "cases_app"),
    _Entry("play", "bot.cli.play", "play"),
)
_ALONE = frozenset({"demo", "run"})
"""These stand at the root itself, and start faster without the rest."""


def mount(root: typer.Typer, words: Sequence[str]) -> None:
    """Add the sub-command that the words name to the root, or all where they name none (help)."""
    wanted = next((word for word in words if not word.startswith("-")), "")
    if wanted in _ALONE:
        return
    for entry in [e for e in ENTRIES if e.name == wanted] or ENTRIES:
        _add(root, entry)


def _add(root: typer.Typer, entry: _Entry) -> None:
    found = getattr(import_module(entry.module), entry.attribute)
    if isinstance(found, typer.Typer):
        root.add_typer(found, name=entry.name)
    else:
        root.command(entry.name)(found)
