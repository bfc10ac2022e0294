"""What a case says of itself: what she waits for, who must not know, what a phone may show."""

from datetime import timedelta

import pytest

from domain.cases.case import Relation, find_relations
from domain.cases.duties import Duty, begin
from domain.cases.intake import CaseKind, SafeContact, Urgency, Way
from domain.org.levels import Level
from tests.support.made_cases import HANH, LINE, MAI, NOW, THU, case, intake

HOUR = timedelta(hours=1)


def test_she_waits_for_what_is_late_and_else_for_what_is_due_first() -> None:
    assert case(duties=()).find_wait(NOW) is None
    duties = begin((), Duty.FOLLOW_UP, NOW - 9 * HOUR, NOW + HOUR)
    duties = begin(duties, Duty.ANSWER, NOW - HOUR, NOW)
    waits = case(duties=duties)
    assert waits.find_wait(NOW) == duties[1]
    assert waits.find_wait(NOW - HOUR / 2) == duties[1]
    assert waits.is_overdue(NOW)
    assert not waits.is_overdue(NOW - HOUR / 2)


@pytest.mark.parametrize(
    ("more", "plainly"),
    [
        ({}, True),
        ({"phone_is_safe": False}, False),
        ({"urgency": Urgency.DANGER}, False),
        ({"urgency": Urgency.DANGER, "phone_is_safe": True}, True),
        ({"intake": intake(kind=CaseKind.VIOLENCE)}, False),
        ({"intake": intake(contact=SafeContact(Way.NOT_NOW)), "phone_is_safe": True}, False),
    ],
)
def test_a_phone_shows_plain_words_only_where_it_may(
    more: dict[str, object], plainly: bool
) -> None:
    assert case(**more).may_write_plainly is plainly


def test_levels_that_must_not_know_or_not_yet() -> None:
    assert case().hidden_levels == frozenset()
    for hidden in ({"commune_left_out": True}, {"commune_at": NOW}):
        known = case(reached=Level.PROVINCE, **hidden)
        assert known.hidden_levels == {Level.COMMUNE}
        assert find_relations(MAI, known, LINE) == frozenset()
        assert Relation.OFFICER in find_relations(THU, known, LINE)
    damaged = case(reached=Level.PROVINCE, intake=None, is_readable=False)
    for near in (MAI, THU):
        assert find_relations(near, damaged, LINE) == frozenset()
    assert Relation.OFFICER in find_relations(HANH, damaged, LINE)
