"""Joining, linking and groups as they read."""

from datetime import date, datetime

import pytest

from bot.engine.channel import Abilities
from bot.engine.i18n import say_for
from bot.engine.message import Message, split_bold
from bot.engine.surface import Surface
from bot.runtime.reference import read_plan
from bot.settings import Settings
from bot.views.people import groups, people
from domain.notices import people as notices
from domain.notices.base import Notice
from domain.notices.people import Candidate, Joined, Linked, NamedPost
from domain.people.roles import Role
from domain.periods import VIETNAM

AT = datetime(2025, 10, 13, 19, 42, tzinfo=VIETNAM)
PONG = NamedPost("leader", "Chi hội Nà Pồng", "Xã Bảo Lâm", "Tỉnh Cao Bằng")
LONG = NamedPost("leader", "Chi hội " + "Tổ dân phố " * 7, "Phường Nùng Trí Cao", "Tỉnh Cao Bằng")
VIEWS = {view.notice: view for view in (*people.VIEWS, *groups.VIEWS)}
EVERY: tuple[Notice, ...] = (
    notices.AskCode("Tỉnh Cao Bằng"),
    Joined(LONG),
    Joined(LONG, more=True),
    *(Joined(NamedPost(role, "Xã Bảo Lâm", "", "Tỉnh Cao Bằng")) for role in Role),
    notices.JoinedAlready((LONG, LONG, LONG)),
    notices.CodeMistyped(),
    notices.CodeUnknown(),
    notices.CodeSpent(),
    notices.CodeExpired(date(2025, 10, 12)),
    notices.CodeWait(AT),
    notices.NoSeat(),
    notices.NoSeat("Sổ Hội 2", "sohoi2"),
    notices.LinkCode("CB-7K4-Q2M-9RT", AT),
    notices.LinkNeedsPost(),
    notices.LinkHere(),
    Linked((LONG, LONG, LONG)),
    notices.LinkRefused((LONG, LONG, LONG)),
    notices.PhoneLinked("zalo"),
    notices.PostUndone(LONG),
    notices.PhoneParted(),
    notices.AskNotMe(LONG),
    notices.AskNotMe(LONG, linked=True),
    notices.StaysRecorded(LONG),
    notices.WrongWhat(),
    notices.WrongWhat((LONG, LONG, LONG)),
    notices.WrongWhat(asking=True),
    notices.WrongWhat((LONG, LONG), sent=True),
    notices.GroupBound("Địa bàn thành phố Cao Bằng cũ"),
    notices.GroupWhich((Candidate("DB-043", "Địa bàn huyện Bảo Lạc cũ"),) * 6, 3),
    notices.GroupNoUnit(),
    notices.GroupHowTo(),
    notices.GroupHowTo(private=True),
    notices.GroupUnbound(),
    notices.GroupHelp("Địa bàn thành phố Cao Bằng cũ"),
    notices.GroupRefused("Địa bàn thành phố Cao Bằng cũ"),
    notices.GroupWriteFirst(),
)


@pytest.fixture(scope="module")
def zalo() -> Surface:
    return _make_surface(buttons=False)


@pytest.fixture(scope="module")
def telegram() -> Surface:
    return _make_surface(buttons=True)


def _make_surface(*, buttons: bool) -> Surface:
    able = Abilities(buttons=buttons, edit=False, delete=False, upload=False, max_text=2000)
    return Surface(able, say_for("vi"), read_plan(Settings().plan), AT)


def render(notice: Notice, surface: Surface) -> Message:
    return VIEWS[type(notice)].render(notice, surface)


def test_the_welcome_reads_as_meant(zalo: Surface) -> None:
    text, bold = split_bold(render(Joined(PONG), zalo).text)
    assert text == (
        "Chào chị! Em là trợ lý tự động của Hội LHPN tỉnh Cao Bằng, em không phải là người thật.\n"
        "Chị được ghi là chi hội trưởng Chi hội Nà Pồng, xã Bảo Lâm. "
        "Mỗi tháng chị chỉ cần nhắn vài tin là xong báo cáo.\n"
        "Chị gõ BÁO CÁO để gửi báo cáo thật, VỤ VIỆC khi có chị em cần giúp, TRỢ GIÚP khi cần hỏi. "
        "Không phải chị? Chị gõ SAI nhé."
    )
    [(start, length)] = bold
    assert text[start : start + length] == "chi hội trưởng Chi hội Nà Pồng, xã Bảo Lâm"


def test_roles_are_named_in_vietnamese(zalo: Surface) -> None:
    post = NamedPost("commune", "Xã Bảo Lâm", "", "Tỉnh Cao Bằng")
    assert "cán bộ Hội LHPN xã Bảo Lâm" in split_bold(render(Joined(post), zalo).text)[0]


def test_buttons_never_grow_old_and_only_where_there_are_buttons(
    zalo: Surface, telegram: Surface
) -> None:
    assert render(Joined(PONG), zalo).choices == ()
    message = render(Joined(PONG), telegram)
    values = [choice.value for row in message.choices for choice in row]
    assert values == ["/baocao", "/vuviec", "/trogiup", "/sai"]
    assert message.ageless


def test_every_notice_has_words() -> None:
    kinds = {
        kind
        for kind in vars(notices).values()
        if isinstance(kind, type) and issubclass(kind, Notice) and kind is not Notice
    }
    assert set(VIEWS) == kinds == {type(notice) for notice in EVERY}


@pytest.mark.parametrize("notice", EVERY, ids=lambda n: type(n).__name__)
def test_a_step_is_short_and_vietnamese(notice: Notice, zalo: Surface) -> None:
    text = split_bold(render(notice, zalo).text)[0]
    assert 20 < len(text) < 400
    assert "**" not in text
    assert "{" not in text
    assert not {"the", "code", "your", "type"} & set(text.lower().split())


def test_names_are_never_markup(zalo: Surface) -> None:
    odd = NamedPost("leader", "Chi hội **{x}** <b>\ue000", "Xã", "Tỉnh")
    text, bold = split_bold(render(Joined(odd), zalo).text)
    assert "**{x}** <b>" in text
    assert len(bold) == 1
