"""A commune, a reporter, an officer, and cases that say something."""

from datetime import datetime, timedelta

from domain.cases.actions import CaseAction, CaseCommand, decide
from domain.cases.case import Actor, Case
from domain.cases.intake import CaseKind, Consent, Intake, SafeContact, Way
from domain.confidential import Confidential
from domain.people.roles import Post, Role
from domain.periods import VIETNAM
from storage import people as posts
from storage import sessions, units
from storage.cases import audit_check, case_messages, cases
from storage.database import Database
from storage.moments import seconds
from storage.sessions import StoredSession
from tests.support.made_cases import CLOCKS
from tests.support.stored_people import TREE, add_person, find_commune_id

WORDS = "chị ấy ở nhà bà Pồng, chồng giấu giấy tờ"
NOW = datetime(2025, 10, 13, 22, 47, tzinfo=VIETNAM)


class Town:
    """One database with a commune; every call is its own transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        with database.write() as tx:
            units.save(tx, TREE)
            self.commune = find_commune_id(tx)
            self.reporter = add_person(tx, "lan")
            self.officer = add_person(tx, "mai")
            self.post = Post(Role.COMMUNE, self.commune)
            posts.give_post(tx, self.officer, self.post, 1.0)
            self.colleague = add_person(tx, "lien")
            posts.give_post(tx, self.colleague, self.post, 2.0)

    def open(self, **more: object) -> Case:
        """A case with words in every place that takes them."""
        given: dict[str, object] = {
            "danger": False,
            "kind": CaseKind.VIOLENCE,
            "consent": Consent(given=True),
            "contact": SafeContact(Way.MEETING, words=Confidential(WORDS)),
            "note": Confidential(WORDS),
        }
        with self.database.write() as tx:
            return cases.create(
                tx,
                Intake(**given | more),  # type: ignore[arg-type]
                self.commune,
                reporter_id=self.reporter,
                now=self.now,
                due_at=self.now + timedelta(hours=4),
            )

    def do(self, case: Case, command: CaseCommand | CaseAction, by: int | None = None) -> Case:
        """The officer, or her colleague (`by`), does something to a case."""
        command = command if isinstance(command, CaseCommand) else CaseCommand(command)
        who = self.officer if by is None else by
        actor = Actor(who, (self.post,))
        after = decide(actor, command, case, (self.commune,), self.now, CLOCKS)
        assert isinstance(after, Case), after
        with self.database.write() as tx:
            return cases.record(tx, case, after, command, who, self.now)

    def drop(self, case: Case) -> Case:
        """Put aside as out of scope, with a reason, by two."""
        command = CaseCommand(CaseAction.OUT_OF_SCOPE, reason=Confidential(WORDS))
        return self.do(self.do(case, command), CaseAction.AGREE, by=self.colleague)

    def say(self, case: Case) -> int:
        """The reporter says something to the officer."""
        with self.database.write() as tx:
            return case_messages.say(tx, case, self.reporter, Confidential(WORDS), self.now)

    def session(self) -> None:
        """The reporter amid a confidential conversation."""
        with self.database.write() as tx:
            stored = sessions.load(tx, [self.reporter])[self.reporter]
            kept = StoredSession(self.reporter, stored.version, WORDS, confidential=True)
            sessions.save(tx, [kept], seconds(self.now))

    def load(self, case: Case) -> Case:
        with self.database.read() as tx:
            found = cases.load(tx, case.id)
        assert found is not None
        return found

    def note(self, case: Case) -> str:
        intake = self.load(case).intake
        return "" if intake is None else intake.note.reveal()

    def sound(self) -> bool:
        return not self.verdict().faults

    def verdict(self) -> audit_check.Verdict:
        with self.database.read() as tx:
            return audit_check.verify(tx)
