"""A simulator on a free loopback port, in a thread of its own: for tests, harnesses, the demo."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import uvicorn
import uvloop

from simulator.app import Simulation, SimulatorApp, create_app
from simulator.clock import Agenda, Clock
from simulator.phones import Sending
from simulator.records import EventRecord, MessageRecord, Press
from simulator.scene import Scene
from simulator.world import World

T = TypeVar("T")


class Server(uvicorn.Server):
    """uvicorn that lets long polls answer when it is told to stop."""

    def __init__(self, app: SimulatorApp, **settings: Any) -> None:
        self.simulation = app.simulation
        defaults: dict[str, Any] = {
            "log_level": "warning",
            "access_log": False,
            "timeout_graceful_shutdown": 3,
        }
        super().__init__(uvicorn.Config(app, **(defaults | settings)))

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self.simulation.wake()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.simulation.wake()
        await super().shutdown(sockets)


class RunningSimulator:
    """A served simulation. Its phones act in the server's own loop.

    `base_url` has no slash at its end; `telegram_url` and `zalo_url` are what a bot is given
    in place of https://api.telegram.org and https://bot-api.zaloplatforms.com.
    """

    def __init__(self, scene: Scene, *, clock: Clock | None = None, state: Path | None = None,
                 port: int = 0, agenda: Agenda | None = None) -> None:  # fmt: skip
        self.app = create_app(scene, clock=clock, state=state, agenda=agenda)
        self._socket = socket.create_server(("127.0.0.1", port), backlog=2048)
        self.base_url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.telegram_url = f"{self.base_url}/telegram"
        self.zalo_url = f"{self.base_url}/zalo"
        self._server = Server(self.app)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="simulator", daemon=True)

    @property
    def simulation(self) -> Simulation:
        return self.app.simulation

    @property
    def world(self) -> World:
        return self.app.simulation.world

    def start(self) -> None:
        self._thread.start()
        self._ready.wait(10)

    def stop(self) -> None:
        self._server.should_exit = True
        self.do(self.simulation.wake)
        self._thread.join(10)
        self._socket.close()

    def _serve(self) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.call_soon(self._ready.set)
        await self._server.serve([self._socket])

    def do(self, act: Callable[..., T], *args: Any, **named: Any) -> T:
        """Call a function in the server's loop and return what it returns."""
        if self._loop is None:
            raise RuntimeError("the simulator is not running")
        done: Future[T] = Future()

        def call() -> None:
            try:
                done.set_result(act(*args, **named))
            except BaseException as fault:
                done.set_exception(fault)

        self._loop.call_soon_threadsafe(call)
        return done.result(10)

    # phones

    def send(self, person: str, chat: str, text: str = "", **more: Any) -> MessageRecord:
        """Send from a phone; returns the (last) message."""
        sending = Sending(chat=chat, text=text, **more)
        return self.do(self.simulation.phones.send, person, sending)[-1]

    def press(
        self, person: str, chat: str, message: MessageRecord, row: int = 0, column: int = 0
    ) -> Press:
        """Press an inline button of a message."""
        return self.do(self.simulation.phones.press, person, chat, message.id, row, column)

    def messages(self, chat: str) -> list[MessageRecord]:
        """A chat's messages, oldest first; a private chat's key is "<bot>.<person>"."""
        found = self.world.chats.get(chat)
        return list(found.messages) if found else []

    def from_bot(self, chat: str) -> list[MessageRecord]:
        """What bots have said in a chat."""
        return [m for m in self.messages(chat) if m.sender in self.world.bots]

    # waiting

    def wait(self, happened: Callable[[], T | None], seconds: float = 5.0) -> T:
        """Block until `happened` returns something true; it is asked after every event."""
        found, changed = None, threading.Event()

        def follow(_: EventRecord) -> None:
            changed.set()

        self.do(self.world.follow, follow)
        try:
            while not (found := happened()):
                if not changed.wait(seconds):
                    raise TimeoutError("it did not happen")
                changed.clear()
        finally:
            self.do(self.world.unfollow, follow)
        return found

    async def until(self, happened: Callable[[], T | None], seconds: float = 5.0) -> T:
        """`wait` for asynchronous code."""
        return await asyncio.to_thread(self.wait, happened, seconds)


@contextlib.contextmanager
def running_simulator(scene: Scene, **settings: Any) -> Iterator[RunningSimulator]:
    """`with running_simulator(scene) as sim:` settings are RunningSimulator's."""
    sim = RunningSimulator(scene, **settings)
    sim.start()
    try:
        yield sim
    finally:
        sim.stop()


@contextlib.asynccontextmanager
async def running_simulator_async(scene: Scene, **settings: Any) -> AsyncIterator[RunningSimulator]:
    """The same for asynchronous code; nothing blocks the caller's loop."""
    sim = RunningSimulator(scene, **settings)
    await asyncio.to_thread(sim.start)
    try:
        yield sim
    finally:
        await asyncio.to_thread(sim.stop)
