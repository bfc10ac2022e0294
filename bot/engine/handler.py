"""A command's handler, what it is given, and the table in which the dialogue finds it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bot.engine.channel import Abilities, Inbound
from bot.engine.conversation import Outcome, Session
from domain.answers import COMMAND_WORDS, fold
from domain.answers.text.wishes import Wish
from services.context import Request

_LONGEST_TYPED, _MOST_TYPED_WORDS = 80, 3
_LONGEST_HEARD = 2000
"""Most letters of a typed command, and how many are heard of one that may be `however_long`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Request):
    """What a command handler is given: a request, and the session in which it was made.

    `words` follow the command; `what` is the kind of message, "text" or "photo" and the like.
    `reply_waits`: the reply to her last message has not left yet.
    """

    abilities: Abilities
    words: str = ""
    what: str = "text"
    session: Session = field(default_factory=Session)
    inbound: Inbound | None = None
    reply_waits: bool = False


@dataclass(frozen=True, slots=True)
class Handler:
    """A command: what answers it, whether a group may ask it, and all by which it is called.

    `names` are typed after a slash. `typed` are the words that a message may begin with instead,
    without marks ("tien do"); the words after them are the command's own, and `takes` tells
    whether they can be, else it is no command. `however_long`: also before a whole story, of which
    only the beginning is heard.

    The next three are command words as domain.answers reads them (COMMAND_WORDS), by where they
    lead here: `anywhere`, before an open conversation is asked; `unheard`, where none is open or
    the open one makes nothing of them; `outside`, only where none is open.

    `wishes`: what is wanted in a sentence of her own (domain.answers.text.wishes); her whole text
    follows then. They are heard where no conversation is open, before the answer to a passing
    question, and in a form those that no answer could mean.

    Raises ValueError for a command word that is not read, or is claimed twice.
    """

    names: tuple[str, ...]
    handle: Callable[[Call], Outcome]
    in_groups: bool = False
    typed: tuple[str, ...] = ()
    takes: Callable[[str], bool] = lambda words: True
    however_long: bool = False
    anywhere: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    wishes: tuple[Wish, ...] = ()

    def __post_init__(self) -> None:
        words = self.command_words
        if len(set(words)) < len(words) or not COMMAND_WORDS.issuperset(words):
            raise ValueError(f"/{self.names[0]}: twice the same, or no command word: {words}")

    @property
    def command_words(self) -> tuple[str, ...]:
        """The command words that lead here, wherever she is."""
        return self.anywhere + self.unheard + self.outside


Called = tuple[Handler, str]
"""A handler that is called, and the words that follow its name."""


class HandlerTable:
    """All handlers by what calls them.

    `anywhere`, `unheard` and `outside` are by command word, as in Handler; `wishes` by wish. Raises
    ValueError where two claim the same.
    """

    def __init__(self, handlers: Sequence[Handler]) -> None:
        _refuse_double_claims(handlers)
        self._by_name = _build_table(handlers, lambda h: h.names)
        self._by_typed = _build_table(handlers, lambda h: h.typed)
        self.anywhere = _build_table(handlers, lambda h: h.anywhere)
        self.unheard = _build_table(handlers, lambda h: h.anywhere + h.unheard)
        self.outside = _build_table(handlers, lambda h: h.command_words)
        self.wishes = _build_table(handlers, lambda h: h.wishes)

    def find_named(self, text: str) -> Called | None:
        """Find the handler named after a slash; None without a slash, or for no name of ours."""
        if not text.startswith("/"):
            return None
        name, _, words = text[1:].partition(" ")
        handler = self._by_name.get(name.partition("@")[0].lower())
        return None if handler is None else (handler, words.strip())

    def find_typed(self, text: str) -> Called | None:
        """Find the handler with whose typed words the text begins: "Tiến độ Hoà An"."""
        words = text[:_LONGEST_HEARD].split()
        for count in range(min(len(words), _MOST_TYPED_WORDS), 0, -1):
            handler = self._by_typed.get(fold(" ".join(words[:count])))
            if handler is not None and _fits(handler, text, words[count:]):
                return handler, " ".join(words[count:])
        return None


def _refuse_double_claims(handlers: Iterable[Handler]) -> None:
    owners: dict[str, Handler] = {}
    for handler in handlers:
        claimed = {*handler.names, *handler.typed, *handler.command_words}
        for word in (*claimed, *(f"wish {wish}" for wish in handler.wishes)):
            owner = owners.setdefault(word, handler)
            if owner is not handler:
                raise ValueError(f"{word!r} calls /{owner.names[0]} and /{handler.names[0]}")


def _build_table(
    handlers: Iterable[Handler], words_of: Callable[[Handler], tuple[str, ...]]
) -> dict[str | None, Handler]:
    return {word: handler for handler in handlers for word in words_of(handler)}


def _fits(handler: Handler, text: str, words: list[str]) -> bool:
    short = handler.however_long or len(text) <= _LONGEST_TYPED
    return short and handler.takes(" ".join(words))
