"""What may be said to a conversation besides an answer.

The values of its buttons are here too, since each can also be typed.
"""

import re
import unicodedata
from enum import StrEnum

from bot.engine.conversation import Event
from domain.answers import Status, read_command


class Intent(StrEnum):
    """What she wants done with the form."""

    OK = "ok"
    BACK = "back"
    SKIP = "skip"
    CANCEL = "cancel"
    LATER = "later"
    HELP = "help"
    EDIT = "edit"
    NOTHING = "nothing"
    NOTHING_AT_ALL = "nothing_at_all"
    ONE_ANSWER = "one_answer"
    STEPS = "steps"
    ANOTHER = "another"
    WAIT = "wait"


_PHRASES: dict[Intent, tuple[str, ...]] = {
    Intent.OK: (
        "ok",
        "🆗",
        "oke",
        "okie",
        "dung",
        "dung roi",
        "gui",
        "gui di",
        "gui luon",
        "dung roi gui di",
        "ok gui di",
    ),
    Intent.BACK: ("lui", "lui lai", "quay lai", "cau truoc"),
    Intent.SKIP: ("bo qua", "qua", "de trong"),
    Intent.CANCEL: ("huy", "huy bo", "thoat", "thoi"),
    Intent.LATER: ("de sau", "luc khac", "lat nua"),
    Intent.HELP: ("tro giup", "giup", "?"),
    Intent.EDIT: ("sua", "sua lai", "sai", "sai roi"),
    Intent.NOTHING_AT_ALL: ("tat ca khong", "khong het", "ca bao cao khong phat sinh"),
    Intent.ONE_ANSWER: ("mot tin", "mot tin nhan", "1 tin", "tra loi mot tin"),
    Intent.STEPS: ("tung cau", "hoi tung cau", "tung cau mot"),
    Intent.ANOTHER: ("khac", "so khac"),
}

_THE_REST = re.compile(
    r"(may |cac )?(cau )?con lai( deu| la| thi)? (khong|ko|k|0)( co)?( gi)?( het| ca)?"
)
"""“Còn lại không có gì” answers "none" to all that is open."""

_COURTEOUS = r"(?: (?:em|e|chi|c|nhe|nha|nhen|a|ah|oi|voi|cai|luon|di|day|da|thoi))*"
_YES = (
    r"(?:u+|uh+|uhm|um|uk+m?|vang|vag|da|ok+|oke+y?|okie|okay|oki|dung|dung roi|dung the|duoc|dc"
    r"|duoc roi|dc roi|chuan|chuan roi|nhat tri|dong y|xong|xong roi|phai roi|the nhe|🆗|👍+)"
)
_AGREES = re.compile(rf"(?:{_YES}[ ,.!]*)+{_COURTEOUS}[ .!]*")
_SENDS = re.compile(
    rf"(?:{_YES}[ ,.]*)*{_COURTEOUS}[ ,]*(?:gui|nop|chuyen)"
    r"(?: (?:di|luon|ho|giup|bao cao|cho|len|nhe|nha|em|chi|xa|hoi|voi|a|ngay|cai|da))*"
    rf"(?:[ ,.]+{_YES})*(?:[ ,.]*(?:cam on|camon|thank|thanks|tks)[ \w]*)?[ .!]*"
)
"""“Ừ gửi đi”, “gửi hộ chị”: they send the report."""

_SOON = (
    r"(?:mai|ngay mai|sang mai|toi mai|toi nay|toi|chieu nay|chieu|trua|dem|lat nua|lat|ti nua|ti"
    r"|chut nua|luc nua|luc khac|hom khac|khi khac|bua khac|hom sau|bua sau|cuoi tuan|khi nao ranh"
    r"|bao gio ranh|luc ranh)"
)
_BUSY = r"(?:dang|con|phai)(?: \w+)? (?:ban|di|o|gat|cay|nau|hop|lam|trong|cho|an|ve|don)\b"
_LATER = re.compile(
    rf"(?:.* )?(?:de|hen|thoi|sang|den) {_SOON}\b.*"
    rf"|(?:.*[ ,])?{_SOON}(?: (?:nhe|nha|em|e|a|chi|c|lam|bao cao|gui|nhan|tra loi|ghi|xong|bao|da"
    r"|thoi|roi|moi))+"
    rf"|(?:(?:chi|em|gio|hom nay|oi) ?)*{_BUSY}.*"
)
"""“Thôi để tối chị báo cáo”, “đang đi nương tí nữa nhé”: the report waits."""

_WAITS = re.compile(
    r"(?:(?:thoi|u|a|o|em|oi|nhung) ?)*(?:khoan|tu tu|hang|guom|cho (?:chi|c|ti|chut|da|em)|doi"
    r"|de (?:chi|c) (?:xem|coi|hoi|kiem|nghi|tinh|do))\b"
    r"[^\d?]*"
)
"""“Khoan”, “từ từ đã”, “chờ chị xem lại sổ”: nothing is done yet."""

_NOT_READY = re.compile(
    r"(?:(?:chi|em|thi|con|van|nhung|o|da|thang nay|ben) ?)*chua (?:(?:co|lam|kip|duoc) )?"
    r"(?:du|xong|ranh|hoi|tong hop|so lieu|dem|kiem|thong ke|ghi|san sang|gui)\b[^\d?]*"
)
"""“Chưa đủ em ạ”, “chị chưa hỏi hết các tổ”: she is not ready, and reports nothing by it."""

_ANSWERS = re.compile(
    r"\d|\b(?:khong|ko|k|chua|roi|co|hem|hong|hai|ba|bon|bay|tam|chin|muoi)\b"
    r"|\bmot (?!ti\b|chut\b|lat\b|luc\b|xiu\b)"
)
"""Words that may answer a question; a wish beside them is only followed if nothing was answered."""
_LONGEST_DELAY = 80

_BY_PHRASE = {phrase: intent for intent, phrases in _PHRASES.items() for phrase in phrases}
_COMMANDS = frozenset(Intent)
_LONGEST_PHRASE = 100


def read_plain_intent(event: Event) -> Intent | None:
    """Return the wish said in its own words, typed or pressed; None if there is none."""
    spoken = _BY_PHRASE.get(fold_phrase(event.text)) if len(event.text) < _LONGEST_PHRASE else None
    if spoken is not None:
        return spoken
    folded = fold_phrase(event.text[:_LONGEST_PHRASE])
    if _THE_REST.fullmatch(folded):
        return Intent.NOTHING_AT_ALL
    if _SENDS.fullmatch(folded):
        return Intent.OK
    if _NOT_READY.fullmatch(folded):
        return Intent.WAIT
    if _ANSWERS.search(folded) is None and (delay := _read_delay(event)) is not None:
        return delay
    return Intent(event.command) if event.command in _COMMANDS else None


def is_bare_agreement(event: Event) -> bool:
    """Return True for “ok em”, “ừ”, “đúng rồi”: agreement that names nothing it agrees to."""
    folded = fold_phrase(event.text[:_LONGEST_PHRASE])
    return len(event.text) <= _LONGEST_PHRASE and _AGREES.fullmatch(folded) is not None


def says_to_send(event: Event) -> bool:
    """Return True where she speaks of sending (“gửi đi”), which answers no other question."""
    return _SENDS.fullmatch(fold_phrase(event.text[:_LONGEST_PHRASE])) is not None


def _read_delay(event: Event) -> Intent | None:
    """Read words of delay: the form waits where it is, or is set aside."""
    folded = fold_phrase(event.text)
    if event.pressed or len(folded) > _LONGEST_DELAY:
        return None
    if _WAITS.fullmatch(folded):
        return Intent.WAIT
    return Intent.LATER if _LATER.fullmatch(folded) else None


def read_loose_intent(event: Event) -> Intent | None:
    """Return the wish said with a slip or in other words; None if there is none.

    "Send it" is never guessed, because it alone cannot be taken back.
    """
    if (delay := _read_delay(event)) is not None:
        return delay
    reading = read_command(event.text)
    if reading.status is not Status.CONFIRM or reading.value not in _COMMANDS:
        return None
    return None if reading.value == Intent.OK else Intent(reading.value)


def fold_phrase(text: str) -> str:
    """Return the text in lower case, without marks or outer punctuation: "Bỏ qua!" → "bo qua"."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.lower().replace("đ", "d").strip(" .!,;\n").split())
