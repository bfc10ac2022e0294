"""Notices of numbers that were sent though they look odd."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.notices.base import Notice
from domain.notices.reporting import Amounts


class OddNumbers(Notice, frozen=True, tag="odd_numbers/1"):
    """Lists for an officer what was confirmed though odd, in her unit and directly below.

    `asked`: she asked for it; else nothing is said where there is none.
    """

    unit_id: int
    period: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class OddNumber:
    """One line that was sent though odd; `doubt`, `usual`: as in reporting.Line.

    `reason`: a rule of the plan file that it goes against, where there is no doubt.
    """

    unit_name: str
    number: int
    code: str
    amounts: Amounts
    doubt: str = ""
    usual: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OddFacts:
    """What an OddNumbers says."""

    unit_name: str
    found: Sequence[OddNumber]
