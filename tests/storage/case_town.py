"""A commune, a reporter, an officer, and cases that say something."""

from datetime import datetime, timedelta

from domain.cases.acts import Act, Deed, decide
from domain.cases.case import Actor, Case
from domain.cases.intake import Consent, Intake, Kind, SafeContact, Way
from domain.confidential import Confidential
from domain.people import Post, Role
from storage import audit_check, case_messages, cases, sessions, units
from storage import people as posts
from storage.database import Database
from storage.moments import VIETNAM, seconds
from storage.sessions import StoredSession
from tests.storage.test_people import TREE, commune_id, person

WORDS = "chị ấy ở nhà bà Pồng, chồng giấu giấy tờ"
NOW = datetime(2025, 10, 13, 22, 47, tzinfo=VIETNAM)


class Town:
    """One database with a commune; every call is its own transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        with database.write() as book:
            units.save(book, TREE)
            self.commune = commune_id(book)
            self.reporter = person(book, "lan")
            self.officer = person(book, "mai")
            self.post = Post(Role.COMMUNE, self.commune)
            posts.give_post(book, self.officer, self.post, 1.0)

    def open(self, **more: object) -> Case:
        """A case with words in every place that takes them."""
        given: dict[str, object] = {
            "danger": False,
            "kind": Kind.VIOLENCE,
            "consent": Consent(given=True),
            "contact": SafeContact(Way.MEETING, words=Confidential(WORDS)),
            "note": Confidential(WORDS),
        }
        with self.database.write() as book:
            return cases.create(
                book,
                Intake(**given | more),  # type: ignore[arg-type]
                self.commune,
                reporter_id=self.reporter,
                now=self.now,
                due_at=self.now + timedelta(hours=4),
            )

    def do(self, case: Case, deed: Deed | Act) -> Case:
        """The officer does something to a case."""
        deed = deed if isinstance(deed, Deed) else Deed(deed)
        actor = Actor(self.officer, (self.post,))
        after = decide(actor, deed, case, (self.commune,), self.now)
        assert isinstance(after, Case), after
        with self.database.write() as book:
            return cases.record(book, case, after, deed, self.officer, self.now)

    def say(self, case: Case) -> int:
        """The reporter says something to the officer."""
        with self.database.write() as book:
            return case_messages.say(book, case, self.reporter, Confidential(WORDS), self.now)

    def session(self) -> None:
        """The reporter amid a confidential conversation."""
        with self.database.write() as book:
            stored = sessions.load(book, [self.reporter])[self.reporter]
            kept = StoredSession(self.reporter, stored.version, WORDS, confidential=True)
            sessions.save(book, [kept], seconds(self.now))

    def load(self, case: Case) -> Case:
        with self.database.read() as book:
            found = cases.load(book, case.id)
        assert found is not None
        return found

    def note(self, case: Case) -> str:
        intake = self.load(case).intake
        return "" if intake is None else intake.note.reveal()

    def sound(self) -> bool:
        return not self.verdict().faults

    def verdict(self) -> audit_check.Verdict:
        with self.database.read() as book:
            return audit_check.verify(book)
