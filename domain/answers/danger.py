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
_ME = "(em?|chau|con|toi|minh)"
_SOMEBODY = "(bo|bo duong|duong|chu|bac|cau|ong|anh|thay|thay giao|no|han|ho|lao)( [a-z]+){0,2}"
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
    "lai danh (nua|roi|em?|tiep)", "(dam|dap|da) (vao|trung) (bung|dau|mat|lung|nguoi)",
    "da (bung|lung) (em?|toi|vo|chi)", "danh( [a-z]+){0,3} (bau|thai)", "chay mau", "dap pha",
    "thuong cang (chan|tay)", "hanh ha", "tra tan", "nhot (em?|toi|chi|vo|con|chau|trong)",
    "(vac|rut|gio|ke|cam) (dao|bua|riu|gay|ma tau|sung)", "dao (ke|di|duoi|dam|chem)",
    "duoi (chem|giet|danh|theo em?)", "(bi|co) bop co", "keu cuu",
    "lua (dua|ban)( [a-z]+){0,3} (sang|qua|di)", "bi( [a-z]+){1,4} lam bay",
    "ngat (xiu|roi|di)", "dang danh nhau",
)  # fmt: skip
_CHILD_HARMED = (
    f"{_SOMEBODY} so (vao )?(nguoi|nguc|mong|dui)( {_ME})?", f"lam bay( voi)? {_ME}",
    "(so|dung|cham) vao (nguoi|nguc|mong|dui|vung kin|cho kin)", "so soang",
    f"{_SOMEBODY} vao (phong|giuong) {_ME}", "dem nao cung vao",
    f"hiep {_ME}", f"(ep|bat) {_ME} (di )?(cuoi|lay chong|lay vo|ga chong)",
    "(chup|quay)( [a-z]+){0,4} (khong|ko|k) mac", "(chup|quay)( [a-z]+){0,3} (khoa than|tam)",
    f"coi (het )?(quan|ao|do)( cua)? {_ME}", f"bat {_ME} coi",
)  # fmt: skip
"""What is done to children; nobody else says it of herself in other words."""

_WANTS_TO_DIE = (
    "chan song", "song lam gi", "(chet|chet di|chet quach) cho (xong|roi|nhe)", "treo co",
    "(khong|ko|k|chang) (thiet|con muon|con thiet) song", "(khong|ko|k) song (noi|duoc) nua",
    "muon di theo (me|bo|ong|ba|con)", "tu sat", "nhay (cau|lau|song|suoi|ho)",
)  # fmt: skip
_POISON = (
    "la ngon",
    "(an|uong|nuot|tu|nhap)( [a-z]+){0,3} "
    "(thuoc (sau|tru sau|co|diet co|chuot|doc|ngu)|ba chuot|paraquat)",
)
_SPOKEN_OF = (
    "bao luc", "bao hanh", "blgd", "xam hai", "lam dung", "mua ban nguoi", "lua ban",
    "(ep|bat) (cuoi|lay chong|lay vo|ga chong)",
)  # fmt: skip
"""What a branch also works against: beside words of prevention it tells of no danger."""

_WITH_MARKS = ("tự tử", "tự vẫn", "hiếp", "sờ (vào |mó )?(người|ngực|mông|đùi|em|cháu)")
"""Without their marks these would be other words: "từ từ", "hiệp", "số người"."""

_CHILD_AGE = re.compile(
    r"(?<!con )(?<!be )(?<!dua )\b(em?|chau|con|toi|minh|to)"
    r"( nam nay| moi| dang| chi moi)* ([5-9]|1[0-5]) ?(t|tuoi)\b"
)
_IS_A_CHILD = re.compile(r"\b(em?|chau|con|toi|minh) (con |van )?la (tre con|tre em|hoc sinh)\b")

_ONE_WORD = re.compile(r"(ph[oò]ng)\s*,\s*(?=ch[oố]ng)", re.IGNORECASE)
"""Its comma ends no clause."""

_CRY = re.compile(r"((chi|em|co|hoi|ai) oi )*(cuu|cuu cuu)( (voi|em?|toi|minh|chi))*( a| oi)*")
"""A whole message that is nothing but a cry for help."""

_WISH_FOR_HELP = re.compile(r"\b(cuu|(?<!tro )giup)\b")
_MOST_WORDS_OF_A_WISH = 8
_WHOM_TO_CALL = re.compile(r"\bgoi (cho |den |vao )?(ai|dau|so nao|so may)\b")

_PREVENTION = re.compile(
    r"phong chong|tuyen truyen|truyen thong|tap huan|sinh hoat|hoat dong"
    r"|noi (chuyen )?ve|phong (bao luc|mua ban)"
)
_CLAUSE_END = re.compile(r"[,.;:\n]")

_PLAIN = re.compile(rf"\b({'|'.join((*_HAPPENS, *_CHILD_HARMED, *_WANTS_TO_DIE, *_POISON))})\b")
_POISONED = re.compile(rf"\b({'|'.join(_POISON)})\b")
_OF_A_CHILD = re.compile(rf"\b({'|'.join(_CHILD_HARMED)})\b")
_GOES_ON = re.compile(
    r"((roi|no|van|con|chong) )*(dang|van|lai|con) danh( (nua|lai|roi|do|day|a))*"
)
"""A clause that is nothing but this: a drum is beaten by somebody named."""
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
    if _GOES_ON.fullmatch(folded.strip(" .!?")):
        return True
    if _PLAIN.search(folded) or _MARKED.search(clean(clause).lower()):
        return True
    return bool(_TOPIC.search(folded)) and not _PREVENTION.search(folded)


def speaks_as_child(text: str) -> bool:
    """Return True if whoever writes says that she is a child, or tells what is done to one."""
    said = fold(text[:LONGEST])
    return bool(_CHILD_AGE.search(said) or _IS_A_CHILD.search(said) or _OF_A_CHILD.search(said))


def tells_of_poison(text: str) -> bool:
    """Return True if the text speaks of poison that was taken, or lies ready."""
    return bool(_POISONED.search(fold(text[:LONGEST])))


_STILL = re.compile(
    r"((roi|co|dang|vang|u)( (do|day|a|roi|em?|chi|nguy hiem|dang danh))*"
    r"|.*\b(an|uong|nuot)( het| ca)? (roi|mat roi).*"
    r"|(?!.*\b(khong|ko|k|chua|het|chang)\b).*"
    r"\b(dau bung|bung dau|chay mau|dang danh|sap chet|no dang o day)\b.*)"
)


def says_it_is_happening(text: str) -> bool:
    """Return True if a short answer to whether there is danger means that there is: "rồi đó, đang
    đánh", "em ăn rồi"."""
    said = " ".join(re.sub(r"[^\w\s]", " ", fold(text[:_SHORT])).split())
    return len(text) <= _SHORT and bool(_STILL.fullmatch(said))


_DENIED = re.compile(
    r"\b(khong|ko|k|chua|chang|dau co|lam gi co)( (con|co|phai|ai|he|thay))* "
    r"(bi )?(danh|dam|tat|danh dap|nguy hiem|bao luc|lam sao|sao)\b"
)


def denies_danger(text: str) -> bool:
    """Return True if a short text says that nothing is done to her: "không bị đánh".

    What else it tells counts: "nó đang đánh con em, em không sao" is no denial.
    """
    said = fold(text)
    if len(text) > _SHORT or not _DENIED.search(said):
        return False
    rest = _DENIED.sub(" ", said)
    return not tells_of_danger(rest) and not says_it_is_happening(rest)


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


_WHO_KNOWS = re.compile(
    r"\b(bao (cho )?(ai|nhung ai)|(co )?ai biet|ai nhan|co (nguoi|ai) (den|toi|nhan|biet|tra loi)"
    r"|(chua|khong|ko|k) (thay )?ai (den|toi|tra loi|nhan|goi)|gio sao|(the )?gio the nao"
    r"|sao (khong|ko|k|chua) (thay )?ai|den chua|bao gio (den|toi|co nguoi))\b"
)


def asks_who_knows(text: str) -> bool:
    """Return True if a short message asks who was told, or whether somebody comes."""
    return len(text) <= _SHORT and bool(_WHO_KNOWS.search(fold(text)))
