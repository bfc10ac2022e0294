"""What is owed after an action: it ends by what was owed, and an open case always has a clock."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.actions import (
    CaseAction,
    CaseCommand,
    Outside,
    Refusal,
    decide,
    note_words,
)
from domain.cases.case import OPEN, Actor, Case, State
from domain.cases.changes import repeat_danger
from domain.cases.duties import Duty, begin, find_owed, wait_for_owner
from domain.cases.intake import CaseKind, Urgency
from domain.cases.social_services import HelpGiven, Service, ServiceState
from domain.confidential import Confidential
from tests.support.made_cases import CLOCKS, HANH, LAN, LINE, MAI, NOW, REPORTER, THU, case, intake

DONE_FOR_HER = [
    CaseCommand(CaseAction.HELP, help=HelpGiven.COUNSEL),
    CaseCommand(CaseAction.SERVICE, service=Service.LEGAL, service_state=ServiceState.REFERRED),
    CaseCommand(CaseAction.REFER, service=Service.SHELTER),
]
REACHED = CaseCommand(CaseAction.CONTACT, reached=True)
NOT_REACHED = CaseCommand(CaseAction.CONTACT, reached=False)
DAY, MONTH = timedelta(days=1), timedelta(days=30)


def do(actor: Actor, command: CaseCommand | CaseAction, before: Case, now: datetime = NOW) -> Case:
    made = command if isinstance(command, CaseCommand) else CaseCommand(command)
    after = decide(actor, made, before, LINE, now, CLOCKS)
    assert isinstance(after, Case), after
    return after


def list_owed(of: Case) -> set[Duty]:
    return {owed.duty for owed in of.duties}


def make_taken(**more: object) -> Case:
    return do(MAI, CaseAction.TAKE, case(**more))


def test_taking_it_begins_contact_and_action() -> None:
    taken = make_taken(urgency=Urgency.DANGER)
    assert list_owed(taken) == {Duty.CONTACT, Duty.ACTION}
    contact, action = taken.duties
    assert (contact.due_at, action.due_at) == (NOW + timedelta(minutes=30), NOW + DAY)
    assert not taken.is_overdue(NOW)
    assert taken.is_overdue(NOW + timedelta(minutes=31))
    assert taken.is_overdue(NOW + MONTH)


def test_contact_ends_by_contact_alone() -> None:
    taken = make_taken()
    assert do(MAI, NOT_REACHED, taken).duties == taken.duties
    assert list_owed(do(MAI, REACHED, taken)) == {Duty.ACTION}


@pytest.mark.parametrize("command", DONE_FOR_HER, ids=lambda c: c.action)
def test_the_first_action_ends_by_something_done_and_a_follow_up_begins(
    command: CaseCommand,
) -> None:
    helped = do(MAI, command, make_taken())
    assert list_owed(helped) == {Duty.FOLLOW_UP}
    assert helped.duties[0].since == NOW
    again = (
        do(MAI, command, helped, NOW + MONTH) if command.action is not CaseAction.REFER else None
    )
    assert again is None or again.duties[0].since == NOW + MONTH


def test_xong_ends_nothing_that_nobody_did() -> None:
    served = CaseCommand(CaseAction.SERVE)
    for before in (make_taken(), do(MAI, REACHED, make_taken())):
        assert decide(MAI, served, before, LINE, NOW, CLOCKS) is Refusal.MISSING
    after = do(MAI, served, do(MAI, DONE_FOR_HER[0], make_taken()))
    assert after.state is State.SERVED
    assert list_owed(after) == {Duty.FOLLOW_UP}


def test_not_reached_after_reached_is_owed_again() -> None:
    reached = do(MAI, REACHED, make_taken(urgency=Urgency.DANGER))
    mistaken = do(MAI, NOT_REACHED, reached, NOW + DAY)
    again = find_owed(mistaken.duties, Duty.CONTACT)
    assert again is not None
    assert again.due_at == NOW + DAY + timedelta(minutes=30)


def test_danger_that_is_told_again_must_be_reached_anew() -> None:
    helped = do(MAI, DONE_FOR_HER[0], make_taken(urgency=Urgency.DANGER))
    again = repeat_danger(helped, NOW + DAY, CLOCKS)
    assert {Duty.CONTACT, Duty.ACTION} <= list_owed(again)


def test_not_safe_yet_has_her_reached_again() -> None:
    helped = do(MAI, DONE_FOR_HER[0], make_taken(urgency=Urgency.DANGER, told=frozenset({11, 14})))
    asked = do(MAI, CaseCommand(CaseAction.CLOSE, reason=Confidential("safe_now")), helped)
    refused = do(HANH, CaseCommand(CaseAction.DISAGREE, reason=Confidential("not_safe_yet")), asked)
    assert list_owed(refused) == {Duty.FOLLOW_UP, Duty.CONTACT}


def test_a_follow_up_ends_by_asking_her_and_the_next_begins() -> None:
    helped = do(MAI, DONE_FOR_HER[0], make_taken())
    missed = NOW + 2 * MONTH
    assert helped.is_overdue(missed)
    moved = do(MAI, CaseCommand(CaseAction.FOLLOW_UP, at=missed + MONTH), helped, missed)
    assert moved.is_overdue(missed), "what was missed is not put off"
    asked = do(MAI, REACHED, helped, missed)
    assert list_owed(asked) == {Duty.FOLLOW_UP}
    assert not asked.is_overdue(missed)


def test_a_day_that_was_planned_is_when_she_is_asked_again() -> None:
    at = NOW + 3 * DAY
    planned = do(MAI, CaseCommand(CaseAction.FOLLOW_UP, at=at), make_taken())
    helped = do(MAI, DONE_FOR_HER[0], planned)
    (owed,) = helped.duties
    assert (owed.duty, owed.due_at) == (Duty.FOLLOW_UP, at)
    assert not helped.is_overdue(NOW)
    assert helped.is_overdue(at)


def test_words_of_the_reporter_wait_for_an_answer() -> None:
    taken = make_taken()
    said = note_words(taken, by_reporter=True, now=NOW + DAY, clocks=CLOCKS)
    waits = find_owed(said.duties, Duty.ANSWER)
    assert waits is not None
    assert waits.since == NOW + DAY
    again = note_words(said, by_reporter=True, now=NOW + 2 * DAY, clocks=CLOCKS)
    assert again == said, "her first words count"
    answered = note_words(said, by_reporter=False, now=NOW + 2 * DAY, clocks=CLOCKS)
    assert answered.duties == taken.duties
    assert find_owed(do(MAI, REACHED, said).duties, Duty.ANSWER) is None
    assert find_owed(do(MAI, DONE_FOR_HER[0], said).duties, Duty.ANSWER) == waits
    nobody = note_words(case(), by_reporter=True, now=NOW, clocks=CLOCKS)
    assert nobody == case(), "whoever takes it reads them"


def test_passing_it_on_to_a_colleague_stops_no_clock() -> None:
    offered = do(MAI, CaseCommand(CaseAction.OFFER, to=LAN.person_id), make_taken())
    accepted = do(LAN, CaseAction.ACCEPT, offered, NOW + 5 * DAY)
    assert accepted.duties == offered.duties
    helped = do(MAI, DONE_FOR_HER[0], make_taken())
    offered = do(MAI, CaseCommand(CaseAction.OFFER, to=LAN.person_id), helped)
    assert list_owed(do(LAN, CaseAction.ACCEPT, offered)) == {Duty.CONTACT, Duty.ACTION}


@pytest.mark.parametrize(
    "command", [CaseCommand(CaseAction.ASSIGN, to=LAN.person_id), CaseCommand(CaseAction.TAKE_OVER)]
)
def test_whoever_is_given_it_has_her_own_time_and_it_stays_overdue(command: CaseCommand) -> None:
    late = NOW + MONTH
    given = do(THU, command, make_taken(), late)
    assert given.is_overdue(late)
    assert all(owed.since == NOW and owed.next_at > late for owed in given.duties)


def test_taken_after_it_was_lost_it_is_overdue_until_it_is_done() -> None:
    taken, late = make_taken(), NOW + MONTH
    lost = replace(
        taken,
        owner_id=None,
        state=State.REOPENED,
        duties=wait_for_owner(taken.duties, late, late + DAY),
        told=frozenset({HANH.person_id}),
    )
    assert lost.is_overdue(late)
    again = do(HANH, CaseAction.TAKE, lost, late)
    assert again.is_overdue(late)
    assert not do(HANH, DONE_FOR_HER[0], again, late).is_overdue(late)


def test_danger_hastens_what_is_owed() -> None:
    raised = do(REPORTER, CaseAction.RAISE, make_taken(), NOW + timedelta(hours=1))
    contact = find_owed(raised.duties, Duty.CONTACT)
    assert contact is not None
    assert contact.due_at == NOW + timedelta(minutes=90)


def test_what_is_told_outside_is_owed_until_it_is_told() -> None:
    owes = make_taken(urgency=Urgency.DANGER, commune_left_out=True, told=frozenset({11}))
    owes = replace(owes, duties=begin(owes.duties, Duty.OUTSIDE, NOW, NOW))
    for command in (*DONE_FOR_HER, REACHED):
        assert Duty.OUTSIDE in list_owed(do(MAI, command, owes))
    told = CaseCommand(CaseAction.TELL_OUTSIDE, outside=Outside.CHAIR)
    assert Duty.OUTSIDE not in list_owed(do(HANH, told, owes))


def test_what_is_opened_again_is_owed_again() -> None:
    ended = do(MAI, CaseAction.CLOSE, do(MAI, DONE_FOR_HER[0], make_taken()))
    assert ended.duties == ()
    assert list_owed(do(REPORTER, CaseAction.REOPEN, ended)) == {Duty.CONTACT, Duty.ACTION}
    unheld = replace(ended, owner_id=None)
    assert list_owed(do(REPORTER, CaseAction.REOPEN, unheld)) == {Duty.TAKE}


# --- always a clock -----------------------------------------------------------------------------

COMMANDS = [
    *(
        CaseCommand(act, to=LAN.person_id, at=NOW + DAY, reason=Confidential("x"))
        for act in CaseAction
    ),
    *DONE_FOR_HER,
    REACHED,
    NOT_REACHED,
    CaseCommand(CaseAction.TELL_OUTSIDE, outside=Outside.POLICE),
]
ACTORS = (MAI, LAN, THU, HANH, REPORTER)


def assert_a_clock_runs(of: Case) -> None:
    if of.state not in OPEN:
        return
    owed = list_owed(of)
    assert owed, of.state
    if of.owner_id is None:
        assert Duty.TAKE in owed
        assert of.due_at is not None
    else:
        assert owed & {Duty.CONTACT, Duty.ACTION, Duty.FOLLOW_UP}


def make_key(of: Case) -> tuple[object, ...]:
    owed = frozenset(each.duty for each in of.duties)
    return (of.state, of.owner_id, of.due_at is None, of.pending, of.urgency, owed)


@pytest.mark.parametrize("kind", [CaseKind.HARDSHIP, CaseKind.VIOLENCE])
def test_whatever_is_done_an_open_case_always_has_a_running_clock(kind: CaseKind) -> None:
    """Walk everywhere the commands of all who may act lead."""
    start = case(intake=intake(kind=kind), told=frozenset({11, 12, 13, 14}))
    seen: set[tuple[object, ...]] = set()
    todo = [start, case(state=State.KEPT, due_at=None, duties=())]
    while todo:
        here = todo.pop()
        if make_key(here) in seen:
            continue
        seen.add(make_key(here))
        assert_a_clock_runs(here)
        results = (decide(w, d, here, LINE, NOW, CLOCKS) for w in ACTORS for d in COMMANDS)
        todo += [after for after in results if isinstance(after, Case)]
    assert {state for state, *_ in seen} == set(State)


STEPS = st.lists(
    st.tuples(st.sampled_from(ACTORS), st.sampled_from(COMMANDS), st.integers(0, 90)), max_size=12
)


@given(STEPS, st.sampled_from(Urgency), st.sampled_from([CaseKind.HARDSHIP, CaseKind.VIOLENCE]))
def test_a_wait_is_never_forgotten(
    steps: list[tuple[Actor, CaseCommand, int]], urgency: Urgency, kind: CaseKind
) -> None:
    """However it is handed about: while nothing is done for her, what was late stays late."""
    here = case(urgency=urgency, intake=intake(kind=kind), told=frozenset({11, 12, 13, 14}))
    now, acted = NOW, {each.action for each in DONE_FOR_HER} | {CaseAction.REOPEN}
    for actor, command, days in steps:
        now += timedelta(days=days)
        late = (owed := find_owed(here.duties, Duty.ACTION)) is not None and owed.is_late(now)
        after = decide(actor, command, here, LINE, now, CLOCKS)
        if not isinstance(after, Case):
            continue
        assert_a_clock_runs(after)
        if late and after.is_open and command.action not in acted:
            assert after.is_overdue(now), command.action
        here = after


def test_danger_after_all_was_done_must_be_reached_anew() -> None:
    helped = do(MAI, CaseCommand(CaseAction.HELP, help=HelpGiven.COUNSEL), make_taken())
    assert Duty.CONTACT not in list_owed(helped)
    raised = do(REPORTER, CaseAction.RAISE, helped)
    assert {Duty.CONTACT, Duty.ACTION} <= list_owed(raised)
    assert raised.is_overdue(NOW + timedelta(minutes=31))
