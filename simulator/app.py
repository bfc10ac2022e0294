"""The simulator as one ASGI application: the two Bot APIs in front, pages and control behind."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from simulator.clock import Agenda, Clock
from simulator.control import ControlPlane
from simulator.endpoint import Endpoint, Exchange
from simulator.faults import Faults
from simulator.records import EventRecord
from simulator.scene import Scene, stage
from simulator.telegram import TelegramApi
from simulator.wire import Receive, Scope, Send, send_answer
from simulator.world import World
from simulator.zalo import ZaloApi

STATIC = Path(__file__).parent / "static"
SAVE_EVERY_SECONDS = 3.0
CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' http://127.0.0.1:* http://localhost:*; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


class Simulation:
    """A running world with its two networks. `state` names the file it is kept in."""

    def __init__(
        self, scene: Scene, clock: Clock, state: Path | None = None, agenda: Agenda | None = None
    ) -> None:
        self.scene, self.clock, self.state = scene, clock, state
        self.world = World(scene.seed)
        self.faults = Faults(scene.faults)
        if state and state.exists():
            clock.not_before(self.world.load(state))
        stage(self.world, scene, clock.timestamp())
        self.telegram = TelegramApi(self.world, self.faults, clock.timestamp)
        self.zalo = ZaloApi(self.world, self.faults, clock.timestamp)
        self.endpoints = {
            "telegram": Endpoint(self.telegram, self.world, self.faults),
            "zalo": Endpoint(self.zalo, self.world, self.faults),
        }
        self.control = ControlPlane(self.world, scene, clock, self.faults, self.inject, agenda)
        self.phones = self.control.phones
        self._saved_seq = self.world.seq
        self._saver: asyncio.Task[None] | None = None
        self.world.follow(self._keep_clock)

    def watch(self, watcher: Callable[[Exchange], None]) -> None:
        """Call `watcher` after every request of a known bot, with the request and its answer."""
        for endpoint in self.endpoints.values():
            endpoint.watchers.append(watcher)

    async def start(self) -> None:
        """Resume webhooks and begin saving."""
        self.telegram.updates.resume()
        self.zalo.resume()
        if self.state:
            self._saver = asyncio.create_task(self._save_often())

    async def stop(self) -> None:
        """End every long poll, stop deliveries and save."""
        self.wake()
        if self._saver:
            self._saver.cancel()
        await self.telegram.updates.close()
        await self.zalo.close()
        self.save()

    def inject(self, bot_key: str, shape: dict[str, Any]) -> int:
        """Put an update of any shape, a broken one too, into a bot's queue."""
        bot = self.world.bots[bot_key]
        network = self.telegram.updates if bot.network == "telegram" else self.zalo
        return network.inject(bot, shape)

    def wake(self) -> None:
        """Let everybody who waits for something answer now, so that a server can stop."""
        self.telegram.updates.wake()
        self.zalo.wake()
        self.control.feed.wake()

    def save(self) -> None:
        """Write the world, if it is kept and has changed."""
        if self.state and self.world.seq != self._saved_seq:
            self.world.save(self.state, at=self.clock.timestamp())
            self._saved_seq = self.world.seq

    def _keep_clock(self, event: EventRecord) -> None:
        """At once: who is played against us has stored moments that must not lie ahead again."""
        if event.kind == "clock":
            self.save()

    async def _save_often(self) -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY_SECONDS)
            self.save()


class Front:
    """Sends the Bot APIs' requests to their endpoints before any framework sees them.

    /telegram/bot… and /zalo/bot… name the network; a bare /bot… is told by its token.
    """

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._telegram = simulation.endpoints["telegram"]
        self._zalo = simulation.endpoints["zalo"]

    def takes(self, path: str) -> bool:
        return path.startswith(("/bot", "/telegram/", "/zalo/", "/file/bot"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if path.startswith("/zalo/"):
            await self._zalo(path[5:], scope, receive, send)
            return
        path = path.removeprefix("/telegram")
        if path.startswith("/file/"):
            await send_answer(send, self._simulation.telegram.download(path))
            return
        await self._endpoint(path)(path, scope, receive, send)

    def _endpoint(self, path: str) -> Endpoint:
        bot = self._simulation.world.bot_by_token(path[4:].partition("/")[0])
        return self._zalo if bot and bot.network == "zalo" else self._telegram


class SimulatorApp(Starlette):
    """Starlette with the Bot APIs in front of it. `simulation` is what it serves."""

    def __init__(self, simulation: Simulation) -> None:
        super().__init__(routes=_routes(simulation), lifespan=_lifespan)
        self.simulation = simulation
        self._front = Front(simulation)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._front.takes(scope["path"]):
            await self._front(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(
    scene: Scene,
    *,
    clock: Clock | None = None,
    state: Path | None = None,
    agenda: Agenda | None = None,
) -> SimulatorApp:
    """The application. `clock` gives every date; `state` keeps the world over a restart.

    `agenda`: what is coming, for the page's way to the next event.
    """
    return SimulatorApp(Simulation(scene, clock or Clock(), state, agenda))


def _routes(simulation: Simulation) -> list[Route | Mount]:
    async def page(_: Request) -> Response:
        headers = {"content-security-policy": CONTENT_POLICY, "cache-control": "no-cache"}
        return FileResponse(STATIC / "index.html", headers=headers)

    return [
        Route("/", page),
        *simulation.control.routes(),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    if not isinstance(app, SimulatorApp):
        raise TypeError(type(app))
    await app.simulation.start()
    yield
    await app.simulation.stop()
