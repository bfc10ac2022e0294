"""/sim/…: the phones, the clock and the faults over HTTP, in JSON.

A refusal by the network is 409 {"error"}; an unknown name 404; a body of a wrong shape 400.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.clock import VIETNAM, Agenda, Clock, Stop
from simulator.faults import Faults, FaultSettings
from simulator.phones import Phones, Sending
from simulator.records import Bot, EventRecord, MessageId, PersonRecord, Refused
from simulator.scene import GroupScene, Scene, stage_group
from simulator.views import bot_view, chat_view, event_view, message_view, state_view
from simulator.wire import encode
from simulator.world import World

Handler = Callable[[Request], Awaitable[Any]]
T = TypeVar("T")
Inject = Callable[[str, dict[str, Any]], int]
EVENTS_AT_ONCE = 500
_MOST_STOPS = 60
"""On the way of one move of the clock."""


class EditBody(msgspec.Struct, kw_only=True):
    chat: str
    message_id: MessageId
    text: str = ""


class PressBody(msgspec.Struct, kw_only=True):
    chat: str
    message_id: MessageId
    row: int = 0
    column: int = 0


class BlockBody(msgspec.Struct, kw_only=True):
    bot: str
    blocked: bool = True


class SeatBody(msgspec.Struct, kw_only=True):
    by: str
    who: str
    status: str = "member"


class ClockBody(msgspec.Struct, kw_only=True):
    now: datetime | None = None
    advance_seconds: float = 0.0
    to_next: bool = False


class Feed:
    """Lets several readers wait for the world's next event."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: set[asyncio.Future[None]] = set()
        world.follow(self._on_event)

    def _on_event(self, _: EventRecord) -> None:
        self.wake()

    def wake(self) -> None:
        """Let every reader answer now."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def wait(self, after: int, seconds: float) -> None:
        """Return when there is an event after `after`, or the time is over."""
        if self._world.seq > after or seconds <= 0:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        await asyncio.wait({future}, timeout=seconds)
        self._waiting.discard(future)


class ControlPlane:
    """The handlers of /sim/…"""

    def __init__(
        self,
        world: World,
        scene: Scene,
        clock: Clock,
        faults: Faults,
        inject: Inject,
        agenda: Agenda | None = None,
    ) -> None:
        self._inject, self._agenda = inject, agenda
        self._moving = asyncio.Lock()
        self._world, self._scene, self._clock, self._faults = world, scene, clock, faults
        self.phones = Phones(world, clock.timestamp)
        self.feed = Feed(world)

    def routes(self) -> list[Route]:
        """(path, method, handler), all of them."""
        table: tuple[tuple[str, str, Handler], ...] = (
            ("/sim/state", "GET", self._state),
            ("/sim/events", "GET", self._events),
            ("/sim/clock", "GET", self._read_clock),
            ("/sim/clock", "POST", self._move_clock),
            ("/sim/faults", "GET", self._read_faults),
            ("/sim/faults", "POST", self._set_faults),
            ("/sim/people", "POST", self._add_people),
            ("/sim/bots", "GET", self._bots),
            ("/sim/bots", "POST", self._add_bot),
            ("/sim/bots/{key}/inject", "POST", self._inject_update),
            ("/sim/bots/{key}/renumber", "POST", self._renumber),
            ("/sim/groups", "POST", self._add_group),
            ("/sim/groups/{key}/members", "POST", self._seat),
            ("/sim/groups/{key}/migrate", "POST", self._migrate),
            ("/sim/chats/{key}", "GET", self._chat),
            ("/sim/files/{key}", "GET", self._file),
            ("/sim/phones/{person}/send", "POST", self._send),
            ("/sim/phones/{person}/edit", "POST", self._edit),
            ("/sim/phones/{person}/delete", "POST", self._delete),
            ("/sim/phones/{person}/press", "POST", self._press),
            ("/sim/phones/{person}/block", "POST", self._block),
        )
        return [Route(path, _json(handler), methods=[verb]) for path, verb, handler in table]

    # reading

    async def _state(self, _: Request) -> Any:
        return state_view(
            self._world, self._scene, self._clock, self._faults, foresees=self._agenda is not None
        )

    async def _events(self, request: Request) -> Any:
        """?after=SEQ&timeout=SECONDS: what happened since; `reset` when too much did."""
        after = int(request.query_params.get("after", "0"))
        await self.feed.wait(after, min(float(request.query_params.get("timeout", "25")), 55))
        events = self._world.since(after)
        now = self._clock.now().isoformat(timespec="seconds")
        if events is None or len(events) > EVENTS_AT_ONCE or after > self._world.seq:
            return {"seq": self._world.seq, "now": now, "reset": True, "events": []}
        views = [event_view(self._world, event) for event in events]
        return {"seq": after + len(events), "now": now, "reset": False, "events": views}

    async def _chat(self, request: Request) -> Any:
        return chat_view(self._world, self._world.chats[request.path_params["key"]])

    async def _bots(self, _: Request) -> Any:
        return [bot_view(bot, self._clock, self._faults) for bot in self._world.bots.values()]

    async def _file(self, request: Request) -> Response:
        file = self._world.files[request.path_params["key"]]
        shown = file.mime.startswith("image/") and file.mime != "image/svg+xml"
        headers = {"x-content-type-options": "nosniff", "cache-control": "max-age=3600"}
        if not shown:
            name = file.name.encode("ascii", "replace").decode().replace('"', "_")
            headers["content-disposition"] = f'attachment; filename="{name}"'
        content = self._world.contents[file.id]
        return Response(content, media_type=file.mime, headers=headers)

    # phones

    async def _send(self, request: Request) -> Any:
        sending = await _body(request, Sending)
        messages = self.phones.send(request.path_params["person"], sending)
        return {"messages": [message_view(self._world, message) for message in messages]}

    async def _edit(self, request: Request) -> Any:
        body = await _body(request, EditBody)
        person = request.path_params["person"]
        message = self.phones.edit(person, body.chat, body.message_id, body.text)
        return message_view(self._world, message)

    async def _delete(self, request: Request) -> Any:
        body = await _body(request, EditBody)
        self.phones.delete(request.path_params["person"], body.chat, body.message_id)
        return {}

    async def _press(self, request: Request) -> Any:
        body = await _body(request, PressBody)
        person = request.path_params["person"]
        press = self.phones.press(person, body.chat, body.message_id, body.row, body.column)
        return {"press": press.id}

    async def _block(self, request: Request) -> Any:
        body = await _body(request, BlockBody)
        self.phones.block(request.path_params["person"], body.bot, blocked=body.blocked)
        return {}

    # the world

    async def _add_people(self, request: Request) -> Any:
        people = await _body(request, list[PersonRecord])
        return [msgspec.to_builtins(self._world.add_person(person)) for person in people]

    async def _add_bot(self, request: Request) -> Any:
        bot = self._world.add_bot(await _body(request, Bot))
        return bot_view(bot, self._clock, self._faults)

    async def _inject_update(self, request: Request) -> Any:
        """The body is an update without its id, as broken as one likes."""
        shape = await _body(request, dict[str, Any])
        return {"number": self._inject(request.path_params["key"], shape)}

    async def _renumber(self, request: Request) -> Any:
        """Go on with other update ids, as Telegram does after a quiet week."""
        bot = self._world.bots[request.path_params["key"]]
        return {"next_update": self._world.renumber(bot)}

    async def _add_group(self, request: Request) -> Any:
        group = await _body(request, GroupScene)
        stage_group(self._world, group, self._clock.timestamp())
        return chat_view(self._world, self._world.chats[group.key])

    async def _seat(self, request: Request) -> Any:
        body = await _body(request, SeatBody)
        self.phones.seat(body.by, request.path_params["key"], body.who, body.status)
        return {}

    async def _migrate(self, request: Request) -> Any:
        chat = self._world.chats[request.path_params["key"]]
        by = next(iter(chat.people))
        moved = self._world.migrate(chat, by=by, at=self._clock.timestamp())
        return {"key": moved.key, "address": moved.address}

    # clock and faults

    async def _read_clock(self, _: Request) -> Any:
        return {"now": self._clock.now().isoformat()}

    async def _move_clock(self, request: Request) -> Any:
        """{"now": ISO with offset} sets, {"advance_seconds": n} moves forward.

        {"to_next": true} goes to the agenda's next stop and says what it is: {"what": ""} where
        nothing is coming. On the way forward the clock stops wherever the agenda has a stop.
        """
        body = await _body(request, ClockBody)
        async with self._moving:
            stop = await self._next_stop(self._clock.now()) if body.to_next else None
            if stop is not None:
                self._move_to(stop.at.timestamp())
            else:
                await self._play_until(self._goal(body))
        return {"now": self._clock.now().isoformat(), "what": stop.what if stop else ""}

    def _goal(self, body: ClockBody) -> float:
        """Where the clock is to go; one that is to go back is set at once."""
        if body.advance_seconds < 0:
            raise ValueError("the clock moves forward only")
        if body.now is None:
            return self._clock.timestamp() + body.advance_seconds
        if body.now.tzinfo is None or body.now.timestamp() < self._clock.timestamp():
            self._clock.set(body.now)
        return body.now.timestamp() + body.advance_seconds

    async def _play_until(self, goal: float) -> None:
        """Forward, stop by stop: who moves the clock over days sees what each would have brought.

        After the most stops the rest is jumped over, as by an outage.
        """
        for _ in range(_MOST_STOPS):
            now, end = self._clock.now(), datetime.fromtimestamp(goal, VIETNAM)
            stop = await self._next_stop(now, end)
            if stop is None or not now < stop.at < end:
                break
            self._move_to(stop.at.timestamp())
        self._move_to(goal)

    def _move_to(self, timestamp: float) -> None:
        self._clock.not_before(timestamp)
        self._world.tell("clock", "")

    async def _next_stop(self, now: datetime, until: datetime | None = None) -> Stop | None:
        if self._agenda is None:
            return None
        return await asyncio.to_thread(self._agenda, now, until)

    async def _read_faults(self, _: Request) -> Any:
        return self._faults.settings

    async def _set_faults(self, request: Request) -> Any:
        """The whole of Settings; what is left out goes back to its default."""
        self._faults.set(await _body(request, FaultSettings))
        return self._faults.settings


async def _body(request: Request, kind: type[T]) -> T:
    return msgspec.json.decode(await request.body() or b"{}", type=kind)


def _json(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            result = await handler(request)
        except Refused as refused:
            return _problem(409, str(refused))
        except KeyError as missing:
            return _problem(404, f"unknown: {missing.args[0]}")
        except (msgspec.DecodeError, ValueError) as wrong:
            return _problem(400, str(wrong))
        if isinstance(result, Response):
            return result
        return Response(encode(result), media_type="application/json")

    return answer


def _problem(status: int, text: str) -> Response:
    return Response(encode({"error": text}), status, media_type="application/json")
