"""Makes the product from its settings: an App, for `sohoi run` and for the demo."""

import logging
from collections.abc import Sequence

from bot import redaction
from bot.channels.telegram import make_telegram_channel
from bot.channels.zalo import make_zalo_channel
from bot.engine.channel import Channel, Limits
from bot.engine.links import Links, load_key
from bot.engine.renderer import Renderer
from bot.errors import OperatorMistake
from bot.handlers.cases.silent_cries import make_silent_cry_task
from bot.runtime import wiring
from bot.runtime.app import App, Now, Webhooks
from bot.runtime.reference import load_reference
from bot.settings import Settings
from bot.views.table import VIEWS
from scheduler.cases.case_indicators import CaseIndicators
from scheduler.cases.damaged import make_damaged_task
from scheduler.cases.watch import make_watch_task
from scheduler.jobs import JOBS
from scheduler.maintenance import NIGHTLY, make_case_expiry_task, make_outbox_pruning_task
from services.context import Reference
from storage.database import Database


def make_channels(settings: Settings) -> list[Channel]:
    """Make one channel for every token."""
    telegram: list[Channel] = [
        make_telegram_channel(token, api=settings.telegram_api, proxy=settings.telegram_proxy)
        for token in settings.telegram_tokens
    ]
    zalo: list[Channel] = [
        make_zalo_channel(token, api=settings.zalo_bot_api) for token in settings.zalo_bot_tokens
    ]
    return [*telegram, *zalo]


def make_webhooks(settings: Settings) -> Webhooks | None:
    """Say where the networks reach us; None where no public address is set."""
    if not settings.webhook_url:
        return None
    return Webhooks(settings.webhook_url, settings.host, settings.port)


def make_links(settings: Settings, hooks: Webhooks | None) -> Links | None:
    """Make links to files under the public address; None where there is none."""
    if hooks is None:
        return None
    return Links(hooks.public, settings.secret or load_key(settings.home))


def build_app(
    settings: Settings,
    database: Database,
    now: Now,
    bots: Sequence[Channel],
    *,
    hooks: Webhooks | None = None,
    limits: Limits | None = None,
    known: Reference | None = None,
    reply_wait: float = 0.0,
) -> App:
    """Build the product around a database and its channels; `known` is reference data read before.

    `reply_wait`: as in Inbox.

    Raises OperatorMistake where there are no units yet.
    """
    held: list[Reference] = [known or load_reference(database, settings.plan)]
    if not len(held[0].units):
        raise OperatorMistake("there are no units yet: run `sohoi org load` first")

    def reference() -> Reference:
        return held[0]

    def keep_months() -> int:
        return held[0].plan.cases.keep_months

    abilities = {bot.network.value: bot.abilities for bot in bots}
    quotas = {network: each.monthly_quota for network, each in abilities.items()}
    tasks = (
        make_watch_task(reference, quotas),
        make_damaged_task(reference, quotas),
        make_silent_cry_task(reference, quotas),
        CaseIndicators(reference).make_task(),
        *NIGHTLY,
        make_case_expiry_task(keep_months),
        make_outbox_pruning_task(settings.outbox_days),
    )
    linked = make_links(settings, hooks)
    renderer = Renderer(database, VIEWS, reference, now, abilities, linked)
    return App(
        database,
        wiring.build_dialogue(),
        renderer,
        reference,
        bots,
        now,
        webhooks=hooks,
        limits=limits,
        jobs=JOBS,
        tasks=tasks,
        links=linked,
        reply_wait=reply_wait,
    )


def set_up_logging(level: int = logging.INFO) -> None:
    """Log one line a record on standard error, with anything like a token taken out, and faults
    without their texts, also the one that ends the process."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    redaction.redact_all_records()
    redaction.hide_texts_of_faults()
    for noisy in ("alembic", "httpx", "httpcore", "uvicorn", "telegram"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that still runs is no fault
