"""Every kind of notice about cases, its view, and what is fetched for it when it is sent."""

from bot.engine.view import View
from bot.views.cases import card as case_card
from bot.views.cases import facts, intake, lists, messages
from domain.notices import case_work as w
from domain.notices import cases as n
from domain.notices import intake as i
from domain.notices.withdrawn import Withdrawn

VIEWS: tuple[View, ...] = (
    View(Withdrawn, lists.withdrawn, facts.withdrawn),
    View(i.IntakeQuestion, intake.question, facts.question),
    View(i.IntakeOpened, intake.opened, facts.opened),
    View(i.IntakeKept, intake.kept, facts.opened),
    View(i.IntakeLimits, intake.limits),
    View(i.IntakeNumbers, intake.numbers),
    View(i.IntakeMustPassOn, intake.must_pass_on),
    View(i.IntakeNotPassedOn, intake.not_passed_on),
    View(i.IntakeCompleted, intake.completed),
    View(i.HarmlessScreen, intake.harmless),
    View(i.TidyUp, intake.tidy_up),
    View(i.Cleaned, intake.cleaned),
    View(i.AskedInGroup, intake.in_group),
    View(n.CaseWaiting, messages.waiting, facts.waiting),
    View(n.CaseUrgent, messages.urgent, facts.known),
    View(n.CaseFollowUp, messages.follow_up, facts.known),
    View(n.CaseHandedOver, messages.handed_over, facts.known),
    View(n.CaseToldOf, messages.told_of, facts.waiting),
    View(n.CaseNobody, messages.nobody, facts.waiting),
    View(n.CaseTaken, messages.taken, facts.known),
    View(w.CaseCard, case_card.card, facts.card),
    View(w.CaseStatus, case_card.status, facts.known),
    View(w.CaseList, lists.listed, facts.listed),
    View(w.CaseMenu, lists.menu, facts.menu),
    View(w.CaseDone, lists.done, facts.known),
    View(w.CaseRefused, lists.refused, facts.known),
    View(w.CaseOffered, messages.offered, facts.known),
    View(w.CaseAnswered, messages.answered, facts.known),
    View(w.CaseClosing, messages.closing, facts.known),
    View(w.CaseReopened, messages.reopened, facts.known),
    View(w.CaseEnded, messages.ended, facts.known),
    View(w.CaseSaid, messages.said, facts.known),
    View(w.CasePassedOn, messages.passed_on, facts.known),
    View(w.CaseTalk, messages.talk, facts.known),
    View(w.CaseTalkOver, messages.talk_over),
    View(w.CaseNotFound, lists.not_found),
    View(w.CaseNumberWanted, lists.number_wanted, facts.numbers),
)
