"""The running product: the inbox, the outbox and the ticker, and one bot's life.

A bot lives with a process while that process holds its lease: it is polled or has a webhook, and
its outbox is sent.
"""

import asyncio
import logging
import os
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.engine.channel import Channel, Delivery, Limits, Receipt
from bot.engine.committer import Committer
from bot.engine.dialogue import Dialogue
from bot.engine.held_replies import HeldReplies
from bot.engine.inbox import BatchResult, Inbox
from bot.engine.links import Links
from bot.engine.renderer import Renderer
from bot.engine.sender import Sender
from bot.errors import OperatorMistake
from bot.web import webhooks as web
from bot.web.files import FileServer
from bot.web.server import serve
from domain.quota import HeldBack, Share
from scheduler.job import Job, Task
from scheduler.ticker import Ticker
from services.context import Context, Reference
from services.quota import choose_share_of
from storage import addresses, leases, outbox, outbox_letters
from storage.database import Database, Transaction
from storage.moments import seconds
from storage.outbox import OutboxMessage

log = logging.getLogger(__name__)

LEASE_SECONDS = 3.0
"""How long a bot waits for another process after a crash; renewed three times as often."""

_FEED_SECONDS = 1.0
_MANY = 2_000
_MOST_IN_HAND = 4_000
"""Of a whole nation's reminders only some minutes' worth leave the outbox at once."""
_LOADED_AT_ONCE = 500

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Webhooks:
    """Where webhooks are served: `public` is told to the networks, `host` and `port` are ours."""

    public: str
    host: str
    port: int


class App:
    """Channels, inbox, outbox and leases of one process; `run` until cancelled."""

    def __init__(
        self,
        database: Database,
        dialogue: Dialogue,
        renderer: Renderer,
        reference: Callable[[], Reference],
        channels: Sequence[Channel],
        now: Now,
        *,
        webhooks: Webhooks | None = None,
        limits: Limits | None = None,
        lease_seconds: float = LEASE_SECONDS,
        jobs: Sequence[Job] = (),
        tasks: Sequence[Task] = (),
        links: Links | None = None,
        reply_wait: float = 0.0,
    ) -> None:
        self._database = database
        self._renderer = renderer
        self._reference = reference
        self._ticker = Ticker(database, self._look, now, jobs, tasks)
        self._channels = {(c.network.value, c.bot): c for c in channels}
        self._now = now
        self._webhooks = webhooks
        self._limits = limits
        self._lease_seconds = lease_seconds
        self._files = None if links is None else FileServer(links, renderer.render_link, now)
        abilities = {c.network.value: c.abilities for c in channels}
        quotas = {n: a.monthly_quota for n, a in abilities.items()}
        self._quotas = {n: quota for n, quota in quotas.items() if quota is not None}
        inbox = Inbox(dialogue, reference, abilities, reply_wait)
        self._committer = Committer(database, inbox, now, self._dispatch)
        self._senders: dict[tuple[str, str], Sender] = {}
        self._held = HeldReplies(self._offer)
        self._owner = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._background: set[asyncio.Task[None]] = set()

    async def catch_up(self) -> None:
        """Tick at once, since nobody waits for the next tick after a jump of the clock.

        Ticking twice at once is harmless.
        """
        await self._ticker.tick()

    async def run(self) -> None:
        """Serve every bot; raises OperatorMistake when a network refuses a token."""
        committing = asyncio.create_task(self._committer.run())
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_outlive(committing))
                if self._webhooks is not None:
                    group.create_task(self._serve_webhooks(self._webhooks))
                for channel in self._channels.values():
                    group.create_task(self._tend(channel))
                group.create_task(self._ticker.run())
        except* OperatorMistake as mistakes:
            raise mistakes.exceptions[0] from None
        finally:
            # Last of all: senders that settle still have delivery results to commit.
            ending = [committing, *self._background]
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, return_exceptions=True)
            for channel in self._channels.values():
                await channel.close()

    def _look(self, tx: Transaction, now: datetime) -> Context:
        return Context(tx, self._reference(), now, self._quotas)

    # --- one bot -----------------------------------------------------------------------------

    async def _tend(self, channel: Channel) -> None:
        """Take the bot's lease and, while it is held, poll and send for it."""
        await self._introduce(channel)
        name = f"{channel.network.value}/{channel.bot}"
        try:
            while True:
                if await self._hold(name):
                    await self._serve(channel, name)
                await asyncio.sleep(self._lease_seconds / 6)
        finally:
            await asyncio.shield(self._release(name))

    async def _introduce(self, channel: Channel) -> None:
        identity = await channel.start()
        row = {
            "network": channel.network.value,
            "bot": identity.bot,
            "name": identity.name,
            "username": identity.username,
            "seats": channel.abilities.seats,
            "seen_at": seconds(self._now()),
        }
        await self._database.run_in_writer(lambda tx: addresses.remember_bot(tx, row))

    async def _hold(self, name: str) -> bool:
        now = time.time()
        return await self._database.run_in_writer(
            lambda tx: leases.hold(tx, name, self._owner, now, now + self._lease_seconds)
        )

    async def _release(self, name: str) -> None:
        await self._database.run_in_writer(lambda tx: leases.release(tx, name, self._owner))

    async def _serve(self, channel: Channel, name: str) -> None:
        """Poll and send until the lease is lost."""
        sender = Sender(
            channel,
            self._renderer.render,
            self._committer.record,
            self._handle_unreached,
            self._now,
            limits=self._limits,
            counted=channel.network.value in self._quotas,
            choose_share=self._choose_share,
        )
        key = (channel.network.value, channel.bot)
        self._senders[key] = sender
        caught_up = asyncio.Event()
        works = [
            asyncio.create_task(self._send(sender, caught_up)),
            asyncio.create_task(self._feed(channel, sender, caught_up)),
            asyncio.create_task(self._listen(channel)),
            asyncio.create_task(self._renew(name)),
        ]
        try:
            done, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
            for work in done:
                work.result()
        finally:
            del self._senders[key]
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)

    async def _renew(self, name: str) -> None:
        """Renew the lease; returns when it is lost."""
        while await self._hold(name):
            await asyncio.sleep(self._lease_seconds / 3)
        log.warning("the lease of %s is another process's now", name)

    async def _listen(self, channel: Channel) -> None:
        if self._webhooks is None:
            await channel.poll(self._committer.receive)
            return
        await channel.use_webhook(self._webhooks.public + web.build_path(channel))
        await asyncio.Event().wait()

    @staticmethod
    async def _send(sender: Sender, caught_up: asyncio.Event) -> None:
        """Send once the backlog is in hand: an earlier question must not follow a later one."""
        await caught_up.wait()
        await sender.run()

    async def _feed(self, channel: Channel, sender: Sender, caught_up: asyncio.Event) -> None:
        """Find what other processes, an earlier life and the scheduler put into the outbox."""
        released = partial(
            outbox_letters.is_any_released, network=channel.network.value, bot=channel.bot
        )
        while True:
            due = partial(
                outbox.find_pending_ids,
                network=channel.network.value,
                bot=channel.bot,
                due_before=seconds(self._now()),
                most=_MOST_IN_HAND,
            )
            sender.forget_settled()
            ids = await self._database.run_in_reader(due)
            unknown = [i for i in ids if i not in sender.known]
            for start in range(0, len(unknown), _LOADED_AT_ONCE):
                some = partial(outbox.load, ids=unknown[start : start + _LOADED_AT_ONCE])
                sender.offer(await self._database.run_in_reader(some))
            if sender.is_spent and await self._database.run_in_reader(released):
                sender.release()
            caught_up.set()
            await asyncio.sleep(_FEED_SECONDS if len(ids) < _MANY else 5 * _FEED_SECONDS)

    async def _choose_share(self, queued: OutboxMessage) -> Share | HeldBack:
        return await self._database.run_in_reader(
            lambda tx: choose_share_of(self._look(tx, self._now()), queued)
        )

    # --- what commits lead to ----------------------------------------------------------------

    def _dispatch(self, taken: BatchResult) -> None:
        now = seconds(self._now())
        for queued in taken.queued_messages:
            if queued.due_at > now:
                self._held.hold(queued, queued.due_at - now)
            else:
                self._offer(queued)
        self._held.release(taken.released)  # one held in this very batch may be free already
        self._held.drop(taken.dropped)
        for answer in taken.acknowledgements:
            channel = self._channels[answer.address.network.value, answer.address.bot]
            task = asyncio.get_running_loop().create_task(
                channel.acknowledge(answer.press, answer.alert)
            )
            self._background.add(task)
            task.add_done_callback(self._background.discard)

    def _offer(self, queued: OutboxMessage) -> None:
        """Give a message to the sender of its bot, if that is this process's."""
        sender = self._senders.get((queued.network, queued.bot))
        if sender is not None:
            sender.offer([queued])

    async def _handle_unreached(self, queued: OutboxMessage, receipt: Receipt) -> None:
        if receipt.outcome is Delivery.MOVED:
            await self._database.run_in_writer(
                lambda tx: addresses.move(tx, queued.address_id, receipt.moved_to)
            )
        else:
            await self._database.run_in_writer(
                lambda tx: addresses.set_reachable(tx, queued.address_id, reachable=False)
            )

    async def _serve_webhooks(self, webhooks: Webhooks) -> None:
        paths = {web.build_path(c): c for c in self._channels.values()}
        app = web.create_app(paths, self._committer.receive, self._files)
        await serve(app, webhooks.host, webhooks.port)


async def _outlive(task: asyncio.Task[None]) -> None:
    """End when the task ends, without ending it."""
    await asyncio.shield(task)
