"""Old messages out are removed on both databases; never what is still asked for."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from domain.cases.actions import CaseAction
from domain.cases.case import State
from domain.people.roles import Role
from scheduler.maintenance import make_outbox_pruning_task
from storage import broadcasts, outbox
from storage.cases import cases
from storage.database import Database
from storage.moments import seconds
from storage.outbox import DeliveryResult, Outgoing
from storage.outbox_pruning import PruneResult, prune
from storage.schema import case_notice
from storage.schema import outbox as rows
from tests.support.case_town import NOW, Town
from tests.support.people_stage import LAM, Stage

DAY = 86_400.0
TODAY = seconds(NOW)


@pytest.fixture
def stage(database: Database) -> Stage:
    made = Stage(database)
    made.say("mai", "chào")
    with database.write() as tx:
        tx.execute(rows.delete())
    return made


def _enqueue(
    stage: Stage, *, key: str | None = None, days: float = 100, state: str = "sent"
) -> int:
    """A message made so many days ago, and what became of it at once."""
    at = TODAY - days * DAY
    contact = stage.find("mai")
    message = Outgoing(contact, (), outbox.REPLY, at, key=key)
    with stage.database.write() as tx:
        (number,) = outbox.enqueue(tx, [message])
        sent_at = at if state == "sent" else None
        outbox.record_results(tx, [DeliveryResult(number, state, 1, at, sent_at=sent_at)])
    return number


def _find_left(stage: Stage) -> list[int]:
    with stage.database.read() as tx:
        return list(tx.execute(select(rows.c.id).order_by(rows.c.id)).scalars())


def _prune(stage: Stage) -> int:
    done = make_outbox_pruning_task(90).run(stage.database, NOW)
    assert isinstance(done, int)
    return done


def test_what_left_or_was_dropped_long_ago_goes_and_nothing_else(stage: Stage) -> None:
    _enqueue(stage, key="reminder/1/2025-06/2025-06-20/0")
    kept = [_enqueue(stage, state=state) for state in ("pending", "dead")]
    _enqueue(stage, state="dropped")
    kept += [_enqueue(stage, days=89), _enqueue(stage, days=89, state="dropped")]
    assert _prune(stage) == 2
    assert _find_left(stage) == kept
    assert _prune(stage) == 0


def test_what_was_made_long_ago_and_left_late_is_as_old_as_its_leaving(stage: Stage) -> None:
    number = _enqueue(stage)
    with stage.database.write() as tx:
        outbox.record_results(tx, [DeliveryResult(number, "sent", 1, 0.0, sent_at=TODAY - DAY)])
    assert _prune(stage) == 0


def test_it_goes_a_few_rows_at_a_time_and_stops_at_what_is_young(stage: Stage) -> None:
    old = [_enqueue(stage) for _ in range(5)]
    _enqueue(stage, days=1)
    before, after, steps = TODAY - 90 * DAY, 0, []
    while True:
        with stage.database.write() as tx:
            done = prune(tx, before, after, at_once=2)
        steps.append(done)
        if done.after is None:
            break
        after = done.after
    assert [step.removed for step in steps] == [2, 2, 1, 0]
    assert steps[0] == PruneResult(2, old[1])
    assert len(_find_left(stage)) == 1


def test_the_one_question_of_a_year_is_not_asked_again(stage: Stage) -> None:
    kept = _enqueue(stage, key="undated/326-KH-BTV")
    assert (_prune(stage), _find_left(stage)) == (0, [kept])


def test_what_was_said_of_a_case_stays_while_it_is_open(database: Database) -> None:
    town = Town(database)
    stage = Stage(database)
    stage.say("mai", "chào")
    case = town.do(town.open(), CaseAction.TAKE)
    told = _enqueue(stage, key=f"case/{case.id}/0/{town.officer}/1")
    recalled = _enqueue(stage, key=f"case/{case.id}/follow/1")
    with database.write() as tx:
        cases.record_notice(tx, case.id, town.officer, told)
    _prune(stage)
    assert {told, recalled} <= set(_find_left(stage))
    with database.write() as tx:
        cases.save(tx, case, replace(case, state=State.CLOSED, duties=()))
    _prune(stage)
    assert not {told, recalled} & set(_find_left(stage))
    with database.read() as tx:
        assert tx.execute(select(case_notice)).all() == []


def test_the_last_announcement_keeps_its_figures(stage: Stage) -> None:
    who = stage.find("mai").person_id
    assert who is not None
    unit = stage.post(Role.COMMUNE, LAM).unit_id
    queued_messages = [_enqueue(stage), _enqueue(stage)]
    with stage.database.write() as tx:
        for queued in queued_messages:
            made = broadcasts.create_draft(tx, unit, who, 1)
            broadcasts.set_words(tx, made, "branch", "Mời họp")
            broadcasts.confirm(tx, made, 2)
            broadcasts.add_receivers(tx, made, [(who, queued)])
    assert (_prune(stage), _find_left(stage)) == (1, queued_messages[1:])
    with stage.database.read() as tx:
        assert broadcasts.count_receipts(tx, made).sent == 1


def test_only_at_night() -> None:
    task = make_outbox_pruning_task(90)
    assert task.period_key(NOW) is None
    assert task.period_key(NOW.replace(hour=2)) == f"{NOW:%Y-%m-%d}"
