"""The product's own conversations, commands, views and loaders, put together."""

from bot.conversations.base import Event, Outcome
from bot.conversations.broadcast import BroadcastConversation
from bot.conversations.case_menu import CaseMenuConversation
from bot.conversations.case_talk import CaseTalkConversation
from bot.conversations.choose import ChooseConversation
from bot.conversations.event_dates import EventDatesConversation
from bot.conversations.intake import IntakeConversation
from bot.conversations.reopen import ReopenConversation
from bot.conversations.report import ReportConversation
from bot.dialogue import Call, Dialogue
from bot.effects import apply
from bot.handlers import (
    baocao,
    case_menus,
    case_talk,
    lich,
    lienket,
    moky,
    nhac,
    nhaclai,
    nhom,
    start,
    sua,
    thongbao,
    tiendo,
    trogiup,
    vuviec,
    xuat,
)
from bot.handlers.case_effects import intake_facts
from bot.handlers.fallback import fallback
from bot.i18n import say_for

CONVERSATIONS = (
    ReportConversation(),
    ChooseConversation(),
    EventDatesConversation(),
    BroadcastConversation(),
    IntakeConversation(),
    CaseMenuConversation(),
    CaseTalkConversation(),
    ReopenConversation(),
)

HANDLERS = (
    *start.HANDLERS,
    *baocao.HANDLERS,
    *sua.HANDLERS,
    *tiendo.HANDLERS,
    *xuat.HANDLERS,
    *nhaclai.HANDLERS,
    *nhac.HANDLERS,
    *lich.HANDLERS,
    *thongbao.HANDLERS,
    *moky.HANDLERS,
    *trogiup.HANDLERS,
    *nhom.HANDLERS,
    *lienket.HANDLERS,
    *vuviec.HANDLERS,
    *case_menus.HANDLERS,
    *case_talk.HANDLERS,
)


def _before_the_form(call: Call, event: Event) -> Outcome | None:
    """What is heard before an open conversation: danger, and what answers a reminder."""
    return vuviec.danger_in_a_form(call, event) or nhaclai.answer_to_reminder(call, event)


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
        reminded=_before_the_form,
        more_facts={"intake": intake_facts},
        passing=(ChooseConversation.name, CaseMenuConversation.name, ReopenConversation.name),
    )
