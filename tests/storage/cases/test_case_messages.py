"""Messages about a case: sealed, the last ones load in order, and each is in the audit log."""

from datetime import timedelta

from sqlalchemy import text

from domain.cases.actions import CaseAction
from domain.confidential import Confidential
from storage.cases import audit, case_messages
from tests.support.case_town import NOW, Town


def test_the_last_messages_load_the_oldest_first(town: Town) -> None:
    case, other = town.open(), town.open()
    with town.database.write() as tx:
        for number, words in enumerate(("một", "hai", "ba")):
            at = NOW + timedelta(minutes=number)
            case_messages.say(tx, case, town.reporter, Confidential(words), at)
        found = case_messages.load_last_messages(tx, case.id, 2)
        assert case_messages.load_last_messages(tx, other.id, 2) == []
    assert [message.words.reveal() for message in found] == ["hai", "ba"]
    assert {(message.case_id, message.person_id) for message in found} == {(case.id, town.reporter)}
    assert found[1].at == NOW + timedelta(minutes=2)


def test_a_message_is_sealed_and_logged(town: Town) -> None:
    case = town.open()
    message_id = town.say(case)
    with town.database.read() as tx:
        sealed = tx.execute(text("SELECT sealed FROM case_message")).scalar_one()
        (message,) = case_messages.load_last_messages(tx, case.id, 1)
        event = audit.load_log(tx, case.id)[-1]
    assert sealed.startswith("v1.")
    assert message.id == message_id
    assert (event.what, event.actor_id, event.detail) == (CaseAction.SAY, town.reporter, {})
