"""Reads the name of a unit: with or without marks, with or without its level, mistyped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from domain.answers.readings import UNKNOWN, UNREADABLE, Reading, to_reading
from domain.answers.text.marks import agrees, clean, fold, take_apart
from domain.answers.text.scanning import Scan, does_not_know
from domain.answers.text.words import tokenize

_MAX_CHARACTERS = 80
_MIN_SIMILARITY = 0.7
_MIN_MARGIN = 0.08
_SHORTEST_MISTYPED = 5
_MOST_CANDIDATES = 6
_LONG = 9
_LEVELS: tuple[tuple[str, str], ...] = (
    ("thành phố", "thành phố"), ("tp", "thành phố"), ("thị trấn", "thị trấn"), ("tt", "thị trấn"),
    ("thị xã", "thị xã"), ("tx", "thị xã"), ("tỉnh", "tỉnh"), ("huyện", "huyện"), ("h", "huyện"),
    ("phường", "phường"), ("p", "phường"), ("xã", "xã"), ("x", "xã"), ("chi hội", "chi hội"),
    ("xóm", "xóm"), ("thôn", "thôn"), ("bản", "bản"), ("tổ dân phố", "tổ dân phố"),
)  # fmt: skip
_POLITE = frozenset(
    [
        "dạ",
        "vâng",
        "ạ",
        "nhé",
        "nha",
        "em",
        "e",
        "chị",
        "c",
        "anh",
        "cô",
        "ơi",
        "à",
        "của",
        "ở",
        "là",
        "tại",
        "mình",
        "thuộc",
        "bên",
        "hội",
        "đây",
        "cấp",
    ]
)
_OLD, _NEW = frozenset({"cũ", "cu", "trước"}), frozenset({"mới", "moi"})


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that may be meant. `within`: names of what it belongs to, to tell namesakes apart."""

    code: str
    valid_from: date
    name: str
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _NamedPlace:
    """A place with its name split into level and syllables."""

    place: Place
    level: str
    syllables: tuple[str, ...]
    folded: str


class PlaceIndex:
    """Places ready to be looked up; build it once for a list."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.named = tuple(_prepare(place) for place in places)
        self._by_fold: dict[str, list[_NamedPlace]] = {}
        for named in self.named:
            self._by_fold.setdefault(named.folded, []).append(named)

    def find_exact(self, words: Sequence[str]) -> list[_NamedPlace]:
        """Find the places whose name agrees with every mark typed."""
        found = self._by_fold.get(fold(" ".join(words)), ())
        return [named for named in found if _matches(words, named.syllables)]

    def find_similar(self, words: Sequence[str]) -> list[_NamedPlace]:
        """Find the places with the most similar name, if it is clearly the most similar."""
        folded = fold(" ".join(words))
        if len(folded) < _SHORTEST_MISTYPED:
            return []
        scored = sorted(
            ((_rate_similarity(folded, name), name) for name in self._by_fold), reverse=True
        )
        if not scored or scored[0][0] < _MIN_SIMILARITY:
            return []
        if DamerauLevenshtein.distance(folded, scored[0][1]) > _count_allowed_typos(folded):
            return []
        near = [name for score, name in scored if score > scored[0][0] - _MIN_MARGIN]
        if len(near) > 1 and scored[0][0] < 1:
            return []
        return [named for name in near[:1] for named in self._by_fold[name]]


def read_place(text: str, places: Sequence[Place] | PlaceIndex) -> Reading:
    """Read a list of Places that may be meant: one for a value, any number to be confirmed."""
    if len(text) > 4 * _MAX_CHARACTERS:
        return UNREADABLE
    text = clean(text).strip()
    if not 0 < len(text) <= _MAX_CHARACTERS or "?" in text:
        return UNREADABLE
    index = places if isinstance(places, PlaceIndex) else _build_index(tuple(places))
    tokens = tokenize(text)
    if does_not_know(Scan(tokens, [], list(range(len(tokens) - 1)))):
        return UNKNOWN
    return _find_places(text, index) or UNREADABLE


@lru_cache(maxsize=64)
def _build_index(places: tuple[Place, ...]) -> PlaceIndex:
    return PlaceIndex(places)


def _prepare(place: Place) -> _NamedPlace:
    level, words = _split_level(_split_words(clean(place.name)))
    return _NamedPlace(place, level, tuple(words), fold(" ".join(words)))


def _split_words(text: str) -> list[str]:
    return "".join(c if c.isalnum() or c == "\u0301" else " " for c in text).split()


def _split_level(words: list[str]) -> tuple[str, list[str]]:
    """Return (the level said before the name, the rest)."""
    for prefix, level in _LEVELS:
        parts = prefix.split()
        if len(words) > len(parts) and _matches(words[: len(parts)], parts):
            return level, words[len(parts) :]
    return "", words


def _matches(words: Sequence[str], name: Sequence[str]) -> bool:
    return len(words) == len(name) and all(
        agrees(take_apart(word), take_apart(meant)) for word, meant in zip(words, name, strict=True)
    )


def _rate_similarity(folded: str, name: str) -> float:
    return float(DamerauLevenshtein.normalized_similarity(folded, name, score_cutoff=0.6))


def _count_allowed_typos(folded: str) -> int:
    """Allow fewer typos in short names, which resemble many words that are no names."""
    return 1 if len(folded) < _LONG else 2


def _find_places(text: str, index: PlaceIndex) -> Reading | None:
    head, _, tail = text.partition(",")
    words, old = _split_age(_strip_politeness(_split_words(head)))
    if not words:
        return None
    for tried in _list_tries(words):
        level, core = _split_level(tried)
        exact = index.find_exact(core) or index.find_exact(tried)
        if exact:
            return _choose(exact, level, old, _read_district(tail))
    split = _find_with_district(words, index)
    if split is not None:
        return split
    level, core = _split_level(words)
    near = index.find_similar(core)
    return _choose(near, level, old, _read_district(tail), sure=False) if near else None


def _list_tries(words: list[str]) -> list[list[str]]:
    """List the words as typed, then without polite words that may be part of a name."""
    bare = list(words)
    while len(bare) > 1 and bare[0] in _POLITE:
        bare = bare[1:]
    return [words] if bare == words else [words, bare]


def _strip_politeness(words: list[str]) -> list[str]:
    while len(words) > 1 and words[-1] in _POLITE:
        words = words[:-1]
    return words[1:] if len(words) > 1 and words[0] in ("dạ", "da", "vâng") else words


def _split_age(words: list[str]) -> tuple[list[str], str]:
    """Split "cũ" or "mới" off: "xã Khâm Thành cũ" is the unit that was."""
    if len(words) > 1 and words[-1] in _OLD:
        return words[:-1], "old"
    if len(words) > 1 and words[-1] in _NEW:
        return words[:-1], "new"
    return words, ""


def _read_district(tail: str) -> str:
    return fold(" ".join(_split_level(_split_words(tail))[1])) if tail.strip() else ""


def _find_with_district(words: list[str], index: PlaceIndex) -> Reading | None:
    """Find a name with its district behind it: "Vĩnh Quang huyện Bảo Lâm"."""
    for cut in range(1, len(words)):
        _, core = _split_level(words[:cut])
        exact = index.find_exact(core)
        within = fold(" ".join(_split_level(words[cut:])[1]))
        inside = [named for named in exact if _is_within(named, within)]
        if inside:
            return to_reading([named.place for named in inside], sure=False)
    return None


def _is_within(named: _NamedPlace, within: str) -> bool:
    return any(within and _fold_name(name) == within for name in named.place.within)


@lru_cache(maxsize=1024)
def _fold_name(name: str) -> str:
    return fold(" ".join(_split_level(_split_words(clean(name)))[1]))


def _choose(
    found: list[_NamedPlace], level: str, old: str, within: str, *, sure: bool = True
) -> Reading:
    """Choose among the candidates by level, age and district; unsure where one does not fit."""
    same = [n for n in found if n.level == level] if level else found
    if not same:
        same, sure = found, False
    if old:
        same = _select_by_age(same, old)
    if within:
        inside = [n for n in same if _is_within(n, within)]
        same, sure = (inside, sure) if inside else (same, False)
    places = sorted((n.place for n in same), key=lambda p: (p.code, p.valid_from))
    return to_reading(places[:_MOST_CANDIDATES], sure=sure and len(places) == 1)


def _select_by_age(found: list[_NamedPlace], old: str) -> list[_NamedPlace]:
    days = [n.place.valid_from for n in found]
    wanted = min(days) if old == "old" else max(days)
    return [n for n in found if n.place.valid_from == wanted]
