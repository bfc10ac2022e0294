"""/vuviec: whom to turn to when a woman needs help. Nothing about her is asked or kept here."""

from bot.conversations.base import Outcome
from bot.dialogue import Call, Handler
from domain.notices.common import WhomToTurnTo


def vuviec(call: Call) -> Outcome:
    """The numbers to call in danger, and the officer to speak to."""
    return Outcome((WhomToTurnTo(),))


HANDLERS = (Handler(("vuviec", "vu_viec", "case"), vuviec, typed=("vu viec",)),)
