"""The bot under faults: the product itself, but for a number under each of its messages.

`life` counts the starts: the number under a message is "life.row", the row being the outbox's,
so that a message received twice is known for the same one and for which process sent it. Limits
are lifted and waits shortened, because a minute must hold what else takes hours.
"""

import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import uvloop

from bot import settings
from bot.channels.telegram import make_telegram_channel
from bot.channels.zalo import make_zalo_channel
from bot.engine.channel import UNLIMITED, Abilities, Channel, Patience
from bot.engine.message import Message
from bot.engine.renderer import Renderer
from bot.runtime import reference, start, wiring
from bot.runtime.app import App
from bot.runtime.opening import open_database
from bot.settings import Settings
from bot.views.table import VIEWS
from domain.periods import VIETNAM
from services.context import Reference
from storage.database import Database
from storage.outbox import OutboxMessage

LEASE_SECONDS = 0.6
PATIENCE = Patience(connect_seconds=1.0, read_seconds=2.0)
"""A network that answers later than this has timed out."""


class NumberedRenderer(Renderer):
    """The product's words, and under them which process says them and from which row."""

    life = 0

    async def render(self, queued: OutboxMessage) -> Message | None:
        message = await super().render(queued)
        if message is None:
            return None
        return replace(message, text=f"{message.text}\n‹{self.life}.{queued.id}›")


def channels(given: Settings) -> list[Channel]:
    telegram: list[Channel] = [
        make_telegram_channel(token, api=given.telegram_api, patience=PATIENCE)
        for token in given.telegram_tokens
    ]
    zalo: list[Channel] = [
        make_zalo_channel(token, api=given.zalo_bot_api, patience=PATIENCE)
        for token in given.zalo_bot_tokens
    ]
    return [*telegram, *zalo]


def app(given: Settings, database: Database, life: int, now: Callable[[], datetime]) -> App:
    """As running.app makes it."""
    bots = channels(given)
    held = reference.load_reference(database, given.plan)

    def known() -> Reference:
        return held

    abilities: dict[str, Abilities] = {bot.network.value: bot.abilities for bot in bots}
    renderer = NumberedRenderer(database, VIEWS, known, now, abilities)
    renderer.life = life
    return App(
        database,
        wiring.build_dialogue(),
        renderer,
        known,
        bots,
        now,
        webhooks=start.make_webhooks(given),
        limits=UNLIMITED,
        lease_seconds=LEASE_SECONDS,
    )


def serve(environment: Mapping[str, str], life: int, offset: float, log: Path) -> None:
    """Run the product as a process: settings from SOHOI_…, a clock, standard error to a file."""
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    start.set_up_logging(logging.WARNING)
    given = settings.read(environment)

    def now() -> datetime:
        return datetime.fromtimestamp(time.time() + offset, VIETNAM)

    uvloop.run(app(given, open_database(given), life, now).run())
