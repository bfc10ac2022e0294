"""Reads answers with the numbers of their questions, in any way of writing such a marker.

"1: 12, 2: 0", "câu 1 hai buổi câu 2 không", "2,3,4: không", "1/ 3 hộ 2/ 0": what is plainly a
marker may stand alone and in any order. What could as well be an answer ("1/2 2/0", "1.2 2.0") is
taken for a marker only if the markers count through all questions asked.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from domain.answers.text.phrases import strip_marks

_CALLED = r"(?:cau|muc|dong|y|so|c|#)"
_SHORTLY_CALLED = re.compile(r"(?:y|so|c|dong) ?\d")
_STRONG_MARKER = re.compile(
    rf"(?:(?<=[\s,;.(-])|^)(?:tu )?(?:sua |doi )?(?:{_CALLED} ?(?:so )?(\d{{1,2}})(?!\d|[/-]\d| ?%)"
    r"(?:\s*[:=)>]|\.(?!\d)|\s+la\b|\s+thanh\b)?"
    r"|(?:(?<=\d-)|(?<!-))\(?(\d{1,2})(?:\s*[:=)>]|\s+la\b|\s+thanh\b))\s*"
)
_DOTTED_MARKER = re.compile(r"(?:(?<=[\s,;])|^)(\d{1,2})\.(?![\d.])\s*")
_WEAK_MARKERS = ("{n}/ ", r"{n}\s?[/]\s?", r"{n}\s?-\s?", r"{n}\.\s?", r"{n}\)\s?")
_LISTED_MARKER = r"(?:(?<=[,;\n])|^)[ ]*{n} +"
_BARE_MARKER = r"(?:(?<=\s)|^){n} +"
_PIECE = re.compile(r"[^,;\n]*[^,;\s][^,;\n]*")
_NUMBERED_PIECE = re.compile(
    r"\s*(\d{1,2})[ ]+((?:\d+(?:[/+-]\d+)?|k|ko|kg|khong|chua|co|roi|r|dc|duoc|da)\b.*)$"
)
_HIGH = 5
"""Numbers of lines above this, one after another, are no amounts."""
_LINE_MARKER = r"(?:(?<=\n)|^)[ ]*{n}(?:[,.:)/=-]|(?=\s)) *"
_WORDS = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot")
_JOIN = re.compile(r"\s*(?:,|;|&|va|den|toi|-|)\s*$")
_BEFORE = re.compile(r"(?:(?<=[\s,;])|^)((?:\d{1,2}\s*(?:,|;|&|-|va|den|toi)\s*)+)$")
_NUMBER = re.compile(r"\d{1,2}")
_LISTED = re.compile(
    rf"((?:\s*(?:,|;|va|den|toi|-)?\s*(?:{_CALLED}\s?)?\d{{1,2}}(?!\d|[/.-]\d))+)\s*[:=]?\s*"
    r"(?!khong,? ?3)(?=(?:deu|cung|khong|ko|k|kg|chua|roi|ca|0)\b)"
)
_SEPARATED = re.compile(r"[,;.\n]\s*(\d{1,2})[ ]+(?=\S)")
_YES_NO_MARKER = re.compile(r"(?:(?<=[\s,;.])|^)(\d{1,2}) (?=[a-z])")
_ALIKE = re.compile(r"\b(?:deu|cung|ca hai|ca)\b ?")
_TAIL = re.compile(r"(?<=[\s,.])(?:tu|moi dung|moi phai|(?:a )?(?:nham|quen|lon|sua(?: lai)?))$")
_EVENLY = re.compile(r"(\d{1,2}(?:(?:\s*,\s*|\s+|\s+va\s+)\d{1,2})+)\s+deu\s+")
_RANGES = ("den", "toi", "-")
_FEW = 2

Part = tuple[int, str]


class _Marker(NamedTuple):
    numbers: tuple[int, ...]
    start: int
    end: int


def split_by_markers(
    text: str,
    length: int,
    asked: Sequence[int],
    is_yes_no: Callable[[int], bool] = lambda _: False,
) -> tuple[str, list[Part]]:
    """Return (what stands before the first marker, [(number, its text)]); [] without markers.

    A number may come twice. `asked`: the numbers open now. `is_yes_no`: tells whether a question is
    answered with yes or no, so that "6 chưa" is a marker with its answer.
    """
    plain = strip_marks(text)
    markers = _find_counting_markers(plain, asked, length)
    if markers:
        markers += _find_corrections(plain, markers[-1], length)
    markers = (
        markers
        or _find_strong_markers(plain, length)
        or _find_yes_no_markers(plain, length, is_yes_no)
    )
    if not markers:
        return text, []
    first = _read_list_before_first(plain, markers[0])
    parts = _split_parts(text, plain, markers, length, first)
    if sum(not said for _, said in parts) > 1:
        return text, []
    return text[: markers[0].start] if not first else "", parts


# -- markers


def _find_counting_markers(plain: str, asked: Sequence[int], length: int) -> list[_Marker]:
    """Find signs that may mean anything, but that count through all that was asked."""
    signs = (_LISTED_MARKER, *((_BARE_MARKER,) if asked[0] > _HIGH else ()))
    for sign in signs if asked[0] > 1 else ():
        markers = _match_run(plain, asked, sign)
        if markers:
            return markers
    markers = _find_consecutive(plain)
    if markers and markers[-1].numbers[0] <= length:
        return markers
    if len(asked) <= _FEW:
        return []
    for sign in (_LINE_MARKER, *(rf"(?:(?<=[\s,;])|^){sign}" for sign in _WEAK_MARKERS)):
        markers = _match_run(plain, asked, sign)
        if markers:
            return markers
    if asked[-1] <= len(_WORDS):
        return _match_run(plain, asked, r"(?:(?<=[\s,;.])|^){n} la ", words=True)
    return []


def counts_lines(text: str) -> bool:
    """Return True for "8 ko co, 9 chua, 10 0": numbers of lines, whether or not they exist here."""
    return bool(_find_consecutive(strip_marks(text)))


def _find_consecutive(plain: str) -> list[_Marker]:
    """Find numbers that count up by one from clause to clause, each with an answer behind it."""
    found: list[_Marker] = []
    for piece in _PIECE.finditer(plain):
        hit = _NUMBERED_PIECE.match(piece[0])
        if hit is None or (found and int(hit[1]) != found[-1].numbers[0] + 1):
            return []
        found.append(_Marker((int(hit[1]),), piece.start(), piece.start() + hit.start(2)))
    return found if len(found) > _FEW else []


def _match_run(
    plain: str, asked: Sequence[int], sign: str, *, words: bool = False
) -> list[_Marker]:
    """Find a marker for each number in turn, the first at the start, each with text behind it."""
    markers: list[_Marker] = []
    for number in asked:
        name = _WORDS[number - 1] if words else f"0?{number}"
        start = markers[-1].end if markers else 0
        found = re.compile(sign.replace("{n}", name)).search(plain, start)
        if found is None or (markers and not plain[start : found.start()].strip(" ,;.\n")):
            return []
        if not markers and plain[: found.start()].strip(" \n"):
            return []
        markers.append(_Marker((number,), found.start(), found.end()))
    return (
        markers if plain[markers[-1].end :].strip() and _has_line_each(plain, markers, sign) else []
    )


def _has_line_each(plain: str, markers: list[_Marker], sign: str) -> bool:
    """Return True if every line has its marker; other signs need no lines."""
    if sign is not _LINE_MARKER:
        return True
    return len([line for line in plain.splitlines() if line.strip()]) == len(markers)


def _find_strong_markers(plain: str, length: int) -> list[_Marker]:
    evenly = _EVENLY.match(plain)
    if evenly is not None:
        numbers = tuple(int(n) for n in _NUMBER.findall(evenly[1]))
        return [_Marker(numbers, 0, evenly.end())] if max(numbers) <= length else []
    hits = list(_STRONG_MARKER.finditer(plain))
    while hits and not _begins_piece(plain, hits[0]):
        del hits[0]
    markers = [_Marker((int(hit[1] or hit[2]),), hit.start(), hit.end()) for hit in hits]
    if any(hit[2] and not 1 <= int(hit[2]) <= length for hit in hits):
        return []
    markers = [marker for marker in markers if 1 <= marker.numbers[0] <= length]
    dotted = _find_dotted_markers(plain, length)
    if len(dotted) > len(markers):
        markers = dotted
    if not markers:
        return []
    return _add_followers(plain, markers, length)


def _find_corrections(plain: str, last: _Marker, length: int) -> list[_Marker]:
    """Find lines said again after all were said: "… 8/ không. à nhầm câu 4 là 2"."""
    again = [marker for marker in _find_strong_markers(plain, length) if marker.start > last.end]
    return again if again and plain[last.end : again[0].start].strip() else []


def _begins_piece(plain: str, hit: re.Match[str]) -> bool:
    """Return False for "góp ý 2": such a short marker counts only where a piece begins."""
    if _SHORTLY_CALLED.match(hit[0]) is None:
        return True
    return plain[: hit.start()].rstrip(" ")[-1:] in ("", ",", ";", ".", ":", "\n")


def _find_dotted_markers(plain: str, length: int) -> list[_Marker]:
    """Find "1. 2 buổi 2. 3 hộ": counting up or down, each with text behind it."""
    found = [_Marker((int(h[1]),), h.start(), h.end()) for h in _DOTTED_MARKER.finditer(plain)]
    if not found or plain[: found[0].start].strip():
        return []
    numbers = [marker.numbers[0] for marker in found]
    ends = [marker.start for marker in found[1:]] + [len(plain)]
    said = all(plain[h.end : end].strip(" .,;") for h, end in zip(found, ends, strict=True))
    ordered = sorted(set(numbers)) in (numbers, numbers[::-1])
    return found if said and ordered and min(numbers) >= 1 and max(numbers) <= length else []


def _add_followers(plain: str, markers: list[_Marker], length: int) -> list[_Marker]:
    """Add later numbers without a sign, where a piece begins: "1: 12, 3 có"."""
    found: list[_Marker] = []
    for marker, following in zip(markers, [*markers[1:], None], strict=True):
        found.append(marker)
        end = following.start if following else len(plain)
        last = marker.numbers[-1]
        limit = following.numbers[0] if following and following.numbers[0] > last else length + 1
        for hit in _SEPARATED.finditer(plain, marker.end, end):
            said = plain[marker.end : hit.start()].strip()
            if last < int(hit[1]) < limit and said and said[0] != ",":
                last = int(hit[1])
                found.append(_Marker((last,), hit.start(1), hit.end()))
    return found


def _find_yes_no_markers(
    plain: str, length: int, is_yes_no: Callable[[int], bool]
) -> list[_Marker]:
    """Find "6 chưa 8 không": only numbers of questions that a word answers."""
    found = [_Marker((int(h[1]),), h.start(), h.end()) for h in _YES_NO_MARKER.finditer(plain)]
    numbers = [marker.numbers[0] for marker in found]
    if not numbers or found[0].start or len(_NUMBER.findall(plain)) != len(numbers):
        return []
    fits = all(1 <= n <= length and is_yes_no(n) for n in numbers)
    return found if fits and numbers == sorted(set(numbers)) else []


# -- what belongs to each


def _read_list_before_first(plain: str, marker: _Marker) -> list[int]:
    """Read the list before the first marker: "9, 10, 11: rồi"."""
    hit = _BEFORE.fullmatch(plain[: marker.start])
    return _read_numbers(hit[1], marker.numbers[0]) if hit else []


def _split_parts(
    text: str, plain: str, markers: list[_Marker], length: int, waiting: list[int]
) -> list[Part]:
    parts: list[Part] = []
    for marker, following in zip(markers, [*markers[1:], None], strict=True):
        end = following.start if following else len(text)
        said = plain[marker.end : end]
        joins = _JOIN.fullmatch(said) is not None and following is not None
        if joins and following is not None and _may_join(said, marker, following):
            waiting += _expand_range(marker.numbers[0], following.numbers[0], said)
            continue
        end = _find_part_end(plain, marker, following, end)
        numbers, start = _read_list_after(plain, marker, end)
        parts += [
            (n, _clean_part(text[start:end])) for n in (*waiting, *numbers) if 1 <= n <= length
        ]
        waiting = _read_list_before(plain, end, following)
    return parts


def _may_join(said: str, marker: _Marker, following: _Marker) -> bool:
    ranged = said.strip() in _RANGES
    return (
        following.numbers[0] > marker.numbers[0]
        if ranged
        else (following.numbers[0] == marker.numbers[0] + 1)
    )


def _expand_range(first: int, following: int, said: str) -> list[int]:
    return list(range(first, following)) if said.strip() in _RANGES else [first]


def _find_part_end(plain: str, marker: _Marker, following: _Marker | None, end: int) -> int:
    """Find where a part ends before a list that belongs to the next marker: "2; 2,3,4: không"."""
    hit = None if following is None else _BEFORE.search(plain, marker.end, end)
    if following is None or hit is None:
        return end
    start = hit.start(1)
    if not plain[marker.end : start].strip(" ,;"):  # the first number is the answer
        first = _NUMBER.search(plain, start)
        start = first.end() if first else end
        start += len(plain[start:end]) - len(plain[start:end].lstrip(" ,;"))
    listed = _read_numbers(plain[start:end], following.numbers[0])
    leads_on = plain[start : start + 1] != "-" and listed and listed[0] > marker.numbers[-1]
    return start if leads_on else end


def _read_list_before(plain: str, end: int, following: _Marker | None) -> list[int]:
    if following is None or end == following.start:
        return []
    return _read_numbers(plain[end : following.start], following.numbers[0])


def _read_numbers(said: str, last: int) -> list[int]:
    """Read "2,3," or "2-" before a last number; empty where they do not lead up to it."""
    numbers = [int(n) for n in _NUMBER.findall(said)]
    if len(numbers) == 1 and any(sign in said for sign in _RANGES) and numbers[0] < last:
        return list(range(numbers[0], last))
    return numbers if numbers and numbers == list(range(numbers[0], last)) else []


def _read_list_after(plain: str, marker: _Marker, end: int) -> tuple[list[int], int]:
    """Read the numbers that continue a marker: "câu 2 3 4 không"."""
    if len(marker.numbers) > 1:
        return list(marker.numbers), marker.end
    own = marker.numbers[0]
    hit = _LISTED.match(plain, marker.end, end)
    if hit is None:
        return [own], marker.end
    more = [int(n) for n in _NUMBER.findall(hit[1])]
    if len(more) == 1 and any(sign in hit[1] for sign in _RANGES) and more[0] > own:
        return list(range(own, more[0] + 1)), hit.end()
    if more == list(range(own + 1, own + 1 + len(more))):
        return [own, *more], hit.end()
    return [own], marker.end


def _clean_part(text: str) -> str:
    said = text.strip(" ,;.:=\n")
    for verb in ("là ", "la ", "thành ", "thanh "):
        said = said.removeprefix(verb)
    alike = _ALIKE.match(strip_marks(said))
    said = said[alike.end() :] if alike else said
    tail = _TAIL.search(strip_marks(said))
    return (said[: tail.start()] if tail else said).strip(" ,.;:=").rstrip(" /-|")
