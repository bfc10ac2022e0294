"""The product's own conversations and commands, put together."""

from collections.abc import Sequence

from bot.conversations.broadcasts.broadcast import BroadcastConversation
from bot.conversations.calendar.event_dates import EventDatesConversation
from bot.conversations.cases.case_menu import CaseMenuConversation
from bot.conversations.cases.case_talk import CaseTalkConversation
from bot.conversations.cases.intake import IntakeConversation
from bot.conversations.cases.offer_words import OfferWordsConversation
from bot.conversations.choose import ChooseConversation
from bot.conversations.people.leaving import LeavingConversation
from bot.conversations.people.not_me import NotMeConversation
from bot.conversations.people.phone import PhoneConversation
from bot.conversations.reminders.extend import ExtendConversation
from bot.conversations.reopening import ReopenConversation
from bot.conversations.reporting.report import ReportConversation
from bot.conversations.tasks.activity import ActivityConversation
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call, Dialogue, Handler
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
from bot.handlers.help import talk as small_talk
from bot.handlers.help.fallback import hear_plain_words, say_not_understood
from bot.handlers.people import groups, join, leaving, link, phones
from bot.handlers.people import questions as people_questions
from bot.handlers.progress import progress
from bot.handlers.reminders import extend, pause, remind, snooze
from bot.handlers.reporting import correct, for_branch, odd, reopen, report
from bot.handlers.reporting import questions as report_questions
from bot.handlers.reporting.beside_danger import keep_report_beside
from bot.handlers.reporting.meant import hear_report_meant
from bot.handlers.reporting.standing import load_standing_report
from bot.handlers.tasks import record, tasks

CONVERSATIONS = (
    ReportConversation(),
    ChooseConversation(),
    EventDatesConversation(),
    ActivityConversation(),
    BroadcastConversation(),
    IntakeConversation(),
    CaseMenuConversation(),
    CaseTalkConversation(),
    OfferWordsConversation(),
    ReopenConversation(),
    ExtendConversation(),
    NotMeConversation(),
    PhoneConversation(),
    LeavingConversation(),
)

HANDLERS = (
    *join.HANDLERS,
    *report.HANDLERS,
    *for_branch.HANDLERS,
    *correct.HANDLERS,
    *progress.HANDLERS,
    *export.HANDLERS,
    *snooze.HANDLERS,
    *remind.HANDLERS,
    *extend.HANDLERS,
    *calendar.HANDLERS,
    *tasks.HANDLERS,
    *record.HANDLERS,
    *broadcast.HANDLERS,
    *reopen.HANDLERS,
    *show_help.HANDLERS,
    *groups.HANDLERS,
    *link.HANDLERS,
    *phones.HANDLERS,
    *leaving.HANDLERS,
    *people_questions.HANDLERS,
    *report_questions.HANDLERS,
    *odd.HANDLERS,
    *pause.HANDLERS,
    *small_talk.HANDLERS,
    *report_case.HANDLERS,
    *menus.HANDLERS,
    *talk.HANDLERS,
)


def _hear_before_the_form(call: Call, event: Event) -> Outcome | None:
    """Answer what is heard before an open conversation: leaving, danger, what an officer did about
    her case, a no to the end of a case, answers to reminders."""
    return (
        keep_report_beside(call, event, hear_before_the_form(call, event))
        or hear_own_words(call, event)
        or answer_her_no(call, event)
        or join.hear_not_me(call, event)
        or phones.hear_own_phone(call, event)
    )


def _hear_before_the_form_itself(call: Call, event: Event) -> Outcome | None:
    """Answer a wish typed to a reminder, and words for another report than the open one."""
    return snooze.answer_reminder(call, event) or hear_report_meant(call, event)


def build_dialogue(handlers: Sequence[Handler] = HANDLERS) -> Dialogue:
    """Build the dialogue of the product from its conversations and commands."""
    say = say_for("vi")
    return Dialogue(
        CONVERSATIONS,
        handlers,
        apply,
        join.join,
        say_not_understood,
        stale_alert=say("This button is old. Please use the newest message."),
        hear_first=_hear_before_the_form,
        more_facts={"intake": load_intake_facts, "report": load_standing_report},
        passing=(
            ChooseConversation.name,
            CaseMenuConversation.name,
            OfferWordsConversation.name,
            ReopenConversation.name,
            ExtendConversation.name,
            NotMeConversation.name,
            PhoneConversation.name,
            LeavingConversation.name,
        ),
        forms=(ReportConversation.name,),
        hear_next=_hear_before_the_form_itself,
        hear_plain=hear_plain_words,
    )
