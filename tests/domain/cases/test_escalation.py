"""Who is told: at first, when the clock runs out, and once all were."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.cases.case import Case
from domain.cases.escalation import (
    Officer,
    Telling,
    Why,
    choose_first_told,
    choose_next_told,
    choose_told_again,
    choose_told_when_raised,
)
from domain.cases.intake import Urgency
from domain.cases.settings import CaseSettings, FirstTold
from domain.org.levels import Level
from tests.support.made_cases import case, intake

ONE, ALL = CaseSettings(), CaseSettings(first_told=FirstTold.ALL)
MAI, LAN = Officer(11, Level.COMMUNE, 2.0), Officer(12, Level.COMMUNE, 1.0)
THU, HANH = Officer(13, Level.AREA), Officer(14, Level.PROVINCE)
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


def test_danger_tells_the_commune_and_the_province_at_once() -> None:
    danger = case(urgency=Urgency.DANGER)
    assert climb(danger, EVERYBODY, ONE) == [
        Telling((12, 11), Level.COMMUNE, Why.FIRST),
        Telling((14,), Level.PROVINCE, Why.DANGER),
        Telling((13,), Level.PROVINCE, Why.CLOCK),
    ]


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


def test_when_all_were_told_the_highest_are_reminded() -> None:
    all_told = case(told=frozenset({11, 12, 13, 14}), reached=Level.PROVINCE)
    assert choose_told_again(all_told, EVERYBODY) == Telling((14,), Level.PROVINCE, Why.STILL)
    assert choose_told_again(all_told, (MAI, THU)) == Telling((13,), Level.PROVINCE, Why.STILL)
    assert choose_told_again(case(), EVERYBODY) is None


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
