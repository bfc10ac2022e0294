"""Cases on both databases: sealed, over the version read, with a trail; nothing in the clear."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from domain.cases.actions import AuditEvent, CaseAction, CaseCommand
from domain.cases.case import State
from domain.cases.intake import Consent, Urgency
from domain.cases.social_services import Help
from domain.confidential import Confidential
from storage import sessions
from storage.cases import audit, case_messages, cases, expiry
from storage.cases.cases import CaseMoved, Holding
from storage.database import Database
from storage.schema import metadata
from tests.support.case_town import NOW, WORDS, Town


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def test_a_case_comes_back_as_it_was_kept(town: Town) -> None:
    case = town.open()
    assert (case.number, case.subject, case.state) == ("VV-25-0001", "PN-25-0001", State.NEW)
    assert (case.urgency, case.opened_at) == (Urgency.HIGH, NOW)
    assert town.load(case) == case
    assert town.note(case) == WORDS
    assert town.open().number == "VV-25-0002"


def test_what_was_not_agreed_to_is_kept_and_has_no_clock(town: Town) -> None:
    case = town.open(consent=Consent(given=False))
    assert (case.state, case.due_at) == (State.KEPT, None)


def test_who_acts_on_what_is_no_longer_so_is_told(town: Town) -> None:
    seen = town.open()
    town.do(seen, CaseAction.TAKE)
    with pytest.raises(CaseMoved):
        town.do(seen, CaseAction.TAKE)
    assert town.load(seen).owner_id == town.officer
    assert town.verdict().events == 2


def test_what_became_urgent_stays_so_and_stands_in_the_trail(town: Town) -> None:
    case = town.do(town.do(town.open(), CaseAction.TAKE), CaseAction.RAISE)
    assert town.load(case).urgency is Urgency.DANGER
    with town.database.read() as tx:
        trail = [(e.what, e.actor_id) for e in audit.load_log(tx, case.id)]
    assert trail[-1] == (CaseAction.RAISE, town.officer)
    assert town.sound()


def test_lists_know_what_is_open_unassigned_and_overdue(town: Town) -> None:
    first, second = town.open(), town.open()
    taken = town.do(second, CaseAction.TAKE)
    with town.database.read() as tx:
        late = NOW + timedelta(hours=5)
        assert cases.load_open_in(tx, [town.commune]) == [first, taken]
        assert cases.load_open_in(tx, [town.commune], unassigned=True) == [first]
        assert cases.load_open_in(tx, [town.commune], overdue_at=NOW) == []
        assert cases.load_open_in(tx, [town.commune], overdue_at=late) == [first]
        assert cases.load_held_by(tx, town.officer) == [taken]
        assert cases.find(tx, "VV-25-0002") == taken


def test_who_holds_a_case_and_whether_a_clock_runs(town: Town) -> None:
    town.open()
    taken = town.do(town.open(), CaseAction.TAKE)
    with town.database.write() as tx:
        assert cases.load_holdings(tx) == [Holding(taken.id, town.commune, town.officer, False)]
        cases.save(tx, taken, replace(taken, due_at=NOW))
        assert [held.clock_runs for held in cases.load_holdings(tx)] == [True]


def test_three_reports_about_one_woman_take_one_code(town: Town) -> None:
    first, second, third = town.open(), town.open(), town.open()
    second = town.do(second, CaseCommand(CaseAction.JOIN, to=third.id))
    town.do(second, CaseCommand(CaseAction.JOIN, to=first.id))
    with town.database.read() as tx:
        assert [c.id for c in cases.load_about_subject(tx, first.subject)] == [first.id, second.id, third.id]


def test_each_report_that_takes_another_code_says_so_in_its_own_trail(town: Town) -> None:
    first, second, third = town.open(), town.open(), town.open()
    second = town.do(second, CaseCommand(CaseAction.JOIN, to=third.id))
    town.do(second, CaseCommand(CaseAction.JOIN, to=first.id))
    with town.database.read() as tx:
        trails = [audit.load_log(tx, case.id)[1:] for case in (first, second, third)]
    assert [[(e.what, e.detail) for e in trail] for trail in trails] == [
        [],
        [
            (CaseAction.JOIN, {"to": third.id, "from": "PN-25-0002"}),
            (CaseAction.JOIN, {"to": first.id, "from": "PN-25-0003"}),
        ],
        [(CaseAction.JOIN, {"to": first.id, "from": "PN-25-0003"})],
    ]
    assert {e.actor_id for trail in trails for e in trail} == {town.officer}
    assert town.sound()


def test_the_trail_tells_who_did_what_and_the_detail_is_sealed(town: Town) -> None:
    case = town.do(town.open(), CaseCommand(CaseAction.OUT_OF_SCOPE, reason=Confidential(WORDS)))
    with town.database.read() as tx:
        trail = audit.load_log(tx, case.id)
    assert [(e.what, e.actor_id) for e in trail] == [
        (AuditEvent.OPENED, town.reporter),
        (CaseAction.OUT_OF_SCOPE, town.officer),
    ]
    assert trail[1].detail == {"reason": WORDS}


def everything(database: Database) -> str:
    """All that stands in all tables."""
    with database.read() as tx:
        tables = [tx.execute(select(table)).all() for table in metadata.sorted_tables]
    return repr(tables)


def test_no_word_lies_in_the_clear(town: Town, tmp_path: Path) -> None:
    case = town.do(town.open(), CaseAction.TAKE)
    town.do(case, CaseCommand(CaseAction.HELP, help=Help.COUNSEL, reason=Confidential(WORDS)))
    message = town.say(case)
    town.session()
    stored = everything(town.database)
    files = b"".join(path.read_bytes() for path in tmp_path.glob("sohoi.db*"))
    for word in ("Pồng", "giấy tờ", "violence", "meeting"):
        assert word not in stored
        assert word.encode() not in files
    with town.database.read() as tx:
        (told,) = case_messages.load_last_messages(tx, case.id, 2)
        assert (told.id, told.words.reveal()) == (message, WORDS)
        assert sessions.load(tx, [town.reporter])[town.reporter].state == WORDS


def test_after_its_time_a_skeleton_and_a_proof_are_left(town: Town) -> None:
    ended = town.do(town.open(), CaseCommand(CaseAction.OUT_OF_SCOPE, reason=Confidential(WORDS)))
    town.say(ended)
    still_open = town.open()
    two_years = NOW + timedelta(days=731)
    with town.database.write() as tx:
        before = expiry.subtract_months(two_years, 24)
        assert [e.id for e in expiry.load_ended_before(tx, before)] == [ended.id]
        ((_, proof),) = expiry.expire(tx, two_years, 24)
        assert expiry.load_ended_before(tx, before) == []
        assert audit.load_log(tx, ended.id)[-1].detail == {"proof": proof, "texts": 3}
    left = town.load(ended)
    assert (left.intake, left.number, left.state) == (None, ended.number, State.OUT_OF_SCOPE)
    assert town.note(still_open) == WORDS
    assert town.sound()


@pytest.mark.parametrize(
    ("today", "months", "then"),
    [(NOW, 24, NOW.replace(year=2023)), (NOW.replace(month=3, day=31), 1, (2025, 2, 28))],
)
def test_months_before(today, months, then) -> None:
    before = expiry.subtract_months(today, months)
    assert before == then or (before.year, before.month, before.day) == then


def test_content_taken_from_another_case_is_noticed(town: Town) -> None:
    first, second = town.open(), town.open()
    swap = (
        "UPDATE case_file SET content = (SELECT content FROM case_file WHERE id = :a) WHERE id = :b"
    )
    with town.database.write() as tx:
        tx.execute(text(swap), {"a": first.id, "b": second.id})
    with pytest.raises(Exception, match="another place"):
        town.load(second)


def test_saving_nothing_changes_no_version(town: Town) -> None:
    case = town.open()
    with town.database.write() as tx:
        assert cases.save(tx, case, replace(case)) == case
