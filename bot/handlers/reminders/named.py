"""What an officer names after GIA HẠN and NHẮC: units at or below hers, and a month."""

from collections.abc import Sequence

from bot.engine.dialogue import Call
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.extensions import PeriodClosed, UnitsUnclear
from domain.org.levels import Level
from domain.org.names import fold
from domain.org.tree import Unit
from domain.people.roles import Permission
from domain.periods import Period, opens_at
from domain.reminders.officer_words import OfficerWords
from services.people.named_units import find_named_units
from services.people.posts import list_posts_for, may_act
from services.reminders.nudges import find_newest_open

_WHOLE_PROVINCE = ("toan tinh", "ca tinh", "tinh")
MOST_OFFERED = 8


def list_own_units(call: Call) -> list[int]:
    """List the units of her posts as an officer."""
    posts = list_posts_for(call, Permission.REPORT_FOR_BRANCH)
    return list(dict.fromkeys(post.unit_id for post in posts))


def find_period(call: Call, wanted: OfficerWords) -> Period | None:
    """Find the month she names, else the newest that is open; None where the plan has none such."""
    if not wanted.month:
        return find_newest_open(call)
    opened = tuple(p for p in call.plan.periods if opens_at(p, call.plan.settings) <= call.now)
    return wanted.find_period(opened) or wanted.find_period(call.plan.periods)


def say_unopened(call: Call, wanted: OfficerWords) -> PeriodClosed:
    """Say that the month she names is none that can be entered."""
    named = Period(wanted.year or call.plan.year, wanted.month)
    return PeriodClosed(str(named), False)


def find_units(call: Call, wanted: OfficerWords) -> list[list[Unit]] | Notice:
    """Find the units she names, by name those that may be meant; her own where she names none."""
    mine = list_own_units(call)
    if wanted.unit_id:
        return _find_pressed(call, wanted.unit_id)
    if not wanted.names:
        return [[call.units.unit(unit_id) for unit_id in mine]]
    found: list[list[Unit]] = []
    for place, name in enumerate(wanted.names, 1):
        meant = _find_named(call, mine, name)
        if isinstance(meant, Notice):
            names = tuple(units[0].name for units in found)
            return UnitsUnclear(place, names, others=isinstance(meant, NotForYou))
        found.append(meant)
    return found


def _find_pressed(call: Call, unit_id: int) -> list[list[Unit]] | Notice:
    try:
        unit = call.units.unit(unit_id)
    except KeyError:
        return NotForYou()
    if not may_act(call, Permission.REPORT_FOR_BRANCH, unit_id):
        return NotForYou()
    return [[unit]]


def _find_named(call: Call, mine: Sequence[int], name: str) -> list[Unit] | Notice:
    view = call.units.tree.at(call.today)
    if fold(name) in _WHOLE_PROVINCE:
        provinces = [u for u in view.of_level(Level.PROVINCE) if call.units.id_of(u.key) in mine]
        return provinces or NotForYou()
    return find_named_units(call, mine, name)
