"""Tells whether words said outside any form report something, and reads them as in the form.

The same reader decides as inside (batches.py). What only sounds like a report is none: a question,
what others did, a price, an hour, bare numbers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.answers.batch.batches import read_batch, says_no_news
from domain.answers.batch.courtesies import says_same, strip_noise
from domain.answers.batch.form import Batch, Form, Question, Unplaced, UnplacedReason
from domain.answers.batch.keyboards import repair_keys, repair_signs
from domain.answers.batch.named import find_names
from domain.answers.batch.relevance import find_reason, has_amount
from domain.answers.readings import Reading, Status
from domain.answers.text.lexicon import ANY, NONE, NOT, POLITE, PRONOUN, THING, TIME, YES
from domain.answers.text.marks import clean
from domain.answers.text.phrases import find_phrases, strip_marks
from domain.answers.text.question_shapes import asks
from domain.answers.text.words import cut, tokenize

_MAX_CHARACTERS = 600
_FEWEST_BY_NUMBER = 3
"""So many lines said by their numbers alone are a report; fewer may be anything."""

_HER_NUMBER = re.compile(r"(?:(?<=\s)|^)(\d{1,2})[/.)] (?=[^\W\d])")
_LONGEST_NAME = 6
_LEAD = re.compile(r"^([^:\d]{2,80}):(?=\s*\S)")
_EXCLAIMING = re.compile(r"[,.;!]?[^,.;!\d]*\b(?:qua|the|ghe|that|lam)\b[^,.;!\d]*\bnhi\W*$")
_MONEY = re.compile(r"\d ?(?:nghin|ngan|trieu|dong(?! chi)|tr)\b|\d0k\b|\bquy hoi\b")
_HOUR = re.compile(
    r"\b\d{1,2} ?(?:h|g|gio)(?:\d{2}| ?(?:sang|chieu|toi|trua|kem|ruoi|nay|mai|ngay|dem))\b"
    r"|\b\d{1,2} gio\b"
)
_OTHERS = re.compile(
    r"\b(?:ca|toan) (?:xa|phuong|tinh|huyen|nuoc)\b|\bxa (?:minh |ta |ben |nay |kia )?(?:co|giao|"
    r"khac|ban)\b|\bnghe (?:noi|bao|dau|ke|tin)\b|\bnguoi ta\b|\bgiao (?:cho )?(?:chi tieu|\d)"
    r"|\bxa (?:\w+ ){0,3}co \d|\b(?:chi hoi|xa|xom|thon|ban|to) (?:khac|kia|ban\b"
    r"|ben(?! chi\b| em\b| minh\b| toi\b| nay\b))"
    r"|\bben (?:kia|ay|do|xa|xom|thon|ban|chi hoi (?!chi|minh|em))"
)
_ELSEWHERE = re.compile(r"\b[Bb]ên [A-ZĐÀ-Ỹ]\w")
_OF_THE_MONTH = re.compile(r"\b(?:thang|ky|nao|ai|ho|buoi|hoi vien|hv|hoat dong|moi)\b")
"""With a bare "không" these words tell that it was none of the month, not that she could not."""

_FOR_ME = re.compile(
    r"\s+(?:cho|giup|ho|dum|gium) (?:chi hoi )?(?:cua )?(?:chi|em|minh|toi|c|co|bac)\b"
    r"(?=\s*(?:[,.;!]|$|(?:nhe|nha|voi|di|em|a|luon)\b))"
)
_CLAUSE_END = re.compile(r"[,;\n]|\.(?!\d)")
_ASKS_WHY = re.compile(r"^\W*(?:(?:em|oi|a|ma|the) )*(?:sao|tai sao|vi sao|lam sao)\b")
_OF_MONTH = re.compile(r"\b(?:thang|ky|phat sinh|bao cao|hoat dong)\b")
_REPORTS = re.compile(r"\W*(?:chị |em |chi )?(?:báo cáo|bao cao|bc)[^:\d]*:\s*", re.IGNORECASE)
_EMPTY_MONTH = re.compile(
    r"\W*(?:(?:em|chi|oi|a) )*(?:thang|ky) nay (?:(?:chi hoi|ben|minh|chi|thi|van|cung|coi nhu) )*"
    r"(?:trong|trang|im ang|yen ang|yen binh|tay trang|bo trong)"
    r"(?: (?:tron|tinh|ca|het|em|a|nhe))*\W*"
)
_CALLED = re.compile(r"\b(nhé|nhá|nha|nhe|ạ|dạ) (?:cháu|chau|con)\b")
"""She calls the bot so; "cháu" is no amount's unit there."""

_NOTHING_SPECIAL = re.compile(r"\b(gì|gi|j) (?:đặc biệt|dac biet|nổi bật|noi bat|lắm|lam)\b")
_AS_USUAL = re.compile(r"(?<=\d)(.*) như (?:mọi khi|mọi lần|mọi tháng|thường lệ)\b")
_AS_BEFORE = re.compile(
    r"\W*(?:(?:bao cao|so lieu|chi hoi|chi|em|thi|la|moi thu|thang nay) )*"
    r"(?:(?:van|cung|deu|y|giong|nhu|bang|het) )+(?:la )?thang (?:truoc|roi|(?P<month>\d{1,2}))"
    r"(?: (?:em|nhe|a|thoi|do|day|nha|luon))*\W*"
)
_DONE = re.compile(
    r"\b(?:duoc|vua|moi)(?: \w+)? (?:cong nhan|thoat|ket nap|vao hoi|gioi thieu|dat)\b"
    r"|\b(?:thoat|cong nhan|ket nap|dat)\b.*\b(?:roi|xong)\b|^\W*hoi vien moi:"
    r"|\bsinh hoat (?:duoc )?(?:buoi|lan) (?:dau|thu)\b"
)
_MOST_WORDS = 12
_MOST_TOLD_WORDS = 25
_SAME = "như tháng trước"
_NOT_HERS = re.compile(r"\b(?:ba con|xom|thon|ban|lang|to|nha|xa|ngan hang|chinh quyen)\b")
"""Said of all who live there: "xóm chị có 45 hộ"."""

_IN_NEED = re.compile(r"\b(?:ai|nao|chi em|truong hop|hoi vien)\b")
_MONEY_CAME = re.compile(
    r"\b(?:phu cap|boi duong|che do)\b"
    r"|\btien (?:(?:thang|nay|thi|cua|chi|em|da|van|con|cung|duoc) )*"
    r"(?:roi|chua|ve|du|xong|nhan|linh|lanh|cam|phat)\b"
    r"|\b(?:chua|da|moi|vua|duoc) (?:co|nhan|linh|lanh|cam)(?: duoc)? tien\b"
)
_RECEIVED = re.compile(r"\b(?:nhan|linh|lanh|cam|roi|du|xong|ve)\b")
_MONEY_NAME = re.compile(r"^tien\b")
_OTHER_MONEY = re.compile(
    r"\b(?:mat|het|nop|thu|dong|gop|vay|muon|no|tra|mua|ban|doi|nap|xin|can) (?:\w+ )?tien\b"
    r"|\btien (?:dien|nuoc|quy|gop|hoi phi|an|xang|hoc|dong|nop|mua|tra)\b"
)
_PLAIN = POLITE | THING | TIME | NOT | NONE | YES | PRONOUN | ANY
_GIVEN = frozenset({
    "thêm", "mới", "đã", "được", "tổng", "tổng_cộng", "là", "tăng", "giảm", "kết_nạp", "giúp",
    "đạt", "vận_động", "tổ_chức", "họp", "trong", "của", "chi_hội", "giới_thiệu", "bớt", "vào",
    "ra", "mười", "mươi", "lăm", "mốt", "chục", "lĩnh", "nhận", "ai", "nào", "có", "xong",
    "đăng_ký", "báo_cáo", "báo", "ghi", "cho", "thì", "chỉ", "cả", "bên", "và", "còn", "cũng",
})  # fmt: skip
_TAKEN = frozenset({Status.VALUE, Status.CONFIRM, Status.ZERO, Status.NOT_YET, Status.SAME})


@dataclass(frozen=True, slots=True)
class Passing:
    """A report said in passing, laid out over the form's questions; `text`: what was read of it.

    Where `batch` keeps nothing, it was of a plan or of another time, as its `unplaced` says.
    """

    text: str
    batch: Batch


def read_in_passing(
    text: str, questions: Sequence[Question], *, month: int | None = None
) -> Passing | None:
    """Read a report said outside any form; None where the words report nothing."""
    if len(text) > _MAX_CHARACTERS:
        return None
    told, elsewhere = text.strip(), _ELSEWHERE.search(text) is not None
    text = _start_lines_at_numbers(_repair(text, questions))
    said = _drop_for_me(_drop_exclamation(_drop_lead(text, questions)))
    plain = strip_marks(clean(said))
    if elsewhere or _OTHERS.search(plain) or _tells_other_amounts(said, questions):
        return None
    if not plain.strip() or asks(said) or _ASKS_WHY.search(plain):
        return None
    if _says_as_before(said, month):
        return Passing(_SAME, read_batch(_SAME, questions, month=month))
    for words in dict.fromkeys((said, _drop_remarks(said))):
        batch = read_batch(words, questions, month=month)
        placed_nothing = batch.unplaced and not any(batch.readings) and batch.rest is None
        beside = _read_beside_plans(said, questions, month) if placed_nothing else None
        if beside is not None:
            return beside
        if not (batch.nothing or batch.leftover) and _tells(words, plain, batch, questions):
            return Passing(words, _confirm_if_more_said(said, batch, questions))
    beside = _read_beside_plans(said, questions, month)
    return beside or _set_apart(said, plain, questions, month, told)


def tells_no_news(text: str) -> bool:
    """Recognise "tháng này không phát sinh gì", said of the month and not as a courtesy."""
    plain = strip_marks(clean(text))
    if _OF_MONTH.search(plain) is None or asks(text):
        return False
    said = clean(text.removeprefix(lead[0]) if (lead := _REPORTS.match(text)) else text)
    clauses = [clause for clause in _CLAUSE_END.split(said) if clause.strip()]
    empty = [clause for clause in clauses if not _EMPTY_MONTH.fullmatch(strip_marks(clause))]
    return all(map(says_no_news, empty)) or says_no_news(said)


def _repair(text: str, questions: Sequence[Question]) -> str:
    """Write what the keys of a keyboard left behind as meant, by the words of the form."""
    known = Form(questions, tuple(range(1, len(questions) + 1))).known_words
    text = _CALLED.sub(r"\1 em", repair_keys(clean(repair_signs(text)), known))
    return _NOTHING_SPECIAL.sub(r"\1", _AS_USUAL.sub(r"\1", text))


def _tells_other_amounts(text: str, questions: Sequence[Question]) -> bool:
    """Tell whether all its amounts are money or hours; what a branch leader is paid is hers.

    A clause beside it that names a line has an amount of its own.
    """
    return not any(
        not (_MONEY.search(plain) or _HOUR.search(plain)) or _tells_money_came(plain)
        for clause in _CLAUSE_END.split(text)
        if (plain := strip_marks(clean(clause))).strip() and has_amount(plain)
    ) and any(p.search(strip_marks(clean(text))) for p in (_MONEY, _HOUR))


def _read_beside_plans(
    text: str, questions: Sequence[Question], month: int | None
) -> Passing | None:
    """Read what is done where other clauses tell of plans: "kết nạp 1, tuần sau thêm 2"."""
    form = Form(questions, tuple(range(1, len(questions) + 1)), month)
    clauses = [clause.strip() for clause in _CLAUSE_END.split(text) if clause.strip()]
    reasons = [find_reason(clause, form) for clause in clauses]
    apart = [
        Unplaced(clause, why)
        for clause, why in zip(clauses, reasons, strict=True)
        if why in (UnplacedReason.PLANNED, UnplacedReason.OTHER_TIME)
    ]
    done = [c for c, why in zip(clauses, reasons, strict=True) if why is None]
    if not apart or not done:
        return None
    said = ", ".join(done)
    batch = read_batch(said, questions, month=month)
    if batch.nothing or batch.leftover or not any(batch.readings):
        return None
    if not _tells(said, strip_marks(clean(said)), batch, questions):
        return None
    return Passing(said, replace(batch, unplaced=(*batch.unplaced, *apart)))


def _says_as_before(text: str, month: int | None) -> bool:
    """Recognise "số liệu vẫn y như tháng 9, em chép lại cho chị", where that was last month."""
    first, *others = [strip_marks(clause) for clause in _CLAUSE_END.split(clean(text))]
    said = _AS_BEFORE.fullmatch(first)
    if said is None or any(has_amount(other) or says_no_news(other) for other in others):
        return False
    return said["month"] is None or (month is not None and int(said["month"]) % 12 == month - 1)


def _tells_money_came(plain: str) -> bool:
    """Tell whether she says of money that she has it; an amount alone says nothing."""
    received = _RECEIVED.search(plain) is not None and _OTHER_MONEY.search(plain) is None
    return received and (_MONEY_CAME.search(plain) is not None or plain.strip()[:1].isdigit())


# --- what surrounds it --------------------------------------------------------------------------


def _drop_lead(text: str, questions: Sequence[Question]) -> str:
    """Drop what she says before a colon that names no line: "em ghi hộ chị: …"."""
    lead = _LEAD.match(text)
    if lead is None or has_amount(clean(lead[1])):
        return text
    names = [() if question.own_words else question.names for question in questions]
    tokens = cut(clean(lead[1]))[:-1]
    if len(tokens) <= _LONGEST_NAME and find_names(tokens, names):
        return text
    return text[lead.end() :].strip()


def _start_lines_at_numbers(text: str) -> str:
    """Start a line in place of each of her own numbers: "1/ sinh hoạt 2 2/ thoát nghèo 1"."""
    numbers = [int(number) for number in _HER_NUMBER.findall(text)]
    counted = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    return _HER_NUMBER.sub("\n", text).strip() if counted else text


def _drop_exclamation(text: str) -> str:
    """Drop "ít quá em nhỉ" at the end, which asks nothing."""
    hit = _EXCLAIMING.search(strip_marks(text.lower())) if len(text.lower()) == len(text) else None
    return text if hit is None or not hit.start() else text[: hit.start()]


def _drop_for_me(text: str) -> str:
    """Drop "cho chi hội chị" behind what she tells: it is no unit of an amount."""
    hit = _FOR_ME.search(strip_marks(text.lower())) if len(text.lower()) == len(text) else None
    return text if hit is None or not hit.start() else text[: hit.start()] + text[hit.end() :]


def _drop_remarks(text: str) -> str:
    """Drop the clauses without an amount: "họp xong rồi nhé, 1 buổi".

    Nothing is dropped where one of them is a word alone, which may be an answer: "không", "rồi".
    """
    clauses = [clause for clause in _CLAUSE_END.split(text) if clause.strip()]
    if any(not has_amount(clean(clause)) and len(clause.split()) == 1 for clause in clauses):
        return text
    return ", ".join(clause.strip() for clause in clauses if has_amount(clean(clause)))


# --- whether it reports -------------------------------------------------------------------------


def _tells(text: str, plain: str, batch: Batch, questions: Sequence[Question]) -> bool:
    taken = [at for at, r in enumerate(batch.readings) if r is not None and r.status in _TAKEN]
    if not batch.numbered:
        in_full = len(questions) > _FEWEST_BY_NUMBER and len(taken) == len(questions)
        return in_full or (len(taken) > 1 and _find_meant(text, questions).issuperset(taken))
    if batch.rest is not None and not taken:
        return says_same(text) or re.search(r"\b(?:thang|ky) nay\b|\bbao cao\b", plain) is not None
    meant = _find_meant(text, questions)
    if not taken:
        return bool(batch.unplaced) and bool(meant)
    if not meant:
        return len(taken) >= _FEWEST_BY_NUMBER
    if len(taken) > 1:
        return not meant.isdisjoint(taken)
    return taken[0] in meant and _is_said_of_it(text, plain, questions[taken[0]])


def _find_meant(text: str, questions: Sequence[Question]) -> frozenset[int]:
    """Find the lines whose name is said, or a word that stands beside their amounts alone."""
    said = clean(strip_noise(clean(text)))
    named = find_names(cut(said)[:-1], [question.names for question in questions])
    beside = (
        at
        for at, question in enumerate(questions)
        if question.beside and find_phrases(question.beside).are_in(said)
    )
    return frozenset((*(question for _, _, question in named), *beside))


def _is_said_of_it(text: str, plain: str, question: Question) -> bool:
    """Tell whether one answer alone speaks of its line: "hết tiền rồi" does not of the money."""
    if question.own_words:
        return _IN_NEED.search(plain) is not None
    if any(_MONEY_NAME.search(strip_marks(clean(name))) for name in question.names):
        return _MONEY_CAME.search(plain) is not None and _OTHER_MONEY.search(plain) is None
    if any(letter.isdecimal() for letter in plain) or _OF_THE_MONTH.search(plain) is not None:
        return True
    named = find_names(cut(clean(text))[:-1], [question.names])
    return has_amount(plain) or any(end - start > 1 for start, end, _ in named)


def _set_apart(
    text: str, plain: str, questions: Sequence[Question], month: int | None, told: str
) -> Passing | None:
    """Take "chị có 2 hộ", which fits several lines, for a report of which none is sure."""
    form = Form(questions, tuple(range(1, len(questions) + 1)), month)
    if _tells_without_amount(text, plain, questions) and find_reason(text, form) is None:
        bare = (Unplaced(told, UnplacedReason.NO_AMOUNT),)
        return Passing(told, Batch(tuple(form.make_empty()), unplaced=bare))
    units = "|".join(strip_marks(clean(q.units[0])) for q in questions if q.units and q.names)
    counted = re.search(rf"\b\d{{1,2}} (?:{units})\b", plain) if units else None
    if counted is None or len(plain.split()) > _MOST_WORDS or _NOT_HERS.search(plain):
        return None
    why = find_reason(text, form) or UnplacedReason.UNCLEAR
    return Passing(text, Batch(tuple(form.make_empty()), unplaced=(Unplaced(text, why),)))


def _tells_without_amount(text: str, plain: str, questions: Sequence[Question]) -> bool:
    """Tell whether something counted is told without its number: "nhà bà Lan thoát nghèo rồi"."""
    if len(plain.split()) > _MOST_TOLD_WORDS or _DONE.search(plain) is None:
        return False
    names = [() if question.own_words else question.names for question in questions]
    return bool(find_names(cut(clean(text))[:-1], names))


# --- how surely ---------------------------------------------------------------------------------


def _confirm_if_more_said(text: str, batch: Batch, questions: Sequence[Question]) -> Batch:
    """Doubt the amounts where much more is said than they: "xóm trên mới xây 3 hộ sạch"."""
    own = {word for question in questions for word in _list_words(question)}
    tokens = [t for t in tokenize(clean(text))[:-1] if t.text[0].isalpha()]
    more = [
        t
        for t in tokens
        if not (t.word.bits & _PLAIN or t.word.names & _GIVEN or t.word.digit)
        and not own.intersection(t.word.marks.base.split("_"))
    ]
    read = [reading for reading in batch.readings if reading is not None]
    if len(more) <= max(1, len(read)):
        return batch
    return replace(batch, readings=tuple(_confirm(reading) for reading in batch.readings))


def _list_words(question: Question) -> list[str]:
    said = (*question.names, *question.units, *question.beside)
    return [word for phrase in said for word in strip_marks(clean(phrase)).split()]


def _confirm(reading: Reading | None) -> Reading | None:
    if reading is None or reading.status is not Status.VALUE or not reading.value:
        return reading
    return Reading(Status.CONFIRM, reading.value)
