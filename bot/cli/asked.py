"""Reads what commands about one unit's year are asked: which unit, which moment, which plan."""

from datetime import datetime, time

from bot import settings
from bot.cli.context import load_units, now, parse_day, stop
from bot.cli.people_lookup import find_unit
from bot.runtime.reference import read_calendar, read_office, read_plan
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.periods import VIETNAM
from domain.plan.office_file import OFFICE_FILE
from services.context import Reference
from storage.database import Transaction


def parse_end_of_day(day: str) -> datetime:
    """Return the end of a day such as 2025-10-13; the present moment where none is named."""
    return datetime.combine(parse_day(day), time(23, 59, 59), VIETNAM) if day else now()


def load_reference(tx: Transaction) -> Reference:
    """Load the plan and days off that the settings name, and the stored units."""
    plan_file = settings.read().plan
    calendar = read_calendar(plan_file.with_name("days-off.yaml"))
    office = read_office(plan_file.with_name(OFFICE_FILE))
    return Reference.of(read_plan(plan_file), calendar, load_units(tx), office=office)


def find_unit_or_province(reference: Reference, words: str, moment: datetime) -> Unit:
    """Find the unit of this code or name; the province where none is named."""
    on = moment.date()
    if words:
        return find_unit(reference.units, words, on)
    if not reference.units.tree.at(on).of_level(Level.PROVINCE):
        raise stop(f"there were no units on {on}")
    return reference.units.province(on)
