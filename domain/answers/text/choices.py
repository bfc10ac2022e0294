"""Reads one or several of a list: by number, ordinal, words, "cả hai", "không cái nào"."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from domain.answers.numbers.amounts import may_start, read_number
from domain.answers.readings import MAX_CHARACTERS, UNKNOWN, UNREADABLE, Reading, to_reading
from domain.answers.text.lexicon import ALL, ANY, ASKING, BUT, NONE, NOT
from domain.answers.text.marks import Marks, agrees, clean, fold, take_apart
from domain.answers.text.scanning import Scan, does_not_know, scan
from domain.answers.text.words import END, Token, look_up, tokenize

_MIN_SIMILARITY = 0.8
_MIN_MARGIN = 0.12
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
_FILLERS = frozenset(["da", "vang", "a", "nhe", "nha", "em", "e", "chi", "c", "oi", "luon", "deu"])
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
    """Read the positions chosen, a list that counts from 1; [] where she wants none."""
    text = clean(text).strip() if len(text) <= 4 * MAX_CHARACTERS else ""
    if not 0 < len(text) <= MAX_CHARACTERS or not options:
        return UNREADABLE
    listed = _split_options(tuple(options))
    tokens = tokenize(text)
    if "?" in text:
        return UNREADABLE
    return _match_exactly(text, listed) or _match_run(text, listed) or _read(text, tokens, listed)


@lru_cache(maxsize=256)
def _split_options(options: tuple[str, ...]) -> tuple[_Option, ...]:
    return tuple(tuple(_split_words(clean(option))) for option in options)


def _split_words(text: str) -> list[str]:
    return [w for w in "".join(c if c.isalnum() else " " for c in text).split() if w]


def _read(text: str, tokens: list[Token], options: tuple[_Option, ...]) -> Reading:
    scanned = scan(tokens)
    for reader in (_read_number_of_all, _read_by_number):
        numbered = reader(tokens, len(options))
        if numbered is not None:
            return numbered
    if does_not_know(scanned):
        return UNKNOWN
    if scanned.bits & (ASKING | BUT):
        return UNREADABLE
    return (
        _read_several(text, options)
        or _read_all_or_none(scanned, options)
        or _match_loosely(text, options)
    )


# -- by number


def _read_by_number(tokens: list[Token], length: int) -> Reading | None:
    """Read "2", "câu 2", "thứ hai", "1 và 3", "đầu tiên", "cuối"; None where no number is said."""
    if _counts_options(tokens):
        return UNREADABLE
    positions: list[int] = []
    sure, at = True, 0
    while at < len(tokens) - 1:
        step = _read_position(tokens, at, length)
        if step is not None:
            positions.append(step[0])
            at = step[1]
            continue
        if fold(tokens[at].text) not in _POINTERS and tokens[at].text not in _SIGNS:
            return UNREADABLE if positions and _says_number(tokens, at) else None
        sure = sure and tokens[at].text not in ("chắc", "chac")
        at += 1
    return _accept_positions(positions, length, sure=sure)


def _counts_options(tokens: list[Token]) -> bool:
    """Return True for "3 cái đầu": it says how many of them, not the third."""
    return bool(tokens[0].digits) and fold(tokens[1].text) == "cai" and len(tokens) > _LINE


def _says_number(tokens: list[Token], at: int) -> bool:
    """Return True if a number stands beside words that do not point: "1 hay 3", "2 chị"."""
    return bool(tokens[at].word.bits or tokens[at - 1].digits)


def _read_position(tokens: list[Token], at: int, length: int) -> tuple[int, int] | None:
    """Return (the position said here, where it ends), or None where none is said."""
    token = tokens[at]
    if token.digits:
        return int(token.digits[:6]), at + 1
    before = fold(tokens[at - 1].text) if at else ""
    ordinal = _read_ordinal(fold(token.text), before, length)
    if ordinal is not None:
        return ordinal, at + 1
    if not may_start(token) or token.word.bits & NOT:
        return None
    number = read_number(tokens, at, spaced=False)
    if number is None or not isinstance(number.amount, int) or not number.sure:
        return None
    return number.amount, number.end


def _read_ordinal(word: str, before: str, length: int) -> int | None:
    """Read "thứ nhất", "cái đầu tiên", "cái cuối"; of two also "cái trước" and "cái sau"."""
    if before == "thu" and word in _ORDINALS:
        return _ORDINALS[word]
    if word == "dau" and before in ("", "cai", "y", "muc", "cau"):
        return 1
    if word == "cuoi":
        return length
    if length == _TWO and before == "cai" and word in ("truoc", "sau"):
        return 1 if word == "truoc" else length
    return None


def _accept_positions(positions: list[int], length: int, *, sure: bool) -> Reading | None:
    """Return the positions read; unreadable where the list has no such position, None for none."""
    if not positions:
        return None
    unique = sorted(set(positions))
    if unique[0] < 1 or unique[-1] > length:
        return UNREADABLE
    return to_reading(unique, sure=sure)


def _read_number_of_all(tokens: list[Token], length: int) -> Reading | None:
    """Read "cả hai", "cả 4 cái", "hai cái luôn", which say how many and not which."""
    words = [t for t in tokens[:-1] if fold(t.text) not in _FILLERS]
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
    return to_reading(list(range(1, length + 1))) if number.amount == length else UNREADABLE


# -- by words


def _fits(words: Sequence[str], option: Sequence[str]) -> bool:
    return len(words) == len(option) and all(
        _is_same_syllable(word, meant) for word, meant in zip(words, option, strict=True)
    )


def _is_same_syllable(word: str, meant: str) -> bool:
    """Compare two syllables as far as marks were typed; "lí" is "lý", "ko" is "không"."""
    typed, whole = take_apart(word), take_apart(meant)
    return agrees(_write_y_as_i(typed), _write_y_as_i(whole)) or (
        meant != word and meant in look_up(word).names and not agrees(typed, whole)
    )


def _write_y_as_i(marks: Marks) -> Marks:
    return marks._replace(base=marks.base[:-1] + "i") if marks.base[-1:] == "y" else marks


def _match_exactly(text: str, options: tuple[_Option, ...]) -> Reading | None:
    words = _strip_politeness(_split_words(text), options)
    hits = [n for n, option in enumerate(options, start=1) if _fits(words, option)]
    return to_reading(hits) if len(hits) == 1 else None


def _match_run(text: str, options: tuple[_Option, ...]) -> Reading | None:
    """Find the only option that contains several words in a row: "tạm lánh"."""
    words = _strip_politeness(_split_words(text), options)
    if len(words) < _TWO or any(word.isdecimal() for word in words):
        return None
    within = _find_containing(words, options)
    return to_reading(within) if len(within) == 1 else None


def _strip_politeness(words: list[str], options: tuple[_Option, ...]) -> list[str]:
    """Drop polite words at both ends, unless they are an option's own words."""
    while len(words) > 1 and words[0] in _POLITE and not _is_option_word(words[0], options, 0):
        words = words[1:]
    while len(words) > 1 and words[-1] in _POLITE and not _is_option_word(words[-1], options, -1):
        words = words[:-1]
    return words


def _is_option_word(word: str, options: tuple[_Option, ...], at: int) -> bool:
    """Return True if an option begins (at=0) or ends (at=-1) with this word, as far as typed."""
    typed = take_apart(word)
    return any(agrees(typed, take_apart(option[at])) for option in options if option)


def _read_several(text: str, options: tuple[_Option, ...]) -> Reading | None:
    """Read options that are named one after another: "nà pồng và bản đe"."""
    parts = _split_parts(text)
    if len(parts) < 2:
        return None
    hits = []
    for part in parts:
        words = _strip_politeness(_split_words(part), options)
        fit = _find_fitting(words, options)
        if len(fit) != 1:
            return None
        hits.append(fit[0])
    return to_reading(sorted(set(hits)))


def _split_parts(text: str) -> list[str]:
    for sign in (" và ", " va ", " với ", " voi ", ";", "+", "&", "\n"):
        text = text.replace(sign, ",")
    return [part for part in text.split(",") if part.strip()]


def _find_fitting(words: Sequence[str], options: tuple[_Option, ...]) -> list[int]:
    exact = [n for n, option in enumerate(options, start=1) if _fits(words, option)]
    return exact or _find_containing(words, options)


def _find_containing(words: Sequence[str], options: tuple[_Option, ...]) -> list[int]:
    """Find the options that contain these words in a row."""
    size = len(words)
    return [
        n
        for n, option in enumerate(options, start=1)
        if any(_fits(words, option[at : at + size]) for at in range(len(option) - size + 1))
    ]


def _read_all_or_none(scanned: Scan, options: tuple[_Option, ...]) -> Reading | None:
    """Read "cả hai", "tất cả", "không cái nào"."""
    if scanned.bits & (NOT | NONE):
        plain = len(scanned.loose) <= _TWO and not scanned.sees("có")
        negative = scanned.bits & (ANY | NONE) or plain
        return to_reading([]) if negative and not scanned.unknown else None
    if not scanned.bits & ALL or scanned.unknown:
        return None
    amounts = {number.amount for number in scanned.numbers}
    if amounts and amounts != {len(options)}:
        return UNREADABLE
    return to_reading(list(range(1, len(options) + 1)))


def _match_loosely(text: str, options: tuple[_Option, ...]) -> Reading:
    """Find the option of which a part was said, or which was mistyped."""
    words = _strip_politeness(_split_words(text), options)
    if not words:
        return UNREADABLE
    within = _find_containing(words, options)
    if len(within) == 1 and len("".join(words)) > _TWO:
        return to_reading(within, sure=len(words) > 1)
    if within:
        return UNREADABLE
    return _match_mistyped(fold(" ".join(words)), options)


def _match_mistyped(folded: str, options: tuple[_Option, ...]) -> Reading:
    scored = sorted(
        (
            (DamerauLevenshtein.normalized_similarity(folded, fold(" ".join(option))), n)
            for n, option in enumerate(options, start=1)
        ),
        reverse=True,
    )
    best, position = scored[0]
    second = scored[1][0] if len(scored) > 1 else 0.0
    if best < _MIN_SIMILARITY or best - second < _MIN_MARGIN:
        return UNREADABLE
    return to_reading([position], sure=False)
