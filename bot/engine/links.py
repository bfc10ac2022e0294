"""Links to pictures and files, for networks that take none: signed, and good for a while.

A link holds the notice itself and its moment. What it leads to is made anew when it is opened, so
nothing is stored, and any process with the same key can serve it.
"""

import base64
import binascii
import math
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import msgspec
from itsdangerous import BadSignature, Signer

from domain.notices.base import Notice

GOOD_FOR = timedelta(hours=72)
PATH = "/tep/"
LONGEST_TOKEN = 1000

_SALT = "sohoi file link"
_KEY_FILE = "links.key"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was made; `until` is in the zone of the moment at which it was made."""

    address: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a sound link asks for: a notice (msgpack) as it was `at` a moment (aware)."""

    notice: bytes
    at: datetime

    @property
    def until(self) -> datetime:
        return self.at + GOOD_FOR


class Links:
    """Makes links under a public address and reads them back."""

    def __init__(self, public: str, key: str) -> None:
        self._base = public.rstrip("/") + PATH
        self._signer = Signer(key, salt=_SALT, key_derivation="hmac", digest_method=sha256)

    def link(self, notice: Notice, at: datetime) -> Link:
        """Make a link to the picture or file of a notice, as it is at this moment."""
        moment = math.ceil(at.timestamp())
        held = msgspec.msgpack.encode((moment, msgspec.msgpack.encode(notice)))
        token = self._signer.sign(base64.urlsafe_b64encode(held).rstrip(b"=")).decode()
        return Link(self._base + token, at + GOOD_FOR)

    def read(self, token: str, now: datetime) -> Ticket | None:
        """Return what a token asks for, however old it is; None where it is none of ours."""
        if len(token) > LONGEST_TOKEN:
            return None
        try:
            signed = self._signer.unsign(token.encode())
            held = base64.urlsafe_b64decode(signed + b"=" * (-len(signed) % 4))
            moment, notice = msgspec.msgpack.decode(held, type=tuple[int, bytes])
        except (BadSignature, binascii.Error, msgspec.DecodeError, UnicodeEncodeError):
            return None
        return Ticket(notice, datetime.fromtimestamp(moment, now.tzinfo))


def load_key(folder: Path) -> str:
    """Read the key in the data folder, made at the first call; safe among several processes."""
    path = folder / _KEY_FILE
    if not path.exists():
        _make_key(path)
    return path.read_text("ascii").strip()


def _make_key(path: Path) -> None:
    """Write a draft and put it in its place whole: whoever comes second finds the first one's."""
    draft = path.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft.touch(0o600, exist_ok=False)
    draft.write_text(secrets.token_hex(_KEY_BYTES), "ascii")
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
