"""Judges a run of cases by what left (the file), by the trail, and by what had to be told."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.case_lives import (
    COMMUNE,
    OFFICERS,
    PROVINCE,
    Expected,
    find_alarm,
    find_life,
    list_expected,
    name_reporter,
)
from bench.case_process import LOG, SENT, START, WATCH_PERIOD, read_lines
from domain.cases.case import Case, State
from domain.cases.duties import Clocks
from services.context import Reference
from storage import addresses, outbox
from storage.cases import audit_check, cases
from storage.database import Database
from storage.moments import moment, seconds

_MOST_SECONDS_TO_COMMUNE = 200
_LATE = ("case_late/1", "case_handed_over/1", "case_lost/1")


@dataclass(slots=True)
class Verdict:
    """What was found; everything in `wrong` must be 0. `notes` name the first that are wrong."""

    figures: dict[str, Any]
    wrong: dict[str, int]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Told:
    """One notice that left: which row, to which chat, in which life of the process, when."""

    row: int
    to: str
    life: int
    at: float
    notice: Mapping[str, Any]


def judge(
    database: Database, reference: Reference, folder: Path, count: int, kills: int
) -> Verdict:
    """Judge what is on disk."""
    lines = [json.loads(line) for line in read_lines(folder / SENT) if _is_whole(line)]
    with database.read() as tx:
        found = cases.load_opened_between(tx, 0, 1e12)
        trail = audit_check.verify(tx)
        pending = outbox.count_by_state(tx).get("pending", 0)
        rows = sorted({line["row"] for line in lines})
        notices = {
            queued.id: json.loads(queued.notices)
            for start in range(0, len(rows), 500)
            for queued in outbox.load(tx, rows[start : start + 500])
        }
        chats = [name_reporter(case) for case in range(count)]
        people = {
            contact.person_id: chat
            for start in range(0, len(chats), 500)
            for chat, contact in addresses.find(tx, "zalo", "1", chats[start : start + 500]).items()
        }
    places = {case.id: int(people[case.reporter_id][1:]) for case in found}
    told: dict[int, list[_Told]] = defaultdict(list)
    once: set[int] = set()
    for line in lines:
        for notice in notices[line["row"]] if line["row"] not in once else ():
            if notice.get("case_id") in places:
                each = _Told(line["row"], line["to"], line["life"], line["at"], notice)
                told[places[notice["case_id"]]].append(each)
        once.add(line["row"])
    clocks = Clocks(reference.plan.cases, reference.calendar)
    seen = _Seen(count, clocks, told)
    seen.look()
    opened = Counter(places.values())
    again = sum(times - 1 for times in Counter(line["row"] for line in lines).values())
    wrong = {
        "lost": count - len(opened),
        "opened twice": len(found) - len(opened),
        "province not told in the opening transaction": _count_province_late(found, places, seen),
        "told twice": seen.twice,
        "sent again beyond the one in flight": _count_repeated(lines),
        "clocks past unseen": seen.unseen,
        "told without need": seen.needless,
        "commune told though left out": seen.left_out_told,
        f"commune told after {_MOST_SECONDS_TO_COMMUNE} s": seen.commune_late,
        "waited longer than the clock for the next officer": seen.gaps,
        "not ended by two": sum(case.state is not State.OUT_OF_SCOPE for case in found)
        - _count_closed(found, places),
        "not sent": pending,
        "faults of trails": len(trail.faults),
        "faults in the log": len(read_lines(folder / LOG)),
    }
    figures = {
        "cases": len(found),
        "kills": kills,
        "messages out": len(lines),
        "sent again": again,
        "clocks judged": seen.judged,
        "longest after a clock, s": round(seen.longest),
        "commune told after, s": round(seen.commune_longest),
    }
    return Verdict(figures, wrong, seen.notes)


def _is_whole(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False  # a kill cut it: the network never had it
    return True


def _count_province_late(found: Sequence[Case], places: Mapping[int, int], seen: "_Seen") -> int:
    return sum(
        {
            each.to
            for each in seen.told[places[case.id]]
            if each.to in PROVINCE
            and each.notice["kind"] == "case_waiting/1"
            and each.at == seconds(case.opened_at)
        }
        != set(PROVINCE)
        for case in found
    )


def _count_closed(found: Sequence[Case], places: Mapping[int, int]) -> int:
    """Those whose end was asked for as an ordinary one, and agreed to."""
    closed = [case for case in found if case.state is State.CLOSED]
    return sum(
        any("dong" in words for _, _, words in find_life(places[c.id]).script) for c in closed
    )


def _count_repeated(lines: Sequence[Mapping[str, Any]]) -> int:
    """Rows sent again that were not the last to their chat when the process was killed."""
    wrong = 0
    last: dict[str, Mapping[str, Any]] = {}
    rows: set[int] = set()
    for line in lines:
        before = last.get(line["to"])
        if line["row"] in rows and (
            before is None or before["row"] != line["row"] or before["life"] == line["life"]
        ):
            wrong += 1
        rows.add(line["row"])
        last[line["to"]] = line
    return wrong


class _Seen:
    """Looks for everything that had to be told."""

    def __init__(self, count: int, clocks: Clocks, told: dict[int, list[_Told]]) -> None:
        self._count = count
        self._clocks = clocks
        self.told = told
        self.judged = self.unseen = self.needless = self.twice = self.gaps = 0
        self.left_out_told = self.commune_late = 0
        self.longest = self.commune_longest = 0.0
        self.notes: list[str] = []

    def look(self) -> None:
        for case in range(self._count):
            for expected in list_expected(START, case, self._clocks):
                self._look_for(case, expected)
            self._look_at_commune(case)
            self._look_for_needless(case)
            self._look_for_twice(case)
            self._look_at_gaps(case)

    def _look_for(self, case: int, expected: Expected) -> None:
        """It left within a period of the watch after its clock ran out, not before."""
        due = seconds(expected.due)
        found = [
            each.at - due
            for each in self.told[case]
            if each.notice["kind"] == expected.what
            and expected.to in ("", each.to)
            and expected.duty in ("", each.notice.get("duty"))
            and each.at >= due
        ]
        self.judged += 1
        after = min(found, default=float("inf"))
        if after > WATCH_PERIOD.total_seconds():
            self.unseen += 1
            self._note(f"case {case}: {expected.what} {expected.duty} to {expected.to}: {after}")
        else:
            self.longest = max(self.longest, after)

    def _look_at_commune(self, case: int) -> None:
        alarm = seconds(find_alarm(START, case))
        first = [
            each.at - alarm
            for each in self.told[case]
            if each.to in COMMUNE and each.notice["kind"] == "case_waiting/1"
        ]
        if find_life(case).commune is None:
            self.left_out_told += any(each.to in COMMUNE for each in self.told[case])
            return
        after = min(first, default=float("inf"))
        self.commune_late += after > _MOST_SECONDS_TO_COMMUNE
        if first:
            self.commune_longest = max(self.commune_longest, after)

    def _look_for_needless(self, case: int) -> None:
        if find_life(case).quiet:
            late = [each for each in self.told[case] if each.notice["kind"] in _LATE]
            self.needless += len(late)
            for each in late:
                self._note(f"case {case}: needless {each.notice}")

    def _look_for_twice(self, case: int) -> None:
        """One notice twice to a phone within a minute, or an officer twice told for the first time.

        Only what the product said by itself; an answer comes as often as one asks.
        """
        first: Counter[str] = Counter()
        moments: Counter[tuple[str, str, float]] = Counter()
        for each in self.told[case]:
            kind = each.notice["kind"]
            if kind == "case_waiting/1" and each.notice.get("why") != "still":
                first[each.to] += 1
            if kind in ("case_waiting/1", "case_told_of/1", *_LATE):
                moments[each.to, json.dumps(each.notice), each.at // 60] += 1
        twice = [n - 1 for n in (*first.values(), *moments.values()) if n > 1]
        self.twice += sum(twice)
        if twice:
            self._note(
                f"case {case}: told twice {first} {[k for k, n in moments.items() if n > 1]}"
            )

    def _look_at_gaps(self, case: int) -> None:
        """While nobody has taken it, another officer is told each time the clock runs out."""
        life = find_life(case)
        alarm = find_alarm(START, case)
        until = seconds(alarm) + life.waits_for_taking
        times = sorted(
            each.at
            for each in self.told[case]
            if each.to in OFFICERS and each.notice["kind"] == "case_waiting/1" and each.at <= until
        )
        most = timedelta(minutes=self._clocks.settings.danger_minutes) + WATCH_PERIOD
        if not life.waits_for_taking:
            return
        self.gaps += not times
        steps = zip(times, [*times[1:], until], strict=False)
        for before, after in steps:
            self.judged += 1
            if after - before > most.total_seconds():
                self.gaps += 1
                self._note(f"case {case}: nobody told from {moment(before)} to {moment(after)}")

    def _note(self, words: str) -> None:
        if len(self.notes) < 20:
            self.notes.append(words)
