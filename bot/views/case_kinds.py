"""Every kind of notice about cases, its view, and what is fetched for it when it is sent."""

from collections.abc import Callable

from bot.views import case_card, case_lists, cases, intake
from bot.views.base import Message
from domain.notices import case_work as w
from domain.notices import cases as n
from domain.notices import intake as i
from domain.notices.base import Notice
from domain.notices.withdrawn import Withdrawn

VIEWS: tuple[tuple[type[Notice], Callable[..., Message], str | None], ...] = (
    (Withdrawn, case_lists.withdrawn, "withdrawn"),
    (i.IntakeQuestion, intake.question, "intake_question"),
    (i.IntakeOpened, intake.opened, "intake_opened"),
    (i.IntakeKept, intake.kept, "intake_opened"),
    (i.IntakeLimits, intake.limits, None),
    (i.IntakeNumbers, intake.numbers, None),
    (i.IntakeMustPassOn, intake.must_pass_on, None),
    (i.IntakeNotPassedOn, intake.not_passed_on, None),
    (i.IntakeCompleted, intake.completed, None),
    (i.HarmlessScreen, intake.harmless, None),
    (i.TidyUp, intake.tidy_up, None),
    (i.Cleaned, intake.cleaned, None),
    (i.AskedInGroup, intake.in_group, None),
    (n.CaseWaiting, cases.waiting, "case_waiting"),
    (n.CaseUrgent, cases.urgent, "case"),
    (n.CaseFollowUp, cases.follow_up, "case"),
    (n.CaseHandedOver, cases.handed_over, "case"),
    (n.CaseToldOf, cases.told_of, "case_waiting"),
    (n.CaseNobody, cases.nobody, "case_waiting"),
    (n.CaseTaken, cases.taken, "case"),
    (w.CaseCard, case_card.card, "case_card"),
    (w.CaseStatus, case_card.status, "case"),
    (w.CaseList, case_lists.listed, "case_list"),
    (w.CaseMenu, case_lists.menu, "case_menu"),
    (w.CaseDone, case_lists.done, "case"),
    (w.CaseRefused, case_lists.refused, "case"),
    (w.CaseOffered, cases.offered, "case"),
    (w.CaseAnswered, cases.answered, "case"),
    (w.CaseClosing, cases.closing, "case"),
    (w.CaseReopened, cases.reopened, "case"),
    (w.CaseEnded, cases.ended, "case"),
    (w.CaseSaid, cases.said, "case"),
    (w.CasePassedOn, cases.passed_on, "case"),
    (w.CaseTalk, cases.talk, "case"),
    (w.CaseTalkOver, cases.talk_over, None),
    (w.CaseNotFound, case_lists.not_found, None),
    (w.CaseNumberWanted, case_lists.number_wanted, "case_numbers"),
)
