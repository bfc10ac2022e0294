"""Starting the product: from settings to an App, for `sohoi run` and for the demo."""

import logging
from collections.abc import Sequence

from bot import redaction
from bot.channels.telegram import telegram_channel
from bot.channels.zalo import zalo_channel
from bot.engine.channel import Channel, Limits
from bot.engine.renderer import Renderer
from bot.errors import OperatorMistake
from bot.runtime import wiring
from bot.runtime.app import App, Now, Webhooks
from bot.runtime.reference import load
from bot.settings import Settings
from bot.views.table import VIEWS
from bot.web.links import Links, key_in
from scheduler.cases.case_indicators import CaseCounts
from scheduler.cases.watch import case_watch
from scheduler.jobs import JOBS
from scheduler.maintenance import NIGHTLY, case_expiry, outbox_pruning
from services.context import Reference
from storage.database import Database


def channels(settings: Settings) -> list[Channel]:
    """One channel for every token."""
    telegram: list[Channel] = [
        telegram_channel(token, api=settings.telegram_api, proxy=settings.telegram_proxy)
        for token in settings.telegram_tokens
    ]
    zalo: list[Channel] = [
        zalo_channel(token, api=settings.zalo_bot_api) for token in settings.zalo_bot_tokens
    ]
    return [*telegram, *zalo]


def webhooks(settings: Settings) -> Webhooks | None:
    """Where the networks reach us, if a public address is set."""
    if not settings.webhook_url:
        return None
    return Webhooks(settings.webhook_url, settings.host, settings.port)


def links(settings: Settings, hooks: Webhooks | None) -> Links | None:
    """Links to files under the public address, if there is one."""
    if hooks is None:
        return None
    return Links(hooks.public, settings.secret or key_in(settings.home))


def app(
    settings: Settings,
    database: Database,
    now: Now,
    bots: Sequence[Channel],
    *,
    hooks: Webhooks | None = None,
    limits: Limits | None = None,
    known: Reference | None = None,
) -> App:
    """The product around a database and its channels; `known`: reference data read before."""
    held: list[Reference] = [known or load(database, settings.plan)]
    if not len(held[0].units):
        raise OperatorMistake("there are no units yet: run `sohoi org load` first")

    def reference() -> Reference:
        return held[0]

    def keep_months() -> int:
        return held[0].plan.cases.keep_months

    tasks = (
        case_watch(reference),
        CaseCounts(reference).task(),
        *NIGHTLY,
        case_expiry(keep_months),
        outbox_pruning(settings.outbox_days),
    )
    abilities = {bot.network.value: bot.abilities for bot in bots}
    linked = links(settings, hooks)
    renderer = Renderer(database, VIEWS, reference, now, abilities, linked)
    return App(
        database,
        wiring.dialogue(),
        renderer,
        reference,
        bots,
        now,
        webhooks=hooks,
        limits=limits,
        jobs=JOBS,
        tasks=tasks,
        links=linked,
    )


def set_up_logging(level: int = logging.INFO) -> None:
    """One line a record on standard error, with anything like a token taken out."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(redaction.RedactTokens())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("alembic", "httpx", "httpcore", "uvicorn", "telegram"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that still runs is no fault
