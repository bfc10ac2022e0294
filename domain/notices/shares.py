"""Which notices belong to a case: they are sent when nothing else is (see domain.quota)."""

import re
from functools import cache
from types import ModuleType

from domain.notices import case_work, cases, faults, intake, quota
from domain.notices.base import Notice
from domain.quota import Message

_KIND = re.compile(r'"kind":"([a-z0-9_]+/\d+)"')

_OF_NO_CASE: frozenset[type[Notice]] = frozenset(
    {
        case_work.CaseNotFound,
        case_work.CaseNumberWanted,
        case_work.CaseRefused,
        case_work.CaseList,
        intake.TypeItsNumber,
    }
)
"""What anybody can have said without a case."""

_BEGIN: frozenset[type[Notice]] = frozenset({intake.IntakeLimits, intake.AskedInGroup})
"""With these an intake opens, or is offered."""

_NUMBERS: frozenset[type[Notice]] = frozenset({intake.IntakeNumbers})
"""What is named to whoever asks whom to call, where no intake is open."""


def read_message(notices: str, *, in_post: bool) -> Message:
    """Tell what a message of the outbox is about, by the kinds of its notices alone.

    `in_post`: somebody in a post reads it, whose questions about cases are always answered.
    """
    kinds = frozenset(_KIND.findall(notices))
    of_case = kinds & _list_tags()
    if not in_post:
        of_case -= _find_tags(_OF_NO_CASE)
    numbers_alone = of_case == _find_tags(_NUMBERS)
    if numbers_alone and kinds != of_case and not in_post:
        return Message(of_case=False)  # a reply as any other, which names them by the way
    begins = bool(of_case & _find_tags(_BEGIN))
    return Message(bool(of_case), tells_numbers=begins or numbers_alone, begins=begins)


@cache
def _list_tags() -> frozenset[str]:
    modules = (cases, case_work, intake, quota, faults)
    return _find_tags(frozenset(kind for module in modules for kind in _list_notices(module)))


def _list_notices(module: ModuleType) -> list[type[Notice]]:
    return [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Notice) and kind is not Notice
    ]


@cache
def _find_tags(kinds: frozenset[type[Notice]]) -> frozenset[str]:
    return frozenset(str(kind.__struct_config__.tag) for kind in kinds)
