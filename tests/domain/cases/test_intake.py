"""How urgent the answers make a case, and whether it is passed on."""

from typing import Any

import pytest

from domain.cases.intake import CaseKind, Consent, Urgency
from tests.support.made_cases import intake

NO = Consent(given=False)


@pytest.mark.parametrize(
    ("answers", "urgency"),
    [
        ({"danger": True}, Urgency.DANGER),
        ({"danger": True, "kind": None}, Urgency.DANGER),
        ({"child": True}, Urgency.HIGH),
        ({"vulnerable": True}, Urgency.HIGH),
        ({"kind": CaseKind.VIOLENCE}, Urgency.HIGH),
        ({"kind": CaseKind.TRAFFICKING}, Urgency.HIGH),
        ({"kind": CaseKind.SEXUAL_ABUSE}, Urgency.HIGH),
        ({"kind": CaseKind.CHILD_ABUSE}, Urgency.HIGH),
        ({"kind": CaseKind.LABOUR}, Urgency.NORMAL),
        ({"kind": None, "child": False}, Urgency.NORMAL),
    ],
)
def test_urgency(answers: dict[str, Any], urgency: Urgency) -> None:
    assert intake(**answers).urgency is urgency


@pytest.mark.parametrize(
    ("answers", "passed_on"),
    [
        ({"consent": Consent(given=True)}, True),
        ({"consent": NO}, False),
        ({"consent": Consent()}, False),
        ({"consent": NO, "kind": CaseKind.VIOLENCE}, False),
        ({"consent": NO, "danger": True}, True),
        ({"consent": NO, "kind": CaseKind.CHILD_ABUSE}, True),
        ({"consent": NO, "kind": CaseKind.SEXUAL_ABUSE, "child": True}, True),
        ({"consent": NO, "kind": CaseKind.HARDSHIP, "child": True}, False),
    ],
)
def test_only_danger_and_child_abuse_are_passed_on_without_consent(
    answers: dict[str, Any], passed_on: bool
) -> None:
    assert intake(**answers).passes_on is passed_on
