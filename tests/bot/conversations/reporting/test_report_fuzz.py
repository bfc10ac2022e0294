"""Whatever is typed, pressed or sent: no exception, never stuck, always a way to the end."""

import unicodedata
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversations.reporting.reading import find_answer_kind
from bot.conversations.reporting.state import ReportStage, find_asked_codes
from bot.engine.message import split_bold
from domain.answers import Kind
from domain.org.levels import Level
from tests.support.stage import Phone, plan

SPOKEN = """
    0 1 2 12 99999 -3 3/1 0/0 15/12 12/15 80% k không ko có rồi chưa ok OK đúng sửa sai lùi hủy gửi
    4: 1: 9) câu dong khoảng hơn 10-15 muoi hai biết một tin từng câu bỏ qua để sau trợ giúp tất cả
    khác mấy buổi hộ , ; . / : <b> **x** {n} 😀 \u202e \u200b năm
"""
WORDS = SPOKEN.split()
VALID = {Kind.COUNT: "1", Kind.PAIR: "2/1", Kind.SHARE: "3/4", Kind.YES_NO: "có"}

typed = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=9).map(", ".join),
    st.sampled_from(["x" * 100_000, "1 " * 50_000, "1: " * 3000, "", " ", "\n", "/", "7/" * 500]),
)
action = st.one_of(
    st.tuples(st.just("type"), typed),
    st.tuples(st.just("type"), typed.map(lambda text: unicodedata.normalize("NFD", text))),
    st.tuples(st.just("edit"), typed),
    st.tuples(st.just("press"), st.integers(0, 30)),
    st.tuples(st.just("show"), st.sampled_from(["photo", "sticker", "voice", "other", "poll"])),
    st.tuples(st.just("digress"), st.none()),
)


@given(
    network=st.sampled_from(["zalo", "telegram"]),
    one_answer=st.booleans(),
    form=st.sampled_from(
        [("2025-10", Level.BRANCH), ("2025-12", Level.BRANCH), ("2025-12", Level.COMMUNE)]
    ),
    actions=st.lists(action, max_size=12),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_never_stuck(
    network: str, one_answer: bool, form: tuple[str, Level], actions: list[tuple[str, Any]]
) -> None:
    phone = Phone(network)
    phone.open_report(form[0], form[1], one_answer=one_answer)
    for what, how in actions:
        _act(phone, what, how)
        _assert_fits(phone)
        if phone.state is None and not phone.session.parked:
            return
    _finish(phone)
    assert phone.sent


def _act(phone: Phone, what: str, how: Any) -> None:
    if phone.state is None:
        phone.resumes()
    match what:
        case "type" | "edit":
            phone.types(how, edited=what == "edit")
        case "press":
            _press(phone, how)
        case "show":
            phone.shows(how)
        case "digress":
            phone.digresses()


def _press(phone: Phone, number: int) -> None:
    offered = [c for row in phone.said[-1].choices for c in row if not c.value.startswith("/")]
    if offered:
        phone.presses(offered[number % len(offered)].label)


def _assert_fits(phone: Phone) -> None:
    text, _ = split_bold(phone.said[-1].text)
    assert text.strip()
    assert len(text) < 1800


def _finish(phone: Phone) -> None:
    """Answer sensibly from wherever it stands; a dozen turns must do."""
    for _ in range(30):
        if phone.state is None:
            if phone.sent:
                return
            phone.resumes()
        phone.types(_choose_answer(phone.state))


def _choose_answer(state: Any) -> str:
    match state.stage:
        case ReportStage.WHICH:
            return "lùi"
        case ReportStage.CANCEL:
            return "không"
        case ReportStage.ASK:
            return ", ".join(
                VALID[find_answer_kind(plan(), code)] for code in find_asked_codes(state)
            )
    return "ok"
