"""Reads the settings of a plan file that say when people are written to unasked."""

from datetime import time

from domain.plan.settings import Reminders, Weekday
from domain.plan.yaml_reader import Reader

_MOST_DAYS = 30


def read_reminders(reader: Reader | None) -> Reminders:
    """Read the settings of this mapping; what is missing has its default."""
    usual = Reminders()
    if reader is None:
        return usual
    found = Reminders(
        before=reader.read_wholes("before", low=1, high=_MOST_DAYS, default=usual.before),
        after=reader.read_wholes("after", low=1, high=_MOST_DAYS, default=usual.after),
        officers_after=reader.read_whole("officers_after", low=1, default=usual.officers_after),
        above_after=reader.read_whole("above_after", low=1, default=usual.above_after),
        at=_read_time(reader, "at", usual.at),
        spread_minutes=reader.read_whole("spread_minutes", high=600, default=usual.spread_minutes),
        quiet_from=_read_time(reader, "quiet_from", usual.quiet_from),
        quiet_until=_read_time(reader, "quiet_until", usual.quiet_until),
        tet_days=reader.read_whole("tet_days", high=_MOST_DAYS, default=usual.tet_days),
        away_after_days=reader.read_whole("away_after_days", low=1, default=usual.away_after_days),
        digest_day=reader.read_choice("digest_day", Weekday, default=usual.digest_day),
        digest_at=_read_time(reader, "digest_at", usual.digest_at),
    )
    _check_order(reader, found)
    reader.finish()
    return found


def _read_time(reader: Reader, name: str, usual: time) -> time:
    return reader.read(name, time.fromisoformat, "must be a time such as 07:30") or usual


def _check_order(reader: Reader, found: Reminders) -> None:
    if found.quiet_from <= found.quiet_until:
        reader.add_fault(
            "quiet_from", "must be later than quiet_until: the quiet hours are a night's"
        )
    for name in ("at", "digest_at"):
        if not found.quiet_until <= getattr(found, name) < found.quiet_from:
            reader.add_fault(name, "falls into the quiet hours")
