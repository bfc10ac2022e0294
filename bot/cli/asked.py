"""What commands about one unit's year are asked: which unit, at which moment, by which plan."""

from datetime import datetime, time

from bot import settings
from bot.cli.context import day_of, load_units, now, stop
from bot.cli.people_lookup import unit_named
from bot.runtime.reference import read_calendar, read_plan
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.periods import VIETNAM
from services.context import Reference
from storage.database import Transaction


def end_of(day: str) -> datetime:
    """The end of a day such as 2025-10-13; the moment where none is named."""
    return datetime.combine(day_of(day), time(23, 59, 59), VIETNAM) if day else now()


def reference_of(tx: Transaction) -> Reference:
    """The plan and days off of the settings, and the stored units."""
    plan_file = settings.read().plan
    calendar = read_calendar(plan_file.with_name("days-off.yaml"))
    return Reference.of(read_plan(plan_file), calendar, load_units(tx))


def unit_or_province(reference: Reference, words: str, moment: datetime) -> Unit:
    """The unit of this code or name; the province where none is named."""
    on = moment.date()
    if words:
        return unit_named(reference.units, words, on)
    if not reference.units.tree.at(on).of_level(Level.PROVINCE):
        raise stop(f"there were no units on {on}")
    return reference.units.province(on)
