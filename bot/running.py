"""Starting the product: from settings to an App, for `sohoi run` and for the demo."""

import logging
from collections.abc import Sequence

from bot import compose, late_facts, redaction
from bot.app import App, Now, Webhooks
from bot.channels.base import Channel, Limits
from bot.channels.telegram import telegram_channel
from bot.channels.zalo import zalo_channel
from bot.errors import OperatorMistake
from bot.links import Links, key_in
from bot.reference import Reference, load
from bot.renderer import Renderer
from bot.settings import Settings
from bot.views.views import VIEWS
from domain.plan import Plan
from scheduler.case_counts import CaseCounts
from scheduler.case_watch import Office, case_watch
from scheduler.chores import CHORES, case_expiry, outbox_pruning
from scheduler.jobs import JOBS
from storage.database import Database
from storage.units import Units


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

    def office() -> Office:
        return Office(held[0].units, held[0].plan.cases, held[0].calendar)

    def counting() -> tuple[Plan, Units]:
        return held[0].plan, held[0].units

    def keep_months() -> int:
        return held[0].plan.cases.keep_months

    about_cases = (case_watch(office), CaseCounts(counting).chore(), case_expiry(keep_months))
    abilities = {bot.network.value: bot.abilities for bot in bots}
    linked = links(settings, hooks)
    renderer = Renderer(database, VIEWS, late_facts.LOADERS, reference, now, abilities, linked)
    return App(
        database,
        compose.dialogue(),
        renderer,
        reference,
        bots,
        now,
        webhooks=hooks,
        limits=limits,
        jobs=JOBS,
        chores=(*CHORES, *about_cases, outbox_pruning(settings.outbox_days)),
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
