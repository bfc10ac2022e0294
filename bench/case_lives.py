"""What happens in each case of the run: who writes what and when, and which clocks must be heard.

A life is a list of turns, counted from the alarm. What must be told, and when, follows from the
province's settings and the turns alone, never from what the product stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.cases.duties import Clocks, Duty
from domain.cases.intake import Urgency

COMMUNE, AREA, PROVINCE = ("c0", "c1"), ("a0",), ("p0", "p1")
OFFICERS = (*COMMUNE, *AREA, *PROVINCE)
REPORTER = "reporter"

GENERATION = 100
"""So many cases live at the same time; the next ones follow a week later."""

_BETWEEN_GENERATIONS = timedelta(days=7)
_BETWEEN_ALARMS, _MOMENTS = timedelta(seconds=7), 5
_HOUR = 3600
_ENDED_AFTER = 26 * _HOUR
"""Past the clock of the first action, and some rounds more of a case that nobody took."""

Script = tuple[tuple[int, str, str], ...]
"""Seconds after the alarm, who writes, and what: `{n}` is the case's number."""

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Life:
    """A kind of case.

    `script`: what is written after the alarm. `commune`: when the commune is told, in seconds
    after the alarm; None: never. `late`: duties that run out, with the second at which their time
    began and whose phone is told first. `lost_to`: whose phone gets it once nothing was done.
    `quiet`: nothing runs out at all. `waits_for_taking`: until that second nobody takes it.
    `ends_after`: at which second it is ended, after every clock of it that is judged.
    """

    script: Script
    commune: int | None = 120
    late: tuple[tuple[Duty, int, str], ...] = ()
    lost_to: str = ""
    quiet: bool = False
    waits_for_taking: int = 0
    ends_after: int = _ENDED_AFTER


def _take(who: str, at: int) -> tuple[int, str, str]:
    return at, who, "nhận {n}"


LIVES = (
    # Nobody hears it for two and a half hours.
    Life(script=(_take("p0", 150 * _MINUTE),), waits_for_taking=150 * _MINUTE),
    # Taken, and forgotten.
    Life(
        script=((30, REPORTER, "1"), _take("c0", 300)),
        commune=30,
        late=((Duty.CONTACT, 300, "c0"),),
        lost_to="a0",
    ),
    # She was reached, and nothing was done for her.
    Life(
        script=((30, REPORTER, "1"), _take("c0", 300), (1200, "c0", "việc {n} lienlac")),
        commune=30,
        lost_to="a0",
    ),
    # Helped, and the day to ask her again is missed.
    Life(
        script=(
            _take("c1", 300),
            (900, "c1", "việc {n} giup counsel"),
            (1200, "c1", "việc {n} hen 1"),
        ),
        late=((Duty.FOLLOW_UP, 1200, "c1"),),
    ),
    # Helped, and the reporter's words get no answer.
    Life(
        script=(
            _take("c0", 300),
            (900, "c0", "việc {n} giup counsel"),
            (3600, REPORTER, "tin {n} chưa ai đến"),
        ),
        late=((Duty.ANSWER, 3600, "c0"),),
    ),
    # Kin of his sits in the commune: the province owes it to tell somebody outside.
    Life(
        script=(
            (20, REPORTER, "2"),
            _take("p0", 2400),
            (2460, "p0", "việc {n} baongoai police"),
        ),
        commune=None,
        late=((Duty.OUTSIDE, 20, "p0"), (Duty.CONTACT, 2400, "p0")),
        lost_to="p1",
        waits_for_taking=2400,
    ),
    # Its end is asked for, and no second officer answers.
    Life(
        script=(
            _take("c0", 300),
            (600, "c0", "việc {n} giup counsel"),
            (900, "c0", "việc {n} dong safe_now"),
        ),
        late=((Duty.SECOND, 900, ""),),
        ends_after=36 * _HOUR,
    ),
    # Done as it should be: nothing may run out.
    Life(
        script=((30, REPORTER, "1"), _take("p1", 600), (900, "p1", "việc {n} giup counsel")),
        commune=30,
        quiet=True,
    ),
    # She leaves at once, and whoever took it does nothing.
    Life(
        script=((10, REPORTER, "thoát"), _take("p0", 180)),
        late=((Duty.CONTACT, 180, "p0"),),
        lost_to="p1",
    ),
    # The area's officer takes it once it has climbed to her.
    Life(
        script=(_take("a0", 2700), (3000, "a0", "việc {n} giup counsel")),
        waits_for_taking=2700,
    ),
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message in: `key` is its own, `who` an officer or a reporter's chat."""

    at: datetime
    key: str
    who: str
    words: str
    case: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What must have left by a moment: a notice to a chat, about a duty where it has one."""

    what: str
    to: str
    due: datetime
    duty: str = ""


def find_life(case: int) -> Life:
    """The life of a case, by its place in the run."""
    return LIVES[case % len(LIVES)]


def find_alarm(start: datetime, case: int) -> datetime:
    """When a case's reporter says that somebody is in danger."""
    generation, place = divmod(case, GENERATION)
    return start + generation * _BETWEEN_GENERATIONS + place % _MOMENTS * _BETWEEN_ALARMS


def name_reporter(case: int) -> str:
    """The chat of a case's reporter."""
    return f"r{case}"


def write_turns(start: datetime, count: int) -> list[Turn]:
    """Everything that is written in the run, in its order; each case is ended by two at last."""
    turns = [turn for case in range(count) for turn in _write_life(start, case)]
    return sorted(turns, key=lambda turn: (turn.at, turn.case))


def _write_life(start: datetime, case: int) -> Iterator[Turn]:
    alarm = find_alarm(start, case)
    said = [(0, REPORTER, "vu viec"), (0, REPORTER, "1"), *find_life(case).script]
    end = find_life(case).ends_after
    said += [(end, "p0", "việc {n} ngoai mistake"), (end + 60, "p1", "việc {n} dongy")]
    if any(duty is Duty.ANSWER for duty, _, _ in find_life(case).late):
        # Nobody ends a case over words of the reporter that she has not looked at.
        said[-2:-2] = [(end - 60, "p0", "xem {n}")]
        said[-1:-1] = [(end + 30, "p1", "xem {n}")]
    if find_life(case).late[:1] and find_life(case).late[0][0] is Duty.SECOND:
        said = said[:-2] + said[-1:]  # its end waits already
    for number, (seconds, who, words) in enumerate(said):
        chat = name_reporter(case) if who == REPORTER else who
        yield Turn(alarm + timedelta(seconds=seconds), f"{case}.{number}", chat, words, case)


def list_expected(start: datetime, case: int, clocks: Clocks) -> Sequence[Expected]:
    """Everything that must be told in a case, and by when."""
    life, alarm = find_life(case), find_alarm(start, case)
    found = [Expected("case_waiting/1", who, alarm) for who in PROVINCE]
    if life.commune is not None:
        due = alarm + timedelta(seconds=life.commune)
        found += [Expected("case_waiting/1", who, due) for who in COMMUNE]
    for duty, began, who in life.late:
        since = alarm + timedelta(seconds=began)
        due = clocks.compute_due(duty, Urgency.DANGER, since)
        if duty is Duty.FOLLOW_UP:
            due = (since + timedelta(days=1)).replace(hour=8, minute=0, second=0)
        found.append(Expected("case_late/1", who, due, duty.value))
    if life.lost_to:
        taken = next(at for at, _, words in life.script if words.startswith("nhận"))
        since = alarm + timedelta(seconds=taken)
        due = clocks.compute_due(Duty.ACTION, Urgency.DANGER, since)
        found.append(Expected("case_handed_over/1", life.lost_to, due))
    return found
