"""What she wants done with the form, in words of her own."""

import pytest

from bot.conversations.intents import (
    Intent,
    is_bare_agreement,
    read_loose_intent,
    read_plain_intent,
    says_to_send,
)
from bot.engine.conversation import Event


def _read(text: str) -> Intent | None:
    event = Event(text)
    return read_plain_intent(event) or read_loose_intent(event)


@pytest.mark.parametrize(
    "text",
    [
        "ừ gửi đi",
        "gửi hộ chị",
        "🆗",
        "ukm gui luon em nhe cam on em",
        "gửi cho xã hộ chị",
        "nộp đi em",
    ],
)
def test_words_that_send(text: str) -> None:
    assert _read(text) is Intent.OK


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("khoan", Intent.WAIT),
        ("từ từ đã", Intent.WAIT),
        ("chờ chị xem lại sổ", Intent.WAIT),
        ("để chị hỏi lại chị Hoa đã", Intent.WAIT),
        ("chưa đủ em ạ", Intent.WAIT),
        ("chị chưa hỏi hết các tổ", Intent.WAIT),
        ("mai nhé em", Intent.LATER),
        ("thôi để mai", Intent.LATER),
        ("đang bận gặt lúa, mai nhé em", Intent.LATER),
        ("chị đang đi nương tí nữa nhé", Intent.LATER),
        ("thôi để tối chị báo cáo", Intent.LATER),
    ],
)
def test_words_of_delay(text: str, meant: Intent) -> None:
    assert _read(text) is meant


@pytest.mark.parametrize(
    "text",
    [
        "hai buổi",
        "chưa",
        "không có ai",
        "1 0 2 0 3/1 rồi 0 không",
        "gửi 3 chị",
        "đang có 2 hộ",
        "tối",
    ],
)
def test_answers_are_no_wishes(text: str) -> None:
    assert _read(text) is None


@pytest.mark.parametrize("text", ["ok", "ok em", "ừ", "vâng ạ", "đúng rồi em", "👍"])
def test_bare_agreement_names_nothing(text: str) -> None:
    assert is_bare_agreement(Event(text))


@pytest.mark.parametrize("text", ["có", "rồi", "có em ạ", "ok 3", "không"])
def test_her_own_word_is_more_than_agreement(text: str) -> None:
    assert not is_bare_agreement(Event(text))


def test_sending_is_said_of_the_report_alone() -> None:
    assert says_to_send(Event("ừ gửi đi"))
    assert not says_to_send(Event("có"))
