"""What a view makes: text with bold spans and choices, on a surface with certain abilities."""

from collections.abc import Callable
from dataclasses import dataclass

BOLD_ON, BOLD_OFF = "\ue000", "\ue001"
"""Marks of bold inside a text: private-use letters that no phone types, so that what people
wrote can never become markup. `Say` writes them for `**…**` of a catalogue entry and takes them
out of every argument."""

_MARKS = str.maketrans("", "", BOLD_ON + BOLD_OFF)


def without_marks(text: str) -> str:
    """Take marks of bold out of what people typed, or out of what goes into a log."""
    return text.translate(_MARKS)


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice offered with a message: a button where there are buttons.

    `value` comes back when it is pressed. It is ASCII, at most 40 characters: what she might as
    well have typed, or a command such as `/tiendo`.
    """

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Message:
    """What one phone is shown. `text` may hold marks of bold; `ageless` choices never grow old.

    `photo` is PNG bytes or None, `photo_address` where it can be fetched instead (see
    bot.views.attachments); `document` is (file name, bytes) or None. `protect`: it cannot be
    forwarded or saved, where the network has that. `delete`: ids of messages of this chat to take
    away first, where the network can; `if_kept` is said besides when one of them had to stay.
    """

    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    ageless: bool = False
    protect: bool = False
    photo: bytes | None = None
    document: tuple[str, bytes] | None = None
    photo_address: str = ""
    delete: tuple[str, ...] = ()
    if_kept: str = ""


def split_bold(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the text without marks, and its bold spans as (start, length) in characters."""
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    length = start = 0
    for letter in text:
        if letter == BOLD_ON:
            start = length
        elif letter == BOLD_OFF:
            if length > start:
                spans.append((start, length - start))
        else:
            plain.append(letter)
            length += 1
    return "".join(plain), tuple(spans)


Say = Callable[..., str]
"""`say("Due {day}", day=…)`: the catalogue's sentence for the person's language, filled in;
`**…**` becomes bold."""
