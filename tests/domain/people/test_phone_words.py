"""Telephone numbers: which texts hold one, and which words of an officer are about her own."""

import pytest

from domain.people.phones import PhoneWish, format_phone, read_phone, read_phone_wish


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("0912 345 678", "0912345678"),
        ("số của chị 0912.345.678 nhé", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0206 385 2123", "02063852123"),
        ("091234567", None),
        ("09123456789", None),
        ("0912345678 hoặc 0987654321", None),
        ("12 hộ", None),
    ],
)
def test_a_number_is_read_as_digits_if_it_is_whole_and_alone(text: str, digits: str | None) -> None:
    assert read_phone(text) == digits


def test_it_is_written_as_it_is_read_aloud() -> None:
    assert format_phone("0912345678") == "0912 345 678"


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("số của chị 0912 345 678 cho chi hội trưởng xem", PhoneWish.GIVE),
        ("so cua chi 0912345678", PhoneWish.GIVE),
        ("SĐT của chị là +84 912 345 678 nhé", PhoneWish.GIVE),
        ("cho các chị số của chị 0912.345.678", PhoneWish.GIVE),
        ("số của chị", PhoneWish.SEE),
        ("xem số của chị", PhoneWish.SEE),
        ("rút số của chị", PhoneWish.WITHDRAW),
        ("đừng cho xem số của chị nữa", PhoneWish.WITHDRAW),
        ("số điện thoại cán bộ xã", None),
        ("số hộ thoát nghèo 3", None),
        ("0912345678", None),
        ("đổi số", None),
        ("số của chị 0912345678, chị ấy đang nguy hiểm", None),
    ],
)
def test_only_words_about_her_own_number_are_a_wish(text: str, wish: PhoneWish | None) -> None:
    assert read_phone_wish(text) == wish
