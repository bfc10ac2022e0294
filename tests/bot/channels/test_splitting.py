"""Texts in pieces: nothing lost, nothing too long, bold where it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.splitting import TextPiece, count_units, make_storable, split_text
from bot.engine.message import BOLD_OFF, BOLD_ON


def bold(text: str) -> str:
    return f"{BOLD_ON}{text}{BOLD_OFF}"


TABLE = {
    "plain": ("một hai", 20, (TextPiece("một hai"),)),
    "bold after emoji": (f"🌸 {bold('chị 🌸')}!", 20, (TextPiece("🌸 chị 🌸!", ((3, 6),)),)),
    "blank": (" \n ", 20, ()),
    "empty": ("", 20, ()),
    "at a line end": ("một hai\nba bốn", 10, (TextPiece("một hai"), TextPiece("ba bốn"))),
    "at a word": ("một hai ba bốn", 9, (TextPiece("một hai "), TextPiece("ba bốn"))),
    "between letters": ("aaaaaaaaaa", 4, (TextPiece("aaaa"), TextPiece("aaaa"), TextPiece("aa"))),
    "by units": ("🌸🌸🌸", 4, (TextPiece("🌸🌸"), TextPiece("🌸"))),
    "marks stay with their letter": (
        "aaae\u0323\u0302b", 5, (TextPiece("aaa"), TextPiece("e\u0323\u0302b")),
    ),
    "bold over a cut": (
        bold("một hai\nba bốn"),
        10,
        (TextPiece("một hai", ((0, 7),)), TextPiece("ba bốn", ((0, 6),))),
    ),
    "bold in the second": (
        "một hai\nba " + bold("bốn"), 10, (TextPiece("một hai"), TextPiece("ba bốn", ((3, 3),))),
    ),
    "early line end is no stump": ("a\nbbbb cccc", 9, (TextPiece("a\nbbbb "), TextPiece("cccc"))),
}  # fmt: skip


@pytest.mark.parametrize(("marked", "most", "expected"), TABLE.values(), ids=TABLE)
def test_pieces(marked: str, most: int, expected: tuple[TextPiece, ...]) -> None:
    assert split_text(marked, most) == expected


@given(st.text(alphabet="ab ộ🌸e\u0323\n", max_size=200), st.integers(4, 30))
def test_pieces_keep_every_letter(text: str, most: int) -> None:
    found = split_text(bold(text), most)
    assert all(0 < count_units(piece.text) <= most for piece in found)
    assert "".join("".join(p.text.split()) for p in found) == "".join(text.split())
    for piece in found:
        assert sum(length for _, length in piece.bold) <= count_units(piece.text)


def test_units() -> None:
    assert [count_units("abc"), count_units("hộ"), count_units("🌸")] == [3, 2, 2]


def test_storable_leaves_what_people_type() -> None:
    typed = "\u202e12\u200f hộ nghèo\u0301 👩‍👧"
    assert make_storable(typed) is typed
    assert make_storable("a\x00\ud83c") == "a\ufffd\ufffd"
