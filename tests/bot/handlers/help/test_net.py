"""The net under everything: what is not understood ends with whom to call, wherever she is."""

import re
from pathlib import Path

import pytest

from bot.views.table import VIEWS
from storage import migrate, vault
from storage.database import Database
from storage.vault import Key, Vault
from tests.support.case_stage import CaseStage

NET = "Nguy hiểm: gọi 113. Có chị em cần giúp: gõ VỤ VIỆC."
UNREAD = "con trâu nhà hàng xóm màu gì đó xanh xanh"

LEADER = {
    "nowhere": (),
    "a form": ("báo cáo",),
    "amid a form": ("báo cáo", "1 0 2"),
    "one line of a form": ("báo cáo", "1 0 2 0 3/1 rồi 0 không", "sửa"),
    "the review": ("báo cáo", "1 0 2 0 3/1 rồi 0 không"),
    "dropping a form": ("báo cáo", "1 0 2", "hủy"),
    "leaving a post": ("tôi thôi làm chi hội trưởng",),
}
OFFICER = {
    "nowhere": (),
    "her form": ("báo cáo",),
    "opening a month again": ("mở kỳ nà pồng",),
    "picking a branch": ("nhập hộ",),
}
WITH_HELP_OF_ITS_OWN = {
    "reporting a case": ("vụ việc",),
    "amid a case": ("vụ việc", "1"),
    "talking in a case": ("vụ việc", "1", "1", "1", "0", "tin 1"),
}
_NOT = re.compile("Not[A-Z]")
SHOWN = ("<photo>", "<voice>", "<sticker>", "<video>", "<document>")


@pytest.fixture
async def stage(tmp_path: Path) -> CaseStage:
    opened = Database(f"sqlite:///{tmp_path}/stage.db")
    migrate.prepare(opened)
    vault.use(opened, Vault([Key.new()]))
    made = CaseStage(opened, "2025-10-14T19:42")
    for who, network in (("lan", "zalo"), ("tam", "telegram")):
        await made.join(who, network, "leader", "Chi hội Nà Pồng")
    await made.join("mai", "zalo", "commune", "Xã Bảo Lâm")
    return made


async def read_last(stage: CaseStage, who: str, *lines: str) -> str:
    shown: list[tuple[str, str]] = []
    for line in lines:
        shown = await stage.does(who, line)
    return "\n".join(text for whose, text in shown if whose == who)


def ends_with_net(shown: str) -> bool:
    """Tell whether the words end with it; rows of buttons may follow."""
    lines = [line for line in shown.splitlines() if not line.startswith("[")]
    return bool(lines) and lines[-1] == NET


@pytest.mark.parametrize("said", [UNREAD, *SHOWN])
@pytest.mark.parametrize("place", LEADER)
@pytest.mark.parametrize("who", ["lan", "tam"])
async def test_a_leader_is_never_left_without_it(
    stage: CaseStage, who: str, place: str, said: str
) -> None:
    shown = await read_last(stage, who, *LEADER[place], said)
    assert ends_with_net(shown), shown


@pytest.mark.parametrize("said", [UNREAD, "<photo>", "<voice>"])
@pytest.mark.parametrize("place", OFFICER)
async def test_nor_is_an_officer(stage: CaseStage, place: str, said: str) -> None:
    shown = await read_last(stage, "mai", *OFFICER[place], said)
    assert ends_with_net(shown), shown


@pytest.mark.parametrize("said", SHOWN)
@pytest.mark.parametrize("place", WITH_HELP_OF_ITS_OWN)
async def test_where_help_is_asked_for_it_names_the_numbers_itself(
    stage: CaseStage, place: str, said: str
) -> None:
    shown = await read_last(stage, "lan", *WITH_HELP_OF_ITS_OWN[place], said)
    assert shown
    assert NET not in shown or ends_with_net(shown)


async def test_a_stranger_has_it_too(stage: CaseStage) -> None:
    await stage.join("cuc", "telegram", "leader", "Chi hội Khuổi Mực")
    stage.remove("cuc")
    for said in (UNREAD, *SHOWN):
        answer = await read_last(stage, "cuc", said)
        assert ends_with_net(answer) or "**113**" in answer


@pytest.mark.parametrize("said", ["cảm ơn em", "chào em", "bao giờ hết hạn", "báo cáo"])
async def test_what_is_understood_has_none(stage: CaseStage, said: str) -> None:
    assert NET not in await read_last(stage, "lan", said)


def test_every_notice_of_something_unread_asks_for_it() -> None:
    """By their names: whoever makes a new one is reminded of the net."""
    kinds = [view.notice for view in VIEWS if _NOT.match(view.notice.__name__)]
    unread = {kind.__name__ for kind in kinds if kind.says_unread}
    assert unread >= {"NotRead", "NotMatched"}
    others = {kind.__name__ for kind in kinds} - unread
    assert others <= {
        "NotUnderstood", "NotKnown", "NotHeard", "NotForYou", "NotHere", "NotSentYet",
        "NotReopened", "NotOpenYet", "NotComplete", "NotExtended", "NotShownHere",
    }  # fmt: skip
