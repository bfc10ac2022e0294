"""What was done for the plan's tasks, as a report tells it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TaskDone:
    """One thing that was done: when, what, in the office's own words, and by which unit ("" for the
    one that reports). `people`: how many took part, None where nobody said."""

    day: date
    what: str
    people: int | None = None
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """A task of the plan ("III.1a") with what was done for it in a span; `title`: its name.

    `held`: when the conference or event it is was held, None for any other task or where it was
    not. `codes`: the indicators it moves.
    """

    id: str
    title: str
    done: tuple[TaskDone, ...] = ()
    held: date | None = None
    codes: tuple[str, ...] = ()
