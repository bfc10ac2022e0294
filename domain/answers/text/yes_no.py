"""Reads yes, no and "not yet"."""

from domain.answers.readings import (
    MAX_CHARACTERS,
    NOT_YET,
    UNKNOWN,
    UNREADABLE,
    Reading,
    to_reading,
)
from domain.answers.text.lexicon import (
    ABOUT,
    ASKING,
    BUT,
    CORRECTION,
    FILLER,
    HALF,
    MAYBE,
    NONE,
    NOT,
    POLITE,
    SURE_NO,
    VAGUE,
    WAITING,
    YES,
    YET,
)
from domain.answers.text.scanning import Scan, does_not_know, scan
from domain.answers.text.words import Token, Word, prepare

_MOST_UNKNOWN = 4
_SCRAPS = frozenset({"cha", "chu", "chau", "chya", "ha", "kk", "ca"})
_HAVING = frozenset({"có", "được", "rồi", "đã", "xong", "phải", "nhận"})


def read_yes_no(text: str) -> Reading:
    """Read "yes" or "no", that it is not yet so, or that she does not know."""
    tokens = prepare(text, MAX_CHARACTERS)
    return UNREADABLE if tokens is None else read_yes_no_tokens(tokens)


def read_yes_no_tokens(tokens: list[Token]) -> Reading:
    """Read tokens that end with END as the answer to a yes-no question."""
    scanned = scan(tokens)
    if does_not_know(scanned):
        return UNKNOWN
    if scanned.numbers:
        return _read_with_number(scanned)
    words = [tokens[at].word for at in scanned.loose]
    if _asks(words) or scanned.does(ASKING | CORRECTION) or _denies_twice(words):
        return UNREADABLE
    return _read_words(scanned, words)


def _denies_twice(words: list[Word]) -> bool:
    """Return True for "không phải là không"."""
    denials = [at for at, word in enumerate(words) if word.bits & (NOT | SURE_NO)]
    return len(denials) > 1 and any("phải" in name for word in words for name in word.names)


def _read_with_number(scanned: Scan) -> Reading:
    """Read "có 2 chị" as a yes to be confirmed, "0 có" as a no, a number alone as nothing."""
    if len(scanned.numbers) > 1:
        return UNREADABLE
    number = scanned.numbers[0]
    before = scanned.collect_bits(0, number.start)
    if number.amount == 0:
        return to_reading("no", sure=False) if not scanned.unknown else UNREADABLE
    if scanned.bits & NOT:
        closed = number.amount == 1 and before & NOT and not scanned.unknown
        return to_reading("no") if closed else UNREADABLE
    says_yes = any(
        "có" in scanned.tokens[at].word.names or "rồi" in scanned.tokens[at].word.names
        for at in scanned.loose
    )
    return (
        to_reading("yes", sure=False)
        if says_yes and scanned.unknown <= _MOST_UNKNOWN
        else UNREADABLE
    )


def _asks(words: list[Word]) -> bool:
    """Return True for "có không", "rồi chưa", "có phải … không": yes and no side by side."""
    if any("?" in word.typed for word in words):
        return True
    held = False
    for at, word in enumerate(words):
        if word.bits & NOT and not word.bits & NONE:
            return held and not _says_more(words[at + 1 :])
        held = held or ("dạ" not in word.names and not word.names.isdisjoint(_HAVING))
    return False


def _says_more(words: list[Word]) -> bool:
    return any(word.bits & ~FILLER or not word.bits for word in words)


def _read_words(scanned: Scan, words: list[Word]) -> Reading:
    answer, sure = _find_polarity(words)
    if answer == "":
        return UNREADABLE
    if answer == "yet":
        if scanned.does(MAYBE):
            return to_reading("no", sure=False)
        return NOT_YET if scanned.unknown <= _MOST_UNKNOWN else UNREADABLE
    if scanned.unknown > _MOST_UNKNOWN or (scanned.bits & VAGUE and scanned.unknown):
        return UNREADABLE
    if (answer == "yes" and _is_only_politeness(words)) or _may_be_not_yet(words):
        sure = False
    if scanned.bits & BUT:
        return to_reading(answer, sure=False) if answer == "yes" else UNREADABLE
    doubtful = any(
        word.bits & (MAYBE | ABOUT | VAGUE | HALF)
        and not word.bits & FILLER
        and "đâu" not in word.names
        for word in words
    )
    return to_reading(answer, sure=bool(sure and not doubtful and not scanned.unknown))


def _is_only_politeness(words: list[Word]) -> bool:
    """Return True for "dạ" alone: it may be mere politeness, or "đã" without its marks."""
    if any("hết" in word.names for word in words):
        return all(word.names <= {"hết", "rồi"} or word.bits & POLITE for word in words)
    return all("dạ" in word.names or word.bits & POLITE for word in words) and not any(
        word.bits & YES and "dạ" not in word.names for word in words
    )


def _may_be_not_yet(words: list[Word]) -> bool:
    """Return True for "cha lam", "chu co", "kk co": perhaps "chưa" or "không" mistyped."""
    return any(word.marks.base in _SCRAPS and not word.marks.tone for word in words[:2])


def _find_polarity(words: list[Word]) -> tuple[str, bool]:
    """Return ("yes", "no", "yet" or "", whether it is sure)."""
    if not words:
        return "", False
    if _says_later(words):
        return "yet", True
    kept = [word for word in words if word.bits & (YES | NOT | SURE_NO | WAITING | NONE)]
    if not any(word.bits & (NOT | SURE_NO | NONE) for word in kept) and _asks_which(words):
        return "", False
    if not kept and any("dạ" in word.names for word in words):
        return "yes", False
    if not kept:
        return "", False
    if any(word.bits & YET for word in kept):
        return _read_not_yet(kept)
    return _read_yes_or_no(words, kept)


def _asks_which(words: list[Word]) -> bool:
    """Return True for "nhận cái gì cơ", "nhận ở đâu": without a negation it is a question."""
    return any(not word.names.isdisjoint({"gì", "nào", "ai"}) for word in words) or any(
        "đâu" in word.names for word in words[:-1]
    )


def _says_later(words: list[Word]) -> bool:
    """Return True for "tuần sau mới có", "đã nhận đâu"."""
    names = frozenset(name for word in words for name in word.names)
    if names & {"rồi", "đã", "có_rồi"} or any(word.bits & NOT for word in words):
        return bool({"đâu", "có_đâu"} & words[-1].names and any(w.names == {"đã"} for w in words))
    later = "mai" in names or (names & {"sau", "tới"} and names & {"tuần", "tháng", "ngày", "mới"})
    if later and names & {"có", "nhận", "được", "mới"}:
        return True
    last = words[-1].names
    return bool({"đâu", "có_đâu"} & last and any(w.names == {"đã"} for w in words))


def _read_not_yet(kept: list[Word]) -> tuple[str, bool]:
    """Read "yet", but nothing of "rồi, chưa nhận", a contradiction, or "đã … chưa", a question."""
    first = next(at for at, word in enumerate(kept) if word.bits & YET)
    if any(not word.names.isdisjoint({"rồi", "có", "có_rồi"}) for word in kept[:first]):
        return "", False
    return "yet", True


def _read_yes_or_no(words: list[Word], kept: list[Word]) -> tuple[str, bool]:
    if any(word.bits & WAITING for word in kept):
        return "yet", True
    denied = [at for at, word in enumerate(kept) if word.bits & (NOT | SURE_NO | NONE)]
    if not denied:
        return _read_affirmation(words, kept)
    if any(_affirms(word) for word in kept[: denied[0]]):
        return ("", False)
    return "no", True


def _affirms(word: Word) -> bool:
    return bool(word.names & {"có", "rồi", "yes", "ok"} and not word.bits & NOT)


def _read_affirmation(words: list[Word], kept: list[Word]) -> tuple[str, bool]:
    """Read "nhận rồi" as a yes and "có gì đâu" as a no; "có đâu" was handled before."""
    last = words[-1] if words else None
    if last is not None and "đâu" in last.names and len(words) > 1:
        return "no", False
    return "yes", True
