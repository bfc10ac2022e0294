"""What is said when somebody who was asked about a case, or about danger, answers nothing more."""

from datetime import datetime, timedelta

from domain.cases.intake_form import SILENCE
from domain.notices.intake import IntakeSilent
from services.context import Request
from storage import outbox
from storage.moments import seconds
from storage.outbox import Outgoing


def await_answer(request: Request, asked_at: datetime, within: timedelta = SILENCE) -> None:
    """Have it said, if nothing is answered within that time, that nobody was told.

    The view drops it where something was answered after `asked_at`.
    """
    message = Outgoing(
        request.contact,
        (IntakeSilent(asked_at),),
        outbox.URGENT,
        seconds(request.now),
        seconds(asked_at + within),
        key=f"silence/{request.person_id}/{seconds(asked_at):.3f}",
    )
    outbox.enqueue_once(request.tx, message)
