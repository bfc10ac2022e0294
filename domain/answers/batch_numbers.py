"""Answers that bear the numbers of their questions: "1: 12, 2: 0, 3 có", "1. 12\\n2. 0"."""

from domain.answers.marks import fold
from domain.answers.words import Token, cut

_LONGEST = 2
_SIGNS = frozenset(":.)=")
_CALLED = frozenset({"cau", "dong", "muc", "y", "c", "so"})
_BECOMES = frozenset({"là", "thành"})


def numbered_parts(text: str, length: int) -> dict[int, str]:
    """{number: its text}; empty where the message is not numbered or the numbers make no sense."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [_without_verb(line) for line in lines]
    by_line = _sequence(lines, length) if len(lines) > 1 else {}
    if by_line:
        return by_line
    pieces = _pieces(lines)
    first = _headed(pieces[0], length) if pieces else None
    if first is None:
        return {}
    return _all_parts(pieces, length)


def is_numbered(text: str) -> bool:
    """Whether it begins like "9: 5", be there such a question or not."""
    tokens = cut(text)
    return bool(tokens[0].digits and tokens[1].text == ":" and len(tokens[0].digits) <= _LONGEST)


def _without_verb(line: str) -> str:
    """ "sửa câu 4: 5": without the verb."""
    first, _, rest = line.partition(" ")
    return rest if fold(first) in ("sua", "doi") and rest else line


def _sequence(lines: list[str], length: int) -> dict[int, str]:
    """Lines that begin 1, 2, 3 …: "1.12" too."""
    parts: dict[int, str] = {}
    for expected, line in enumerate(lines, start=1):
        number, rest = _split_digits(line)
        if number != expected or number > length or not rest or rest[0] not in ".):=-/ ":
            return {}
        if rest[0] == " " and not _headed(line, length):
            return {}
        parts[number] = rest.lstrip(".):=-/ ").strip()
    return parts


def _split_digits(line: str) -> tuple[int, str]:
    digits = len(line) - len(line.lstrip("0123456789"))
    return (int(line[:digits]), line[digits:]) if 0 < digits < 4 else (0, line)


def _pieces(lines: list[str]) -> list[str]:
    """Parts between commas, semicolons and lines; a comma between digits stays."""
    pieces: list[str] = []
    for line in lines:
        tokens, start = cut(line), 0
        place = 0
        for at, token in enumerate(tokens[:-1]):
            place = line.index(token.text, place)
            if token.text in ",;" and not _tight(tokens, at):
                pieces.append(line[start:place].strip())
                start = place + 1
            place += len(token.text)
        pieces.append(line[start:].strip())
    return [piece for piece in pieces if piece]


def _tight(tokens: list[Token], at: int) -> bool:
    following = tokens[at + 1]
    return bool(at and tokens[at - 1].digits and following.digits and not following.gap)


def _headed(piece: str, length: int) -> tuple[int, str] | None:
    """(number, text) where a piece begins with "4:", "4.", "4)", "câu 4"."""
    tokens = cut(piece)
    at = 0
    called = not tokens[0].word.names.isdisjoint({"sửa", "đổi"})
    at += called
    named = at < len(tokens) - 1 and fold(tokens[at].text) in _CALLED
    at += named
    token, following = tokens[at], tokens[min(at + 1, len(tokens) - 1)]
    if not token.digits or len(token.digits) > 2 or not 1 <= int(token.digits) <= length:
        return None
    signed = following.text in _SIGNS and following.text != ""
    if signed and following.text == "." and not tokens[at + 2].gap and tokens[at + 2].digits:
        return None
    becomes = bool(token.digits) and not following.word.names.isdisjoint(_BECOMES)
    if not signed and not named and not becomes:
        return None
    return int(token.digits), _rest(piece, tokens, at + 1 + signed)


def _rest(piece: str, tokens: list[Token], at: int) -> str:
    place = 0
    for token in tokens[:at]:
        place = piece.index(token.text, place) + len(token.text)
    rest = piece[place:].strip()
    for word in ("là ", "la ", "thành ", "thanh ", "sửa thành "):
        rest = rest.removeprefix(word)
    return rest.strip(" :=")


def _all_parts(pieces: list[str], length: int) -> dict[int, str]:
    parts: dict[int, str] = {}
    last = 0
    for piece in _resplit(pieces, length):
        headed = _headed(piece, length) or _next(piece, last, length)
        if headed is None:
            if not last:
                return {}
            parts[last] = f"{parts[last]}, {piece}"
            continue
        last, rest = headed
        if last in parts:
            return {}
        parts[last] = rest
    return parts


def _resplit(pieces: list[str], length: int) -> list[str]:
    """ "1: 12 2: 0 3: có": heads within a piece begin a new one."""
    found: list[str] = []
    for piece in pieces:
        words = piece.split()
        begun = 0
        for at in range(1, len(words)):
            head = words[at].rstrip(":)=")
            if head != words[at] and head.isdecimal() and 1 <= int(head[:3]) <= length:
                start = at - (fold(words[at - 1]) in _CALLED)
                if start > begun:
                    found.append(" ".join(words[begun:start]))
                    begun = start
        found.append(" ".join(words[begun:]))
    return found


def _next(piece: str, last: int, length: int) -> tuple[int, str] | None:
    """ "3 có" after "2: 0": the next number without its sign."""
    number, rest = _split_digits(piece)
    if last < number <= length and rest.startswith(" ") and rest.strip():
        return number, rest.strip()
    return None
