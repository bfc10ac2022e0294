"""`sohoi`: the command line. Exit codes: 0 done, 1 fault, 2 wrong use."""

import sys
from collections.abc import Coroutine
from datetime import datetime, tzinfo
from typing import Annotated, Any

import typer

from bot.errors import OperatorMistake

root = typer.Typer(
    name="sohoi",
    help="Sổ Hội: the Women's Union's plan, reported on Zalo and Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@root.command()
def demo(
    start: Annotated[str, typer.Option("--from", help="Start at this moment, ISO 8601.")] = "",
    prepare_only: Annotated[
        bool, typer.Option("--prepare-only", help="Make its database and stop.")
    ] = False,
) -> None:
    """Play the product with simulated phones; needs no token."""
    from bot import settings
    from bot.demo import demo as play
    from bot.runtime import start as running
    from domain.periods import VIETNAM

    read = settings.read()
    running.set_up_logging()
    if prepare_only:
        play.prepare(read).close()
        return
    at = _parse_moment(start, VIETNAM) if start else None
    _run_until_stopped(play.run(read, at))


@root.command()
def run() -> None:
    """Serve the networks whose tokens stand in .env."""
    from bot import settings

    read = settings.read(networks=True)
    # Only now the networks' libraries: a mistake is answered at once.
    from bot.runtime import opening
    from bot.runtime import start as running
    from domain.periods import VIETNAM

    running.set_up_logging()
    database = opening.open_database(read)
    app = running.build_app(
        read,
        database,
        lambda: datetime.now(VIETNAM),
        running.make_channels(read),
        hooks=running.make_webhooks(read),
        reply_wait=read.reply_wait,
    )
    try:
        _run_until_stopped(app.run())
    finally:
        database.close()


def _parse_moment(text: str, zone: tzinfo) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no moment such as 2025-10-13T08:00") from None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _run_until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until Ctrl-C or SIGTERM, which end it cleanly."""
    import asyncio
    import contextlib
    import signal

    import uvloop

    async def main() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await task

    uvloop.run(main())


def main() -> None:
    """Run a command; an operator's mistake is one line and exit 1."""
    from bot.cli.mount import mount

    mount(root, sys.argv[1:])
    try:
        root()
    except OperatorMistake as mistake:
        print(mistake, file=sys.stderr)
        raise SystemExit(1) from None
