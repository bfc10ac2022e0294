"""Which reports a person was last reminded of, and when the reminder left."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from domain.notices.base import Notice
from domain.notices.reminders import ReminderDue
from domain.notices.reopening import OpenAgain
from domain.periods import Period
from services.context import Request
from storage import outbox
from storage.moments import moment, seconds

_KINDS = ("reminder_due/1", "open_again/1")


@dataclass(frozen=True, slots=True)
class Reminded:
    """The reminder that left last, and the reports it named: (unit's id, period)."""

    at: datetime
    reports: tuple[tuple[int, Period], ...]


def find_last_reminded(request: Request, until: datetime) -> Reminded | None:
    """Find what she was last reminded of, in any of her chats, by a moment; None if of nothing.

    That a month was reopened for her reminds her as well.
    """
    found = outbox.find_last_told(request.tx, request.person_id, seconds(until), _KINDS)
    if found is None:
        return None
    at, notices = found
    named: dict[tuple[int, Period], None] = {}
    for notice in _read(notices):
        unit_ids = notice.unit_ids if isinstance(notice, ReminderDue) else (notice.unit_id,)
        named |= dict.fromkeys((unit_id, Period.parse(notice.period)) for unit_id in unit_ids)
    return Reminded(moment(at), tuple(named))


def _read(notices: str) -> list[ReminderDue | OpenAgain]:
    """Read the notices of these kinds; others stand beside them in one message."""
    plain = msgspec.json.decode(notices, type=list[dict[str, object]])
    wanted = [each for each in plain if each.get(_TAG) in _KINDS]
    return msgspec.convert(wanted, list[ReminderDue | OpenAgain])


_TAG = Notice.__struct_config__.tag_field or "kind"
