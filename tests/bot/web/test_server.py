"""The HTTP server: where it cannot listen, and that it stops when it is told to."""

import asyncio
import socket

import pytest

from bot.errors import OperatorMistake
from bot.web.server import serve


async def _nothing(scope: object, receive: object, send: object) -> None:
    """An application nobody calls."""


async def test_a_port_that_is_taken_is_an_operator_s_mistake() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OperatorMistake, match=f"SOHOI_PORT: cannot listen on .*:{port}"):
            await serve(_nothing, "127.0.0.1", port)


async def test_serving_stops_at_once_when_told_as_it_starts() -> None:
    for breaths in range(6):
        serving = asyncio.create_task(serve(_nothing, "127.0.0.1", 0))
        for _ in range(breaths):
            await asyncio.sleep(0)
        serving.cancel()
        await asyncio.wait({serving}, timeout=5)
        assert serving.cancelled()
