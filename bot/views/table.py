"""Every kind of notice, the view that finds its words, and the facts read for it."""

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
from bot.views.help import common
from bot.views.people import groups, people
from bot.views.progress import card as progress_views
from bot.views.progress import facts as progress_facts
from bot.views.progress import pages, pictures
from bot.views.reminders import facts as reminders_facts
from bot.views.reminders import quota, reminders
from bot.views.reporting import ask, reopening, review, understood
from bot.views.reporting import facts as reporting_facts
from domain.notices import broadcasts as b
from domain.notices import calendar as k
from domain.notices import common as c
from domain.notices import progress as p
from domain.notices import reminders as d
from domain.notices import reporting as r
from domain.notices.digest import WeeklyDigest
from domain.notices.documents import UnitDocument
from domain.notices.quota import QuotaLow

VIEWS: tuple[View, ...] = (
    View(c.Apology, common.apology),
    View(c.Help, common.help_),
    View(c.NotUnderstood, common.not_understood),
    View(c.NotForYou, common.not_for_you),
    View(c.NotHere, common.not_here),
    View(r.Opened, ask.opened),
    View(r.AskOne, ask.ask_one),
    View(r.AskAll, ask.ask_all),
    View(r.AskRest, ask.ask_rest),
    View(r.HelpOnQuestion, ask.help_on_question),
    View(r.HelpOnForm, ask.help_on_form),
    View(r.NotRead, understood.not_read),
    View(r.NotKnown, understood.not_known),
    View(r.NotMatched, understood.not_matched),
    View(r.ConfirmValue, understood.confirm_value),
    View(r.AskExact, understood.ask_exact),
    View(r.Kept, understood.kept),
    View(r.CannotChange, understood.cannot_change),
    View(r.NoText, understood.no_text),
    View(r.Review, review.review),
    View(r.ReviewHint, review.review_hint),
    View(r.WhichLine, review.which_line),
    View(r.Parked, review.parked),
    View(r.GoOn, review.go_on),
    View(r.AskCancel, review.ask_cancel),
    View(r.Cancelled, review.cancelled),
    View(r.ReportReceipt, review.receipt, load=reporting_facts.receipt),
    View(r.NothingOwed, review.nothing_owed),
    View(r.AlreadySent, review.already_sent),
    View(r.Choose, review.choose),
    View(r.BranchNotFound, review.branch_not_found),
    View(r.BranchesHaveSent, review.branches_have_sent),
    View(r.NothingChosen, review.nothing_chosen),
    View(p.ProgressCard, progress_views.card, load=progress_facts.told),
    View(p.MissingReports, progress_views.missing, load=progress_facts.told),
    View(p.UnitNotFound, progress_views.unit_not_found),
    View(p.IndicatorList, pages.indicator_list, load=progress_facts.told),
    View(p.IndicatorPage, pages.indicator_page, load=progress_facts.page),
    View(p.Ranking, pages.ranking, load=progress_facts.ranking),
    View(p.MonthPage, pages.month_page, load=progress_facts.month),
    View(p.ProgressPicture, pictures.picture, load=progress_facts.picture, slow=True),
    View(p.IndicatorPicture, pictures.of_indicator, load=progress_facts.page, slow=True),
    View(b.BroadcastPreview, broadcast.preview, load=broadcasts_facts.preview),
    View(b.FromStaff, broadcast.from_staff, load=broadcasts_facts.words),
    View(b.BroadcastStatus, broadcast.status, load=broadcasts_facts.status),
    View(UnitDocument, unit_document.unit_document, load=documents_facts.to_make, slow=True),
    View(WeeklyDigest, digest.digest, load=digest_facts.digest, slow=True),
    View(k.ComingEvents, calendar.coming, load=calendar_facts.coming),
    View(k.CalendarFile, calendar.file, load=calendar_facts.a_year),
    View(k.EventsAhead, calendar.ahead, load=calendar_facts.ahead),
    View(k.EventsUndated, calendar.undated, load=calendar_facts.open_days),
    View(d.ReminderDue, reminders.reminder, load=reminders_facts.reminder),
    View(d.StillMissing, reminders.missing, load=reminders_facts.missing),
    View(d.WillRemind, reminders.will_remind),
    View(d.SentIndeed, reminders.sent_indeed),
    View(d.NotSentYet, reminders.not_sent_yet),
    View(d.Nudged, reminders.nudged),
    View(d.Extended, reminders.extended),
    View(QuotaLow, quota.quota_low),
    *people.VIEWS,
    *groups.VIEWS,
    *event_dates.VIEWS,
    *broadcast.VIEWS,
    *reopening.VIEWS,
    *case_views.VIEWS,
)
