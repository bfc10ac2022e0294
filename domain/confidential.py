"""Words that only those who work on a case may read."""

from typing import NoReturn, SupportsIndex, final


@final
class Confidential:
    """A text that shows itself nowhere by mistake; `reveal` is the one way to read it.

    Printed, formatted or logged it is a row of dots. As it is no `str`, mypy refuses it as a field
    of a notice, and msgspec and pickle refuse to write it into the outbox or a session.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text, to seal it in the vault or to show it to somebody who may see it."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Confidential) and self._text == other._text

    def __hash__(self) -> int:
        return hash((Confidential, self._text))

    def __repr__(self) -> str:
        return "•••"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __reduce_ex__(self, _protocol: SupportsIndex) -> NoReturn:
        raise TypeError("what is confidential is not pickled")


NOTHING_SAID = Confidential("")
