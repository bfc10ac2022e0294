"""How a kind of notice finds its words. `VIEWS` names every kind there is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.views import (
    broadcast,
    calendar,
    case_kinds,
    common,
    digest,
    event_dates,
    groups,
    people,
    progress_pages,
    progress_pictures,
    quota,
    reminders,
    reopening,
    report_ask,
    report_end,
    report_understood,
    unit_document,
)
from bot.views import progress as progress_views
from bot.views.base import Message
from bot.views.surface import Surface
from domain.notices import broadcast as b
from domain.notices import calendar as k
from domain.notices import common as c
from domain.notices import progress as p
from domain.notices import reminders as d
from domain.notices import report as r
from domain.notices.base import Notice
from domain.notices.digest import WeeklyDigest
from domain.notices.documents import UnitDocument
from domain.notices.quota import QuotaLow


@dataclass(frozen=True, slots=True)
class View:
    """The words of one kind of notice.

    `render(notice, surface)`, or `render(notice, facts, surface)` where `load` names what is to
    be fetched first, when the notice is sent. `slow`: it draws or reads much, and is
    asked in a thread of its own.
    """

    notice: type[Notice]
    render: Callable[..., Message]
    load: str | None = None
    slow: bool = False

    def message(self, notice: Notice, facts: Any, surface: Surface) -> Message:
        """The notice in words; `facts` is passed over where none are needed."""
        if self.load is None:
            return self.render(notice, surface)
        return self.render(notice, facts, surface)


VIEWS: tuple[View, ...] = (
    View(c.Apology, common.apology),
    View(c.Help, common.help_),
    View(c.NotUnderstood, common.not_understood),
    View(c.NotForYou, common.not_for_you),
    View(c.NotHere, common.not_here),
    View(r.Opened, report_ask.opened),
    View(r.AskOne, report_ask.ask_one),
    View(r.AskAll, report_ask.ask_all),
    View(r.AskRest, report_ask.ask_rest),
    View(r.HelpOnQuestion, report_ask.help_on_question),
    View(r.HelpOnForm, report_ask.help_on_form),
    View(r.NotRead, report_understood.not_read),
    View(r.NotKnown, report_understood.not_known),
    View(r.NotMatched, report_understood.not_matched),
    View(r.ConfirmValue, report_understood.confirm_value),
    View(r.AskExact, report_understood.ask_exact),
    View(r.Kept, report_understood.kept),
    View(r.CannotChange, report_understood.cannot_change),
    View(r.NoText, report_understood.no_text),
    View(r.Review, report_end.review),
    View(r.ReviewHint, report_end.review_hint),
    View(r.WhichLine, report_end.which_line),
    View(r.Parked, report_end.parked),
    View(r.GoOn, report_end.go_on),
    View(r.AskCancel, report_end.ask_cancel),
    View(r.Cancelled, report_end.cancelled),
    View(r.ReportReceipt, report_end.receipt, load="receipt"),
    View(r.NothingOwed, report_end.nothing_owed),
    View(r.AlreadySent, report_end.already_sent),
    View(r.Choose, report_end.choose),
    View(r.BranchNotFound, report_end.branch_not_found),
    View(r.BranchesHaveSent, report_end.branches_have_sent),
    View(r.NothingChosen, report_end.nothing_chosen),
    View(p.ProgressCard, progress_views.card, load="progress"),
    View(p.MissingReports, progress_views.missing, load="progress"),
    View(p.UnitNotFound, progress_views.unit_not_found),
    View(p.IndicatorList, progress_pages.indicator_list, load="progress"),
    View(p.IndicatorPage, progress_pages.indicator_page, load="page"),
    View(p.Ranking, progress_pages.ranking, load="ranking"),
    View(p.MonthPage, progress_pages.month_page, load="month"),
    View(p.ProgressPicture, progress_pictures.picture, load="picture", slow=True),
    View(p.IndicatorPicture, progress_pictures.of_indicator, load="page", slow=True),
    View(b.BroadcastPreview, broadcast.preview, load="broadcast_preview"),
    View(b.FromStaff, broadcast.from_staff, load="broadcast_words"),
    View(b.BroadcastStatus, broadcast.status, load="broadcast_status"),
    View(UnitDocument, unit_document.unit_document, load="document", slow=True),
    View(WeeklyDigest, digest.digest, load="digest", slow=True),
    View(k.ComingEvents, calendar.coming, load="coming"),
    View(k.CalendarFile, calendar.file, load="a_year"),
    View(k.EventsAhead, calendar.ahead, load="ahead"),
    View(k.EventsUndated, calendar.undated, load="open_days"),
    View(d.ReminderDue, reminders.reminder, load="reminder"),
    View(d.StillMissing, reminders.missing, load="still_missing"),
    View(d.WillRemind, reminders.will_remind),
    View(d.SentIndeed, reminders.sent_indeed),
    View(d.NotSentYet, reminders.not_sent_yet),
    View(d.Nudged, reminders.nudged),
    View(d.Extended, reminders.extended),
    View(QuotaLow, quota.quota_low),
    *(
        View(notice, render)
        for notice, render in (
            *people.VIEWS,
            *groups.VIEWS,
            *event_dates.VIEWS,
            *broadcast.VIEWS,
            *reopening.VIEWS,
        )
    ),
    *(View(notice, render, load) for notice, render, load in case_kinds.VIEWS),
)
