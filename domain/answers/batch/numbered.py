"""Answers that bear the numbers of their questions, however she writes the numbers.

"1: 12, 2: 0", "câu 1 hai buổi câu 2 không", "2,3,4: không", "1/ 3 hộ 2/ 0": what plainly heads an
answer may come alone and in any order; what could as well be an answer ("1/2 2/0", "1.2 2.0") is
taken for heads only where it counts through every question asked.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from domain.answers.batch.courtesies import bare

_CALLED = r"(?:cau|muc|dong|y|so|c|#)"
_SHORTLY_CALLED = re.compile(r"(?:y|so|c|dong) ?\d")
_STRONG = re.compile(
    rf"(?:(?<=[\s,;.(-])|^)(?:tu )?(?:sua |doi )?(?:{_CALLED} ?(?:so )?(\d{{1,2}})(?!\d|[/-]\d| ?%)"
    r"(?:\s*[:=)>]|\.(?!\d)|\s+la\b|\s+thanh\b)?"
    r"|(?:(?<=\d-)|(?<!-))\(?(\d{1,2})(?:\s*[:=)>]|\s+la\b|\s+thanh\b))\s*"
)
_DOTTED = re.compile(r"(?:(?<=[\s,;])|^)(\d{1,2})\.(?![\d.])\s*")
_WEAK = ("{n}/ ", r"{n}\s?[/]\s?", r"{n}\s?-\s?", r"{n}\.\s?", r"{n}\)\s?")
_LINE_HEAD = r"(?:(?<=\n)|^)[ ]*{n}(?:[,.:)/=-]|(?=\s)) *"
_WORDS = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot")
_JOIN = re.compile(r"\s*(?:,|;|&|va|den|toi|-|)\s*$")
_BEFORE = re.compile(r"(?:(?<=[\s,;])|^)((?:\d{1,2}\s*(?:,|;|&|-|va|den|toi)\s*)+)$")
_NUMBER = re.compile(r"\d{1,2}")
_LISTED = re.compile(
    rf"((?:\s*(?:,|;|va|den|toi|-)?\s*(?:{_CALLED}\s?)?\d{{1,2}}(?!\d|[/.-]\d))+)\s*[:=]?\s*"
    r"(?!khong,? ?3)(?=(?:deu|cung|khong|ko|k|kg|chua|roi|ca|0)\b)"
)
_SEPARATED = re.compile(r"[,;.\n]\s*(\d{1,2})[ ]+(?=\S)")
_STATE = re.compile(r"(?:(?<=[\s,;.])|^)(\d{1,2}) (?=[a-z])")
_ALIKE = re.compile(r"\b(?:deu|cung|ca hai|ca)\b ?")
_TAIL = re.compile(r"(?<=[\s,.])(?:tu|moi dung|moi phai|(?:a )?(?:nham|quen|lon|sua(?: lai)?))$")
_EVENLY = re.compile(r"(\d{1,2}(?:(?:\s*,\s*|\s+|\s+va\s+)\d{1,2})+)\s+deu\s+")
_RANGES = ("den", "toi", "-")
_FEW = 2

Part = tuple[int, str]


class _Head(NamedTuple):
    numbers: tuple[int, ...]
    start: int
    end: int


def numbered_parts(
    text: str,
    length: int,
    asked: Sequence[int],
    is_state: Callable[[int], bool] = lambda _: False,
) -> tuple[str, list[Part]]:
    """(what stands before the first number, [(number, its text)]); no parts: not numbered.

    A number may come twice. `asked`: the numbers open now; `is_state`: whether a question is
    answered with yes or no, so that "6 chưa" names it.
    """
    plain = bare(text)
    heads = _counted_through(plain, asked)
    if heads:
        heads += _mended_after(plain, heads[-1], length)
    heads = heads or _strong(plain, length) or _states(plain, length, is_state)
    if not heads:
        return text, []
    first = _list_before_first(plain, heads[0])
    parts = _parts(text, plain, heads, length, first)
    if sum(not said for _, said in parts) > 1:
        return text, []
    return text[: heads[0].start] if not first else "", parts


# -- heads


def _counted_through(plain: str, asked: Sequence[int]) -> list[_Head]:
    """Signs that might be anything, but that count through all that was asked."""
    if len(asked) <= _FEW:
        return []
    for sign in (_LINE_HEAD, *(rf"(?:(?<=[\s,;])|^){sign}" for sign in _WEAK)):
        heads = _run(plain, asked, sign)
        if heads:
            return heads
    if asked[-1] <= len(_WORDS):
        return _run(plain, asked, r"(?:(?<=[\s,;.])|^){n} la ", words=True)
    return []


def _run(plain: str, asked: Sequence[int], sign: str, *, words: bool = False) -> list[_Head]:
    """A head for each number in turn, the first of all at the beginning, none without text."""
    heads: list[_Head] = []
    for number in asked:
        name = _WORDS[number - 1] if words else f"0?{number}"
        start = heads[-1].end if heads else 0
        found = re.compile(sign.replace("{n}", name)).search(plain, start)
        if found is None or (heads and not plain[start : found.start()].strip(" ,;.\n")):
            return []
        if not heads and plain[: found.start()].strip(" \n"):
            return []
        heads.append(_Head((number,), found.start(), found.end()))
    return heads if plain[heads[-1].end :].strip() and _alone_each(plain, heads, sign) else []


def _alone_each(plain: str, heads: list[_Head], sign: str) -> bool:
    """Lines with numbers before them: no more lines than numbers."""
    if sign is not _LINE_HEAD:
        return True
    return len([line for line in plain.splitlines() if line.strip()]) == len(heads)


def _strong(plain: str, length: int) -> list[_Head]:
    evenly = _EVENLY.match(plain)
    if evenly is not None:
        numbers = tuple(int(n) for n in _NUMBER.findall(evenly[1]))
        return [_Head(numbers, 0, evenly.end())] if max(numbers) <= length else []
    hits = list(_STRONG.finditer(plain))
    while hits and not _begins_a_piece(plain, hits[0]):
        del hits[0]
    heads = [_Head((int(hit[1] or hit[2]),), hit.start(), hit.end()) for hit in hits]
    if any(hit[2] and not 1 <= int(hit[2]) <= length for hit in hits):
        return []
    heads = [head for head in heads if 1 <= head.numbers[0] <= length]
    dotted = _dotted(plain, length)
    if len(dotted) > len(heads):
        heads = dotted
    if not heads:
        return []
    return _with_followers(plain, heads, length)


def _mended_after(plain: str, last: _Head, length: int) -> list[_Head]:
    """Lines said anew once all had been said: "… 8/ không. à nhầm câu 4 là 2"."""
    again = [head for head in _strong(plain, length) if head.start > last.end]
    return again if again and plain[last.end : again[0].start].strip() else []


def _begins_a_piece(plain: str, hit: re.Match[str]) -> bool:
    """ "góp ý 2" is no second question: what is called so shortly begins a piece."""
    if _SHORTLY_CALLED.match(hit[0]) is None:
        return True
    return plain[: hit.start()].rstrip(" ")[-1:] in ("", ",", ";", ".", ":", "\n")


def _dotted(plain: str, length: int) -> list[_Head]:
    """ "1. 2 buổi 2. 3 hộ": going up or down, and something said to each."""
    found = [_Head((int(h[1]),), h.start(), h.end()) for h in _DOTTED.finditer(plain)]
    if not found or plain[: found[0].start].strip():
        return []
    numbers = [head.numbers[0] for head in found]
    ends = [head.start for head in found[1:]] + [len(plain)]
    said = all(plain[h.end : end].strip(" .,;") for h, end in zip(found, ends, strict=True))
    ordered = sorted(set(numbers)) in (numbers, numbers[::-1])
    return found if said and ordered and min(numbers) >= 1 and max(numbers) <= length else []


def _with_followers(plain: str, heads: list[_Head], length: int) -> list[_Head]:
    """ "1: 12, 3 có": a later number without its sign, at the beginning of a piece."""
    found: list[_Head] = []
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        found.append(head)
        end = following.start if following else len(plain)
        last = head.numbers[-1]
        limit = following.numbers[0] if following and following.numbers[0] > last else length + 1
        for hit in _SEPARATED.finditer(plain, head.end, end):
            said = plain[head.end : hit.start()].strip()
            if last < int(hit[1]) < limit and said and said[0] != ",":
                last = int(hit[1])
                found.append(_Head((last,), hit.start(1), hit.end()))
    return found


def _states(plain: str, length: int, is_state: Callable[[int], bool]) -> list[_Head]:
    """ "6 chưa 8 không": nothing but numbers of questions that a word answers."""
    found = [_Head((int(h[1]),), h.start(), h.end()) for h in _STATE.finditer(plain)]
    numbers = [head.numbers[0] for head in found]
    if not numbers or found[0].start or len(_NUMBER.findall(plain)) != len(numbers):
        return []
    fits = all(1 <= n <= length and is_state(n) for n in numbers)
    return found if fits and numbers == sorted(set(numbers)) else []


# -- what belongs to each


def _list_before_first(plain: str, head: _Head) -> list[int]:
    """ "9, 10, 11: rồi"."""
    hit = _BEFORE.fullmatch(plain[: head.start])
    return _numbers(hit[1], head.numbers[0]) if hit else []


def _parts(
    text: str, plain: str, heads: list[_Head], length: int, waiting: list[int]
) -> list[Part]:
    parts: list[Part] = []
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        end = following.start if following else len(text)
        said = plain[head.end : end]
        joins = _JOIN.fullmatch(said) is not None and following is not None
        if joins and following is not None and _may_join(said, head, following):
            waiting += _span(head.numbers[0], following.numbers[0], said)
            continue
        end = _before_list(plain, head, following, end)
        numbers, start = _listed(plain, head, end)
        parts += [(n, _said(text[start:end])) for n in (*waiting, *numbers) if 1 <= n <= length]
        waiting = _list_before(plain, end, following)
    return parts


def _may_join(said: str, head: _Head, following: _Head) -> bool:
    ranged = said.strip() in _RANGES
    return (
        following.numbers[0] > head.numbers[0]
        if ranged
        else (following.numbers[0] == head.numbers[0] + 1)
    )


def _span(first: int, following: int, said: str) -> list[int]:
    return list(range(first, following)) if said.strip() in _RANGES else [first]


def _before_list(plain: str, head: _Head, following: _Head | None, end: int) -> int:
    """Where a part ends when numbers that go with the next head follow it: "2; 2,3,4: không"."""
    hit = None if following is None else _BEFORE.search(plain, head.end, end)
    if following is None or hit is None:
        return end
    start = hit.start(1)
    if not plain[head.end : start].strip(" ,;"):  # the first of them answers this head
        first = _NUMBER.search(plain, start)
        start = first.end() if first else end
        start += len(plain[start:end]) - len(plain[start:end].lstrip(" ,;"))
    listed = _numbers(plain[start:end], following.numbers[0])
    leads_on = plain[start : start + 1] != "-" and listed and listed[0] > head.numbers[-1]
    return start if leads_on else end


def _list_before(plain: str, end: int, following: _Head | None) -> list[int]:
    if following is None or end == following.start:
        return []
    return _numbers(plain[end : following.start], following.numbers[0])


def _numbers(said: str, last: int) -> list[int]:
    """ "2,3," or "2-" before a last number; empty where they do not lead up to it."""
    numbers = [int(n) for n in _NUMBER.findall(said)]
    if len(numbers) == 1 and any(sign in said for sign in _RANGES) and numbers[0] < last:
        return list(range(numbers[0], last))
    return numbers if numbers and numbers == list(range(numbers[0], last)) else []


def _listed(plain: str, head: _Head, end: int) -> tuple[list[int], int]:
    """ "câu 2 3 4 không": the numbers after the head that lead on from it."""
    if len(head.numbers) > 1:
        return list(head.numbers), head.end
    own = head.numbers[0]
    hit = _LISTED.match(plain, head.end, end)
    if hit is None:
        return [own], head.end
    more = [int(n) for n in _NUMBER.findall(hit[1])]
    if len(more) == 1 and any(sign in hit[1] for sign in _RANGES) and more[0] > own:
        return list(range(own, more[0] + 1)), hit.end()
    if more == list(range(own + 1, own + 1 + len(more))):
        return [own, *more], hit.end()
    return [own], head.end


def _said(text: str) -> str:
    said = text.strip(" ,;.:=\n")
    for verb in ("là ", "la ", "thành ", "thanh "):
        said = said.removeprefix(verb)
    alike = _ALIKE.match(bare(said))
    said = said[alike.end() :] if alike else said
    tail = _TAIL.search(bare(said))
    return (said[: tail.start()] if tail else said).strip(" ,.;:=").rstrip(" /-|")
