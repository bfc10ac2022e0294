"""Names a fault by its type and place. Its text is never told: it may quote what somebody typed,
and a database's quotes the whole row."""

from collections.abc import Iterator
from pathlib import PurePath
from traceback import walk_tb

_MOST_CAUSES, _MOST_FRAMES, _PATH_PARTS = 4, 12, 3


def describe_fault(fault: BaseException) -> str:
    """Name a fault and what it came from: "ValueError at domain/periods.py:53 in parse < …"."""
    return "; from ".join(_describe_one(each) for each in _list_causes(fault))


def _list_causes(fault: BaseException) -> list[BaseException]:
    """List the fault, what it came from, and so on; what a group holds stands after it."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [fault]
    while waiting and len(found) < _MOST_CAUSES:
        each = waiting.pop(0)
        if each is None or each in found:
            continue
        found.append(each)
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions
        waiting.append(each.__cause__ or each.__context__)
    return found


def _describe_one(fault: BaseException) -> str:
    places = list(_list_places(fault))[::-1][:_MOST_FRAMES]
    name = type(fault).__name__
    return f"{name} at {' < '.join(places)}" if places else name


def _list_places(fault: BaseException) -> Iterator[str]:
    """Name the frames, the outermost first."""
    for frame, line in walk_tb(fault.__traceback__):
        code = frame.f_code
        path = "/".join(PurePath(code.co_filename).parts[-_PATH_PARTS:])
        yield f"{path}:{line} in {code.co_name}"
