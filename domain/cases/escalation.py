"""Chooses who is told of a case: at first, and each time the response clock runs out.

The steps are a commune officer, her colleagues, the level above, the province; in danger all of
the commune and the province at once. A level where nobody can be reached is passed over. Whoever
is excluded is left out of every step, and nobody is told twice before all were told; then
everybody is told again, round after round.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.cases.case import Case
from domain.cases.duties import Duty, Owed
from domain.cases.intake import Urgency
from domain.cases.settings import CaseSettings, FirstTold
from domain.org.levels import Level

STEPS = (Level.COMMUNE, Level.AREA, Level.PROVINCE)
_TOLD_IN_DANGER = (Level.COMMUNE, Level.PROVINCE)


class Why(StrEnum):
    """Why somebody is told now."""

    FIRST = "first"
    COLLEAGUE = "colleague"
    DANGER = "danger"
    NOBODY_BELOW = "nobody_below"
    CLOCK = "clock"
    STILL = "still"
    RAISED = "raised"


@dataclass(frozen=True, slots=True)
class Officer:
    """Staff over the case's unit who can be reached.

    `since`: when her post began, in seconds. The longest in post is told first.
    """

    person_id: int
    level: Level
    since: float = 0


@dataclass(frozen=True, slots=True)
class Telling:
    """The ids of people to be told now. `reached`: the highest level told after that."""

    people: tuple[int, ...]
    reached: Level
    why: Why


def choose_first_told(
    case: Case, officers: Sequence[Officer], settings: CaseSettings
) -> list[Telling]:
    """Choose who is told when a case is opened; empty where nobody can be reached.

    In danger the province comes before these (`choose_province`), and this is asked only where
    nobody of it can be reached.
    """
    danger = case.urgency is Urgency.DANGER
    step = _next_step(case, officers, settings, everybody=danger)
    return [] if step is None else [step]


def choose_province(case: Case, officers: Sequence[Officer]) -> Telling | None:
    """Choose the officers of the province, who are told of danger in the same second."""
    people = _find_untold(case, officers, Level.PROVINCE)
    return Telling(people, Level.PROVINCE, Why.DANGER) if people else None


def choose_commune(case: Case, officers: Sequence[Officer]) -> Telling | None:
    """Choose the officers of the commune of a case of danger of which the province knows."""
    people = _find_untold(case, officers, Level.COMMUNE)
    return Telling(people, _find_higher(case, Level.COMMUNE), Why.FIRST) if people else None


def choose_told_of_duty(
    case: Case, owed: Owed, officers: Sequence[Officer], *, wakes_all: bool = True
) -> tuple[int, ...]:
    """Choose who is told that a duty is late, by how often somebody was told of it before.

    First its owner, then her colleagues, then each level above. OUTSIDE is owed by the whole
    province, whoever holds the case, and where nobody of it can be reached by the area. SECOND is
    owed by those who were asked, not by the owner. After the last step the highest is told again.
    Whoever takes a case of danger and does not reach her must not be quieter than a case nobody
    took: she herself is told each time, and after the last step all are, or at night (`wakes_all`
    False) the highest. Empty where nobody can be reached.
    """
    there = [o for o in _sort_officers(officers) if may_be_told(case, o)]
    if owed.duty is Duty.OUTSIDE:
        highest = [_list_people(there, level) for level in (Level.PROVINCE, Level.AREA)]
        return next((people for people in highest if people), ())
    owner = [o for o in officers if o.person_id == case.owner_id]  # she knows of it anyway
    asker = case.pending.by if owed.duty is Duty.SECOND and case.pending else case.owner_id
    others = [o for o in there if o.person_id != asker]
    own = owner[0].level if owner else Level.COMMUNE
    is_others = owed.duty is Duty.SECOND and bool(others)
    steps = [] if is_others else [tuple(o.person_id for o in owner[:1])]
    steps += [_list_people(others, level) for level in STEPS[STEPS.index(own) :]]
    steps = [people for people in steps if people]
    if not steps:
        return ()
    now_told = steps[min(owed.told, len(steps) - 1)]
    if owed.duty is not Duty.CONTACT or case.urgency is not Urgency.DANGER:
        return now_told
    if owed.told >= len(steps) and wakes_all:
        now_told = tuple(who for people in steps for who in people)
    return tuple(dict.fromkeys((*steps[0], *now_told)))


def choose_heirs(case: Case, officers: Sequence[Officer]) -> tuple[int, ...]:
    """Choose who is to take a case from an owner who did nothing: those of the next level above
    hers that can be reached, at the province her colleagues. Empty where there is nobody."""
    own = next((o.level for o in officers if o.person_id == case.owner_id), STEPS[0])
    there = [o for o in _sort_officers(officers) if may_be_told(case, o)]
    others = [o for o in there if o.person_id != case.owner_id]
    above = STEPS[STEPS.index(own) + 1 :] or STEPS[-1:]
    return next((p for level in above if (p := _list_people(others, level))), ())


def choose_told_of_reopening(case: Case, officers: Sequence[Officer]) -> tuple[int, ...]:
    """Choose who is told that a case was opened again: its owner, whoever knew of it, and the
    province, which must learn that it was ended too early."""
    there = [o for o in _sort_officers(officers) if may_be_told(case, o)]
    knew = case.told | {case.owner_id}
    told = (o.person_id for o in there if o.level is Level.PROVINCE or o.person_id in knew)
    return tuple(dict.fromkeys(told))


def _list_people(officers: Sequence[Officer], level: Level) -> tuple[int, ...]:
    return tuple(dict.fromkeys(o.person_id for o in officers if o.level is level))


def may_be_told(case: Case, officer: Officer) -> bool:
    """Return True unless she is excluded, or her level must not know of it (yet)."""
    return officer.person_id not in case.excluded and officer.level not in case.hidden_levels


def choose_told_when_raised(case: Case, officers: Sequence[Officer], by: int) -> Telling | None:
    """Choose who is told that a case has become urgent; None where nobody can be reached.

    These are all who knew of it, of the commune and of the province; where none of them can be
    reached, whoever else can. `by`: the id of whoever raised it, who is not told.
    """
    others = [o for o in _sort_officers(officers) if may_be_told(case, o) and o.person_id != by]
    near = [o for o in others if o.level in _TOLD_IN_DANGER or o.person_id in case.told] or others
    if not near:
        return None
    reached = max([case.reached, *(o.level for o in near)], key=STEPS.index)
    return Telling(tuple(dict.fromkeys(o.person_id for o in near)), reached, Why.RAISED)


def choose_next_told(
    case: Case, officers: Sequence[Officer], settings: CaseSettings
) -> Telling | None:
    """Choose who is told when the clock ran out; None where everybody who may be told was."""
    danger = case.urgency is Urgency.DANGER
    return _next_step(case, officers, settings, everybody=danger)


def choose_told_again(
    case: Case, officers: Sequence[Officer], *, wakes_all: bool
) -> Telling | None:
    """Choose who is told once more when all were told: everybody asked before who may still know
    of it, or only those of the highest level, where not all may be woken."""
    told = [o for o in _sort_officers(officers) if o.person_id in case.told]
    told = [o for o in told if may_be_told(case, o)]
    if told and not wakes_all:
        told = [o for o in told if o.level is told[-1].level]
    people = tuple(dict.fromkeys(o.person_id for o in told))
    return Telling(people, case.reached, Why.STILL) if people else None


def _next_step(
    case: Case, officers: Sequence[Officer], settings: CaseSettings, *, everybody: bool
) -> Telling | None:
    told_before = bool(case.told)
    for level in STEPS:
        people = _find_untold(case, officers, level)
        if not people:
            continue
        told_here = any(o.person_id in case.told and o.level is level for o in officers)
        one = settings.first_told is FirstTold.ONE and not (everybody or told_here)
        why = _find_reason(level, told_before=told_before, told_here=told_here)
        return Telling(people[:1] if one else people, _find_higher(case, level), why)
    return None


def _find_reason(level: Level, *, told_before: bool, told_here: bool) -> Why:
    if told_here:
        return Why.COLLEAGUE
    if told_before:
        return Why.CLOCK
    return Why.FIRST if level is Level.COMMUNE else Why.NOBODY_BELOW


def _find_untold(
    case: Case, officers: Sequence[Officer], level: Level, besides: Sequence[int] = ()
) -> tuple[int, ...]:
    """Find the officers of a level who may be told and were not, the longest in post first."""
    left_out = case.told | set(besides)
    here = [
        o
        for o in _sort_officers(officers)
        if o.level is level and o.person_id not in left_out and may_be_told(case, o)
    ]
    return tuple(dict.fromkeys(o.person_id for o in here))


def _sort_officers(officers: Sequence[Officer]) -> list[Officer]:
    return sorted(officers, key=lambda o: (STEPS.index(o.level), o.since, o.person_id))


def _find_higher(case: Case, level: Level) -> Level:
    """Return the higher of the level reached and this one; this one if nobody was told."""
    if not case.told:
        return level
    return max(case.reached, level, key=STEPS.index)
