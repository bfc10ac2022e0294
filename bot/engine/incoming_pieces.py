"""Answers a long text once: it comes in pieces where it is longer than its network takes."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import msgspec

from bot.engine.channel import Inbound, Said
from bot.engine.conversation import LongTextPiece, Session
from bot.engine.dialogue import Reply
from domain.notices.base import Notice

LONG = 1500
"""Fewest letters of a text that may go on in the next message: apps cut at 2,000 or 4,096."""

_TOGETHER = timedelta(seconds=10)
"""Longest time between two pieces, by the network's own dates, however late they come."""

_encode = msgspec.json.Encoder().encode


def say_once(message: Inbound, before: Session, reply: Reply) -> Reply:
    """Take the words out of a reply where the piece before it was told the same.

    Every piece is heard all the same: what it does is done, and the buttons shown stay good.
    """
    content, session = message.content, reply.session
    is_long = isinstance(content, Said) and len(content.text) >= LONG
    if session is None or not (is_long or before.piece):
        return reply
    told = _digest(reply.notices)
    again = before.piece is not None and before.piece.is_followed_by(told, message.at, _TOGETHER)
    session = msgspec.structs.replace(
        session,
        turn=before.turn if again else session.turn,
        piece=LongTextPiece(message.at, told) if is_long else None,
    )
    return replace(reply, notices=() if again else reply.notices, session=session)


def _digest(notices: tuple[Notice, ...]) -> str:
    return hashlib.sha256(_encode(notices)).hexdigest()[:16]
