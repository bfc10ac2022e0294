"""What one message led to."""

from dataclasses import dataclass

from bot.engine.conversation import Session
from domain.notices.base import Notice


@dataclass(frozen=True, slots=True)
class Reply:
    """What one message led to. `alert` is shown over a pressed button, `session` is the new one."""

    notices: tuple[Notice, ...] = ()
    session: Session | None = None
    alert: str = ""
