"""Notices about cases. They hold ids only: a case's content is read when a message is sent.

What may be seen over a shoulder (`CaseWaiting` and the like) is neutral: its words hold neither
name nor place nor kind.
"""

from datetime import datetime

from domain.notices.base import Notice


class CaseWaiting(Notice, frozen=True, tag="case_waiting/1"):
    """Tells an officer that there is a case to look at. `why`: a domain.cases.escalation.Why."""

    case_id: int
    why: str = "first"


class CaseUrgent(Notice, frozen=True, tag="case_urgent/1"):
    """Tells an officer that a case has become urgent, whether or not somebody holds it."""

    case_id: int


class CaseLate(Notice, frozen=True, tag="case_late/1"):
    """To the owner, colleagues or superiors: a duty (a domain.cases.duties.Duty) is late, for
    which the woman has waited since `since`."""

    case_id: int
    duty: str
    since: datetime


class CaseUnreached(Notice, frozen=True, tag="case_unreached/1"):
    """Tells the reporter of danger that whoever took the case has not reached the woman, and
    repeats the numbers to call."""

    case_id: int


class CaseLost(Notice, frozen=True, tag="case_lost/1"):
    """To whoever held it: the case went to others, since nothing was done in time."""

    case_id: int


class CaseToldOf(Notice, frozen=True, tag="case_told_of/1"):
    """Tells the reporter that an officer of this level was told.

    `why`: a domain.cases.escalation.Why, or "handed": whoever held it is not there any more.
    """

    case_id: int
    level: str
    why: str = "first"


class CaseNobody(Notice, frozen=True, tag="case_nobody/1"):
    """Tells the reporter that nobody could be told, and repeats the numbers to call.

    `told`: officers were told, but nobody has taken the case. `lost`: they were told, but none of
    them can be reached any more.
    """

    case_id: int
    told: bool = False
    lost: bool = False


class CaseTaken(Notice, frozen=True, tag="case_taken/1"):
    """Tells the reporter, and the others who were told, that a case was taken at this moment."""

    case_id: int
    at: datetime


class CaseHandedOver(Notice, frozen=True, tag="case_handed_over/1"):
    """Asks an officer to take a case on, since the one who held it is not there any more.

    `why`: she "left" her post, or is "unreachable".
    """

    case_id: int
    why: str = "left"
