"""What an officer types to record that somebody outside the Union was told."""

from datetime import datetime

import pytest

from domain.cases.commands import Outside
from domain.cases.outside_words import ReadOutside, read_told_outside
from domain.periods import VIETNAM

NOW = datetime(2025, 10, 14, 22, 41, tzinfo=VIETNAM)
POLICE, CHAIR, HOTLINE = (Outside.POLICE,), (Outside.CHAIR,), (Outside.HOTLINE,)
HEALTH = (Outside.HEALTH,)


@pytest.mark.parametrize(
    ("typed", "whom", "at"),
    [
        ("đã báo công an", POLICE, None),
        ("Da goi 113 roi a", POLICE, None),
        ("vừa gọi điện cho công an xã", POLICE, None),
        ("chị đã báo chủ tịch xã", CHAIR, None),
        ("đã báo UBND xã.", CHAIR, None),
        ("đã gọi tổng đài 111", HOTLINE, None),
        ("em đã báo công an và chủ tịch xã lúc 22h", POLICE + CHAIR, "2025-10-14T22:00"),
        ("da bao cong an luc 22h30", POLICE, "2025-10-14T22:30"),
        ("đã báo công an 22:05", POLICE, "2025-10-14T22:05"),
        ("đã báo công an hồi 10 giờ tối rồi", POLICE, "2025-10-14T22:00"),
        ("đã báo công an lúc 23h", POLICE, "2025-10-13T23:00"),
        ("da bao cong an xa toi qua luc 22h", POLICE, "2025-10-13T22:00"),
        ("da bao cong an luc 10h30 toi qua roi a", POLICE, "2025-10-13T22:30"),
        ("da bao cong an dem qua luc 2h", POLICE, "2025-10-14T02:00"),
        ("da goi y te xa luc 8h sang nay", HEALTH, "2025-10-14T08:00"),
        ("đã gọi 115", HEALTH, None),
    ],
)
def test_it_is_read_with_its_moment(typed: str, whom: tuple[Outside, ...], at: str | None) -> None:
    moment = None if at is None else datetime.fromisoformat(at).replace(tzinfo=VIETNAM)
    assert read_told_outside(typed, NOW) == ReadOutside(whom, moment)


@pytest.mark.parametrize(
    "typed",
    [
        "chưa báo công an",
        "đã báo công an chưa?",
        "đã báo công an, họ đang đến",
        "chị đã báo công an chưa",
        "em báo công an nhé",
        "đã báo cán bộ xã",
        "không báo công an",
        "đã báo công an 1 lần",
        "công an",
        "đã báo công an hôm qua",
        "",
        "đã báo công an " * 20,
    ],
)
def test_whatever_else_is_said_is_no_record(typed: str) -> None:
    assert read_told_outside(typed, NOW) is None
