"""Who may do what to a case, and what becomes of it."""

from dataclasses import replace
from itertools import product

import pytest

from domain.cases.actions import (
    TRANSITIONS,
    WHO,
    CaseAction,
    CaseCommand,
    Outside,
    Refusal,
    decide,
    may,
)
from domain.cases.case import (
    Actor,
    Case,
    PendingAnswer,
    Relation,
    State,
    Wait,
    find_relations,
    remove_excluded,
)
from domain.cases.duties import Duty, begin, find_owed, tell_again
from domain.cases.intake import WITHIN_UNION, CaseKind, Consent, Urgency
from domain.cases.social_services import HelpGiven, Service, ServiceState
from domain.confidential import Confidential
from domain.org.levels import Level
from tests.support.made_cases import (
    ADMIN,
    CLOCKS,
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
        CLOCKS,
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
        CLOCKS,
    )
    assert isinstance(after, Refusal)
    return after


def make_held(**more: object) -> Case:
    """A case that Mai has just taken, and what is owed since then."""
    taken = decide_case(MAI, CaseAction.TAKE, case())
    return replace(taken, **more)  # type: ignore[arg-type]


# --- who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "reached", "expected"),
    [
        (REPORTER, Level.PROVINCE, {Relation.REPORTER}),
        (MAI, Level.COMMUNE, {Relation.OFFICER}),
        (THU, Level.COMMUNE, {Relation.SUPERIOR, Relation.OVERSEER}),
        (THU, Level.AREA, {Relation.OFFICER, Relation.OVERSEER}),
        (HANH, Level.AREA, {Relation.SUPERIOR, Relation.OVERSEER}),
        (HANH, Level.PROVINCE, {Relation.OFFICER, Relation.OVERSEER}),
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
    assert decide_case(REPORTER, CaseAction.RAISE, make_held()).urgency is Urgency.DANGER
    # the case has not reached her area
    assert act_refused(THU, CaseAction.RAISE, make_held()) is Refusal.NOT_YOURS


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
    assert allowed == {
        CaseAction.STATUS,
        CaseAction.SAY,
        CaseAction.REOPEN,
        CaseAction.CONSENT,
        CaseAction.RAISE,
    }


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


REASON = Confidential("helped")
ENDS = {
    State.CLOSED: CaseCommand(CaseAction.CLOSE, reason=REASON),
    State.OUT_OF_SCOPE: CaseCommand(CaseAction.OUT_OF_SCOPE, reason=REASON),
    State.DUPLICATE: CaseCommand(CaseAction.DUPLICATE, to=5),
}
BY_TWO = {
    **{kind.value: make_held(intake=intake(kind=kind)) for kind in CaseKind if kind.closed_by_two},
    "danger of an unknown kind": make_held(
        urgency=Urgency.DANGER, intake=intake(danger=True, kind=None)
    ),
    "danger in hardship": make_held(urgency=Urgency.DANGER),
}


@pytest.mark.parametrize("ending", list(ENDS))
@pytest.mark.parametrize("held", list(BY_TWO.values()), ids=list(BY_TWO))
def test_danger_violence_and_abuse_end_by_two_in_every_way(held: Case, ending: State) -> None:
    asked = decide_case(MAI, ENDS[ending], held)
    assert asked.state is State.TAKEN
    assert asked.pending is not None
    assert (asked.pending.wait, asked.pending.by) == (Wait.CLOSING, MAI.person_id)
    assert find_owed(asked.duties, Duty.SECOND) is not None
    assert act_refused(MAI, CaseAction.AGREE, asked) is Refusal.NOT_YOURS
    assert all(act_refused(MAI, again, asked) is Refusal.NOT_NOW for again in ENDS.values())
    assert act_refused(LAN, CaseAction.DISAGREE, asked) is Refusal.MISSING, "she says why"
    assert find_owed(decide_case(MAI, CaseAction.DISAGREE, asked).duties, Duty.SECOND) is None
    no = CaseCommand(CaseAction.DISAGREE, reason=Confidential("not_safe_yet"))
    stays = decide_case(LAN, no, asked)
    assert (stays.pending, stays.duties) == (None, held.duties)
    ended = decide_case(LAN, CaseAction.AGREE, asked)
    assert (ended.state, ended.closed_at, ended.duties) == (ending, NOW, ())
    assert ended.duplicate_of == (5 if ending is State.DUPLICATE else None)


def test_what_nobody_has_taken_is_dropped_by_two_too() -> None:
    asked = decide_case(MAI, ENDS[State.OUT_OF_SCOPE], case())
    assert (asked.state, asked.owner_id) == (State.NEW, None)
    assert decide_case(LAN, CaseAction.AGREE, asked).state is State.OUT_OF_SCOPE


def test_out_of_scope_needs_a_second_for_every_kind_and_closing_not() -> None:
    """The figure of indicator 3.2 must not rise by one officer's word."""
    for kind in (None, *CaseKind):
        held = make_held(intake=intake(kind=kind))
        assert decide_case(MAI, ENDS[State.OUT_OF_SCOPE], held).state is State.TAKEN
    assert decide_case(MAI, CaseAction.CLOSE, make_held()).state is State.CLOSED


def test_the_second_officer_is_told_why() -> None:
    held = BY_TWO["violence"]
    assert act_refused(MAI, CaseAction.CLOSE, held) is Refusal.MISSING
    asked = decide_case(MAI, ENDS[State.CLOSED], held)
    assert asked.pending is not None
    assert (asked.pending.ending, asked.pending.reason) == ("close", "helped")


def test_who_asked_before_there_were_other_ends_asked_to_close() -> None:
    old = make_held(pending=PendingAnswer(Wait.CLOSING, MAI.person_id))
    assert decide_case(LAN, CaseAction.AGREE, old).state is State.CLOSED


def test_a_case_that_cannot_be_opened_neither_ends_nor_changes_what_it_says() -> None:
    damaged = make_held(intake=None, is_readable=False, told=frozenset({MAI.person_id}))
    for command in (*ENDS.values(), CaseCommand(CaseAction.HELP, help=HelpGiven.COUNSEL)):
        assert act_refused(MAI, command, damaged) is Refusal.NOT_NOW
    assert decide_case(MAI, CaseCommand(CaseAction.CONTACT, reached=True), damaged).is_open
    assert decide_case(HANH, CaseAction.TAKE_OVER, damaged).owner_id == HANH.person_id


# --- those above --------------------------------------------------------------------------------


def test_those_above_remind_reassign_and_take_over() -> None:
    held = make_held()
    assert decide_case(HANH, CaseAction.REMIND, held) == held
    given = decide_case(HANH, CaseCommand(CaseAction.ASSIGN, to=LAN.person_id), held)
    assert (given.owner_id, given.state) == (LAN.person_id, State.TAKEN)
    assert decide_case(THU, CaseAction.TAKE_OVER, held).owner_id == THU.person_id
    for act in (CaseAction.REMIND, CaseAction.TAKE_OVER):
        for other in (MAI, LAN, REPORTER, STRANGER, ADMIN):
            assert act_refused(other, act, held) is Refusal.NOT_YOURS
    assert act_refused(HANH, CaseAction.TAKE_OVER, case()) is Refusal.NOT_NOW


def test_a_case_given_away_waits_for_no_transfer_any_more() -> None:
    offered = decide_case(MAI, CaseCommand(CaseAction.OFFER, to=LAN.person_id), make_held())
    assert decide_case(HANH, CaseAction.TAKE_OVER, offered).pending is None


def test_what_gathers_several_alarms_can_be_parted() -> None:
    assert decide_case(MAI, CaseAction.SEPARATE, case(alarms=3)).alarms == 1
    assert act_refused(MAI, CaseAction.SEPARATE, case()) is Refusal.NOT_NOW


def test_whoever_works_on_it_records_who_was_told_outside() -> None:
    owes = begin(make_held().duties, Duty.OUTSIDE, NOW, NOW)
    told = CaseCommand(CaseAction.TELL_OUTSIDE, outside=Outside.POLICE)
    held = make_held(owner_id=HANH.person_id, duties=owes, told=frozenset({14}))
    for who in (HANH, THU, MAI):
        assert find_owed(decide_case(who, told, held).duties, Duty.OUTSIDE) is None
    assert decide_case(HANH, told, make_held()) == make_held(), "nobody waited for it: noted"
    left_out = replace(held, commune_left_out=True)
    for who in (MAI, REPORTER, STRANGER):
        assert act_refused(who, told, left_out) is Refusal.NOT_YOURS


def test_whoever_is_above_takes_what_did_not_reach_her_yet() -> None:
    new = case(reached=Level.COMMUNE)
    assert decide_case(HANH, CaseAction.TAKE, new).owner_id == HANH.person_id
    assert act_refused(HANH, CaseAction.CLOSE, new) is Refusal.NOT_YOURS


def test_a_colleague_reminds_and_takes_over_what_its_owner_was_told_is_late() -> None:
    held = make_held(duties=begin((), Duty.CONTACT, NOW, NOW))
    for action in (CaseAction.REMIND, CaseAction.TAKE_OVER):
        assert act_refused(LAN, action, held) is Refusal.NOT_YOURS
    late = replace(held, duties=tell_again(held.duties, Duty.CONTACT, NOW))
    assert decide_case(LAN, CaseAction.REMIND, late) == late
    assert decide_case(LAN, CaseAction.TAKE_OVER, late).owner_id == LAN.person_id
    assert act_refused(MAI, CaseAction.TAKE_OVER, late) is Refusal.NOT_YOURS, "she holds it"
    assert act_refused(STRANGER, CaseAction.TAKE_OVER, late) is Refusal.NOT_YOURS


def test_what_somebody_holds_is_not_taken_and_not_served_while_its_end_is_asked() -> None:
    again = make_held(state=State.REOPENED)
    assert act_refused(LAN, CaseAction.TAKE, again) is Refusal.NOT_NOW
    close = CaseCommand(CaseAction.CLOSE, reason=Confidential("safe_now"))
    asked = decide_case(MAI, close, make_held(urgency=Urgency.DANGER))
    assert act_refused(MAI, CaseAction.SERVE, asked) is Refusal.NOT_NOW


# --- transfers ----------------------------------------------------------------------------------


def test_whoever_left_the_unit_is_no_heir_to_its_cases() -> None:
    offered = decide_case(MAI, CaseCommand(CaseAction.OFFER, to=STRANGER.person_id), make_held())
    assert find_relations(STRANGER, offered, LINE) == frozenset()
    assert act_refused(STRANGER, CaseAction.ACCEPT, offered) is Refusal.NOT_YOURS


def test_who_is_left_out_later_holds_it_no_more() -> None:
    excluded = intake(excluded=frozenset({MAI.person_id}))
    freed = remove_excluded(make_held(intake=excluded), NOW)
    assert (freed.owner_id, freed.state, freed.due_at) == (None, State.REOPENED, NOW)
    owed = [each.duty for each in freed.duties]
    assert owed == [Duty.CONTACT, Duty.ACTION, Duty.TAKE], "what was owed to her stays owed"
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
    asked = decide_case(MAI, CaseCommand(CaseAction.OUT_OF_SCOPE, reason=reason), case())
    assert asked.pending is not None
    assert asked.pending.reason == reason.reveal()
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
