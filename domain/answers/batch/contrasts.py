"""Clauses that speak of the line named before them: "tháng trước 1 hộ thoát nghèo, tháng này chưa".

What is of this month or of her own branch, right after what is not, answers the same question.
"""

import re
from collections.abc import Iterable, Sequence

from domain.answers.batch.form import Form, UnplacedReason
from domain.answers.batch.named import Clause
from domain.answers.batch.relevance import find_reason, is_of_stock
from domain.answers.readings import Kind
from domain.answers.text.phrases import strip_marks

_HERE = (
    r"(?:con |rieng |nhung |ma |thi |chu )*"
    r"(?:trong thang|thang nay|ky nay|lan nay|dot nay|thang {month}|ben (?:chi|em|minh|nay|toi)"
    r"|chi hoi (?:chi|minh|em|toi)|(?:nha|xom|thon|to) (?:chi|minh|em)"
    r"|(?:moi|thuc te|nay moi|gio moi)(?: chi)? (?=dat|duoc|xong|lam duoc|co \d))\b"
    r"(?: (?:thi|la|co the))?"
)
_AMONG = re.compile(r"\b(?:trong do|trong so do|trong day|gom co)\b")
_LET_GO = frozenset({UnplacedReason.OTHER_TIME, UnplacedReason.PLANNED, UnplacedReason.OTHER_THING})


def take_over(said: Iterable[Clause], form: Form) -> list[Clause]:
    """Give a clause of "this month" the question of the clause before, which was none of it."""
    here = re.compile(_HERE.replace("{month}", str(form.month or "x")))
    taken: list[Clause] = []
    for clause in said:
        last = taken[-1] if taken else None
        hit = here.match(strip_marks(clause.text))
        if last is None or last.question is None or hit is None:
            taken.append(clause)
            continue
        text = clause.text[hit.end() :].strip(" ,:") or clause.text
        same = clause.question in (None, last.question) and not clause.run_on
        if not (same and _is_let_go(last, form)):
            taken.append(clause)
            continue
        if form.kinds[last.question] is Kind.YES_NO:
            taken.pop()
        taken.append(Clause(last.question, text, clause.place, plainly=True, whole=text))
    return taken


_SCOPE = re.compile(
    r"(?:(?:thi|con|em oi|chi) )*(?:tu dau nam|dau nam|(?:\d+|sau|chin) thang dau nam|ca nam"
    r"|quy truoc|ke hoach|du kien|tuan sau|tuan toi|thang sau|thang toi|quy sau|ngay mai|mai"
    r"|sap toi|quy \d|luy ke)\b"
)
_FEW = 3
"""More lines than this in one message are her report, whatever time its first words speak of."""


def carry_scope(said: Sequence[Clause], form: Form) -> list[Clause]:
    """Let "tuần sau họp chi hội, kết nạp 2 chị luôn" speak of next week twice."""
    named = {clause.question for clause in said if clause.question is not None}
    if len(named) > _FEW:
        return list(said)
    here = re.compile(_HERE.replace("{month}", str(form.month or "x")))
    carried: list[Clause] = []
    scope = ""
    for clause in said:
        plain = strip_marks(clause.whole)
        if (hit := _SCOPE.match(plain)) is not None:
            scope = clause.whole[: hit.end()]
        elif here.match(plain):
            scope = ""
        elif scope:
            whole = f"{scope} {clause.whole}"
            carried.append(clause._replace(whole=whole, typed=clause.whole))
            continue
        carried.append(clause)
    return carried


def _is_let_go(clause: Clause, form: Form) -> bool:
    return find_reason(clause.whole, form, clause.question) in _LET_GO


def doubt_parts(said: Sequence[Clause]) -> list[Clause]:
    """Leave "3 hộ thoát nghèo, trong đó 1 hộ cận nghèo" open: are they three or four?"""
    found = list(said)
    for at, clause in enumerate(said):
        if not tells_of_parts(clause.whole):
            continue
        for near in range(max(0, at - 1), min(len(said), at + 2)):
            found[near] = said[near]._replace(ambiguous=True)
    return found


def tells_of_parts(text: str) -> bool:
    """Return True for "… trong đó 1 hộ cận nghèo"."""
    return _AMONG.search(strip_marks(text)) is not None


def carry_stock(said: Iterable[Clause], form: Form) -> list[Clause]:
    """Let "còn 6 hộ nghèo, 4 hộ cận nghèo" tell twice what there is."""
    carried: list[Clause] = []
    of_stock = False
    for clause in said:
        question = None if clause.question is None else form.questions[clause.question]
        one = clause
        if of_stock and question is not None and question.stock:
            stated = is_of_stock(f"còn {clause.whole}", question)
            whole = f"còn {clause.whole}"
            one = clause._replace(whole=whole, typed=clause.whole) if stated else clause
        of_stock = question is not None and is_of_stock(one.whole, question)
        carried.append(one)
    return carried
