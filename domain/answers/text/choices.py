"""One or several out of a list: by number, ordinal, words, "cả hai", "không cái nào"."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from domain.answers.numbers.amounts import may_start, read_number
from domain.answers.readings import MAX_CHARACTERS, UNKNOWN, UNREADABLE, Reading, value
from domain.answers.text.lexicon import ALL, ANY, ASKING, BUT, NONE, NOT
from domain.answers.text.marks import Marks, agrees, clean, fold, take_apart
from domain.answers.text.scanning import Scan, does_not_know, scan
from domain.answers.text.words import END, Token, look_up, tokenize

_LEAST_ALIKE = 0.8
_MARGIN = 0.12
_TWO = 2
_LINE = 3
_SIGNS = frozenset(",;+&.()!:")
_POINTERS = frozenset(
    [
        "so",
        "cau",
        "y",
        "muc",
        "thu",
        "cai",
        "lua",
        "chon",
        "phuong",
        "an",
        "dap",
        "la",
        "option",
        "loai",
        "va",
        "voi",
        "ca",
        "cung",
        "tien",
        "cung",
        "da",
        "vang",
        "a",
        "nhe",
        "nha",
        "em",
        "e",
        "chi",
        "c",
        "oi",
        "chac",
        "minh",
        "toi",
        "thi",
        "luon",
        "do",
        "ay",
        "nay",
    ]
)
_ORDINALS = {"nhat": 1, "nhi": 2, "tu": 4}
_SOFT = frozenset(["da", "vang", "a", "nhe", "nha", "em", "e", "chi", "c", "oi", "luon", "deu"])
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
        "rồi",
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
    return _by_words_exactly(text, listed) or _by_a_run(text, listed) or _read(text, tokens, listed)


@lru_cache(maxsize=256)
def _cut(options: tuple[str, ...]) -> tuple[_Option, ...]:
    return tuple(tuple(_words(clean(option))) for option in options)


def _words(text: str) -> list[str]:
    return [w for w in "".join(c if c.isalnum() else " " for c in text).split() if w]


def _read(text: str, tokens: list[Token], options: tuple[_Option, ...]) -> Reading:
    found = scan(tokens)
    for by in (_whole_number_of_them, _by_number):
        numbered = by(tokens, len(options))
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
    if _counts_them(tokens):
        return UNREADABLE
    positions: list[int] = []
    sure, at = True, 0
    while at < len(tokens) - 1:
        step = _position_at(tokens, at, length)
        if step is not None:
            positions.append(step[0])
            at = step[1]
            continue
        if fold(tokens[at].text) not in _POINTERS and tokens[at].text not in _SIGNS:
            return UNREADABLE if positions and _says_number(tokens, at) else None
        sure = sure and tokens[at].text not in ("chắc", "chac")
        at += 1
    return _positions(positions, length, sure=sure)


def _counts_them(tokens: list[Token]) -> bool:
    """ "3 cái đầu": how many of them, not the third."""
    return bool(tokens[0].digits) and fold(tokens[1].text) == "cai" and len(tokens) > _LINE


def _says_number(tokens: list[Token], at: int) -> bool:
    """A number beside words that do not point: "1 hay 3", "2 chị"."""
    return bool(tokens[at].word.bits or tokens[at - 1].digits)


def _position_at(tokens: list[Token], at: int, length: int) -> tuple[int, int] | None:
    token = tokens[at]
    if token.digits:
        return int(token.digits[:6]), at + 1
    before = fold(tokens[at - 1].text) if at else ""
    ordinal = _ordinal(fold(token.text), before, length)
    if ordinal is not None:
        return ordinal, at + 1
    if not may_start(token) or token.word.bits & NOT:
        return None
    number = read_number(tokens, at, spaced=False)
    if number is None or not isinstance(number.amount, int) or not number.sure:
        return None
    return number.amount, number.end


def _ordinal(word: str, before: str, length: int) -> int | None:
    """ "thứ nhất", "cái đầu tiên", "cái cuối"; of two, "cái trước" and "cái sau"."""
    if before == "thu" and word in _ORDINALS:
        return _ORDINALS[word]
    if word == "dau" and before in ("", "cai", "y", "muc", "cau"):
        return 1
    if word == "cuoi":
        return length
    if length == _TWO and before == "cai" and word in ("truoc", "sau"):
        return 1 if word == "truoc" else length
    return None


def _positions(positions: list[int], length: int, *, sure: bool) -> Reading | None:
    if not positions:
        return None
    unique = sorted(set(positions))
    if unique[0] < 1 or unique[-1] > length:
        return UNREADABLE
    return value(unique, sure=sure)


def _whole_number_of_them(tokens: list[Token], length: int) -> Reading | None:
    """ "cả hai", "cả 4 cái", "hai cái luôn": how many, not which."""
    words = [t for t in tokens[:-1] if fold(t.text) not in _SOFT]
    if not words:
        return None
    at = 1 if fold(words[0].text) == "ca" else 0
    number = read_number([*words, END, END], at) if at < len(words) else None
    if number is None or number.amount is None:
        return None
    rest = [fold(t.text) for t in words[number.end :]]
    counted = rest[:1] == ["cai"] and not words[at].digits
    if not (at or counted) or any(word not in ("cai", "y", "luon", "deu") for word in rest):
        return None
    return value(list(range(1, length + 1))) if number.amount == length else UNREADABLE


# -- by words


def _fits(words: Sequence[str], option: Sequence[str]) -> bool:
    return len(words) == len(option) and all(
        _same(word, meant) for word, meant in zip(words, option, strict=True)
    )


def _same(word: str, meant: str) -> bool:
    """The same syllable as far as typed; "lí" for "lý", "ko" for "không"."""
    typed, whole = take_apart(word), take_apart(meant)
    return agrees(_with_i(typed), _with_i(whole)) or (
        meant != word and meant in look_up(word).names and not agrees(typed, whole)
    )


def _with_i(marks: Marks) -> Marks:
    return marks._replace(base=marks.base[:-1] + "i") if marks.base[-1:] == "y" else marks


def _by_words_exactly(text: str, options: tuple[_Option, ...]) -> Reading | None:
    words = _bare(_words(text), options)
    hits = [n for n, option in enumerate(options, start=1) if _fits(words, option)]
    return value(hits) if len(hits) == 1 else None


def _by_a_run(text: str, options: tuple[_Option, ...]) -> Reading | None:
    """Several words that are in one option only: "tạm lánh"."""
    words = _bare(_words(text), options)
    if len(words) < _TWO or any(word.isdecimal() for word in words):
        return None
    within = _within(words, options)
    return value(within) if len(within) == 1 else None


def _bare(words: list[str], options: tuple[_Option, ...]) -> list[str]:
    """Without politeness at the ends, unless that is an option's own word."""
    while len(words) > 1 and words[0] in _POLITE and not _is_one_of(words[0], options, 0):
        words = words[1:]
    while len(words) > 1 and words[-1] in _POLITE and not _is_one_of(words[-1], options, -1):
        words = words[:-1]
    return words


def _is_one_of(word: str, options: tuple[_Option, ...], at: int) -> bool:
    """Whether options begin (0) or end (-1) with this word, as far as it is typed."""
    typed = take_apart(word)
    return any(agrees(typed, take_apart(option[at])) for option in options if option)


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
        plain = len(found.loose) <= _TWO and not found.sees("có")
        negative = found.bits & (ANY | NONE) or plain
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
    if len(within) == 1 and len("".join(words)) > _TWO:
        return value(within, sure=len(words) > 1)
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
