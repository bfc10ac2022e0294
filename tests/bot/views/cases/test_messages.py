"""Words of cases: short enough, neutral where they may lie on a lock screen, a way out in each."""

from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import Any

import pytest

from bot.engine.message import Message, split_bold
from bot.views.cases import card as case_card
from bot.views.cases import duties, endings, intake, messages, reporter
from bot.views.cases.fact_types import CaseFacts
from bot.views.cases.intake import OpenedFacts, QuestionFacts
from domain.cases.actions import CaseAction
from domain.cases.case import Case, State
from domain.cases.deidentify import LONGEST
from domain.cases.duties import Duty
from domain.cases.intake import (
    CaseKind,
    Consent,
    ConsentTo,
    Hours,
    Intake,
    Recipient,
    SafeContact,
    Urgency,
    Way,
    Wish,
)
from domain.cases.intake_form import IntakeStage
from domain.cases.social_services import Service, ServiceState
from domain.confidential import Confidential
from domain.notices import case_work as w
from domain.notices import cases as c
from domain.notices import intake as i
from domain.notices.people import NamedPost
from domain.periods import VIETNAM
from tests.support.stage import ABILITIES, NOW, Phone

STEP, CARD = 400, 1300
NUMBER = "VV-25-0042"
PLACE, KIND = "Xã Bảo Lâm", "Bạo lực gia đình"
LEADER = NamedPost("leader", "Chi hội Nà Pồng", "Xã Bảo Lâm")
OFFICERS = tuple((NamedPost("commune", f"Xã Bảo Lâm {n}"), "") for n in range(4))
SURFACES = list(product(ABILITIES, ("vi", "en")))

CASE = Case(
    id=1,
    number=NUMBER,
    unit_id=5,
    state=State.IN_SUPPORT,
    urgency=Urgency.DANGER,
    opened_at=NOW,
    subject="PN-25-0031",
    owner_id=7,
    follow_up_at=NOW,
    intake=Intake(
        danger=True,
        kind=CaseKind.VIOLENCE,
        child=True,
        wishes=tuple(Wish),
        consent=Consent(True, (ConsentTo.CONTACT,), (Recipient.UNION,)),
        contact=SafeContact(Way.PHONE, Hours.EVENING),
        note=Confidential("x" * LONGEST),
    ),
    services=dict.fromkeys(Service, ServiceState.ACCESSED),
)
FACTS = CaseFacts(
    number=NUMBER,
    state="in_support",
    opened_at=NOW,
    danger=True,
    mine=False,
    taker="province",
    owner=NamedPost("province", "Tỉnh Cao Bằng"),
    reporter=LEADER,
    place=PLACE,
    case=CASE,
    acts=frozenset(CaseAction),
)
NEUTRAL = (
    (messages.render_case_waiting, c.CaseWaiting(1, "clock")),
    (messages.render_case_waiting, c.CaseWaiting(1, "still")),
    (messages.render_case_urgent, c.CaseUrgent(1)),
    (messages.render_case_handed_over, c.CaseHandedOver(1)),
    (messages.render_case_handed_over, c.CaseHandedOver(1, "unreachable")),
    (messages.render_case_offered, w.CaseOffered(1)),
    (endings.render_case_closing, w.CaseClosing(1)),
    (messages.render_case_reopened, w.CaseReopened(1)),
    (messages.render_case_answered, w.CaseAnswered(1, "transfer", True)),
    (messages.render_case_answered, w.CaseAnswered(1, "closing", False)),
    (messages.render_case_told_of, c.CaseToldOf(1, "area", "clock")),
    (messages.render_case_told_of, c.CaseToldOf(1, "commune")),
    (messages.render_case_told_of, c.CaseToldOf(1, "province", "handed")),
    (messages.render_case_nobody, c.CaseNobody(1)),
    (messages.render_case_nobody, c.CaseNobody(1, told=True)),
    (messages.render_case_taken, c.CaseTaken(1, NOW)),
    (endings.render_case_ended, w.CaseEnded(1)),
    *((duties.render_case_late, c.CaseLate(1, duty.value, NOW)) for duty in Duty),
    (duties.render_case_lost, c.CaseLost(1)),
    (duties.render_case_reminded, w.CaseReminded(1)),
    (duties.render_case_assigned, w.CaseAssigned(1)),
    (duties.render_case_contacted, w.CaseContacted(1)),
    (duties.render_case_told_outside, w.CaseToldOutside(1, NOW)),
    (messages.render_case_handed_over, c.CaseHandedOver(1, "idle")),
    (messages.render_case_said, w.CaseSaid(1, 2)),
    (messages.render_case_passed_on, w.CasePassedOn(1, nobody=True)),
    (messages.render_case_talk, w.CaseTalk(1)),
    (reporter.render_case_called, w.CaseCalled(1)),
    (reporter.render_case_called, w.CaseCalled(1, "photo")),
)
PUSHED = (
    (messages.render_case_told_of, c.CaseToldOf(1, "area", "clock")),
    (messages.render_case_nobody, c.CaseNobody(1, told=True)),
    (messages.render_case_taken, c.CaseTaken(1, NOW)),
    (endings.render_case_ended, w.CaseEnded(1)),
    (messages.render_case_said, w.CaseSaid(1, 2)),
)


def _read_text(message: Message) -> str:
    return split_bold(message.text)[0]


@pytest.mark.parametrize(("network", "language"), SURFACES)
@pytest.mark.parametrize("stage", [s for s in IntakeStage if s is not IntakeStage.LEFT])
@pytest.mark.parametrize("again", ["", "story", "unread", "shown", "noted"])
def test_a_question_is_short_and_has_a_way_out(
    network: str, language: str, stage: IntakeStage, again: str
) -> None:
    surface = Phone(network, language).surface
    facts = QuestionFacts((PLACE,), OFFICERS[:3])
    message = intake.render_intake_question(i.IntakeQuestion(stage.value, again), facts, surface)
    exits = [choice for row in message.choices for choice in row if choice.value == "0"]
    assert len(_read_text(message)) <= STEP
    assert exits if surface.buttons else surface.say("Exit") in message.text


@pytest.mark.parametrize(("network", "language"), SURFACES)
def test_the_first_answer_in_danger_is_one_short_message(network: str, language: str) -> None:
    surface = Phone(network, language).surface
    opened = OpenedFacts(NUMBER, ("commune", "area", "province"), True)
    parts = (
        intake.render_intake_numbers(i.IntakeNumbers(), surface),
        intake.render_intake_opened(i.IntakeOpened(1), opened, surface),
        intake.render_intake_question(
            i.IntakeQuestion("child", opened=True), QuestionFacts(), surface
        ),
    )
    assert sum(len(_read_text(part)) + 1 for part in parts) <= STEP


@pytest.mark.parametrize("network", ABILITIES)
@pytest.mark.parametrize(
    "stage", [IntakeStage.CHILD, IntakeStage.KIND, IntakeStage.COMMUNE, IntakeStage.WISH]
)
@pytest.mark.parametrize("danger", [True, False])
def test_a_case_that_must_be_passed_on_opens_in_one_message_a_cheap_phone_shows(
    network: str, stage: IntakeStage, danger: bool
) -> None:
    """The numbers to call, what happened, and whatever may be asked next."""
    surface = Phone(network).surface
    opened = OpenedFacts(NUMBER, ("commune", "area", "province"), danger)
    parts = (
        intake.render_intake_numbers(i.IntakeNumbers(), surface),
        intake.render_intake_opened(i.IntakeOpened(1), opened, surface),
        intake.render_intake_question(
            i.IntakeQuestion(stage.value, opened=True), QuestionFacts((PLACE,)), surface
        ),
    )
    text = "\n".join(_read_text(part) for part in parts)
    assert len(text) <= STEP
    assert all(number in text for number in ("113", "115", "111", NUMBER))


@pytest.mark.parametrize("levels", [(), ("commune",), ("commune", "province")])
def test_only_what_happened_is_said(levels: tuple[str, ...]) -> None:
    surface = Phone("zalo").surface
    said = _read_text(
        intake.render_intake_opened(i.IntakeOpened(1), OpenedFacts(NUMBER, levels, True), surface)
    )
    assert ("đã báo" in said) == bool(levels)
    assert ("gọi ngay các số trên" in said) != bool(levels)


@pytest.mark.parametrize(("network", "language"), SURFACES)
@pytest.mark.parametrize(
    ("view", "notice"), NEUTRAL, ids=lambda each: getattr(each, "__name__", "")
)
@pytest.mark.parametrize("reports", [True, False])
def test_what_may_lie_on_a_lock_screen_is_neutral(
    network: str, language: str, view: object, notice: object, reports: bool
) -> None:
    surface = Phone(network, language).surface
    message = view(notice, replace(FACTS, reports=reports), surface)  # type: ignore[operator]
    text = _read_text(message)
    assert NUMBER in text
    assert len(text) <= STEP
    for secret in ("Bảo Lâm", "Nà Pồng", KIND, "x" * 10, "PN-25"):
        assert secret not in text


@pytest.mark.parametrize(("network", "language"), SURFACES)
def test_a_card_is_protected_and_fits_one_message(network: str, language: str) -> None:
    message = case_card.render_case_card(w.CaseCard(1), FACTS, Phone(network, language).surface)
    assert message.protect
    assert len(_read_text(message)) <= CARD
    assert all(c.value.isascii() and len(c.value) <= 40 for row in message.choices for c in row)


def test_a_card_shows_neither_name_nor_chat_of_whoever_reported() -> None:
    text = _read_text(case_card.render_case_card(w.CaseCard(1), FACTS, Phone("telegram").surface))
    assert "Người báo: chi hội trưởng Chi hội Nà Pồng" in text
    assert KIND in text


def test_what_was_erased_is_told_as_erased() -> None:
    erased = replace(FACTS, case=replace(CASE, intake=None))
    text = _read_text(case_card.render_case_card(w.CaseCard(1), erased, Phone("telegram").surface))
    assert "đã được xoá" in text
    assert KIND not in text


@pytest.mark.parametrize(("network", "language"), SURFACES)
@pytest.mark.parametrize(("render", "notice"), PUSHED)
def test_to_a_phone_that_is_not_safe_nothing_is_said(
    network: str, language: str, render: Any, notice: Any
) -> None:
    surface = Phone(network, language).surface
    quiet = replace(FACTS, reports=True, quiet=True, case=None)
    said = _read_text(render(notice, quiet, surface))
    assert NUMBER not in said
    assert not any(character.isdigit() for character in said)
    assert surface.say("There is news in what you sent. Type SEE with its number.") in said


@pytest.mark.parametrize(
    ("levels", "out", "said", "unsaid"),
    [
        (("commune", "province"), False, "đã báo cả cán bộ xã", "chưa báo"),
        (("province",), False, "chưa báo được ai", "đã báo"),
        (("province",), True, "không báo cán bộ xã", "đã báo"),
        ((), True, "không báo cán bộ xã", "Em giao"),
    ],
)
def test_of_the_commune_only_what_happened_is_said(
    levels: tuple[str, ...], out: bool, said: str, unsaid: str
) -> None:
    facts = OpenedFacts(NUMBER, levels, True, out)
    text = reporter.render_intake_commune(i.IntakeCommune(1), facts, Phone("zalo").surface).text
    assert said in text
    assert unsaid not in text


def test_cases_are_offered_by_number_and_day_alone() -> None:
    surface = Phone("zalo").surface
    day = datetime(2025, 10, 14, 22, tzinfo=VIETNAM)
    one_case = reporter.OfferedFacts((NUMBER,), (day,))
    one = reporter.render_offer_words(i.OfferWords((1,)), one_case, surface).text
    both = reporter.OfferedFacts((NUMBER, "VV-25-0043"), (day, day))
    two = reporter.render_offer_words(i.OfferWords((1, 2)), both, surface).text
    assert f"{NUMBER} (14/10)" in one
    assert "1 Có  2 Người khác  3 Không" in one
    assert f"1 {NUMBER} (14/10)\n2 VV-25-0043 (14/10)\n3 Người khác" in two


def test_of_danger_it_is_asked_whether_it_lasts_and_whether_it_is_about_her() -> None:
    surface = Phone("zalo").surface
    day = datetime(2025, 10, 14, 22, tzinfo=VIETNAM)
    one_case = reporter.OfferedFacts((NUMBER,), (day,))
    one = reporter.render_offer_words(i.OfferWords((1,), danger=True), one_case, surface).text
    assert "1 Có, đang nguy hiểm  2 Có  3 Người khác  4 Không" in one
    both = reporter.OfferedFacts((NUMBER, "VV-25-0043"), (day, day))
    two = reporter.render_offer_words(i.OfferWords((1, 2), danger=True), both, surface).text
    assert f"1 {NUMBER} (14/10)\n2 VV-25-0043 (14/10)\n3 Người khác\n4 Không gửi" in two
