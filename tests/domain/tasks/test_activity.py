"""What an office types is a type of its own, and is asked about where it may tell of somebody."""

import json
import pickle

import msgspec
import pytest

from domain.tasks.activity import Doubt, find_doubt
from domain.tasks.office_words import OfficeWords

WORDS = OfficeWords("Dọn  vệ sinh\nđường làng")


def test_words_show_themselves_only_when_asked() -> None:
    assert WORDS.show() == "Dọn vệ sinh đường làng"
    assert f"{WORDS} {WORDS!r} {[WORDS]}" == "••• ••• [•••]"
    assert OfficeWords("Dọn vệ sinh đường làng") == WORDS
    assert hash(OfficeWords("Dọn vệ sinh đường làng")) == hash(WORDS)
    assert not OfficeWords(" ")


def test_nothing_writes_them_by_mistake() -> None:
    for write in (msgspec.json.encode, pickle.dumps, json.dumps):
        with pytest.raises(TypeError):
            write(WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức Tuần lễ Áo dài tại xã Bảo Lâm, 60 chị em Nà Pồng tham gia",
        "Thăm, tặng quà bà mẹ Việt Nam anh hùng, 20 suất, 5.000.000 đ",
        "Vận động 150.000.000 đồng làm 300 m đường",
        "Hội nghị biểu dương, có đồng chí Bí thư dự",
        "to chuc toa dam 8/3 cho 40 chi em",
        "Học tập tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        "Tuyên truyền phòng chống bạo lực gia đình",
        "Dân vũ chào mừng 20/10/2025, Hội LHPN xã và Công an xã",
    ],
)
def test_what_offices_write_is_not_asked_about(text: str) -> None:
    assert find_doubt(OfficeWords(text)) is None


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Tặng quà chị Nụ", Doubt.NAME),
        ("nông thị hoa kể chuyện truyền thống", Doubt.NAME),
        ("Khen Chi hội trưởng Hoàng Thị Lan", Doubt.NAME),
        ("Đồng chí Hằng nói chuyện", Doubt.NAME),
        ("Liên hệ 0912 345 678", Doubt.NUMBER),
        ("CCCD 004190001234 đã cấp", Doubt.NUMBER),
        ("có chị bị chồng đánh, cầm dao đuổi", Doubt.DANGER),
    ],
)
def test_names_numbers_and_danger_are(text: str, doubt: Doubt) -> None:
    assert find_doubt(OfficeWords(text)) is doubt
