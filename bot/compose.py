"""The product's own conversations, commands, views and loaders, put together."""

from bot.conversations.broadcast import BroadcastConversation
from bot.conversations.choose import ChooseConversation
from bot.conversations.event_dates import EventDatesConversation
from bot.conversations.report import ReportConversation
from bot.dialogue import Dialogue
from bot.effects import apply
from bot.handlers import (
    baocao,
    lich,
    lienket,
    nhac,
    nhaclai,
    nhom,
    start,
    thongbao,
    tiendo,
    trogiup,
    vuviec,
)
from bot.handlers.fallback import fallback
from bot.i18n import say_for

CONVERSATIONS = (
    ReportConversation(),
    ChooseConversation(),
    EventDatesConversation(),
    BroadcastConversation(),
)

HANDLERS = (
    *start.HANDLERS,
    *baocao.HANDLERS,
    *tiendo.HANDLERS,
    *nhaclai.HANDLERS,
    *nhac.HANDLERS,
    *lich.HANDLERS,
    *thongbao.HANDLERS,
    *trogiup.HANDLERS,
    *nhom.HANDLERS,
    *lienket.HANDLERS,
    *vuviec.HANDLERS,
)


def dialogue() -> Dialogue:
    """The dialogue of the product."""
    say = say_for("vi")
    return Dialogue(
        CONVERSATIONS,
        HANDLERS,
        apply,
        start.join,
        fallback,
        stale_alert=say("This button is old. Please use the newest message."),
        reminded=nhaclai.answer_to_reminder,
    )
