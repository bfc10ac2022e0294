"""Words that command the conversation. An answer is never taken for a command."""

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from domain.answers.readings import UNREADABLE, Reading, to_reading
from domain.answers.text.marks import agrees, clean, fold, take_apart

_MAX_CHARACTERS = 60
_SHORTEST_MISTYPED = 6
_LINE = 3

# The first of each row may be mistyped. All are written with their marks.
_COMMANDS: dict[str, tuple[str, ...]] = {
    "help": ("trợ giúp", "hướng dẫn", "help", "trogiup", "huongdan", "giúp đỡ", "cách dùng",
             "giúp", "giúp với", "giúp chị với", "giúp em với"),
    "cancel": ("huỷ", "huỷ bỏ", "cancel", "huỷ lệnh", "huybo"),
    "edit": ("sửa", "sửa lại", "edit", "chỉnh sửa", "sửa báo cáo", "sualai"),
    "back": ("quay lại", "trở lại", "back", "quaylai", "lùi lại", "trolai",
             "câu trước", "về câu trước", "quay lại câu trước"),
    "skip": ("bỏ qua", "skip", "boqua", "bỏ qua câu này"),
    "list": ("danh sách", "list", "danhsach", "xem danh sách"),
    "ok": ("ok", "oke", "okie", "okay", "đúng", "đúng rồi", "đồng ý", "gửi", "gửi đi",
           "gửi luôn", "gửi báo cáo", "xác nhận"),
    "report": ("báo cáo", "baocao", "làm báo cáo", "report"),
    "case": ("vụ việc", "vuviec", "báo vụ việc"),
    "progress": ("tiến độ", "tiendo", "xem tiến độ", "progress"),
    "wrong": ("sai", "sai rồi", "không phải tôi", "không phải chị", "không phải em"),
    "later": ("để sau", "để mai", "mai", "lát nữa", "để lát nữa", "lúc khác", "nhắc mai",
              "nhắc lại mai", "mai nhắc lại", "tí nữa", "later"),
    "nothing": ("không phát sinh", "không có gì mới", "không có gì phát sinh",
                "không có phát sinh"),
}  # fmt: skip

COMMAND_WORDS = frozenset(_COMMANDS)
"""All values that `read_command` can read. The handlers say which command each leads to."""

# Said in other ways or with more words: understood, but to be confirmed.
_ROUNDABOUT: dict[str, tuple[str, ...]] = {
    "help": ("giúp em", "giúp chị", "chỉ chị với", "cần giúp", "giúp tôi"),
    "cancel": ("thoát", "dừng lại", "huỷ báo cáo", "thoát ra", "không làm nữa", "dừng"),
    "edit": ("cần sửa", "chị muốn sửa", "sửa giúp chị", "muốn sửa", "sửa câu", "cho sửa",
             "cho chị sửa",
             "sửa giúp", "sửa giúp em", "em muốn sửa"),
    "back": ("lùi", "trở về"),
    "skip": ("cho qua", "bỏ câu này", "qua câu này", "câu sau", "qua câu sau"),
    "list": ("xem ds", "ds", "cho xem danh sách", "mở danh sách"),
    "later": ("mai làm", "mai nhắn", "để mai làm", "lát làm"),
}  # fmt: skip

_COURTESIES = frozenset({
    "dạ", "ạ", "nhé", "nha", "nhen", "hen", "em", "e", "chị", "c", "ơi", "với", "đi", "đã", "luôn",
    "giúp", "giùm", "dùm", "thôi", "ah", "ak", "đây", "nè", "cái", "đâu", "mà", "nào", "ngay",
    "da", "a", "nhe", "chi", "oi", "voi", "di", "luon", "giup", "gium", "dum", "thoi", "day", "ne",
    "cai", "dau", "ma", "nao",
})  # fmt: skip
"""Polite words behind a command. A word with other marks is another: "sửa nhà" mends a house."""

_ASKING = re.compile(
    r"((dạ|da|vâng|vang|à|ừ|u|uh|thôi|thoi|em ơi|em oi|e oi|ơi|oi|em|này|nay)[ ,]+)*"
    r"((cho|xin|nhờ|nho|giúp|giup)( (chị|chi|c|em|tôi|toi))?[ ,]+"
    r"|(chị|chi|c|tôi|toi|em|bác|bac)? ?(muốn|muon|cần|can|xin|phải|phai)[ ,]+)?"
)
"""Polite words before a command: "em ơi cho chị báo cáo với", "chị muốn báo cáo"."""

_ALIASES = {"wa": "qua", "k": "không", "ko": "không", "hk": "không", "bc": "báo cáo"}

_ANSWERS_TOO = frozenset({"ok", "wrong", "later", "nothing"})
_TWICE = re.compile(r"(.)\1+")
_Syllables = tuple[str, ...]


def _build_table(rows: dict[str, tuple[str, ...]]) -> dict[str, list[tuple[_Syllables, str]]]:
    """Index the commands by their folded words."""
    table: dict[str, list[tuple[_Syllables, str]]] = {}
    for name, phrases in rows.items():
        for phrase in phrases:
            table.setdefault(fold(phrase), []).append((tuple(phrase.split()), name))
    return table


_EXACT = _build_table(_COMMANDS)
_LOOSE = _build_table(_ROUNDABOUT)
_LONG = tuple(
    (folded, rows[0][1]) for folded, rows in _EXACT.items() if len(folded) >= _SHORTEST_MISTYPED
)


def read_command(text: str, *, answers_too: bool = True) -> Reading:
    """Read help, cancel, edit, back, skip, list, ok, report, case, progress, wrong, later, nothing.

    A slash before it is allowed. A command that is mistyped or said in a roundabout way is to be
    confirmed. Without `answers_too`, words that may also answer a question ("ok", "sai", "mai") are
    not read as commands.
    """
    if len(text) > 2 * _MAX_CHARACTERS:
        return UNREADABLE
    found = _read(clean(text).strip(" \t\r\n.!,;:~*\"'"))
    return UNREADABLE if not answers_too and found.value in _ANSWERS_TOO else found


@lru_cache(maxsize=4096)
def _read(text: str) -> Reading:
    slash = text.startswith("/")
    words = text.lstrip("/").split("@")[0].split() if slash else text.split()
    if not words or len(words) > 8:
        return UNREADABLE
    for tried in _list_shortenings(words):
        found = _find_command(" ".join(_ALIASES.get(word, word) for word in tried).split())
        if found is not UNREADABLE:
            return found
    bare = _list_shortenings(words)[-1]
    if len(bare) == _LINE and fold(" ".join(bare[:2])) == "sua cau" and bare[2].isdecimal():
        return to_reading("edit", sure=False)
    return _match_mistyped(" ".join(fold(w) for w in bare))


def _list_shortenings(words: list[str]) -> list[list[str]]:
    """List the words without "ạ", "nhé em" after them, then without "cho chị" before, one by one.

    The last are the words without any courtesy.
    """
    tried = [words]
    while len(tried[-1]) > 1 and tried[-1][-1].strip(",.!") in _COURTESIES:
        tried.append(tried[-1][:-1])
    for ended in (tried[-1], words):
        asked = _ASKING.match(" ".join(ended))
        bare = " ".join(ended)[asked.end() :].split() if asked is not None else []
        if bare and bare != ended:
            tried.append(bare)
    return tried


def _find_command(words: list[str]) -> Reading:
    key = fold(" ".join(words))
    for table, sure in ((_EXACT, True), (_LOOSE, False)):
        for syllables, name in table.get(key, ()):
            if _matches(words, syllables):
                return to_reading(name, sure=sure)
    return _match_wrongly_marked(words, key)


def _matches(words: list[str], syllables: _Syllables) -> bool:
    return len(words) == len(syllables) and all(
        agrees(take_apart(word), take_apart(meant))
        for word, meant in zip(words, syllables, strict=True)
    )


def _match_wrongly_marked(words: list[str], key: str) -> Reading:
    """Find the command with the same letters and other marks: "hũy", "dánh sách"."""
    rows = _EXACT.get(key)
    if not rows:
        return UNREADABLE
    if len(key) < _SHORTEST_MISTYPED and not _is_one_tone_off(words, rows[0][0]):
        return UNREADABLE
    return to_reading(rows[0][1], sure=False)


def _is_one_tone_off(words: list[str], syllables: _Syllables) -> bool:
    """Return True for a typo such as hỏi instead of ngã; sáu for sâu is another word."""
    pairs = zip(words, syllables, strict=False)
    return all(take_apart(a).tone and take_apart(b).tone for a, b in pairs) and words[0][0] in "hs"


def _match_mistyped(folded: str) -> Reading:
    if any(letter.isdigit() for letter in folded):
        return UNREADABLE
    short = _EXACT.get(_TWICE.sub(r"\1", folded))
    if short:
        return to_reading(short[0][1], sure=False)
    if len(folded) < _SHORTEST_MISTYPED - 1:
        return UNREADABLE
    for command, name in _LONG:
        if DamerauLevenshtein.distance(folded, command, score_cutoff=1) <= 1:
            return to_reading(name, sure=False)
    return UNREADABLE
