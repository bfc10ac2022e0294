"""What stands open and what was set aside for it: how a session is changed, said once for all."""

from typing import Any

import msgspec

from bot.engine.conversation import Conversation, Frame, Session


def pack(conversation: Conversation[Any], state: Any, before: Frame | None = None) -> Frame:
    """Put a conversation's state into a frame. `before`: what stood open until now."""
    raw = msgspec.Raw(msgspec.json.encode(state))
    key = conversation.key(state)
    return Frame(
        conversation.name,
        conversation.version,
        raw,
        key,
        _find_over(before, key),
        conversation.confidential,
        before.at if before is not None else 0.0,
    )


def set_aside(session: Session) -> Session:
    """Set the open conversation aside; it is dropped where it cannot be taken up again."""
    frame = session.frame
    if frame is None or frame.key is None:
        return Session(session.turn, None, session.parked)
    return Session(session.turn, None, {**session.parked, frame.key: frame})


def _find_over(before: Frame | None, key: str | None) -> str | None:
    """Return the key of what goes on once this is over: one question, or the same as before."""
    if before is None:
        return None
    if key is None:
        return before.key or before.over
    return before.over if before.key == key else None


def take_out(session: Session, key: str | None) -> Session:
    """Take out what was set aside under a key, since it is open again."""
    parked = {k: frame for k, frame in session.parked.items() if k != key}
    return Session(session.turn, session.frame, parked)


def replace_frame(session: Session, frame: Frame | None) -> Session:
    """Return the session with another conversation open, or none."""
    return Session(session.turn, frame, session.parked)


def take_up(before: Session, after: Session) -> Session:
    """Reopen what a question in between stood over, if anything."""
    over = before.frame.over if before.frame is not None else None
    if over is None or over not in after.parked:
        return after
    taken_up = msgspec.structs.replace(after.parked[over], by_itself=True)
    return replace_frame(take_out(after, over), taken_up)
