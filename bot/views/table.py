"""The table of all notices: the view of each, and what reads its late facts.

The view of a notice is called `render_` and the notice's name: `AskOne` by `render_ask_one`.
"""

from bot.engine.view import View
from bot.views.broadcasts import broadcast
from bot.views.broadcasts import facts as broadcasts_facts
from bot.views.calendar import calendar, event_dates
from bot.views.calendar import facts as calendar_facts
from bot.views.cases import table as case_views
from bot.views.digest import digest
from bot.views.digest import facts as digest_facts
from bot.views.documents import facts as documents_facts
from bot.views.documents import unit_document
from bot.views.faults import faults
from bot.views.help import common
from bot.views.people import beside, contacts, groups, people, phones
from bot.views.progress import card as progress_views
from bot.views.progress import facts as progress_facts
from bot.views.progress import month_facts, months, pages, pictures, side_by_side
from bot.views.reminders import extensions, quota, reminders
from bot.views.reminders import facts as reminders_facts
from bot.views.reporting import (
    aside,
    ask,
    asked,
    hands,
    odd,
    reopening,
    review,
    understood,
)
from bot.views.reporting import facts as reporting_facts
from bot.views.tasks import record, tasks
from domain.notices import broadcasts as b
from domain.notices import calendar as k
from domain.notices import common as c
from domain.notices import progress as p
from domain.notices import reminders as d
from domain.notices import reporting as r
from domain.notices.digest import WeeklyDigest
from domain.notices.documents import SpanNotThere, UnitDocument
from domain.notices.quota import QuotaLow, QuotaOver

VIEWS: tuple[View, ...] = (
    View(c.Apology, common.render_apology),
    View(c.Help, common.render_help),
    View(c.NotUnderstood, common.render_not_understood),
    View(c.Net, common.render_net),
    View(c.NotForYou, common.render_not_for_you, load=common.read_has_post),
    View(c.NotHere, common.render_not_here),
    View(r.Opened, ask.render_opened),
    View(r.AskOne, ask.render_ask_one),
    View(r.AskAll, ask.render_ask_all),
    View(r.AskRest, ask.render_ask_rest),
    View(r.HelpOnQuestion, aside.render_help_on_question),
    View(r.StillAsked, aside.render_still_asked),
    View(r.NoSuchAnswer, aside.render_no_such_answer),
    View(r.LeftOut, aside.render_left_out),
    View(r.NotComplete, aside.render_not_complete),
    View(r.Waiting, aside.render_waiting),
    View(r.AskCaseAgain, aside.render_ask_case_again),
    View(r.AskYesOrNo, aside.render_ask_yes_or_no),
    View(r.HelpOnForm, ask.render_help_on_form),
    View(r.NotRead, understood.render_not_read),
    View(r.NotKnown, understood.render_not_known),
    View(r.NotMatched, understood.render_not_matched),
    View(r.ConfirmValue, understood.render_confirm_value),
    View(r.AskExact, understood.render_ask_exact),
    View(r.Kept, understood.render_kept),
    View(r.CannotChange, understood.render_cannot_change),
    View(r.NoText, understood.render_no_text),
    View(r.Review, review.render_review),
    View(r.ReviewHint, review.render_review_hint),
    View(r.WhichLine, review.render_which_line),
    View(r.Parked, review.render_parked),
    View(r.GoOn, review.render_go_on),
    View(r.NotedToo, review.render_noted_too),
    View(r.PartNotRead, review.render_part_not_read),
    View(r.NotOpenYet, review.render_not_open_yet),
    View(r.AskCancel, review.render_ask_cancel),
    View(r.Cancelled, review.render_cancelled),
    View(r.ReportReceipt, review.render_report_receipt, load=reporting_facts.read_receipt),
    View(r.NothingOwed, review.render_nothing_owed),
    View(r.AlreadySent, review.render_already_sent),
    View(r.Choose, review.render_choose),
    View(r.BranchNotFound, review.render_branch_not_found),
    View(r.BranchesHaveSent, review.render_branches_have_sent),
    View(r.NothingChosen, review.render_nothing_chosen),
    View(p.ProgressCard, progress_views.render_progress_card, load=progress_facts.read_card),
    View(p.MissingReports, months.render_missing_reports, load=month_facts.read_missing),
    View(p.UnitNotFound, progress_views.render_unit_not_found),
    View(p.IndicatorList, pages.render_indicator_list, load=progress_facts.read_card),
    View(p.IndicatorPage, pages.render_indicator_page, load=progress_facts.read_page),
    View(p.Ranking, pages.render_ranking, load=progress_facts.read_ranking),
    View(p.MonthPage, months.render_month_page, load=month_facts.read_month),
    View(p.Comparison, side_by_side.render_comparison, load=progress_facts.read_comparison),
    View(
        p.ProgressPicture,
        pictures.render_progress_picture,
        load=progress_facts.read_picture,
        slow=True,
    ),
    View(
        p.IndicatorPicture,
        pictures.render_indicator_picture,
        load=progress_facts.read_page,
        slow=True,
    ),
    View(
        b.BroadcastPreview, broadcast.render_broadcast_preview, load=broadcasts_facts.read_preview
    ),
    View(b.FromStaff, broadcast.render_from_staff, load=broadcasts_facts.read_words),
    View(b.BroadcastStatus, broadcast.render_broadcast_status, load=broadcasts_facts.read_status),
    View(SpanNotThere, unit_document.render_span_not_there),
    View(
        UnitDocument,
        unit_document.render_unit_document,
        load=documents_facts.read_document,
        slow=True,
    ),
    View(WeeklyDigest, digest.render_weekly_digest, load=digest_facts.read_digest, slow=True),
    View(k.ComingEvents, calendar.render_coming_events, load=calendar_facts.read_coming),
    View(k.CalendarFile, calendar.render_calendar_file, load=calendar_facts.read_year),
    View(k.EventsAhead, calendar.render_events_ahead, load=calendar_facts.read_ahead),
    View(k.EventsUndated, calendar.render_events_undated, load=calendar_facts.read_undated_count),
    View(d.ReminderDue, reminders.render_reminder_due, load=reminders_facts.read_reminder),
    View(d.StillMissing, reminders.render_still_missing, load=reminders_facts.read_missing),
    View(d.WillRemind, reminders.render_will_remind),
    View(d.SentIndeed, reminders.render_sent_indeed),
    View(d.NotSentYet, reminders.render_not_sent_yet),
    View(d.Nudged, reminders.render_nudged),
    View(d.UnreachedPage, reminders.render_unreached_page),
    View(QuotaLow, quota.render_quota_low),
    View(QuotaOver, quota.render_quota_over),
    *faults.VIEWS,
    *people.VIEWS,
    *contacts.VIEWS,
    *asked.VIEWS,
    *phones.VIEWS,
    *beside.VIEWS,
    *groups.VIEWS,
    *event_dates.VIEWS,
    *tasks.VIEWS,
    *record.VIEWS,
    *broadcast.VIEWS,
    *reopening.VIEWS,
    *extensions.VIEWS,
    *hands.VIEWS,
    *odd.VIEWS,
    *case_views.VIEWS,
)
