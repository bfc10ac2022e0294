"""Cases of danger while the process is killed: none lost, none told twice, no clock unseen.

usage: python -m bench.cases [--quick] [--database sqlite|postgresql|both] [--seed N]

On each database reporters say that somebody is in danger, officers take cases and forget them, in
ten kinds of lives (bench/case_lives.py), all through the product's own inbox, sender, renderer and
watch, on a clock that jumps to whatever comes next; "the network" is a file that is appended to.
The process is killed with SIGKILL at random moments and started again at once, and what was not
acknowledged is said once more, as networks do. Then what left is compared with what had to.
Last line: the figures; exit code 1 if a goal is broken. Clock and people stand still while the
process is dead: how long a start takes is not judged here (bench/faults.py judges that).
"""

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.case_judge import Verdict, judge
from bench.case_lives import OFFICERS, name_reporter
from bench.case_process import BOT, SENT, START, serve
from bench.fault_stage import PLAN, PostgresServer, SqliteFiles, server
from bot.demo.samples.branches import FIRST_COMMUNE, make_sample_branches
from bot.runtime.opening import open_database
from bot.runtime.org_rows import read_org
from bot.runtime.reference import load_reference
from bot.settings import Settings
from domain.people.roles import Post, Role
from storage import addresses, migrate, people, units
from storage.database import Database
from storage.moments import seconds

DATABASES = ("sqlite", "postgresql")
FULL, QUICK = (1000, 40), (100, 4)
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["bench.case_process"])
_DAY = date(2025, 10, 14)
_ROLES = {"c": Role.COMMUNE, "a": Role.AREA, "p": Role.PROVINCE}
_BYTES_A_CASE = 7_500
"""Of what leaves, a little less than there is: so that the last kill comes before the end."""


def prepare(database: Database, count: int) -> None:
    """A commune with two officers, its area's, two of the province, a reporter for each case."""
    migrate.prepare(database)
    tree = read_org()
    made = make_sample_branches(tree, _DAY)
    with database.write() as tx:
        units.save(tx, tree.with_more(made.units, made.parents))
        known = units.load(tx)
        view = known.tree.at(_DAY)
        commune = view.find(FIRST_COMMUNE)
        if commune is None:
            raise SystemExit("the commune of the samples is not among the units")
        branch = known.id_of(view.branches(commune.key)[0].key)
        line = known.line(known.id_of(commune.key), _DAY)
        area = next(i for i in line if known.unit(i).code.startswith("DB-"))
        places = {"c": line[0], "a": area, "p": known.id_of(known.province(_DAY).key)}
        posts = {who: Post(_ROLES[who[0]], places[who[0]]) for who in OFFICERS}
        posts |= {name_reporter(case): Post(Role.LEADER, branch) for case in range(count)}
        chats = [(chat, False, "Tên") for chat in posts]
        met = addresses.add_chats(tx, "zalo", BOT, chats, seconds(START))
        for chat, post in posts.items():
            who = met[chat].person_id
            if who is not None:
                people.give_post(tx, who, post, seconds(START))


@dataclass(frozen=True, slots=True)
class Played:
    """What a run left: its database, its folder, how many cases and kills, how long it took."""

    url: str
    folder: Path
    cases: int
    kills: int
    seconds: float

    def judge(self) -> Verdict:
        """Judge what is on disk."""
        database = open_database(Settings(home=self.folder, database_url=self.url))
        try:
            reference = load_reference(database, PLAN)
            return judge(database, reference, self.folder, self.cases, self.kills)
        finally:
            database.close()


def play(
    databases: SqliteFiles | PostgresServer, folder: Path, count: int, kills: int, seed: int
) -> Played:
    """Kill it so many times while it works, and let it finish."""
    template = Database(databases.template)
    prepare(template, count)
    template.close()
    url = databases.fresh("cases")
    began = time.monotonic()
    dice = random.Random(seed)  # noqa: S311 - when to kill, no secret
    killed = _live_and_die(folder, url, count, kills, dice)
    return Played(url, folder, count, killed, time.monotonic() - began)


def run(kind: str, count: int, kills: int, seed: int) -> Verdict:
    """Play on one kind of database, and judge."""
    with server(kind) as databases, tempfile.TemporaryDirectory(prefix="sohoi-cases-") as folder:
        played = play(databases, Path(folder), count, kills, seed)
        verdict = played.judge()
    verdict.wrong["kills that did not come"] = kills - played.kills
    verdict.figures["seconds"] = round(played.seconds)
    return verdict


def _live_and_die(folder: Path, url: str, count: int, kills: int, dice: random.Random) -> int:
    """Start it again and again; how often it was killed."""
    goals = sorted(dice.randint(1, count * _BYTES_A_CASE) for _ in range(kills))
    killed = life = 0
    while not (folder / "done").exists():
        process = _FORKS.Process(target=serve, args=(folder, url, count, life), daemon=True)
        process.start()
        life += 1
        while process.is_alive() and not (goals and _measure_sent(folder) >= goals[0]):
            time.sleep(0.002)
        if goals and process.is_alive():
            goals.pop(0)
            time.sleep(dice.random() * 0.1)
            process.kill()
            killed += 1
        process.join()
        if life > kills + 3:
            log = (folder / "log.txt").read_text("utf-8", "replace")
            raise SystemExit(f"it fails by itself:\n{log[-4000:]}")
    return killed


def _measure_sent(folder: Path) -> int:
    path = folder / SENT
    return path.stat().st_size if path.exists() else 0


def describe(verdict: Verdict) -> str:
    """All figures in one line."""
    told = {**verdict.figures, **verdict.wrong}
    return ", ".join(f"{name} {figure}" for name, figure in told.items())


def main() -> None:
    """Run and print; exit 1 where anything is wrong."""
    words = argparse.ArgumentParser()
    words.add_argument("--quick", action="store_true", help="100 cases, 4 kills a database")
    words.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    words.add_argument("--cases", type=int, default=None)
    words.add_argument("--kills", type=int, default=None)
    words.add_argument("--seed", type=int, default=None)
    asked = words.parse_args()
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(10_000)
    count, kills = QUICK if asked.quick else FULL
    count, kills = asked.cases or count, kills if asked.kills is None else asked.kills
    kinds = DATABASES if asked.database == "both" else (asked.database,)
    print(f"cases: {count}, {kills} kills, seed {seed}", flush=True)
    with ThreadPoolExecutor(len(kinds)) as both:  # they mostly wait, each for its own disk
        found = both.map(lambda kind: run(kind, count, kills, seed), kinds)
        verdicts = dict(zip(kinds, found, strict=True))
    for kind, verdict in verdicts.items():
        print(f"{kind}: {describe(verdict)}", *verdict.notes, sep="\n  ", flush=True)
    broken = any(any(verdict.wrong.values()) for verdict in verdicts.values())
    told = " | ".join(f"{kind}: {describe(each)}" for kind, each in verdicts.items())
    print(f"{'BROKEN' if broken else 'kept'}: {told}")
    sys.exit(broken)


if __name__ == "__main__":
    main()
