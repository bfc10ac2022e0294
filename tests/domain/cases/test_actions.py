"""Who may do what to a case, and what becomes of it."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from domain.cases.actions import TRANSITIONS, WHO, CaseAction, CaseCommand, Refusal, decide, may
from domain.cases.case import (
    OPEN,
    Actor,
    Case,
    PendingAnswer,
    Relation,
    State,
    Wait,
    find_relations,
    remove_excluded,
)
from domain.cases.intake import WITHIN_UNION, CaseKind, Consent, Urgency
from domain.cases.social_services import HelpGiven, Service, ServiceState
from domain.confidential import Confidential
from domain.org.levels import Level
from tests.support.made_cases import (
    ADMIN,
    HANH,
    LAN,
    LINE,
    MAI,
    NOW,
    OTHER_COMMUNE,
    REPORTER,
    STRANGER,
    THU,
    case,
    intake,
)


def decide_case(actor: Actor, command: CaseCommand | CaseAction, before: Case) -> Case:
    after = decide(
        actor,
        command if isinstance(command, CaseCommand) else CaseCommand(command),
        before,
        LINE,
        NOW,
    )
    assert isinstance(after, Case), after
    return after


def act_refused(actor: Actor, command: CaseCommand | CaseAction, before: Case) -> Refusal:
    after = decide(
        actor,
        command if isinstance(command, CaseCommand) else CaseCommand(command),
        before,
        LINE,
        NOW,
    )
    assert isinstance(after, Refusal)
    return after


def make_held(**more: object) -> Case:
    return case(**{"state": State.TAKEN, "owner_id": MAI.person_id, "due_at": None} | more)


# --- who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "reached", "expected"),
    [
        (REPORTER, Level.PROVINCE, {Relation.REPORTER}),
        (MAI, Level.COMMUNE, {Relation.OFFICER}),
        (THU, Level.COMMUNE, {Relation.SUPERIOR}),
        (THU, Level.AREA, {Relation.OFFICER}),
        (HANH, Level.AREA, {Relation.SUPERIOR}),
        (HANH, Level.PROVINCE, {Relation.OFFICER}),
        (ADMIN, Level.PROVINCE, set()),
        (STRANGER, Level.PROVINCE, set()),
        (Actor(99), Level.PROVINCE, set()),
    ],
)
def test_standing_is_role_and_unit_and_case(actor, reached, expected) -> None:
    assert find_relations(actor, case(reached=reached), LINE) == expected


def test_who_is_excluded_stands_outside_even_as_owner_or_told() -> None:
    known = make_held(
        intake=intake(excluded=frozenset({MAI.person_id})), told=frozenset({MAI.person_id})
    )
    assert find_relations(MAI, known, LINE) == frozenset()
    assert not any(may(MAI, act, known, LINE) for act in CaseAction)


def test_what_was_not_passed_on_is_its_reporters_alone() -> None:
    kept = case(state=State.KEPT, told=frozenset({HANH.person_id}))
    assert find_relations(HANH, kept, LINE) == frozenset()
    assert find_relations(REPORTER, kept, LINE) == {Relation.REPORTER}


def test_who_works_on_it_says_once_that_it_became_urgent() -> None:
    urgent = decide_case(MAI, CaseAction.RAISE, make_held())
    assert (urgent.urgency, urgent.state, urgent.owner_id) == (
        Urgency.DANGER,
        State.TAKEN,
        MAI.person_id,
    )
    assert act_refused(MAI, CaseAction.RAISE, urgent) is Refusal.NOT_NOW
    for other in (REPORTER, THU):  # the case has not reached her area
        assert act_refused(other, CaseAction.RAISE, make_held()) is Refusal.NOT_YOURS


def test_access_ends_with_the_post() -> None:
    known = make_held(told=frozenset({MAI.person_id}))
    assert find_relations(Actor(MAI.person_id), known, LINE) == frozenset()


@pytest.mark.parametrize("act", list(CaseAction))
def test_a_stranger_and_an_administrator_may_do_nothing(act: CaseAction) -> None:
    for state, who in product(State, (STRANGER, ADMIN, Actor(99))):
        assert act_refused(who, act, case(state=state)) is Refusal.NOT_YOURS


def test_every_act_says_who_may_and_when() -> None:
    assert set(WHO) == set(TRANSITIONS) == set(CaseAction)
    assert all(WHO.values())
    assert all(TRANSITIONS.values())


def test_the_reporter_never_sees_what_staff_wrote() -> None:
    allowed = {act for act in CaseAction if may(REPORTER, act, make_held(), LINE)}
    assert allowed == {CaseAction.STATUS, CaseAction.SAY, CaseAction.REOPEN, CaseAction.CONSENT}


# --- the way of a case --------------------------------------------------------------------------


def test_taken_helped_served_and_closed() -> None:
    taken = decide_case(MAI, CaseAction.TAKE, case())
    assert (taken.state, taken.owner_id, taken.due_at) == (State.TAKEN, MAI.person_id, None)
    helped = decide_case(MAI, CaseCommand(CaseAction.HELP, help=HelpGiven.COUNSEL), taken)
    assert (helped.state, helped.helps) == (State.IN_SUPPORT, {HelpGiven.COUNSEL})
    service = CaseCommand(
        CaseAction.SERVICE, service=Service.LEGAL, service_state=ServiceState.ACCESSED
    )
    served = decide_case(MAI, CaseAction.SERVE, decide_case(MAI, service, helped))
    assert served.services == {Service.LEGAL: ServiceState.ACCESSED}
    closed = decide_case(MAI, CaseAction.CLOSE, served)
    assert (closed.state, closed.closed_at) == (State.CLOSED, NOW)
    assert decide_case(REPORTER, CaseAction.REOPEN, closed).owner_id == MAI.person_id


def test_it_is_taken_once() -> None:
    taken = decide_case(MAI, CaseAction.TAKE, case())
    assert act_refused(LAN, CaseAction.TAKE, taken) is Refusal.NOT_NOW
    assert act_refused(LAN, CaseAction.CLOSE, taken) is Refusal.NOT_YOURS


@pytest.mark.parametrize("kind", [k for k in CaseKind if k.closed_by_two])
def test_violence_and_trafficking_are_closed_by_two(kind: CaseKind) -> None:
    asked = decide_case(MAI, CaseAction.CLOSE, make_held(intake=intake(kind=kind)))
    assert (asked.state, asked.pending) == (State.TAKEN, PendingAnswer(Wait.CLOSING, MAI.person_id))
    assert act_refused(MAI, CaseAction.AGREE, asked) is Refusal.NOT_YOURS
    assert act_refused(MAI, CaseAction.CLOSE, asked) is Refusal.NOT_NOW
    assert decide_case(LAN, CaseAction.DISAGREE, asked).pending is None
    assert decide_case(LAN, CaseAction.AGREE, asked).state is State.CLOSED


def test_danger_of_a_kind_nobody_told_is_closed_by_two() -> None:
    unknown = intake(danger=True, kind=None)
    asked = decide_case(MAI, CaseAction.CLOSE, make_held(urgency=Urgency.DANGER, intake=unknown))
    assert (asked.state, asked.pending) == (State.TAKEN, PendingAnswer(Wait.CLOSING, MAI.person_id))
    assert (
        decide_case(MAI, CaseAction.CLOSE, make_held(intake=intake(kind=None))).state
        is State.CLOSED
    )


def test_whoever_left_the_unit_is_no_heir_to_its_cases() -> None:
    offered = decide_case(MAI, CaseCommand(CaseAction.OFFER, to=STRANGER.person_id), make_held())
    assert find_relations(STRANGER, offered, LINE) == frozenset()
    assert act_refused(STRANGER, CaseAction.ACCEPT, offered) is Refusal.NOT_YOURS


def test_who_is_left_out_later_holds_it_no_more() -> None:
    excluded = intake(excluded=frozenset({MAI.person_id}))
    freed = remove_excluded(make_held(intake=excluded), NOW)
    assert (freed.owner_id, freed.state, freed.due_at) == (None, State.REOPENED, NOW)
    offered = make_held(owner_id=LAN.person_id, intake=excluded)
    waits = replace(offered, pending=PendingAnswer(Wait.TRANSFER, LAN.person_id, MAI.person_id))
    assert remove_excluded(waits, NOW) == offered
    ended = make_held(state=State.CLOSED, intake=excluded)
    assert remove_excluded(ended, NOW) == ended


def test_a_transfer_changes_the_owner_only_when_accepted() -> None:
    offered = decide_case(MAI, CaseCommand(CaseAction.OFFER, to=LAN.person_id), make_held())
    assert offered.owner_id == MAI.person_id
    assert act_refused(THU, CaseAction.ACCEPT, offered) is Refusal.NOT_YOURS
    assert decide_case(LAN, CaseAction.DECLINE, offered).owner_id == MAI.person_id
    accepted = decide_case(LAN, CaseAction.ACCEPT, offered)
    assert (accepted.owner_id, accepted.pending) == (LAN.person_id, None)


def test_a_transfer_to_another_commune_takes_the_case_along() -> None:
    command = CaseCommand(CaseAction.OFFER, to=STRANGER.person_id, unit_id=OTHER_COMMUNE)
    offered = decide_case(MAI, command, make_held())
    accepted = decide_case(STRANGER, CaseAction.ACCEPT, offered)
    assert (accepted.owner_id, accepted.unit_id) == (STRANGER.person_id, OTHER_COMMUNE)


def test_a_referral_is_help_and_stands_until_accepted_or_dropped() -> None:
    referred = decide_case(MAI, CaseCommand(CaseAction.REFER, service=Service.SHELTER), make_held())
    assert (referred.state, referred.helps) == (State.REFERRED, {HelpGiven.REFERRAL})
    assert referred.services == {Service.SHELTER: ServiceState.REFERRED}
    assert decide_case(MAI, CaseAction.REFERRAL_ACCEPTED, referred).state is State.IN_SUPPORT
    assert decide_case(MAI, CaseAction.REFERRAL_DROPPED, referred).state is State.TAKEN


def test_out_of_scope_needs_a_reason_and_a_duplicate_its_first() -> None:
    assert act_refused(MAI, CaseAction.OUT_OF_SCOPE, case()) is Refusal.MISSING
    reason = Confidential("không phải việc của Hội")
    assert (
        decide_case(MAI, CaseCommand(CaseAction.OUT_OF_SCOPE, reason=reason), case()).state
        is State.OUT_OF_SCOPE
    )
    assert act_refused(MAI, CaseAction.DUPLICATE, case()) is Refusal.MISSING
    assert decide_case(MAI, CaseCommand(CaseAction.DUPLICATE, to=5), case()).duplicate_of == 5


def test_reopened_without_an_owner_its_clock_runs_at_once() -> None:
    ended = decide_case(MAI, CaseCommand(CaseAction.DUPLICATE, to=5), case())
    reopened = decide_case(MAI, CaseAction.REOPEN, ended)
    assert (reopened.state, reopened.due_at, reopened.duplicate_of) == (State.REOPENED, NOW, None)


def test_once_erased_it_is_not_opened_again() -> None:
    """Who must not learn of it was erased with the rest."""
    erased = case(state=State.CLOSED, intake=None)
    assert act_refused(REPORTER, CaseAction.REOPEN, erased) is Refusal.NOT_NOW
    assert act_refused(MAI, CaseAction.REOPEN, erased) is Refusal.NOT_NOW


def test_consent_given_later_opens_what_was_kept() -> None:
    kept = case(state=State.KEPT, intake=intake(consent=Consent()))
    opened = decide_case(REPORTER, CaseAction.CONSENT, kept)
    assert opened.state is State.NEW
    assert opened.intake == intake(consent=WITHIN_UNION)


def test_a_follow_up_missed_makes_it_overdue() -> None:
    at = NOW + timedelta(days=3)
    planned = decide_case(MAI, CaseCommand(CaseAction.FOLLOW_UP, at=at), make_held())
    assert not planned.is_overdue(NOW)
    assert planned.is_overdue(at)


def test_whatever_is_done_an_open_case_is_somebodys_or_its_clock_runs() -> None:
    """Walk everywhere a few commands lead: nothing open is ever left to nobody."""
    commands = [
        CaseCommand(act, to=LAN.person_id, at=NOW, reason=Confidential("x")) for act in CaseAction
    ]
    commands += [
        CaseCommand(CaseAction.HELP, help=HelpGiven.COUNSEL),
        CaseCommand(CaseAction.SERVICE, service=Service.LEGAL, service_state=ServiceState.REFERRED),
    ]
    seen, todo = set(), [case(), case(state=State.KEPT, due_at=None)]
    while todo:
        here = todo.pop()
        key = (here.state, here.owner_id, here.due_at, here.pending, here.follow_up_at)
        if key in seen:
            continue
        seen.add(key)
        assert here.state not in OPEN or here.owner_id is not None or here.due_at is not None
        results = (decide(w, d, here, LINE, NOW) for w in (MAI, LAN, REPORTER) for d in commands)
        todo += [after for after in results if isinstance(after, Case)]
    assert {state for state, *_ in seen} == set(State)
