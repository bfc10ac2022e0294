"""HTTP as the two Bot APIs use it: requests of every form in, JSON out, over bare ASGI.

Frameworks are left out of this path: it carries a bot under full load.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from email.message import Message as Headers
from typing import Any
from urllib.parse import parse_qsl

import msgspec

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Upload(msgspec.Struct, frozen=True):
    """A file in a multipart body."""

    name: str
    mime: str
    content: bytes


class WireAnswer(msgspec.Struct, frozen=True):
    """What goes back. `body` is complete."""

    body: bytes
    status: int = 200
    mime: bytes = b"application/json"
    headers: tuple[tuple[bytes, bytes], ...] = ()


async def read_body(receive: Receive) -> bytes:
    """The whole body of a request."""
    event = await receive()
    body: bytes = event.get("body", b"")
    while event.get("more_body"):
        event = await receive()
        body += event.get("body", b"")
    return body


async def send_answer(send: Send, answer: WireAnswer) -> None:
    head = [
        (b"content-type", answer.mime),
        (b"content-length", b"%d" % len(answer.body)),
        *answer.headers,
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": head})
    await send({"type": "http.response.body", "body": answer.body})


async def hang_up(receive: Receive) -> None:
    """Wait until the client is gone."""
    event = await receive()
    while event["type"] != "http.disconnect":
        event = await receive()


def content_type(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"content-type":
            return str(value.decode("latin-1"))
    return ""


def fields(scope: Scope, body: bytes, *, reads_multipart: bool = True) -> dict[str, Any]:
    """The parameters of a request: query, then JSON, urlencoded or multipart body.

    Values of forms are strings; uploads are `Upload`. Raises ValueError for broken JSON.
    """
    query: bytes = scope["query_string"]
    found: dict[str, Any] = dict(parse_qsl(query.decode(), keep_blank_values=True)) if query else {}
    if not body:
        return found
    kind = content_type(scope)
    if kind.startswith("application/json"):
        found.update(_object(body))
    elif kind.startswith("multipart/form-data"):
        found.update(multipart(kind, body) if reads_multipart else {})
    else:
        found.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return found


def _object(body: bytes) -> dict[str, Any]:
    value = _decode(body)
    if not isinstance(value, dict):
        raise ValueError("object expected")
    return value


def multipart(kind: str, body: bytes) -> dict[str, Any]:
    """The parts of a multipart/form-data body by name."""
    boundary = _header(f"x; {kind.partition(';')[2]}").get_param(
        "boundary", header="content-disposition"
    )
    if not isinstance(boundary, str):
        raise ValueError("boundary expected")
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary.encode())
    return dict(_part(part) for part in parts[1:-1])


def _part(part: bytes) -> tuple[str, str | Upload]:
    head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in head.decode().split("\r\n"))
    }
    disposition = _header(headers.get("content-disposition", ""))
    name = str(disposition.get_param("name", "", header="content-disposition"))
    filename = disposition.get_filename()
    if filename is None:
        return name, content.decode("utf-8", "replace")
    mime = headers.get("content-type", "application/octet-stream")
    return name, Upload(filename, mime, content)


def _header(value: str) -> Headers:
    headers = Headers()
    headers["content-disposition"] = value
    return headers


def from_json(value: Any) -> Any:
    """A nested parameter: forms carry it as JSON text, JSON bodies as it is."""
    if isinstance(value, str):
        return _decode(value) if value else None
    return value


def as_int(value: Any, default: int = 0) -> int:
    """A whole number from a form or a JSON body; `default` where it is none."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return default


def as_bool(value: Any) -> bool:
    return value in (True, "true", "True", "1")
