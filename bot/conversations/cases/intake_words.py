"""Reading what is answered to a question of the intake: a number, a button, or words."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.conversations.intents import fold_phrase
from bot.engine.conversation import Event
from domain.answers import Status, fold, read_choice
from domain.cases.intake_form import ANSWERS, IntakeStage


class Control(StrEnum):
    """A wish that may be said at every question, besides an answer."""

    EXIT = "exit"
    BACK = "back"
    NOTE = "note"
    HELP = "help"
    CLEAN = "clean"
    DONE = "done"
    SEE = "see"


_CONTROLS: Mapping[str, Control] = {
    **dict.fromkeys(
        ("0", "thoat", "thoat ra", "khong can nua", "ko can nua", "k can nua", "thoat ngay",
         "thoat nhanh", "thoat di", "thoat luon",
         "exit", "huy", "huy bo", "dung", "dung lai", "de sau",
         "khong lam nua", "tat"), Control.EXIT
    ),
    **dict.fromkeys(("quay lai", "lui", "lui lai", "cau truoc", "back"), Control.BACK),
    **dict.fromkeys(("ghi chu", "them ghi chu"), Control.NOTE),
    **dict.fromkeys(("tro giup", "help", "?"), Control.HELP),
    "xem": Control.SEE,
    **dict.fromkeys(("xong", "xong roi", "het", "het roi"), Control.DONE),
    **dict.fromkeys(("don", "don tin", "don tin nhan", "xoa", "xoa tin", "xoa tin nhan"),
                    Control.CLEAN),
}  # fmt: skip

_SPELLED: Mapping[str, str] = {
    word: str(number)
    for number, word in enumerate(
        ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin"), start=1
    )
}

_MANY = frozenset({IntakeStage.WISH, IntakeStage.EXCLUDED})
_FEWEST_WORDS_OF_A_STORY = 4


def read_control(event: Event) -> Control | None:
    """Return the wish that may be said at every question, or None."""
    return _CONTROLS.get(fold_phrase(event.text)) if len(event.text) <= 40 else None


_NOT_THE_COMMUNE = re.compile(
    r"\b(dung|khong|ko|k|cho|chang) (co |duoc |nen |muon )*(bao|noi|goi|cho|de)"
    r"( (cho|voi|den|ca|can|bo|hoi|ben|o|tren|phu|nu|uy|ban|ai|chu|tich))* (xa|phuong|chu tich)\b"
)
_RELATIVE = (
    "((chi|em|anh|co|di|chu|bac|cau|mo|thim|me|bo|ba|ong|con|chau|thong gia)"
    "( (gai|trai|ruot|ho|dau|re|ket nghia|vo|chong))*)"
)
_HIS = "(cua )?(no|han|ho|y|chong|ck|thang|ong ay|lao|anh ay|anh ta|nha no|nha chong|ben chong)"
_RELATED = f"({_RELATIVE} {_HIS}|nguoi nha|ho hang|ba con|anh em|chi em|nguoi quen|ban than)"
_OFFICER = (
    "(chu tich|bi thu|uy ban|(can bo|hoi|phu nu|cong an)( hoi| phu nu| lhpn)* (xa|phuong)"
    "|lam (viec )?(o |ben |tren |cho |trong )?(xa|phuong|uy ban|hoi))"
)
_KIN = re.compile(
    rf"\b(la ({_RELATED}|{_RELATIVE})( [a-z]+){{0,2}} {_OFFICER}"
    rf"|({_RELATED}|{_RELATIVE} chong)( [a-z]+){{0,4}} {_OFFICER}"
    rf"|({_HIS}( [a-z]+)?|nha [a-z]+( [a-z]+)?) (co|quen)( [a-z]+){{0,4}} {_OFFICER}"
    rf"|{_OFFICER}( [a-z]+){{0,3}} la ({_RELATED}|{_RELATIVE} chong)"
    rf"|(ba|chi|co|ong|anh|chu|bac|di) (?!(ay|nay|do|kia|em|e|toi|la)\b)[a-z]+ la {_RELATED})\b"
)
_RELATED_ALONE = re.compile(rf"\b({_RELATED}|(chi|em|anh|bo|me|co|chu|bac) chong)\b")
_LONGEST_HEARD = 200


def keeps_commune_out(text: str) -> bool:
    """Tell whether she says that the commune must not be told: "đừng báo xã"."""
    return bool(_NOT_THE_COMMUNE.search(fold(text[:_LONGEST_HEARD])))


def names_kin_in_commune(text: str) -> bool:
    """Tell whether she speaks of kin of theirs who sits in the commune: "bà Mai là chị gái nó"."""
    return bool(_KIN.search(fold(text[:_LONGEST_HEARD])))


def names_kin(text: str) -> bool:
    """Tell whether she speaks of kin of theirs; where the commune is asked about, that is enough.

    "Em chồng nó làm ở đó" names no office.
    """
    return bool(_RELATED_ALONE.search(fold(text[:_LONGEST_HEARD])))


_NOT_ANY_MORE = re.compile(
    r"((thoi|thoi em|da|chi|em|e|toi|gio) )*"
    r"(huy( bo| viec| di)?|(khong|ko|k) can( nua| giup nua)?|dung (lai|di)|thoi( nhe| em)?"
    r"|thoat (ngay|nhanh|di|luon|lien)|(khong|ko|k|dung) bao( ai)? nua|dung bao ai( nua| ca)?"
    r"|(khong|ko|k) lam nua|(xin |muon )?rut( viec| lai)?|dong viec( lai| di)?|xoa het( di)?"
    r"|dung nhan (tin )?(cho|vao may)? ?(em?|chi|toi|day)( nua)?)( (nua|nhe|em?|a|di|roi))*"
)
_LONGEST_STOP = 80


def wants_it_stopped(text: str) -> bool:
    """Tell whether she wants that nothing more is done: "không cần nữa", "huỷ", "thoát ngay".

    What she adds as a reason after a comma changes nothing.
    """
    said = fold(text[:_LONGEST_STOP]).strip(" .!?,")
    first = re.split(r"[,.;\n]", said)[0].strip()
    clauses = {said, first} if len(text) <= _LONGEST_STOP else {first}
    return any(_NOT_ANY_MORE.fullmatch(" ".join(c.split())) for c in clauses)


_HE_READS = re.compile(
    r"\b(no|han|chong|ck|ong ay|lao|anh ay)( [a-z]+){0,2} (xem|doc|cam|giu|kiem tra|luc|soi|dung)"
    r"( [a-z]+){0,2} (may|dien thoai|dt|tin|zalo)\b"
)


def says_phone_is_unsafe(text: str) -> bool:
    """Tell whether she says that somebody else reads the phone: "không, nó hay xem máy"."""
    said = fold(text[:_LONGEST_HEARD]).strip()
    refuses = re.match(r"(khong|ko|k|chua)\b(?! sao)", said)
    return bool(refuses or _HE_READS.search(said))


_HE_HOLDS_IT = re.compile(
    r"\b(tao la (chong|ck|bo|me|em|anh)|(tao|toi|anh) la chong (no|co ay|chi ay|em ay)|chong no day"
    r"|vo (tao|t) (nhan|noi|bao|ke|gui)|^(may|m) la (ai|thang nao|con nao))\b"
)


def says_he_holds_it(text: str) -> bool:
    """Tell whether somebody else writes by now, and says so: "tao là chồng nó đây"."""
    return bool(_HE_HOLDS_IT.search(fold(text[:_LONGEST_HEARD])))


_NO_LETTER = re.compile(r"[\W\d_]*")
_LONGEST_FRAGMENT = 4
_CALLS = frozenset(
    {
        "chi",
        "ai vay",
        "ai the",
        "a lo",
        "alo alo",
        "chi oi",
        "em oi",
        "co oi",
        "hoi oi",
        "may la ai",
    }
)


_PHONE = re.compile(r"(?:\+?84|0)(?:[ .-]?\d){8,10}")


def is_phone_number(text: str) -> bool:
    """Tell whether a text is a telephone number and nothing else: an officer may have asked for
    it."""
    return bool(_PHONE.fullmatch(text[:40].strip(" .,!")))


def is_fragment(text: str) -> bool:
    """Tell whether a text is too little to be meant for anybody: "?", "alo", "ok", a letter."""
    said = fold(text[:40]).strip(" .!?,")
    if is_phone_number(text):
        return False
    one_word = len(said) <= _LONGEST_FRAGMENT and " " not in said
    return one_word or said in _CALLS or bool(_NO_LETTER.fullmatch(said))


def is_story(event: Event) -> bool:
    """Tell whether she tells a story rather than mistypes an answer."""
    return len(event.text.split()) >= _FEWEST_WORDS_OF_A_STORY


def read_options(stage: IntakeStage, text: str) -> tuple[str, ...]:
    """Return the answers named by their numbers or words; empty if none was understood."""
    options = ANSWERS[stage]
    words = fold_phrase(text[:80])
    said = [option for option, phrases in options.items() if words in phrases]
    if said:
        return (str(said[0]),)
    found = read_numbers(text, len(options), many=stage in _MANY)
    names = tuple(options)
    return tuple(str(names[number - 1]) for number in found)


def read_numbers(
    text: str, most: int, *, many: bool = False, spelled: bool = True
) -> tuple[int, ...]:
    """Return the numbers answered ("2", "số 2", "hai", "1, 3"); empty if one was not offered.

    `spelled` False: where names are answers too, "Nam" and "Ba" are no numbers.
    """
    parts = [p.removeprefix("so ") for p in _split_parts(fold_phrase(text[:40]))] if many else None
    said = parts if parts is not None else [fold_phrase(text[:40]).removeprefix("so ")]
    said = [_SPELLED.get(part, part) if spelled else part for part in said]
    found = [int(part) for part in said if part.isdecimal() and part.isascii()]
    if len(found) != len(said) or not all(1 <= number <= most for number in found):
        return ()
    return tuple(dict.fromkeys(found))


def _split_parts(words: str) -> list[str]:
    for between in (",", ";", "+", " va ", "."):
        words = words.replace(between, " ")
    return words.split()


def read_labels(text: str, labels: Sequence[str]) -> tuple[int, ...]:
    """Return the positions (from 1) of the labels named, in words or by number; empty if unsure."""
    reading = read_choice(text, labels)
    return tuple(reading.value) if reading.status is Status.VALUE else ()
