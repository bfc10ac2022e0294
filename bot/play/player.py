"""Plays the product: people write and press, time passes, and every phone shows what it gets.

All of it is the product's own but for the networks and the clock: what comes in goes through the
inbox, the scheduler ticks, and the outbox is emptied and put into words for each phone's network.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from bot.channels import telegram_messages, zalo
from bot.channels.splitting import split_text
from bot.engine.channel import (
    SHOWN,
    Abilities,
    Address,
    Content,
    Inbound,
    Left,
    Network,
    Said,
    Shown,
)
from bot.engine.inbox import Inbox
from bot.engine.message import Message
from bot.engine.renderer import Renderer
from bot.handlers.cases.silent_cries import make_silent_cry_task
from bot.play.phones import Chat, print_message
from bot.runtime import wiring
from bot.runtime.reference import drop_spread
from bot.views.table import VIEWS
from domain.people.invites import RANDOM_BYTES, make_code, make_prefix
from domain.people.roles import Post
from domain.quota import HeldBack, Share
from scheduler.cases.case_indicators import CaseIndicators
from scheduler.cases.damaged import make_damaged_task
from scheduler.cases.watch import make_watch_task
from scheduler.coming import find_next_due
from scheduler.jobs import JOBS
from scheduler.ticker import Ticker
from services.context import Context, Reference
from services.quota import choose_share_of
from storage import addresses, invites, outbox, people, sent_counts
from storage.cases import cases
from storage.database import Database, Transaction
from storage.invites import Invite
from storage.moments import moment, seconds
from storage.outbox import DeliveryResult, OutboxMessage, QuotaUse

ABILITIES: Mapping[str, Abilities] = {
    Network.TELEGRAM.value: telegram_messages.ABILITIES,
    Network.ZALO.value: zalo.ABILITIES,
}
"""What the networks can do, as their channels say it."""

_QUOTAS = {name: each.monthly_quota for name, each in ABILITIES.items()}
_BOT = "1"
_A_MINUTE = timedelta(minutes=1)
_A_YEAR_SECONDS = 366 * 86_400.0
_PRESSED = re.compile(r"\[(.+)\]")
_SHOWN = re.compile(r"<(\w+)>(?: (.*))?", re.DOTALL)
_EDITED = "✎ "


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one phone (or group) was shown, and when. `who`: the key of its chat."""

    who: str
    text: str
    at: datetime


class Player:
    """People with phones over one database, in which the units of `reference` are stored.

    `now` is the product's clock and may be set. `reply_wait`: as in Inbox. `sent`: every
    message out as it lay in the outbox, `messages_out`: how many messages of a network they were.
    """

    def __init__(
        self, database: Database, reference: Reference, now: datetime, reply_wait: float = 0.0
    ) -> None:
        self.database = database
        self.reference = drop_spread(reference)
        self.now = now
        self.sent: list[OutboxMessage] = []
        self.messages_out = 0
        self._fresh: dict[int, OutboxMessage] = {}
        self._networks: dict[str, Network] = {}
        self._chats: dict[tuple[str, str], Chat] = {}
        self._numbers = count(1)
        self._inbox = Inbox(wiring.build_dialogue(), self._get_reference, ABILITIES, reply_wait)
        self._renderer = Renderer(database, VIEWS, self._get_reference, self._get_now, ABILITIES)
        tasks = (
            make_watch_task(self._get_reference, _QUOTAS),
            make_damaged_task(self._get_reference, _QUOTAS),
            make_silent_cry_task(self._get_reference, _QUOTAS),
            CaseIndicators(self._get_reference).make_task(),
        )
        self._ticker = Ticker(database, self._make_context, self._get_now, JOBS, tasks)

    def _get_reference(self) -> Reference:
        return self.reference

    def _get_now(self) -> datetime:
        return self.now

    def _make_context(self, tx: Transaction, now: datetime) -> Context:
        return Context(tx, self.reference, now, _QUOTAS)

    # --- people ----------------------------------------------------------------------------------

    async def enter(
        self, who: str, network: Network, posts: Sequence[Post] = (), called: str = ""
    ) -> None:
        """Give somebody a phone; she joins by an invitation's code for each of her posts."""
        self._networks[who] = network
        for post in posts:
            code = self._draw_code()
            self.invite(code, post, called)
            await self.hear(who, Said(code))

    def invite(self, code: str, post: Post, called: str = "") -> None:
        """Make an invitation that everybody may take, good for a year."""
        at = seconds(self.now)
        made = Invite(code, post, at + _A_YEAR_SECONDS, 1, called)
        with self.database.write() as tx:
            invites.create(tx, made, at)

    def _draw_code(self) -> str:
        """A code of its own for each call, the same in every playing."""
        province = self.reference.units.province(self.now.date()).short
        drawn = next(self._numbers).to_bytes(RANDOM_BYTES, "big")
        return make_code(make_prefix(province), drawn)

    def find(self, who: str) -> addresses.Contact:
        """The chat of somebody who has written."""
        with self.database.read() as tx:
            return addresses.find(tx, self._networks[who].value, _BOT, [who])[who]

    def remove(self, who: str) -> None:
        """End all her posts, as `sohoi people remove` does."""
        person_id = self.find(who).person_id
        if person_id is not None:
            with self.database.write() as tx:
                people.end_posts(tx, person_id, seconds(self.now))
                invites.withdraw_links(tx, person_id)

    def damage_case(self, number: str) -> None:
        """Spoil what is sealed of a case, as a fault of a disk would."""
        with self.database.write() as tx:
            cases.spoil(tx, number)

    def spend(self, parts: int) -> None:
        """Let so many messages of this month have left on the network that counts them."""
        with self.database.write() as tx:
            counting = (name for name, quota in _QUOTAS.items() if quota is not None)
            sent_counts.add(tx, [(name, _BOT, parts, seconds(self.now)) for name in counting])

    async def block(self, who: str) -> list[Delivered]:
        """She blocks the bot; it cannot write to her until she writes again."""
        return await self.hear(who, Left())

    # --- what people do --------------------------------------------------------------------------

    async def do(self, who: str, line: str) -> list[Delivered]:
        """Type or press what a line says, and give back what all phones show after it.

        `[a button]` by its label, `<photo>` and other kinds of SHOWN, `✎ words` for a message that
        is edited; anything else is typed. In a group `who` is "group/person". Raises NoSuchButton.
        """
        if pressed := _PRESSED.fullmatch(line):
            return await self.hear(who, self._get_chat_of(who).press(pressed[1]))
        edited = line.startswith(_EDITED)
        return await self.hear(who, read_content(line.removeprefix(_EDITED)), edited=edited)

    async def hear(self, who: str, content: Content, *, edited: bool = False) -> list[Delivered]:
        """Let the bot hear this a second later, and give back what all phones show after it."""
        self.now += timedelta(seconds=1)
        message = self._make_inbound(who, content, edited=edited)
        taken = self._inbox.take(self.database, [message], (), self.now)
        self._fresh |= {queued.id: queued for queued in taken.queued_messages}
        alerts = [a.alert for a in taken.acknowledgements if a.alert]
        shown = [Delivered(who, f"({alert})", self.now) for alert in alerts]
        return shown + await self.deliver()

    def _make_inbound(self, who: str, content: Content, *, edited: bool) -> Inbound:
        chat, _, member = who.partition("/")
        number = next(self._numbers)
        return Inbound(
            Address(self._get_network_of(who), _BOT, chat),
            external_id=f"m{number}",
            sender=member or chat,
            at=self.now,
            content=content,
            display_name=(member or chat).title(),
            group=bool(member),
            edited=edited,
            message_id=f"{number}",
        )

    def _get_network_of(self, who: str) -> Network:
        chat, _, member = who.partition("/")
        return self._networks[member or chat]

    def _get_chat_of(self, who: str) -> Chat:
        return self._get_chat(self._get_network_of(who).value, who.partition("/")[0])

    def _get_chat(self, network: str, chat: str) -> Chat:
        return self._chats.setdefault((network, chat), Chat())

    # --- what the product does by itself ---------------------------------------------------------

    async def pass_time(self, until: datetime) -> list[Delivered]:
        """Let time go by until a moment; what becomes due on the way is done and shown then.

        The scheduler ticks at every minute in which something may happen, the last one included.
        """
        shown: list[Delivered] = []
        stop = _find_next_minute(self.now)
        while self.now < until:
            self.now = min(stop, until)
            await self._ticker.tick()
            came = await self.deliver()
            shown += came
            stop = _find_next_minute(self.now) if came else self._find_next_stop(until)
        return shown

    def _find_next_stop(self, until: datetime) -> datetime:
        """The next minute at which anything is due, as far as it is known now."""
        with self.database.read() as tx:
            waiting = outbox.find_next_due(tx, seconds(self.now))
            clocks = _find_case_clocks(tx, until)
            stops = [stop for at in clocks if (stop := _round_up(at)) > self.now]
            stops += [until] if waiting is None else [until, moment(waiting)]
            nearest = min(stops)  # jobs are asked no further: asking is the dearest
            job = find_next_due(JOBS, lambda at: self._make_context(tx, at), self.now, nearest)
        return nearest if job is None else min(nearest, job.at)

    async def deliver(self) -> list[Delivered]:
        """Empty the outbox of what is due, the most urgent first: what each phone shows."""
        waiting: list[OutboxMessage] = []
        with self.database.read() as tx:
            for network in Network:
                ids = outbox.find_pending_ids(tx, network.value, _BOT, seconds(self.now))
                waiting += (self._fresh.pop(q.id, q) for q in outbox.load(tx, ids))
        waiting.sort(key=lambda queued: (queued.priority, queued.id))
        return [shown for queued in waiting if (shown := await self._send(queued)) is not None]

    async def _send(self, queued: OutboxMessage) -> Delivered | None:
        """Put one message into words, and record that it was sent or dropped."""
        at = seconds(self.now)
        stale = queued.not_after is not None and at > queued.not_after
        with self.database.read() as tx:
            share = choose_share_of(self._make_context(tx, self.now), queued)
        held = share.value if isinstance(share, HeldBack) else ""
        message = None if stale or held else await self._renderer.render(queued)
        parts = self._count_parts(queued, message)
        result = DeliveryResult(
            queued.id,
            "dropped" if message is None else "sent",
            1,
            queued.due_at,
            f"{queued.id}",
            reason=held,
            sent_at=at,
            counted=self._spend(queued, parts, to_stranger=share is Share.STRANGERS),
        )
        with self.database.write() as tx:
            outbox.record_results(tx, [result])
        self.sent.append(queued)
        self.messages_out += parts
        if message is None:
            return None
        self._get_chat(queued.network, queued.chat).keep(message, queued.turn)
        return Delivered(queued.chat, print_message(message), self.now)

    @staticmethod
    def _count_parts(queued: OutboxMessage, message: Message | None) -> int:
        if message is None:
            return 0
        return max(len(split_text(message.text, ABILITIES[queued.network].max_text)), 1)

    def _spend(self, queued: OutboxMessage, parts: int, *, to_stranger: bool) -> QuotaUse | None:
        if not parts or _QUOTAS[queued.network] is None:
            return None
        return QuotaUse(queued.network, queued.bot, parts, seconds(self.now), to_stranger)


def read_content(line: str) -> Content:
    """Read what a line stands for: words, or `<photo>` and other kinds of SHOWN."""
    if (shown := _SHOWN.fullmatch(line)) and shown[1] in SHOWN:
        return Shown(shown[1], shown[2] or "")
    return Said(line)


def _find_next_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0) + _A_MINUTE


def _round_up(at: datetime) -> datetime:
    """The first quarter of a minute from this moment on: then the watch over cases looks."""
    start = at.replace(second=at.second // 15 * 15, microsecond=0)
    return at if at == start else start + timedelta(seconds=15)


def _find_case_clocks(tx: Transaction, until: datetime) -> list[datetime]:
    """When the watch over cases has something to look at until then, as far as it is known."""
    return cases.list_clocks(tx, until)
