"""Deleting messages of a chat: after a while, or when she asks for it."""

from datetime import datetime, timedelta

from bot.engine.dialogue import Call
from domain.notices.withdrawn import Withdrawn
from storage import outbox
from storage.moments import seconds
from storage.outbox import Outgoing

_INSTANT = timedelta(milliseconds=1)
_SHOWN_BRIEFLY = ("case_card/1", "case_status/1")


def withdraw_later(call: Call) -> None:
    """Have what is shown of a case in this chat now deleted after a while, if the network can."""
    if not call.abilities.delete:
        return
    gone = Withdrawn(call.now, call.now + _INSTANT, kinds=_SHOWN_BRIEFLY)
    due_at = seconds(call.now + timedelta(minutes=call.plan.cases.withdraw_minutes))
    message = Outgoing(call.contact, (gone,), outbox.REMINDER, seconds(call.now), due_at)
    outbox.enqueue(call.tx, [message])


def take_back(call: Call, since: datetime, message_refs: tuple[str, ...]) -> None:
    """Have what was said in this chat since then deleted, and her own messages, if possible."""
    if not call.abilities.delete:
        return
    here = f"{call.contact.id}:"
    hers = tuple(each.removeprefix(here) for each in message_refs if each.startswith(here))
    gone = Withdrawn(since, call.now, hers)
    outbox.enqueue(call.tx, [Outgoing(call.contact, (gone,), outbox.REPLY, seconds(call.now))])
