"""Rules across the lines of one report: what cannot well be true together, and why."""

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.plan.yaml_reader import Reader

_LONGEST_REASON = 70
_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_WORDS = {"yes": 1.0, "no": 0.0}
_CONDITION = re.compile(r"(\S+) (=|<=|>=|<|>) (\S+)")

Values = Mapping[str, Mapping[str, float] | None]
"""What a report says: code → field → amount."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A number, or the amount of an indicator: of one field, or of all its fields together."""

    number: float | None = None
    code: str = ""
    field: str = ""

    def find_amount(self, values: Values) -> float | None:
        """Return its amount in a report; None where the report does not say."""
        if self.number is not None:
            return self.number
        amounts = values.get(self.code)
        if amounts is None or (self.field and self.field not in amounts):
            return None
        return amounts[self.field] if self.field else sum(amounts.values())


@dataclass(frozen=True, slots=True)
class Condition:
    """Two operands and how they compare: "1.5a.joined > 0"."""

    left: Operand
    sign: str
    right: Operand

    def holds(self, values: Values) -> bool:
        """Return True if it is so in a report; False where the report does not say."""
        left, right = self.left.find_amount(values), self.right.find_amount(values)
        return left is not None and right is not None and _OPERATORS[self.sign](left, right)


@dataclass(frozen=True, slots=True)
class Check:
    """Marks a line of a report where all conditions hold. `says`: why it looks wrong."""

    marks: str
    conditions: tuple[Condition, ...]
    says: str


def find_odd_lines(checks: Iterable[Check], values: Values) -> dict[str, str]:
    """Return why lines of a report do not fit the others, by their codes."""
    odd: dict[str, str] = {}
    for check in checks:
        if all(condition.holds(values) for condition in check.conditions):
            odd.setdefault(check.marks, check.says)
    return odd


def read_checks(top: Reader, codes: Sequence[str]) -> tuple[Check, ...]:
    """Read the rules of a plan file; `codes`: its indicators."""
    if not top.has("checks"):
        top.taken.add("checks")
        return ()
    return tuple(_read_check(reader, codes) for reader in top.open_each("checks", "marks"))


def _read_check(reader: Reader, codes: Sequence[str]) -> Check:
    marks = reader.read_text("marks")
    if marks and marks not in codes:
        reader.add_fault("marks", f"{marks} is no indicator of this plan")
    conditions = []
    for text in reader.read_texts("when"):
        condition = _parse_condition(text, codes)
        if condition is None:
            reader.add_fault("when", f'cannot be read: "{text}"')
        else:
            conditions.append(condition)
    if not reader.has("when"):
        reader.add_fault("when", "is missing")
    check = Check(marks, tuple(conditions), reader.read_text("says", most=_LONGEST_REASON))
    reader.finish()
    return check


def _parse_condition(text: str, codes: Sequence[str]) -> Condition | None:
    hit = _CONDITION.fullmatch(text.strip())
    if hit is None:
        return None
    left, right = _parse_operand(hit[1], codes), _parse_operand(hit[3], codes)
    return None if left is None or right is None else Condition(left, hit[2], right)


def _parse_operand(text: str, codes: Sequence[str]) -> Operand | None:
    """Parse "1.5a.joined", "3.3b", "yes" or "0". A code comes before a number it looks like."""
    if text in codes:
        return Operand(code=text)
    code, _, name = text.rpartition(".")
    if code in codes and name.isalpha():
        return Operand(code=code, field=name)
    if text in _WORDS:
        return Operand(number=_WORDS[text])
    return Operand(number=float(text)) if text.isdecimal() else None
