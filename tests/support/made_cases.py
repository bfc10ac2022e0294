"""Cases and people for the tests."""

from datetime import datetime
from typing import Any

from domain.cases.case import Actor, Case, State
from domain.cases.duties import Clocks, Duty, begin
from domain.cases.intake import CaseKind, Consent, Intake, Urgency
from domain.cases.settings import CaseSettings
from domain.people.roles import Post, Role
from domain.periods import VIETNAM, Calendar

NOW = datetime(2025, 10, 13, 22, 47, tzinfo=VIETNAM)

CLOCKS = Clocks(CaseSettings(), Calendar({}))

PROVINCE, AREA, COMMUNE, OTHER_COMMUNE = 1, 2, 3, 4
LINE = (COMMUNE, AREA, PROVINCE)

REPORTER = Actor(10, (Post(Role.LEADER, 99),))
MAI, LAN = Actor(11, (Post(Role.COMMUNE, COMMUNE),)), Actor(12, (Post(Role.COMMUNE, COMMUNE),))
THU = Actor(13, (Post(Role.AREA, AREA),))
HANH = Actor(14, (Post(Role.PROVINCE, PROVINCE),))
ADMIN = Actor(15, (Post(Role.ADMIN, PROVINCE),))
STRANGER = Actor(16, (Post(Role.COMMUNE, OTHER_COMMUNE),))


def intake(**more: Any) -> Intake:
    """Answers: no danger, agreed to."""
    given: dict[str, Any] = {
        "danger": False,
        "kind": CaseKind.HARDSHIP,
        "consent": Consent(given=True),
    }
    return Intake(**given | more)


def case(**more: Any) -> Case:
    """A new case of the commune, which somebody is to take by now."""
    given: dict[str, Any] = {
        "id": 17,
        "number": "VV-25-0042",
        "unit_id": COMMUNE,
        "state": State.NEW,
        "urgency": Urgency.NORMAL,
        "opened_at": NOW,
        "subject": "PN-25-0031",
        "reporter_id": REPORTER.person_id,
        "due_at": NOW,
        "intake": intake(),
        "duties": begin((), Duty.TAKE, NOW, NOW),
    }
    return Case(**given | more)
