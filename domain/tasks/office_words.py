"""What an office types of an activity: its own words, which those who may see it are shown."""

from typing import NoReturn, SupportsIndex, final


@final
class OfficeWords:
    """A text that an office wrote to be read; `show` is the one way to it.

    Besides announcements these are the only typed words that may be shown. As they are no `str`,
    none gets into a notice, a session or a log by mistake: printed they are a row of dots, and
    msgspec and pickle refuse them.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = " ".join(text.split())

    def show(self) -> str:
        """Return the text, to store it or to show it to somebody who may see the unit's work."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __len__(self) -> int:
        return len(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OfficeWords) and self._text == other._text

    def __hash__(self) -> int:
        return hash((OfficeWords, self._text))

    def __repr__(self) -> str:
        return "•••"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __reduce_ex__(self, _protocol: SupportsIndex) -> NoReturn:
        raise TypeError("an office's words are not pickled")
