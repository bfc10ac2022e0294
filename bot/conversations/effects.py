"""What conversations may ask the shell to do, in the commit that keeps their new state."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversations.base import Effect


@dataclass(frozen=True, slots=True)
class SubmitReport(Effect):
    """Send a report: the last one for (unit, period) wins, earlier ones are kept.

    `values`: indicator code → field → amount (0 said outright is 0; a skipped question is absent).
    `skipped`: codes she left out. `states_unchanged`: codes taken over from the last report.
    `corrected`: code → (field, old, new) lines shown in the receipt. `help_needed`: her answer to
    the case question, None when it was not asked.
    """

    unit_id: int
    period: str
    values: Mapping[str, Mapping[str, float]]
    skipped: tuple[str, ...] = ()
    on_behalf: bool = False
    corrected: tuple[tuple[str, str, str], ...] = ()
    help_needed: bool | None = None
