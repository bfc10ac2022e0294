"""Words of who writes and whom to ask: short enough, and a number only where it is shown."""

import pytest

from bot.engine.message import split_bold
from bot.engine.surface import Surface
from bot.views.people.contacts import (
    AskedFacts,
    render_about_me,
    render_ask_leaving,
    render_leaving_told,
    render_post_left,
    render_whom_to_ask,
)
from domain.notices.asked import (
    AboutMe,
    AskLeaving,
    LeavingTold,
    OfficerAbove,
    PostLeft,
    WhomToAsk,
)
from domain.notices.people import NamedPost
from tests.support.stage import Phone

MOST = 400
ABOUT = ("call", "substitute", "delete", "print", "phone", "unknown", "help")
HELD = NamedPost("leader", "Chi hội Tổ dân phố 10", "Phường Thục Phán", "Tỉnh Cao Bằng")


@pytest.fixture(params=["zalo", "telegram"])
def surface(request: pytest.FixtureRequest) -> Surface:
    return Phone(request.param).surface


@pytest.mark.parametrize("about", ABOUT)
def test_every_answer_names_the_officer_and_is_short(about: str, surface: Surface) -> None:
    officers = [OfficerAbove("Phường Thục Phán", [("Nông Thị Mai", "0912345678")])]
    said = render_whom_to_ask(WhomToAsk(1, about), AskedFacts(officers, ""), surface)
    text, _ = split_bold(said.text)
    assert "chị Nông Thị Mai (0912 345 678), cán bộ Hội phường Thục Phán" in text
    assert len(text) < MOST


@pytest.mark.parametrize("about", ABOUT)
def test_without_a_number_only_the_name_is_said(about: str, surface: Surface) -> None:
    officers = [OfficerAbove("Xã Bảo Lâm", [("Nông Thị Mai", "")])]
    said = render_whom_to_ask(WhomToAsk(1, about), AskedFacts(officers, ""), surface)
    assert "chị Nông Thị Mai, cán bộ Hội xã Bảo Lâm" in said.text
    assert not any(letter.isdecimal() for letter in said.text)


def test_where_nobody_is_known_the_office_is_named(surface: Surface) -> None:
    said = render_whom_to_ask(WhomToAsk(1), AskedFacts([], "Xã Bảo Lâm"), surface)
    assert "xã Bảo Lâm" in said.text


def test_it_says_that_it_is_a_machine(surface: Surface) -> None:
    said = render_about_me(AboutMe("Tỉnh Cao Bằng", (HELD,)), surface)
    assert "không phải người thật" in said.text
    assert len(said.text) < MOST


def test_leaving_is_short(surface: Surface) -> None:
    for text in (
        render_ask_leaving(AskLeaving(HELD), surface).text,
        render_leaving_told(LeavingTold(HELD, 1), surface).text,
        render_leaving_told(LeavingTold(HELD, 0), surface).text,
        render_post_left(PostLeft(1, HELD), "Hoàng Thị Lan", surface).text,
    ):
        assert len(text) < MOST
