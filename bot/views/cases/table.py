"""The table of all notices about cases: the view of each, and what reads its late facts."""

from bot.engine.view import View
from bot.views.cases import card as case_card
from bot.views.cases import facts, intake, lists, messages
from domain.notices import case_work as w
from domain.notices import cases as n
from domain.notices import intake as i
from domain.notices.withdrawn import Withdrawn

VIEWS: tuple[View, ...] = (
    View(Withdrawn, lists.render_withdrawn, facts.read_withdrawn),
    View(i.IntakeQuestion, intake.render_intake_question, facts.read_question),
    View(i.IntakeOpened, intake.render_intake_opened, facts.read_opened),
    View(i.IntakeKept, intake.render_intake_kept, facts.read_opened),
    View(i.IntakeLimits, intake.render_intake_limits),
    View(i.IntakeNumbers, intake.render_intake_numbers),
    View(i.IntakeMustPassOn, intake.render_intake_must_pass_on),
    View(i.IntakeNotPassedOn, intake.render_intake_not_passed_on),
    View(i.IntakeCompleted, intake.render_intake_completed),
    View(i.HarmlessScreen, intake.render_harmless_screen),
    View(i.TidyUp, intake.render_tidy_up),
    View(i.Cleaned, intake.render_cleaned),
    View(i.AskedInGroup, intake.render_asked_in_group),
    View(n.CaseWaiting, messages.render_case_waiting, facts.read_untaken_case),
    View(n.CaseUrgent, messages.render_case_urgent, facts.read_case),
    View(n.CaseFollowUp, messages.render_case_follow_up, facts.read_case),
    View(n.CaseHandedOver, messages.render_case_handed_over, facts.read_case),
    View(n.CaseToldOf, messages.render_case_told_of, facts.read_untaken_case),
    View(n.CaseNobody, messages.render_case_nobody, facts.read_untaken_case),
    View(n.CaseTaken, messages.render_case_taken, facts.read_case),
    View(w.CaseCard, case_card.render_case_card, facts.read_card),
    View(w.CaseStatus, case_card.render_case_status, facts.read_case),
    View(w.CaseList, lists.render_case_list, facts.read_case_list),
    View(w.CaseMenu, lists.render_case_menu, facts.read_menu),
    View(w.CaseDone, lists.render_case_done, facts.read_case),
    View(w.CaseRefused, lists.render_case_refused, facts.read_case),
    View(w.CaseOffered, messages.render_case_offered, facts.read_case),
    View(w.CaseAnswered, messages.render_case_answered, facts.read_case),
    View(w.CaseClosing, messages.render_case_closing, facts.read_case),
    View(w.CaseReopened, messages.render_case_reopened, facts.read_case),
    View(w.CaseEnded, messages.render_case_ended, facts.read_case),
    View(w.CaseSaid, messages.render_case_said, facts.read_case),
    View(w.CasePassedOn, messages.render_case_passed_on, facts.read_case),
    View(w.CaseTalk, messages.render_case_talk, facts.read_case),
    View(w.CaseTalkOver, messages.render_case_talk_over),
    View(w.CaseNotFound, lists.render_case_not_found),
    View(w.CaseNumberWanted, lists.render_case_number_wanted, facts.read_case_numbers),
)
