"""The product's own conversations, commands, views and loaders, put together."""

from bot.conversations.broadcasts.broadcast import BroadcastConversation
from bot.conversations.calendar.event_dates import EventDatesConversation
from bot.conversations.cases.case_menu import CaseMenuConversation
from bot.conversations.cases.case_talk import CaseTalkConversation
from bot.conversations.cases.intake import IntakeConversation
from bot.conversations.choose import ChooseConversation
from bot.conversations.reporting.reopen import ReopenConversation
from bot.conversations.reporting.report import ReportConversation
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call, Dialogue
from bot.engine.i18n import say_for
from bot.handlers.broadcasts import broadcast as thongbao
from bot.handlers.calendar import calendar
from bot.handlers.cases import menus, report_case, talk
from bot.handlers.cases.intake_facts import load_intake_facts
from bot.handlers.documents import export
from bot.handlers.effects import apply
from bot.handlers.help import show_help
from bot.handlers.help.fallback import answer_unrouted
from bot.handlers.people import groups, link
from bot.handlers.people import join as start
from bot.handlers.progress import progress
from bot.handlers.reminders import remind, snooze
from bot.handlers.reporting import correct
from bot.handlers.reporting import reopen as moky
from bot.handlers.reporting import report as baocao

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
    *correct.HANDLERS,
    *progress.HANDLERS,
    *export.HANDLERS,
    *snooze.HANDLERS,
    *remind.HANDLERS,
    *calendar.HANDLERS,
    *thongbao.HANDLERS,
    *moky.HANDLERS,
    *show_help.HANDLERS,
    *groups.HANDLERS,
    *link.HANDLERS,
    *report_case.HANDLERS,
    *menus.HANDLERS,
    *talk.HANDLERS,
)


def _before_the_form(call: Call, event: Event) -> Outcome | None:
    """What is heard before an open conversation: danger, and what answers a reminder."""
    return report_case.answer_danger_in_report(call, event) or snooze.answer_reminder(call, event)


def dialogue() -> Dialogue:
    """The dialogue of the product."""
    say = say_for("vi")
    return Dialogue(
        CONVERSATIONS,
        HANDLERS,
        apply,
        start.join,
        answer_unrouted,
        stale_alert=say("This button is old. Please use the newest message."),
        reminded=_before_the_form,
        more_facts={"intake": load_intake_facts},
        passing=(ChooseConversation.name, CaseMenuConversation.name, ReopenConversation.name),
    )
