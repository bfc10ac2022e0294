"""Loads what changes rarely and is always needed: the plan, the calendar, the units."""

import gc
from dataclasses import replace
from pathlib import Path

from bot.errors import OperatorMistake
from bot.views.documents.report_template import find_template
from domain.documents.signing import OfficeSettings
from domain.periods import Calendar
from domain.plan.days_off_file import parse_days_off
from domain.plan.office_file import OFFICE_FILE, parse_office
from domain.plan.plan import Plan
from domain.plan.plan_file import parse_plan
from services.context import Reference
from storage import units
from storage.database import Database


def load_reference(database: Database, plan_file: Path) -> Reference:
    """Read plan and days off from their files and units from the database.

    A nation's tree is millions of objects that stay. They are frozen, so that the search for
    garbage does not go through them again and again.
    """
    with database.read() as tx:
        known = Reference.of(
            read_plan(plan_file),
            read_calendar(plan_file.with_name("days-off.yaml")),
            units.load(tx),
            find_template(plan_file),
            read_office(plan_file.with_name(OFFICE_FILE)),
        )
    gc.collect()
    gc.freeze()
    return known


def drop_spread(known: Reference) -> Reference:
    """Have nothing spread over time: there are few phones, and somebody watches."""
    settings = known.plan.settings
    at_once = replace(settings, reminders=replace(settings.reminders, spread_minutes=0))
    plan = replace(known.plan, settings=at_once)
    return replace(known, plans={**known.plans, plan.year: plan})


def read_plan(path: Path) -> Plan:
    """Read a plan; raises OperatorMistake with every fault of the file."""
    parsed = parse_plan(_read_text(path))
    if isinstance(parsed, Plan):
        return parsed
    raise OperatorMistake(_list_faults(path, [str(fault) for fault in parsed]))


def read_calendar(path: Path) -> Calendar:
    """Read the days off; raises OperatorMistake with every fault of the file."""
    parsed = parse_days_off(_read_text(path))
    if isinstance(parsed, Calendar):
        return parsed
    raise OperatorMistake(_list_faults(path, [str(fault) for fault in parsed]))


def read_office(path: Path) -> OfficeSettings:
    """Read who signs documents, empty where there is no file; raises OperatorMistake with every
    fault of it."""
    if not path.exists():
        return OfficeSettings()
    parsed = parse_office(_read_text(path))
    if isinstance(parsed, OfficeSettings):
        return parsed
    raise OperatorMistake(_list_faults(path, [str(fault) for fault in parsed]))


def _list_faults(path: Path, lines: list[str]) -> str:
    return f"{path} has faults:\n  " + "\n  ".join(lines)


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as fault:
        raise OperatorMistake(f"{path} cannot be read: {fault.strerror}") from None
