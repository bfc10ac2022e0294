"""Recognise words of violence or danger in free text, so that help is offered.

It leads to numbers and a question, never to a report: a false alarm costs one question too many, a
missed one leaves a woman alone. The words are not stored anywhere.
"""

import re
import unicodedata

from domain.answers.text.marks import clean, fold

LONGEST = 2_000
"""Characters looked at; people speak of danger early."""

_SHORT = 80
"""Characters of a message that asks for one thing alone."""

_NO = r"(?<!khong )(?<!ko )(?<!chua )(?<!het )"
_HE = "(no|han|ong ay|lao ay|chong|ck)"
_HAPPENS = (
    "chong danh", "ck danh", "bo danh", "bi danh(?! gia)",
    f"{_HE} (lai |dang |cu |vua )*danh",
    f"{_HE} (lai |dang |cu |vua )*(dam|tat|bop|dap) (em?|toi|vo|chi|me|con|co|dau|vao)",
    "danh em?", "danh chi(?! em)",
    "danh toi", "danh dap", "danh con", "danh vo", "danh me", "danh gay", "danh chet", "dam vo",
    "tat vo", "cam dao", "bop co", "bi nhot", "de doa", "doi giet",
    "giet(?! (mo|lon|heo|ga|vit|trau|bo|de))", "chem", "hiep dam", "cuong hiep", "bi ban sang",
    "bat lam vo", "muon chet", "muon tu tu", "(khong|ko|k|chang) muon song", "la ngon",
    "cuu (em?|toi|voi|chau|me|chi|con)", f"{_NO}nguy hiem", "hanh hung",
)  # fmt: skip
_SPOKEN_OF = ("bao luc", "bao hanh", "blgd", "xam hai", "lam dung", "mua ban nguoi", "lua ban")
"""What a branch also works against: beside words of prevention it tells of no danger."""

_WITH_MARKS = ("tự tử", "tự vẫn", "hiếp")
"""Without their marks these would be other words: "từ từ", "hiệp"."""

_ONE_WORD = re.compile(r"(ph[oò]ng)\s*,\s*(?=ch[oố]ng)", re.IGNORECASE)
"""Its comma ends no clause."""

_CRY = re.compile(r"((chi|em|co|hoi|ai) oi )*(cuu|cuu cuu)( (voi|em?|toi|minh|chi))*( a| oi)*")
"""A whole message that is nothing but a cry for help."""

_WISH_FOR_HELP = re.compile(r"\b(cuu|(?<!tro )giup)\b")
_MOST_WORDS_OF_A_WISH = 8
_WHOM_TO_CALL = re.compile(r"\bgoi (cho |den |vao )?(ai|dau|so nao|so may)\b")

_PREVENTION = re.compile(r"phong chong|tuyen truyen|truyen thong|tap huan|sinh hoat|hoat dong")
_CLAUSE_END = re.compile(r"[,.;:\n]")

_PLAIN = re.compile(rf"\b({'|'.join(_HAPPENS)})\b")
_TOPIC = re.compile(rf"\b({'|'.join(_SPOKEN_OF)})\b")
_MARKED = re.compile(rf"\b({'|'.join(_WITH_MARKS)})\b")


def tells_of_danger(text: str) -> bool:
    """Return True if the text speaks of danger; "đánh" alone (a drum, a game) is not enough.

    Words of prevention ("tuyên truyền …") silence no more than their own clause, and there no more
    than the names of what is prevented.
    """
    if _CRY.fullmatch(fold(text[:_SHORT]).strip(" .!?,")):
        return True
    said = _ONE_WORD.sub(r"\1 ", unicodedata.normalize("NFC", text[:LONGEST]))
    return any(_is_danger(clause) for clause in _CLAUSE_END.split(said))


def _is_danger(clause: str) -> bool:
    folded = fold(clause)
    if _PLAIN.search(folded) or _MARKED.search(clean(clause).lower()):
        return True
    return bool(_TOPIC.search(folded)) and not _PREVENTION.search(folded)


def asks_for_help(text: str) -> bool:
    """Return True if a short message asks to be helped: "giúp em với".

    It may be about anything, so it counts as danger only from somebody without a post here; the
    command "trợ giúp" is none.
    """
    short = len(text.split()) <= _MOST_WORDS_OF_A_WISH
    return short and bool(_WISH_FOR_HELP.search(fold(text[:_SHORT])))


def asks_whom_to_call(text: str) -> bool:
    """Return True if a short message asks which number to call: "gọi ai bây giờ"."""
    return len(text) <= _SHORT and bool(_WHOM_TO_CALL.search(fold(text)))
