"""The process that is killed: it hears what is written, watches, and sends into a file.

Inbox, committer, sender, renderer and the watch are the product's own. The network is a file that
is appended to, and the clock jumps from one moment at which something happens to the next, always
stopping where the watch looks (four times a minute). While the process is dead it stands still.
"""

import asyncio
import json
import logging
import os
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TextIO, cast

from bench.case_lives import Turn, write_turns
from bench.fault_stage import PLAN
from bot.engine.channel import (
    UNLIMITED,
    Abilities,
    Address,
    BotIdentity,
    Channel,
    Delivery,
    Inbound,
    Limits,
    Network,
    Receipt,
    Said,
)
from bot.engine.committer import RESULTS_WAIT_SECONDS, Committer
from bot.engine.inbox import BatchResult, Inbox
from bot.engine.message import Message
from bot.engine.renderer import Renderer
from bot.engine.sender import Sender
from bot.runtime import start, wiring
from bot.runtime.opening import open_database
from bot.runtime.reference import load_reference
from bot.settings import Settings
from bot.views.table import VIEWS
from domain.periods import VIETNAM
from scheduler.cases.watch import watch
from services.context import Reference
from storage import addresses, outbox
from storage.cases import cases
from storage.database import Database, Transaction
from storage.moments import seconds
from storage.outbox import OutboxMessage

SENT, HEARD, CLOCK, LOG = "sent.log", "heard.log", "clock.log", "log.txt"
START = datetime(2025, 10, 14, 22, 20, tzinfo=VIETNAM)
BOT = "1"
WATCH_PERIOD = timedelta(seconds=15)
_ABILITIES = Abilities(buttons=False, edit=False, delete=False, upload=False, max_text=2000)
_MARK = "‹"
_PATIENCE_SECONDS = 60.0
_RESULTS_WAIT = RESULTS_WAIT_SECONDS / 10
"""By the wall clock, which means nothing here: nobody writes while messages leave."""

_SECONDS_A_MESSAGE = 0.002
"""About as long as a message takes to leave: so it is not looked too often what still waits."""


def read_lines(path: Path) -> list[str]:
    """The whole lines of a file; what a kill left half is not one."""
    return path.read_text("utf-8", "replace").split("\n")[:-1] if path.exists() else []


class FileChannel:
    """A network that is a file: what is appended to it has arrived."""

    network = Network.ZALO
    bot = BOT
    abilities = _ABILITIES
    limits: Limits = UNLIMITED

    def __init__(self, path: Path, life: int, now: Callable[[], datetime]) -> None:
        # Begin on a line of our own, after what a kill may have left half.
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        if path.stat().st_size and path.read_bytes()[-1:] != b"\n":
            os.write(self._file, b"\n")
        self._life = life
        self._now = now

    async def send(self, chat: str, message: Message, turn: int | None) -> Receipt:
        text, _, row = message.text.rpartition(_MARK)
        line = {"row": int(row), "to": chat, "life": self._life, "at": seconds(self._now())}
        os.write(self._file, (json.dumps(line | {"text": text}) + "\n").encode())
        return Receipt(Delivery.SENT, row, parts=1)

    async def start(self) -> BotIdentity:
        return BotIdentity(BOT, "Sổ Hội")

    async def close(self) -> None:
        os.close(self._file)


class _NumberedRenderer(Renderer):
    """The product's words, and after them the outbox's row that they come from."""

    async def render(self, queued: OutboxMessage) -> Message | None:
        message = await super().render(queued)
        return (
            None if message is None else replace(message, text=f"{message.text}{_MARK}{queued.id}")
        )


class _Life:
    """One life of the process."""

    def __init__(
        self,
        database: Database,
        reference: Reference,
        folder: Path,
        turns: list[Turn],
        number: int,
    ) -> None:
        self._database = database
        self._reference = reference
        self._folder = folder
        self._turns = turns
        self._now = START
        self._case_numbers: dict[int, str] = {}
        channel = FileChannel(folder / SENT, number, self._get_now)
        abilities: Mapping[str, Abilities] = {Network.ZALO.value: _ABILITIES}
        renderer = _NumberedRenderer(database, VIEWS, self._get_reference, self._get_now, abilities)
        inbox = Inbox(wiring.build_dialogue(), self._get_reference, abilities)
        self._committer = Committer(
            database, inbox, self._get_now, self._dispatch, results_wait=_RESULTS_WAIT
        )
        self._sender = Sender(
            cast(Channel, channel),
            renderer.render,
            self._committer.record,
            _report_unreached,
            self._get_now,
            limits=UNLIMITED,
        )

    async def run(self) -> None:
        """Live until nothing is left to be written."""
        works = [asyncio.create_task(w.run()) for w in (self._committer, self._sender)]
        try:
            await self._live()
        finally:
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)

    def _get_now(self) -> datetime:
        return self._now

    def _get_reference(self) -> Reference:
        return self._reference

    def _dispatch(self, taken: BatchResult) -> None:
        self._sender.offer(taken.queued_messages)

    async def _live(self) -> None:
        heard = set(read_lines(self._folder / HEARD))
        waiting = [turn for turn in self._turns if turn.key not in heard]
        if clock := read_lines(self._folder / CLOCK):
            self._now = datetime.fromisoformat(clock[-1])
            await self._send_all()
            await self._watch()
        with (
            (self._folder / HEARD).open("a") as acknowledged,
            (self._folder / CLOCK).open("a") as at,
        ):
            while (stop := self._find_next_stop(waiting)) is not None:
                self._now = stop
                print(stop.isoformat(), file=at, flush=True)
                due = [turn for turn in waiting if turn.at <= stop]
                waiting = waiting[len(due) :]
                await self._hear(due, acknowledged)
                await self._send_all()
                if _is_on_grid(stop):
                    await self._watch()

    # --- what comes in ---------------------------------------------------------------------------

    async def _hear(self, due: Sequence[Turn], acknowledged: TextIO) -> None:
        """People write at once, each of them one message after the other."""
        chats: dict[str, list[Turn]] = defaultdict(list)
        for turn in due:
            chats[turn.who].append(turn)
        await asyncio.gather(*(self._hear_chat(said, acknowledged) for said in chats.values()))

    async def _hear_chat(self, said: Sequence[Turn], acknowledged: TextIO) -> None:
        for turn in said:
            words = turn.words
            if "{n}" in words:
                words = words.format(n=await self._find_number(turn.case))
            where = Address(Network.ZALO, BOT, turn.who)
            inbound = Inbound(where, turn.key, turn.who, self._now, Said(words), turn.who)
            await self._committer.receive([inbound])
            print(turn.key, file=acknowledged, flush=True)

    async def _find_number(self, case: int) -> str:
        if case not in self._case_numbers:
            self._case_numbers[case] = await self._database.run_in_reader(
                partial(self._load_number, case=case)
            )
        return self._case_numbers[case]

    def _load_number(self, tx: Transaction, case: int) -> str:
        who = addresses.find(tx, Network.ZALO.value, BOT, [f"r{case}"])[f"r{case}"].person_id or 0
        # It may have ended: a kill comes between the commit and its acknowledgement.
        found = cases.load_reported_by(tx, who) or cases.load_ended_of(tx, who, START)
        _, year, number = found[0].number.split("-")
        return f"{year}-{int(number)}"

    # --- what the product does by itself ---------------------------------------------------------

    async def _watch(self) -> None:
        """Look as the ticker does, send what comes of it, and note clocks that were passed over."""
        look = partial(watch, self._get_reference, self._database, self._now, quotas={})
        await asyncio.to_thread(look)
        await self._send_all()

    async def _send_all(self) -> None:
        """Let everything leave that is due by now, as the product's feed does."""
        give_up = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < give_up:
            self._sender.forget_settled()
            ids = await self._database.run_in_reader(self._find_pending)
            if not ids:
                return
            unknown = [i for i in ids if i not in self._sender.known]
            for begin in range(0, len(unknown), 500):
                some = partial(outbox.load, ids=unknown[begin : begin + 500])
                self._sender.offer(await self._database.run_in_reader(some))
            await asyncio.sleep(max(0.005, len(ids) * _SECONDS_A_MESSAGE))
        raise RuntimeError(f"{len(ids)} messages do not leave")

    def _find_pending(self, tx: Transaction) -> list[int]:
        return outbox.find_pending_ids(tx, Network.ZALO.value, BOT, seconds(self._now))

    def _find_next_stop(self, waiting: Sequence[Turn]) -> datetime | None:
        """When something is written or a clock runs out; a clock waits for the watch's next look.

        A clock that the watch left alone is looked at again a period later.
        """
        if not waiting:
            return None
        with self._database.read() as tx:
            clocks = cases.list_clocks(tx, waiting[0].at)
        looks = [_find_look(at) for at in clocks]
        looks = [
            at if at > self._now else _find_look(self._now + WATCH_PERIOD / 15) for at in looks
        ]
        return min([waiting[0].at, *looks])


def _is_on_grid(at: datetime) -> bool:
    return at.second % 15 == 0 and at.microsecond == 0


def _find_look(at: datetime) -> datetime:
    """When the watch looks first from a moment on."""
    start = at.replace(second=at.second // 15 * 15, microsecond=0)
    return at if at == start else start + WATCH_PERIOD


async def _report_unreached(_queued: OutboxMessage, _receipt: Receipt) -> None:
    raise RuntimeError("a file takes everything")


def serve(folder: Path, url: str, count: int, life: int) -> None:
    """Live until everything was heard and seen to, or killed."""
    with (folder / LOG).open("ab") as log:
        os.dup2(log.fileno(), 2)
    start.set_up_logging(logging.ERROR)
    database = open_database(Settings(home=folder, database_url=url))
    reference = load_reference(database, PLAN)
    turns = write_turns(START, count)
    asyncio.run(_Life(database, reference, folder, turns, life).run())
    database.close()
    (folder / "done").touch()
