"""Notices of putting off a due day (GIA HẠN): what is asked, shown, done and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.notices.base import Notice


@dataclass(frozen=True, slots=True)
class Concerned:
    """A unit whose reports of a period an extension concerns, and of all below it.

    `branches`: how many owe the report (itself, for a branch), of which `lacking` have not sent;
    `communes`: how many there are below it. `own`: a commune's own report is missing too. `due`:
    the day that counts now; `usual`: the one that would without this unit's extension.
    """

    unit_id: int
    name: str
    branches: int
    lacking: int
    due: date
    usual: date
    communes: int = 0
    own: bool = False


class AskDueDay(Notice, frozen=True, tag="ask_due_day/1"):
    """Asks to which day the reports of a period are put off.

    `why`: "" at first, else what was wrong with `day`: "unread", "past", "early" (not after the day
    that counts now) or "late" (after `last`, when the reports are locked).
    """

    period: str
    units: tuple[Concerned, ...]
    last: date
    why: str = ""
    day: date | None = None


class ConfirmExtension(Notice, frozen=True, tag="confirm_extension/1"):
    """Shows whom an extension concerns, and from which day to which; nothing is done yet."""

    period: str
    units: tuple[Concerned, ...]
    until: date
    again: bool = False


class Extended(Notice, frozen=True, tag="extended/2"):
    """Says that the due day of these units' reports of a period was put off."""

    names: tuple[str, ...]
    period: str
    until: date


class ConfirmUndoing(Notice, frozen=True, tag="confirm_undoing/1"):
    """Shows which extension would be taken back, and which day would count again."""

    period: str
    units: tuple[Concerned, ...]
    again: bool = False


class ExtensionUndone(Notice, frozen=True, tag="extension_undone/1"):
    """Says that an extension was taken back; `due`: the day that counts now."""

    names: tuple[str, ...]
    period: str
    due: date


class NotExtended(Notice, frozen=True, tag="not_extended/1"):
    """Says that every due day stays as it was."""


class UnitsUnclear(Notice, frozen=True, tag="units_unclear/1"):
    """Says that one of the units she named is not known; `place`: which of them, from 1.

    `found`: those that were understood. `others`: it is known, but none of hers.
    """

    place: int
    found: tuple[str, ...] = ()
    others: bool = False


class PeriodClosed(Notice, frozen=True, tag="period_closed/1"):
    """Says that the due day of this month ("2025-08") cannot be put off.

    `locked`: its reports are locked; else they cannot be entered yet.
    """

    period: str
    locked: bool


class GrantedExtensions(Notice, frozen=True, tag="granted_extensions/1"):
    """Lists the extensions that hold now at, above or below these units."""

    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GrantedExtension:
    """One extension that holds: of which unit and period, to which day, who granted it and when.

    `hers`: whoever asks may take it back.
    """

    unit_id: int
    unit_name: str
    period: str
    until: date
    by: str
    on: date
    hers: bool


@dataclass(frozen=True, slots=True)
class GrantedFacts:
    """The extensions that hold, the newest month first."""

    extensions: Sequence[GrantedExtension]
