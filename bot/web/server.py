"""The HTTP server of this process: it takes no signals and stops when it is cancelled."""

import asyncio
import socket

import uvicorn

from bot.errors import OperatorMistake

_LAST_REQUESTS_SECONDS = 3
"""How long requests under way may take when the server stops."""


async def serve(app: object, host: str, port: int) -> None:
    """Run a web application until cancelled; signals stay with whoever started us.

    Raises OperatorMistake where it cannot listen there.
    """
    listening = _listen(host, port)
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="warning",
        lifespan="off",
        access_log=False,
        timeout_graceful_shutdown=_LAST_REQUESTS_SECONDS,
    )
    server = uvicorn.Server(config)
    # serve() would take the signals, which stay with whoever started us.
    serving = asyncio.ensure_future(server._serve([listening]))  # noqa: SLF001
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise


def _listen(host: str, port: int) -> socket.socket:
    """Open the socket here: uvicorn would end the process in its own way if it could not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as fault:
        raise OperatorMistake(
            f"SOHOI_HOST, SOHOI_PORT: cannot listen on {host}:{port} ({fault.strerror})"
        ) from None
