"""The product's own conversations and commands, put together."""

from bot.conversations.broadcasts.broadcast import BroadcastConversation
from bot.conversations.calendar.event_dates import EventDatesConversation
from bot.conversations.cases.case_menu import CaseMenuConversation
from bot.conversations.cases.case_talk import CaseTalkConversation
from bot.conversations.cases.intake import IntakeConversation
from bot.conversations.cases.offer_words import OfferWordsConversation
from bot.conversations.choose import ChooseConversation
from bot.conversations.reporting.reopen import ReopenConversation
from bot.conversations.reporting.report import ReportConversation
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call, Dialogue
from bot.engine.i18n import say_for
from bot.handlers.broadcasts import broadcast
from bot.handlers.calendar import calendar
from bot.handlers.cases import menus, report_case, talk
from bot.handlers.cases.before_the_form import hear_before_the_form
from bot.handlers.cases.ended import answer_her_no
from bot.handlers.cases.intake_facts import load_intake_facts
from bot.handlers.cases.own_words import hear_own_words
from bot.handlers.documents import export
from bot.handlers.effects import apply
from bot.handlers.help import show_help
from bot.handlers.help.fallback import answer_unrouted
from bot.handlers.people import groups, join, link
from bot.handlers.progress import progress
from bot.handlers.reminders import remind, snooze
from bot.handlers.reporting import correct, reopen, report

CONVERSATIONS = (
    ReportConversation(),
    ChooseConversation(),
    EventDatesConversation(),
    BroadcastConversation(),
    IntakeConversation(),
    CaseMenuConversation(),
    CaseTalkConversation(),
    OfferWordsConversation(),
    ReopenConversation(),
)

HANDLERS = (
    *join.HANDLERS,
    *report.HANDLERS,
    *correct.HANDLERS,
    *progress.HANDLERS,
    *export.HANDLERS,
    *snooze.HANDLERS,
    *remind.HANDLERS,
    *calendar.HANDLERS,
    *broadcast.HANDLERS,
    *reopen.HANDLERS,
    *show_help.HANDLERS,
    *groups.HANDLERS,
    *link.HANDLERS,
    *report_case.HANDLERS,
    *menus.HANDLERS,
    *talk.HANDLERS,
)


def _hear_before_the_form(call: Call, event: Event) -> Outcome | None:
    """Answer what is heard before an open conversation: leaving, danger, what an officer did about
    her case, a no to the end of a case, answers to reminders."""
    return (
        hear_before_the_form(call, event)
        or hear_own_words(call, event)
        or answer_her_no(call, event)
        or snooze.answer_reminder(call, event)
    )


def build_dialogue() -> Dialogue:
    """Build the dialogue of the product from its conversations and commands."""
    say = say_for("vi")
    return Dialogue(
        CONVERSATIONS,
        HANDLERS,
        apply,
        join.join,
        answer_unrouted,
        stale_alert=say("This button is old. Please use the newest message."),
        hear_first=_hear_before_the_form,
        more_facts={"intake": load_intake_facts},
        passing=(
            ChooseConversation.name,
            CaseMenuConversation.name,
            OfferWordsConversation.name,
            ReopenConversation.name,
        ),
    )
