"""Who is told: at first, when the clock runs out, and once all were."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.case import Case, PendingAnswer, Wait
from domain.cases.duties import Duty, Owed
from domain.cases.escalation import (
    Officer,
    Telling,
    Why,
    choose_commune,
    choose_first_told,
    choose_heirs,
    choose_next_told,
    choose_province,
    choose_told_again,
    choose_told_of_duty,
    choose_told_of_reopening,
    choose_told_when_raised,
)
from domain.cases.intake import Urgency
from domain.cases.settings import CaseSettings, FirstTold
from domain.org.levels import Level
from tests.support.made_cases import case, intake

ONE, ALL = CaseSettings(), CaseSettings(first_told=FirstTold.ALL)
MAI, LAN = Officer(11, Level.COMMUNE, 2.0), Officer(12, Level.COMMUNE, 1.0)
THU, HANH = Officer(13, Level.AREA), Officer(14, Level.PROVINCE)
DAO = Officer(15, Level.PROVINCE, 1.0)
EVERYBODY = (MAI, LAN, THU, HANH)


def list_told(before: Case, *tellings: Telling) -> Case:
    for telling in tellings:
        before = replace(before, told=before.told | set(telling.people), reached=telling.reached)
    return before


def climb(before: Case, officers: tuple[Officer, ...], settings: CaseSettings) -> list[Telling]:
    """Everybody who is told until nobody is left."""
    tellings = choose_first_told(before, officers, settings)
    before = list_told(before, *tellings)
    while (telling := choose_next_told(before, officers, settings)) is not None:
        tellings.append(telling)
        before = list_told(before, telling)
    return tellings


def test_one_officer_then_colleagues_then_upwards() -> None:
    assert climb(case(), EVERYBODY, ONE) == [
        Telling((12,), Level.COMMUNE, Why.FIRST),
        Telling((11,), Level.COMMUNE, Why.COLLEAGUE),
        Telling((13,), Level.AREA, Why.CLOCK),
        Telling((14,), Level.PROVINCE, Why.CLOCK),
    ]


def test_the_province_may_decide_that_all_are_told_first() -> None:
    assert climb(case(), EVERYBODY, ALL)[0] == Telling((12, 11), Level.COMMUNE, Why.FIRST)


def test_danger_tells_the_province_first_and_then_the_whole_commune() -> None:
    danger = case(urgency=Urgency.DANGER)
    province = choose_province(danger, EVERYBODY)
    assert province == Telling((14,), Level.PROVINCE, Why.DANGER)
    waits = replace(list_told(danger, province), commune_at=danger.opened_at)
    assert choose_next_told(waits, (MAI, LAN), ONE) is None, "she has not said yet"
    decided = replace(waits, commune_at=None)
    commune = choose_commune(decided, EVERYBODY)
    assert commune == Telling((12, 11), Level.PROVINCE, Why.FIRST)
    left = choose_next_told(list_told(decided, commune), EVERYBODY, ONE)
    assert left == Telling((13,), Level.PROVINCE, Why.CLOCK)


def test_a_commune_left_out_is_passed_over_at_every_step() -> None:
    left_out = case(urgency=Urgency.DANGER, commune_left_out=True)
    assert choose_commune(left_out, EVERYBODY) is None
    assert [t.people for t in climb(left_out, EVERYBODY, ONE)] == [(13,), (14,)]
    raised = choose_told_when_raised(left_out, EVERYBODY, 99)
    assert raised is not None
    assert raised.people == (14,)


def test_danger_where_the_province_cannot_be_reached_goes_to_the_commune_at_once() -> None:
    danger = case(urgency=Urgency.DANGER)
    assert choose_province(danger, (MAI, LAN, THU)) is None
    assert choose_first_told(danger, (MAI, LAN, THU), ONE) == [
        Telling((12, 11), Level.COMMUNE, Why.FIRST)
    ]


# --- what is late -------------------------------------------------------------------------------

LATE = case().opened_at
THE_OWNERS = [Duty.CONTACT, Duty.ACTION, Duty.ANSWER, Duty.FOLLOW_UP]


def list_told_of(before: Case, duty: Duty, officers: tuple[Officer, ...]) -> list[tuple[int, ...]]:
    """Who is told the first five times that it is late."""
    owed = [Owed(duty, LATE, LATE, LATE, told) for told in range(5)]
    return [choose_told_of_duty(before, each, officers) for each in owed]


@pytest.mark.parametrize("duty", THE_OWNERS)
def test_what_is_late_is_said_to_the_owner_then_colleagues_then_those_above(duty: Duty) -> None:
    held = case(owner_id=11)
    assert list_told_of(held, duty, EVERYBODY) == [(11,), (12,), (13,), (14,), (14,)]
    assert list_told_of(held, duty, (MAI, HANH)) == [(11,), (14,), (14,), (14,), (14,)]
    assert list_told_of(held, duty, ()) == [()] * 5


def test_whoever_takes_danger_and_does_not_reach_her_is_told_each_time_and_then_all_are() -> None:
    held = case(owner_id=11, urgency=Urgency.DANGER)
    told = list_told_of(held, Duty.CONTACT, EVERYBODY)
    assert told == [(11,), (11, 12), (11, 13), (11, 14), (11, 12, 13, 14)]
    at_night = Owed(Duty.CONTACT, LATE, LATE, LATE, 4)
    assert choose_told_of_duty(held, at_night, EVERYBODY, wakes_all=False) == (11, 14)


def test_an_answer_to_the_end_is_asked_of_those_who_owe_it() -> None:
    asked = case(owner_id=11, pending=PendingAnswer(Wait.CLOSING, 11, ending="close"))
    assert list_told_of(asked, Duty.SECOND, EVERYBODY) == [(12,), (13,), (14,), (14,), (14,)]
    assert list_told_of(asked, Duty.SECOND, (MAI,)) == [(11,)] * 5, "there is nobody else"


def test_what_the_province_holds_is_said_to_her_colleagues_there_last() -> None:
    held = case(owner_id=14)
    assert list_told_of(held, Duty.ACTION, (*EVERYBODY, DAO))[:3] == [(14,), (15,), (15,)]


def test_nobody_hears_of_what_is_late_who_must_not() -> None:
    held = case(owner_id=13, commune_left_out=True, intake=intake(excluded=frozenset({14})))
    assert list_told_of(held, Duty.CONTACT, EVERYBODY) == [(13,)] * 5


def test_telling_outside_is_owed_by_the_whole_province_whoever_holds_it() -> None:
    for owner in (None, 11, 14):
        held = case(owner_id=owner, commune_left_out=True)
        assert list_told_of(held, Duty.OUTSIDE, (*EVERYBODY, DAO))[:2] == [(14, 15)] * 2
    assert list_told_of(case(), Duty.OUTSIDE, (MAI, THU))[0] == (13,)


def test_an_idle_owner_loses_it_to_the_next_level_above_at_the_province_to_a_colleague() -> None:
    everybody = (*EVERYBODY, DAO)
    assert choose_heirs(case(owner_id=11), everybody) == (13,)
    assert choose_heirs(case(owner_id=11), (MAI, LAN, HANH)) == (14,)
    assert choose_heirs(case(owner_id=13), everybody) == (14, 15)
    assert choose_heirs(case(owner_id=14), everybody) == (15,)
    assert choose_heirs(case(owner_id=14), EVERYBODY) == ()
    kin = case(owner_id=11, intake=intake(excluded=frozenset({13})))
    assert choose_heirs(kin, everybody) == (14, 15)


def test_the_province_hears_that_a_case_was_opened_again() -> None:
    ended = case(owner_id=11, told=frozenset({11, 12}))
    assert choose_told_of_reopening(ended, EVERYBODY) == (12, 11, 14)
    assert choose_told_of_reopening(replace(ended, told=frozenset()), EVERYBODY) == (11, 14)


def test_a_level_without_anybody_is_passed_over_at_once() -> None:
    assert choose_first_told(case(), (THU, HANH), ONE) == [
        Telling((13,), Level.AREA, Why.NOBODY_BELOW)
    ]
    assert choose_first_told(case(), (HANH,), ONE) == [
        Telling((14,), Level.PROVINCE, Why.NOBODY_BELOW)
    ]
    assert choose_first_told(case(), (), ONE) == []
    assert choose_next_told(case(), (), ONE) is None


def test_who_is_excluded_is_left_out_of_every_step() -> None:
    kin = case(intake=intake(excluded=frozenset({12, 14})))
    assert [t.people for t in climb(kin, EVERYBODY, ONE)] == [(11,), (13,)]
    danger = replace(kin, urgency=Urgency.DANGER)
    assert [t.people for t in climb(danger, EVERYBODY, ONE)] == [(11,), (13,)]


def test_when_all_were_told_all_are_told_again_and_at_night_the_highest() -> None:
    told = case(told=frozenset({11, 12, 13, 14}), reached=Level.PROVINCE)

    def list_again(case: Case, there: Sequence[Officer], *, wakes_all: bool) -> tuple[int, ...]:
        again = choose_told_again(case, there, wakes_all=wakes_all)
        assert again is None or (again.reached, again.why) == (Level.PROVINCE, Why.STILL)
        return () if again is None else again.people

    assert list_again(told, EVERYBODY, wakes_all=True) == (12, 11, 13, 14)
    assert list_again(told, EVERYBODY, wakes_all=False) == (14,)
    assert list_again(told, (MAI, THU), wakes_all=False) == (13,)
    left_out = replace(told, commune_left_out=True, intake=intake(excluded=frozenset({14})))
    assert list_again(left_out, EVERYBODY, wakes_all=True) == (13,)
    assert list_again(case(), EVERYBODY, wakes_all=True) == ()


def test_that_it_became_urgent_is_told_to_who_knew_the_commune_and_the_province() -> None:
    urgent = case(urgency=Urgency.DANGER, told=frozenset({11}))
    assert choose_told_when_raised(urgent, EVERYBODY, 11) == Telling(
        (12, 14), Level.PROVINCE, Why.RAISED
    )
    known = replace(urgent, told=frozenset({11, 13}), reached=Level.AREA)
    assert choose_told_when_raised(known, EVERYBODY, 11) == Telling(
        (12, 13, 14), Level.PROVINCE, Why.RAISED
    )
    assert choose_told_when_raised(urgent, (MAI, THU), 11) == Telling((13,), Level.AREA, Why.RAISED)
    assert choose_told_when_raised(urgent, (MAI,), 11) is None
    kin = replace(urgent, intake=intake(excluded=frozenset({14})))
    assert choose_told_when_raised(kin, EVERYBODY, 11) == Telling((12,), Level.COMMUNE, Why.RAISED)


OFFICERS = st.lists(
    st.builds(
        Officer,
        st.integers(1, 6),
        st.sampled_from([Level.COMMUNE, Level.AREA, Level.PROVINCE]),
        st.floats(0, 9),
    ),
    max_size=8,
)


@given(OFFICERS, st.sets(st.integers(1, 6)), st.sampled_from(Urgency), st.sampled_from([ONE, ALL]))
def test_everybody_is_told_once_and_nobody_who_must_not(officers, excluded, urgency, settings):
    before = case(urgency=urgency, intake=intake(excluded=frozenset(excluded)))
    people = [who for t in climb(before, tuple(officers), settings) for who in t.people]
    assert len(people) == len(set(people))
    assert set(people) == {o.person_id for o in officers} - excluded
