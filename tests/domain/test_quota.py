"""From which part of a month a message is taken, and what is held back."""

from dataclasses import replace

import pytest

from domain.cases.settings import CaseSettings
from domain.notices.case_work import CaseNotFound, CaseStatus
from domain.notices.cases import CaseWaiting
from domain.notices.intake import IntakeLimits, IntakeNumbers, IntakeQuestion
from domain.notices.people import AskCode
from domain.notices.shares import read_message
from domain.quota import ChatUse, HeldBack, Message, MonthUse, Share, choose_share

RULES = CaseSettings()
MONTH = MonthUse(3000, 0, 0, RULES.kept_for_cases, RULES.strangers_share, RULES.stranger_replies)
STRANGER = ChatUse(is_stranger=True)
REPLY, OF_CASE, NUMBERS = Message(of_case=False), Message(of_case=True), Message(True, True)
BEGINS = Message(True, True, True)


@pytest.mark.parametrize(
    ("used", "share"), [(2699, Share.ALL), (2700, HeldBack.FOR_CASES), (9999, HeldBack.FOR_CASES)]
)
def test_the_last_tenth_is_kept_for_cases(used: int, share: Share | HeldBack) -> None:
    month = replace(MONTH, used=used)
    assert choose_share(REPLY, ChatUse(is_stranger=False), month) is share
    assert choose_share(OF_CASE, ChatUse(is_stranger=False), month) is Share.CASES
    assert choose_share(OF_CASE, STRANGER, month) is Share.CASES


def test_strangers_have_a_part_of_the_month_and_some_replies_a_day() -> None:
    assert choose_share(REPLY, STRANGER, replace(MONTH, strangers=149)) is Share.STRANGERS
    spent = replace(MONTH, strangers=150)
    assert choose_share(REPLY, STRANGER, spent) is HeldBack.STRANGERS_SHARE
    assert choose_share(REPLY, replace(STRANGER, replies_today=5), MONTH) is Share.STRANGERS
    answered = replace(STRANGER, replies_today=6, sent_lately=True)
    assert choose_share(REPLY, replace(answered, sent_lately=False), MONTH) is Share.STRANGERS
    assert choose_share(REPLY, answered, MONTH) is HeldBack.STRANGER_REPLIES
    assert choose_share(REPLY, STRANGER, replace(MONTH, used=2700)) is HeldBack.FOR_CASES


def test_a_new_chat_is_always_answered_once() -> None:
    spent = replace(MONTH, used=2999, strangers=150)
    assert choose_share(REPLY, replace(STRANGER, was_answered=False), spent) is Share.STRANGERS
    assert choose_share(REPLY, STRANGER, spent) is HeldBack.STRANGERS_SHARE


def test_danger_is_answered_out_of_the_cases_part_once_an_hour_and_then_as_any_reply() -> None:
    spent = replace(MONTH, used=2800, strangers=150)
    assert choose_share(NUMBERS, STRANGER, spent) is Share.CASES
    assert choose_share(BEGINS, STRANGER, spent) is Share.CASES
    lately = replace(STRANGER, danger_lately=True, begun_lately=True)
    assert choose_share(NUMBERS, lately, MONTH) is Share.STRANGERS
    assert choose_share(BEGINS, lately, spent) is HeldBack.STRANGERS_SHARE
    assert choose_share(NUMBERS, lately, spent) is HeldBack.STRANGERS_SHARE
    assert choose_share(OF_CASE, lately, spent) is Share.CASES


def test_numbers_named_to_whoever_asks_do_not_keep_an_intake_from_opening() -> None:
    spent = replace(MONTH, used=2800, strangers=150)
    asked = replace(STRANGER, danger_lately=True)
    assert choose_share(BEGINS, asked, spent) is Share.CASES
    assert choose_share(NUMBERS, asked, spent) is HeldBack.STRANGERS_SHARE


def test_what_a_message_is_about_is_known_by_its_notices() -> None:
    import msgspec

    def read(*notices: object, in_post: bool = False) -> Message:
        return read_message(msgspec.json.encode(notices).decode(), in_post=in_post)

    assert read(AskCode("Cao Bằng")) == REPLY
    assert read(CaseWaiting(1)) == read(CaseStatus(1)) == read(IntakeQuestion("help")) == OF_CASE
    assert read(IntakeNumbers(), IntakeQuestion("help")) == OF_CASE
    assert read(IntakeLimits(stranger=True), IntakeQuestion("danger")) == BEGINS
    assert read(IntakeNumbers()) == NUMBERS
    assert read(AskCode("Cao Bằng"), IntakeNumbers()) == REPLY
    assert read(CaseNotFound()) == REPLY
    assert read(CaseNotFound(), in_post=True) == OF_CASE
