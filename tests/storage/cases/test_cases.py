"""Cases: their content is sealed, they are saved over the version read, and lists find them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from domain.cases.actions import CaseAction, CaseCommand
from domain.cases.case import PendingAnswer, State, Wait
from domain.cases.duties import Duty, begin, tell_again, wait_for_owner
from domain.cases.intake import Consent, Urgency
from domain.cases.social_services import HelpGiven
from domain.confidential import Confidential
from storage import outbox, people, sessions
from storage.cases import case_messages, cases
from storage.cases.cases import CaseMoved, Holding
from storage.database import Database
from storage.moments import seconds
from storage.outbox import DeliveryResult, Outgoing
from storage.schema import case_file, metadata
from tests.support.case_town import NOW, WORDS, Town

DAY = timedelta(days=1)


def test_a_case_comes_back_as_it_was_stored(town: Town) -> None:
    case = town.open()
    assert (case.number, case.subject, case.state) == ("VV-25-0001", "PN-25-0001", State.NEW)
    assert (case.urgency, case.opened_at) == (Urgency.HIGH, NOW)
    assert town.load(case) == case
    assert town.note(case) == WORDS
    assert town.open().number == "VV-25-0002"


def test_what_was_not_agreed_to_is_kept_and_has_no_clock(town: Town) -> None:
    case = town.open(consent=Consent(given=False))
    assert (case.state, case.due_at) == (State.KEPT, None)


def test_a_command_on_an_older_version_is_refused(town: Town) -> None:
    seen = town.open()
    town.do(seen, CaseAction.TAKE)
    with pytest.raises(CaseMoved):
        town.do(seen, CaseAction.TAKE)
    assert town.load(seen).owner_id == town.officer
    assert town.verdict().events == 2


def test_what_became_urgent_stays_urgent(town: Town) -> None:
    case = town.do(town.do(town.open(), CaseAction.TAKE), CaseAction.RAISE)
    assert town.load(case).urgency is Urgency.DANGER


def test_lists_know_what_is_open_unassigned_and_overdue(town: Town) -> None:
    first, second = town.open(), town.open()
    taken = town.do(second, CaseAction.TAKE)
    with town.database.read() as tx:
        late = NOW + timedelta(hours=5)
        assert cases.load_open_in(tx, [town.commune]) == [first, taken]
        assert cases.load_open_in(tx, [town.commune], unassigned=True) == [first]
        assert cases.load_open_in(tx, [town.commune], overdue_at=NOW) == []
        assert cases.load_open_in(tx, [town.commune], overdue_at=late) == [first]
        month = NOW + timedelta(days=30)
        assert cases.load_open_in(tx, [town.commune], overdue_at=month) == [first, taken]
        assert cases.find_unheld(tx) == [first.id]
        assert cases.load_held_by(tx, town.officer) == [taken]
        assert cases.load_reported_by(tx, town.reporter) == [first, taken]
        assert cases.find(tx, "VV-25-0002") == taken


def test_what_is_owed_comes_back_and_is_found_when_it_is_due(town: Town) -> None:
    later = NOW + timedelta(days=3)
    taken = town.do(town.open(), CaseAction.TAKE)
    helped = town.do(taken, CaseCommand(CaseAction.HELP, help=HelpGiven.COUNSEL))
    case = town.do(helped, CaseCommand(CaseAction.FOLLOW_UP, at=later))
    assert [owed.duty for owed in case.duties] == [Duty.FOLLOW_UP]
    assert town.load(case) == case
    with town.database.write() as tx:
        assert cases.find_due_duties(tx, later - timedelta(seconds=1)) == []
        assert cases.find_due_duties(tx, later) == [case.id]
        assert cases.list_clocks(tx, later) == [later]
        told = replace(case, duties=tell_again(case.duties, Duty.FOLLOW_UP, later + DAY))
        cases.save(tx, case, told)
        assert cases.find_due_duties(tx, later) == []
        assert cases.find_due_duties(tx, later + DAY) == [case.id]
    assert town.load(case).duties[0].told == 1


def test_what_an_owner_owes_waits_for_one_and_what_is_not_taken_has_its_own_clock(
    town: Town,
) -> None:
    town.open()
    taken = town.do(town.open(), CaseAction.TAKE)
    lost = replace(taken, owner_id=None, duties=wait_for_owner(taken.duties, NOW, NOW))
    month = NOW + timedelta(days=30)
    with town.database.write() as tx:
        assert cases.find_due_duties(tx, month) == [taken.id]
        owes = cases.save(tx, taken, lost)
        assert cases.find_due_duties(tx, month) == []
        outside = replace(owes, duties=begin(owes.duties, Duty.OUTSIDE, NOW, NOW))
        cases.save(tx, owes, outside)
        assert cases.find_due_duties(tx, NOW) == [taken.id]


def test_how_a_case_is_to_end_waits_and_why_is_sealed(town: Town) -> None:
    command = CaseCommand(CaseAction.OUT_OF_SCOPE, reason=Confidential(WORDS))
    case = town.load(town.do(town.open(), command))
    assert case.pending == PendingAnswer(
        Wait.CLOSING, town.officer, ending="out_of_scope", reason=WORDS
    )
    assert WORDS not in dump_all(town.database)


def test_cases_opened_in_a_span_are_found_in_whatever_state(town: Town) -> None:
    ended = town.drop(town.open())
    start = seconds(NOW)
    with town.database.read() as tx:
        assert cases.load_opened_between(tx, start, start + 1) == [ended]
        assert cases.load_opened_between(tx, start - 1, start) == []


def test_who_holds_a_case_and_whether_a_clock_runs(town: Town) -> None:
    town.open()
    taken = town.do(town.open(), CaseAction.TAKE)
    with town.database.write() as tx:
        assert cases.load_holdings(tx) == [Holding(taken.id, town.commune, town.officer, False)]
        cases.save(tx, taken, replace(taken, due_at=NOW))
        assert [held.clock_runs for held in cases.load_holdings(tx)] == [True]


def test_three_reports_about_one_data_subject_take_one_code(town: Town) -> None:
    first, second, third = town.open(), town.open(), town.open()
    second = town.do(second, CaseCommand(CaseAction.JOIN, to=third.id))
    town.do(second, CaseCommand(CaseAction.JOIN, to=first.id))
    with town.database.read() as tx:
        found = [case.id for case in cases.load_about_subject(tx, first.subject)]
    assert found == [first.id, second.id, third.id]


def test_whom_no_message_reached_is_known(town: Town) -> None:
    case = town.open()
    with town.database.write() as tx:
        (chat,) = people.load_all_private_chats(tx, [town.officer])
        messages = outbox.enqueue(tx, [Outgoing(chat, (), outbox.URGENT, 0)] * 2)
        for message in messages:
            cases.record_notice(tx, case.id, town.officer, message)
        assert cases.find_unreached_officers(tx, case.id) == frozenset()
        outbox.record_results(tx, [DeliveryResult(messages[0], "dead", 9, 0)])
        assert cases.find_unreached_officers(tx, case.id) == frozenset()
        outbox.record_results(tx, [DeliveryResult(messages[1], "dead", 9, 0)])
        assert cases.find_unreached_officers(tx, case.id) == {town.officer}


def test_who_was_told_twice_counts_once(town: Town) -> None:
    case = town.open()
    with town.database.write() as tx:
        cases.record_told(tx, case, [town.officer], NOW)
        cases.record_told(tx, case, [town.officer, town.reporter], NOW)
    assert town.load(case).told == {town.officer, town.reporter}


def dump_all(database: Database) -> str:
    """All that stands in all tables."""
    with database.read() as tx:
        tables = [tx.execute(select(table)).all() for table in metadata.sorted_tables]
    return repr(tables)


def test_no_word_lies_in_the_clear(town: Town, tmp_path: Path) -> None:
    case = town.do(town.open(), CaseAction.TAKE)
    town.do(case, CaseCommand(CaseAction.HELP, help=HelpGiven.COUNSEL, reason=Confidential(WORDS)))
    town.say(case)
    town.session()
    stored = dump_all(town.database)
    files = b"".join(path.read_bytes() for path in tmp_path.glob("sohoi.db*"))
    for word in ("Pồng", "giấy tờ", "violence", "meeting"):
        assert word not in stored
        assert word.encode() not in files
    with town.database.read() as tx:
        (message,) = case_messages.load_last_messages(tx, case.id, 2)
        assert message.words.reveal() == WORDS
        assert sessions.load(tx, [town.reporter])[town.reporter].state == WORDS


def test_content_taken_from_another_case_is_not_shown_as_its_own(town: Town) -> None:
    first, second = town.open(), town.open()
    swap = (
        "UPDATE case_file SET content = (SELECT content FROM case_file WHERE id = :a) WHERE id = :b"
    )
    with town.database.write() as tx:
        tx.execute(text(swap), {"a": first.id, "b": second.id})
    assert (town.load(second).intake, town.load(second).is_readable) == (None, False)
    assert town.note(first) == WORDS


def test_one_damaged_case_hides_no_other_and_is_kept_as_it_is(town: Town) -> None:
    first, second = town.open(), town.open()
    with town.database.write() as tx:
        cases.spoil(tx, first.number)
    damaged = town.load(first)
    assert (damaged.is_readable, damaged.number, damaged.duties) == (
        False,
        first.number,
        first.duties,
    )
    with town.database.write() as tx:
        assert cases.load_open_in(tx, [town.commune]) == [damaged, second]
        assert cases.find_unheld(tx) == [first.id, second.id]
        cases.save(tx, damaged, replace(damaged, owner_id=town.officer))
        kept = tx.execute(
            select(case_file.c.content).where(case_file.c.id == first.id)
        ).scalar_one()
    assert kept == "damaged", "whoever mends it finds what was there"


def test_saving_nothing_changes_no_version(town: Town) -> None:
    case = town.open()
    with town.database.write() as tx:
        assert cases.save(tx, case, replace(case)) == case
