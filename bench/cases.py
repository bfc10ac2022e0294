"""Cases opened while the process is killed at random: none lost, none opened or told twice.

A process hears reporters who say that somebody is in danger (the product's own inbox, dialogue,
rules, vault and watch), sees to clocks that run out and sends what is due; "the network" is a
file it appends to. Another one kills it (SIGKILL) again and again. What was not acknowledged is
said once more, as networks do. Then everything is judged.

    python -m bench.cases [--quick] [--cases 1000] [--kills 100]
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from bot.demo.samples.branches import FIRST_COMMUNE, make_sample_branches
from bot.engine.channel import Abilities, Address, Inbound, Network, Said
from bot.engine.inbox import Inbox
from bot.runtime import wiring
from bot.runtime.opening import open_database
from bot.runtime.org_rows import read_org
from bot.runtime.reference import load_reference
from bot.settings import Settings
from domain.cases.case import State
from domain.people.roles import Post, Role
from domain.periods import VIETNAM
from scheduler.cases.watch import watch
from storage import addresses, outbox, people, units
from storage.cases import audit_check, cases
from storage.database import Database
from storage.moments import seconds
from storage.outbox import DeliveryResult

START = datetime(2025, 10, 14, 22, 20, tzinfo=VIETNAM)
_DAY = date(2025, 10, 14)
_SAID = ("vu viec", "1")
_ABILITIES = Abilities(buttons=False, edit=False, delete=False, upload=False, max_text=2000)
_OFFICERS = (Role.COMMUNE, Role.COMMUNE, Role.AREA, Role.PROVINCE)
_WATCHED_EVERY, _MINUTES_EACH = 10, 0.5
_SENT, _HEARD = "sent.log", "heard.log"


def _settings(folder: Path) -> Settings:
    return Settings(home=folder)


def prepare(folder: Path, count: int) -> None:
    """A commune with two officers, its area's and the province's, and a reporter for each case."""
    database = open_database(_settings(folder))
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
        places = {Role.COMMUNE: line[0], Role.PROVINCE: known.id_of(known.province(_DAY).key)}
        area = next(i for i in line if known.unit(i).code.startswith("DB-"))
        posts = [Post(role, places.get(role, area)) for role in _OFFICERS]
        posts += [Post(Role.LEADER, branch)] * count
        chats = [(f"c{number}", False, "Tên") for number in range(len(posts))]
        met = addresses.add_chats(tx, "zalo", "1", chats, seconds(START))
        for post, (chat, _, _) in zip(posts, chats, strict=True):
            who = met[chat].person_id
            if who is not None:
                people.give_post(tx, who, post, seconds(START))
    database.close()


# --- the process that is killed ------------------------------------------------------------------


def work(folder: Path, count: int) -> None:
    """Hear whoever was not acknowledged yet, watch, send; until all is done."""
    database = open_database(_settings(folder))
    reference = load_reference(database, Settings().plan)
    inbox = Inbox(wiring.build_dialogue(), lambda: reference, {Network.ZALO.value: _ABILITIES})
    heard = len(_lines(folder / _HEARD))
    with (folder / _SENT).open("a") as sent, (folder / _HEARD).open("a") as acknowledged:
        for number in range(heard, count):
            now = START + timedelta(minutes=number * _MINUTES_EACH)
            for turn, words in enumerate(_SAID):
                where = Address(Network.ZALO, "1", f"c{len(_OFFICERS) + number}")
                key = f"{number}.{turn}"
                inbox.take(
                    database, [Inbound(where, key, where.chat, now, Said(words), "")], [], now
                )
            print(number, file=acknowledged, flush=True)
            if number % _WATCHED_EVERY == 0:
                watch(lambda: reference, database, now)
            _send(database, now, sent)
        end = START + timedelta(minutes=count * _MINUTES_EACH)
        for halves in range(6):
            now = end + timedelta(minutes=31 * halves)
            watch(lambda: reference, database, now)
            _send(database, now, sent)
    database.close()


def _send(database: Database, now: datetime, sent: TextIO) -> None:
    """One after the other, as a sender sends to one network: sent, then marked."""
    with database.read() as tx:
        ids = outbox.find_pending_ids(tx, "zalo", "1", seconds(now))
        queued_messages = outbox.load(tx, sorted(ids))
    for queued in queued_messages:
        line = {"row": queued.id, "to": queued.address_id, "what": json.loads(queued.notices)}
        print(json.dumps(line), file=sent, flush=True)
        mark = DeliveryResult(queued.id, "sent", 1, queued.due_at, sent_at=seconds(now))
        with database.write() as tx:
            outbox.record_results(tx, [mark])


def _lines(path: Path) -> list[str]:
    """Whole lines; what a kill left half is not one."""
    return path.read_text().split("\n")[:-1] if path.exists() else []


# --- who kills and judges ------------------------------------------------------------------------


def run(folder: Path, count: int, kills: int, seed: int) -> dict[str, Any]:
    """Kill it so many times while it works, let it finish, judge."""
    prepare(folder, count)
    dice = random.Random(seed)  # noqa: S311 - when to kill, no secret
    killed, began = 0, time.monotonic()
    command = [sys.executable, "-m", "bench.cases", "--work", str(folder), "--cases", str(count)]
    while True:
        process = subprocess.Popen(command)
        stop = _next_kill(folder, count, killed, kills, dice)
        while process.poll() is None and not (stop and _size(folder) >= stop):
            time.sleep(0.002)
        if process.poll() is not None:
            if process.returncode:
                raise SystemExit(f"it failed by itself: {process.returncode}")
            break
        time.sleep(dice.random() * 0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        killed += 1
    return {**judge(folder, count, killed), "seconds": round(time.monotonic() - began, 1)}


def _next_kill(folder: Path, count: int, killed: int, kills: int, dice: random.Random) -> int:
    """How many bytes it shall have sent before it is killed; 0: it is let go on."""
    if killed >= kills:
        return 0
    return _size(folder) + 1 + dice.randrange(max(2, 700 * count // kills))


def _size(folder: Path) -> int:
    path = folder / _SENT
    return path.stat().st_size if path.exists() else 0


def judge(folder: Path, count: int, kills: int) -> dict[str, Any]:
    """What became of it: everything in `wrong` must be 0."""
    database = open_database(_settings(folder))
    with database.read() as tx:
        found = cases.load_opened_between(tx, 0, 1e12)
        verdict = audit_check.verify(tx)
        left = outbox.count_by_state(tx).get("pending", 0)
    database.close()
    sent = [json.loads(line) for line in _lines(folder / _SENT)]
    again = sum(times - 1 for times in Counter(each["row"] for each in sent).values())
    once = {each["row"]: each for each in sent}.values()
    told = Counter(
        (each["to"], notice["case_id"])
        for each in once
        for notice in each["what"]
        if notice["kind"] == "case_waiting/1" and notice.get("why") != "still"
    )
    wrong = {
        "lost": count - len({case.reporter_id for case in found}),
        "opened twice": len(found) - len({case.reporter_id for case in found}),
        "told nobody": sum(not case.told for case in found),
        "not told to all in the end": sum(len(case.told) < len(_OFFICERS) for case in found),
        "told twice": sum(times - 1 for times in told.values()),
        "sent again beyond the one in flight": max(0, again - kills),
        "not sent": left,
        "taken by nobody's doing": sum(case.state is not State.NEW for case in found),
        "faults of trails": len(verdict.faults),
    }
    return {"cases": len(found), "kills": kills, "sent": len(sent), "again": again, "wrong": wrong}


def main() -> None:
    """Run and print; exit 1 where anything is wrong."""
    words = argparse.ArgumentParser()
    words.add_argument("--quick", action="store_true")
    words.add_argument("--cases", type=int, default=1000)
    words.add_argument("--kills", type=int, default=100)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--work", type=Path)
    given = words.parse_args()
    if given.work:
        work(given.work, given.cases)
        return
    count, kills = (100, 10) if given.quick else (given.cases, given.kills)
    with tempfile.TemporaryDirectory(prefix="sohoi-cases-") as folder:
        found = run(Path(folder), count, kills, given.seed)
    print(json.dumps(found, indent=1))
    sys.exit(any(found["wrong"].values()))


if __name__ == "__main__":
    main()
