"""The audit log: every action is in it, and its details are sealed."""

from sqlalchemy import text

from domain.cases.actions import AuditEvent, CaseAction, CaseCommand
from storage.cases import audit
from tests.support.case_town import NOW, WORDS, Town


def test_it_holds_who_did_what_and_the_detail_is_sealed(town: Town) -> None:
    case = town.drop(town.open())
    with town.database.read() as tx:
        log = audit.load_log(tx, case.id)
        sealed = tx.execute(text("SELECT sealed FROM case_event WHERE seq = 2")).scalar_one()
    assert [(event.what, event.actor_id, event.at) for event in log] == [
        (AuditEvent.OPENED, town.reporter, NOW),
        (CaseAction.OUT_OF_SCOPE, town.officer, NOW),
        (CaseAction.AGREE, town.colleague, NOW),
    ]
    assert [event.detail for event in log] == [{}, {"reason": WORDS}, {}]
    assert sealed.startswith("v1.")
    assert WORDS not in sealed


def test_each_case_that_takes_another_code_has_it_in_its_own_log(town: Town) -> None:
    first, second, third = town.open(), town.open(), town.open()
    second = town.do(second, CaseCommand(CaseAction.JOIN, to=third.id))
    town.do(second, CaseCommand(CaseAction.JOIN, to=first.id))
    with town.database.read() as tx:
        logs = [audit.load_log(tx, case.id)[1:] for case in (first, second, third)]
    assert [[(event.what, event.detail) for event in log] for log in logs] == [
        [],
        [
            (CaseAction.JOIN, {"to": third.id, "from": "PN-25-0002"}),
            (CaseAction.JOIN, {"to": first.id, "from": "PN-25-0003"}),
        ],
        [(CaseAction.JOIN, {"to": first.id, "from": "PN-25-0003"})],
    ]
    assert {event.actor_id for log in logs for event in log} == {town.officer}
    assert town.sound()


def test_it_holds_that_a_case_became_urgent(town: Town) -> None:
    case = town.do(town.do(town.open(), CaseAction.TAKE), CaseAction.RAISE)
    with town.database.read() as tx:
        log = [(event.what, event.actor_id) for event in audit.load_log(tx, case.id)]
    assert log[-1] == (CaseAction.RAISE, town.officer)
    assert town.sound()


def test_its_newest_id_grows_with_every_event_of_any_case(town: Town) -> None:
    found = []
    for _ in range(2):
        with town.database.read() as tx:
            found.append(audit.find_newest_id(tx))
        town.open()
    assert found[0] == 0
    assert found[1] > 0
