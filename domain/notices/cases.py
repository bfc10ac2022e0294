"""What is said about cases. Ids only: what a case is about is read when a message is sent.

A notice that may be seen over a shoulder (`CaseWaiting` and its like) is neutral: neither name,
place nor kind.
"""

from datetime import datetime

from domain.notices.base import Notice


class CaseWaiting(Notice, frozen=True, tag="case_waiting/1"):
    """To an officer: something is to be looked at. `why`: a domain.cases.escalation.Why."""

    case_id: int
    why: str = "first"


class CaseUrgent(Notice, frozen=True, tag="case_urgent/1"):
    """To an officer: a case has become urgent, whether or not somebody holds it."""

    case_id: int


class CaseFollowUp(Notice, frozen=True, tag="case_follow_up/1"):
    """To whoever holds it: the follow-up she planned for this moment is due."""

    case_id: int
    at: datetime


class CaseToldOf(Notice, frozen=True, tag="case_told_of/1"):
    """To the reporter: an officer of this level was told. `why` as above, or "handed": whoever
    held it is not there any more."""

    case_id: int
    level: str
    why: str = "first"


class CaseNobody(Notice, frozen=True, tag="case_nobody/1"):
    """To the reporter: nobody could be told, or nobody took it; the numbers to call again.

    `told`: somebody was told, and has not taken it.
    """

    case_id: int
    told: bool = False


class CaseTaken(Notice, frozen=True, tag="case_taken/1"):
    """To the reporter and the others told: it was taken, at this moment."""

    case_id: int
    at: datetime


class CaseHandedOver(Notice, frozen=True, tag="case_handed_over/1"):
    """To whoever is to take it on: the one who held it is not there. `why`: "left" her post, or
    "unreachable"."""

    case_id: int
    why: str = "left"
