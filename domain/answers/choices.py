"""One or several out of a list: by number, ordinal, words, "cả hai", "không cái nào"."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from domain.answers.lexicon import ALL, ANY, ASKING, BUT, FILLER, MAYBE, NONE, NOT, YET
from domain.answers.marks import agrees, clean, fold, take_apart
from domain.answers.numbers import may_start, read_number
from domain.answers.readings import MAX_CHARACTERS, UNKNOWN, UNREADABLE, Reading, value
from domain.answers.scanning import Scan, does_not_know, scan
from domain.answers.words import Token, tokenize

_LEAST_ALIKE = 0.75
_MARGIN = 0.12
_AND = frozenset({"và", "với", "cùng", "cả", ",", ";", "+", "&", "."})
_POINTERS = frozenset({
    "số", "câu", "ý", "mục", "thứ", "cái", "lựa", "chọn", "phương", "án", "đáp", "là",
    "option", "đầu", "loại",
})  # fmt: skip
_POLITE = frozenset(
    [
        "dạ",
        "vâng",
        "ạ",
        "nhé",
        "nha",
        "em",
        "chị",
        "ơi",
        "à",
        "chọn",
        "là",
        "cái",
        "chắc",
        "mình",
        "tôi",
        "thì",
        "luôn",
        "đó",
        "ấy",
        "này",
    ]
)
_Option = tuple[str, ...]


def read_choice(text: str, options: Sequence[str]) -> Reading:
    """A list of positions from 1; [] where none is wanted."""
    text = clean(text).strip() if len(text) <= 4 * MAX_CHARACTERS else ""
    if not 0 < len(text) <= MAX_CHARACTERS or not options:
        return UNREADABLE
    listed = _cut(tuple(options))
    tokens = tokenize(text)
    if "?" in text:
        return UNREADABLE
    return _by_words_exactly(text, listed) or _read(text, tokens, listed)


@lru_cache(maxsize=256)
def _cut(options: tuple[str, ...]) -> tuple[_Option, ...]:
    return tuple(tuple(_words(clean(option))) for option in options)


def _words(text: str) -> list[str]:
    return [w for w in "".join(c if c.isalnum() else " " for c in text).split() if w]


def _read(text: str, tokens: list[Token], options: tuple[_Option, ...]) -> Reading:
    found = scan(tokens)
    numbered = _by_number(tokens, len(options))
    if numbered is not None:
        return numbered
    if does_not_know(found):
        return UNKNOWN
    if found.bits & (ASKING | BUT):
        return UNREADABLE
    return _several(text, options) or _all_or_none(found, options) or _alike(text, options)


# -- by number


def _by_number(tokens: list[Token], length: int) -> Reading | None:
    """ "2", "câu 2", "thứ hai", "1 và 3", "đầu tiên", "cuối"; None where no number is said."""
    positions: list[int] = []
    sure = True
    at = 0
    while at < len(tokens) - 1:
        token = tokens[at]
        if may_start(token) and not token.word.bits & NOT:
            number = read_number(tokens, at, spaced=False)
            if number is not None:
                if not isinstance(number.amount, int):
                    return UNREADABLE
                positions.append(number.amount)
                sure = sure and number.sure
                at = number.end
                continue
        if not _is_pointer(token):
            return None if not positions or not token.digits else UNREADABLE
        sure = sure and not token.word.bits & MAYBE
        at += 1
    return _positions(positions, length, sure=sure)


def _is_pointer(token: Token) -> bool:
    names = token.word.names
    if token.text in _AND or not names.isdisjoint(_AND | _POINTERS | _POLITE):
        return True
    return bool(token.word.bits & FILLER) and not token.text.isalnum()


def _positions(positions: list[int], length: int, *, sure: bool) -> Reading | None:
    if not positions:
        return None
    unique = sorted(set(positions))
    if unique[0] < 1 or unique[-1] > length:
        return UNREADABLE
    return value(unique, sure=sure)


# -- by words


def _fits(words: Sequence[str], option: Sequence[str]) -> bool:
    return len(words) == len(option) and all(
        agrees(take_apart(word), take_apart(meant))
        for word, meant in zip(words, option, strict=True)
    )


def _by_words_exactly(text: str, options: tuple[_Option, ...]) -> Reading | None:
    words = _bare(_words(text), options)
    hits = [n for n, option in enumerate(options, start=1) if _fits(words, option)]
    return value(hits) if len(hits) == 1 else None


def _bare(words: list[str], options: tuple[_Option, ...]) -> list[str]:
    """Without politeness at the ends, unless that is an option's own word."""
    starts = {option[0] for option in options if option}
    ends = {option[-1] for option in options if option}
    while len(words) > 1 and words[0] in _POLITE and words[0] not in starts:
        words = words[1:]
    while len(words) > 1 and words[-1] in _POLITE and words[-1] not in ends:
        words = words[:-1]
    return words


def _several(text: str, options: tuple[_Option, ...]) -> Reading | None:
    """Options named one after another: "nà pồng và bản đe"."""
    parts = _parts(text)
    if len(parts) < 2:
        return None
    hits = []
    for part in parts:
        words = _bare(_words(part), options)
        fit = _fitting(words, options)
        if len(fit) != 1:
            return None
        hits.append(fit[0])
    return value(sorted(set(hits)))


def _parts(text: str) -> list[str]:
    for sign in (" và ", " va ", " với ", " voi ", ";", "+", "&", "\n"):
        text = text.replace(sign, ",")
    return [part for part in text.split(",") if part.strip()]


def _fitting(words: Sequence[str], options: tuple[_Option, ...]) -> list[int]:
    exact = [n for n, option in enumerate(options, start=1) if _fits(words, option)]
    return exact or _within(words, options)


def _within(words: Sequence[str], options: tuple[_Option, ...]) -> list[int]:
    """Options of which these words are a run."""
    size = len(words)
    return [
        n
        for n, option in enumerate(options, start=1)
        if any(_fits(words, option[at : at + size]) for at in range(len(option) - size + 1))
    ]


def _all_or_none(found: Scan, options: tuple[_Option, ...]) -> Reading | None:
    """ "cả hai", "tất cả", "không cái nào"."""
    if found.bits & (NOT | NONE):
        negative = not found.bits & YET and (found.bits & (ANY | NONE) or not found.unknown)
        return value([]) if negative and not found.unknown else None
    if not found.bits & ALL or found.unknown:
        return None
    amounts = {number.amount for number in found.numbers}
    if amounts and amounts != {len(options)}:
        return UNREADABLE
    return value(list(range(1, len(options) + 1)))


def _alike(text: str, options: tuple[_Option, ...]) -> Reading:
    """A part of one option, or an option mistyped."""
    words = _bare(_words(text), options)
    if not words:
        return UNREADABLE
    within = _within(words, options)
    if len(within) == 1 and len(" ".join(words)) > 3:
        return value(within)
    if within:
        return UNREADABLE
    return _mistyped(fold(" ".join(words)), options)


def _mistyped(folded: str, options: tuple[_Option, ...]) -> Reading:
    scored = sorted(
        (
            (DamerauLevenshtein.normalized_similarity(folded, fold(" ".join(option))), n)
            for n, option in enumerate(options, start=1)
        ),
        reverse=True,
    )
    best, position = scored[0]
    second = scored[1][0] if len(scored) > 1 else 0.0
    if best < _LEAST_ALIKE or best - second < _MARGIN:
        return UNREADABLE
    return value([position], sure=False)
