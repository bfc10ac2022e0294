"""/giahan: put off the day by which reports are due, see what was put off, take it back."""

from dataclasses import replace

from bot.conversations.choose import open_choice
from bot.conversations.reminders.extend import ExtendState, open_extension
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.reminders.named import (
    MOST_OFFERED,
    find_period,
    find_units,
    list_own_units,
    say_unopened,
)
from bot.handlers.reporting.forms import find_own_units
from domain.notices.asked import HowToPause
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.extensions import GrantedExtension, GrantedExtensions
from domain.org.naming import name_unit
from domain.org.tree import Unit
from domain.periods import Period
from domain.reminders.extension import read_due_day
from domain.reminders.officer_words import OfficerWords, Wanted, read_officer_words
from services.reminders.extensions import (
    check_period,
    describe_concerned,
    find_last_day,
    find_next_day,
    list_extensions,
)


def extend(call: Call) -> Outcome:
    """Show what an extension would change, the list of those that hold, or what to take back."""
    mine = list_own_units(call)
    if not mine:
        return Outcome((HowToPause() if find_own_units(call) else NotForYou(),))
    wanted = read_officer_words(call.words)
    if wanted.what is Wanted.LIST:
        return Outcome((GrantedExtensions(tuple(mine)),))
    found = find_units(call, wanted)
    if isinstance(found, Notice):
        return Outcome((found,))
    if wanted.what is Wanted.UNDO:
        return _undo(call, wanted, found)
    if any(len(meant) > 1 for meant in found):
        return _ask_which(call, wanted, found)
    return _extend(call, wanted, [meant[0] for meant in found])


def _extend(call: Call, wanted: OfficerWords, units: list[Unit]) -> Outcome:
    """Open the question whether this is right; without a day in her words, a day is proposed."""
    period = find_period(call, wanted)
    if period is None:
        return Outcome((say_unopened(call, wanted),))
    if (closed := check_period(call, period)) is not None:
        return Outcome((closed,))
    state = _make_state(call, units, period)
    due = min(one.due for one in state.units)
    day = read_due_day(wanted.day, call.now, due, state.last)
    if not wanted.day:
        day = find_next_day(call, due)
    opened, notices = open_extension(state, wanted.day, day, call.today)
    return Outcome(notices, opens=("extend", opened))


def _make_state(call: Call, units: list[Unit], period: Period) -> ExtendState:
    ids = list(dict.fromkeys(call.units.id_of(unit.key) for unit in units))
    last = find_last_day(call, period)
    return ExtendState(str(period), describe_concerned(call, ids, period), last)


def _ask_which(call: Call, wanted: OfficerWords, found: list[list[Unit]]) -> Outcome:
    """Ask which of several units of a name is meant; the rest of what she wrote goes with it."""
    place = next(place for place, meant in enumerate(found) if len(meant) > 1)
    view, period = call.units.tree.at(call.today), find_period(call, wanted)
    options = []
    for unit in found[place][:MOST_OFFERED]:
        codes = [meant[0].code if len(meant) == 1 else "" for meant in found]
        codes[place] = unit.code
        named = [code or name for code, name in zip(codes, wanted.names or [""], strict=False)]
        month = f" tháng {period.month}/{period.year}" if period and wanted.month else ""
        day = f" đến {wanted.day}" if wanted.day else ""
        options.append((name_unit(view, unit), f"/giahan {', '.join(named)}{month}{day}"))
    state, notices = open_choice("unit", options)
    return Outcome(notices, opens=("choose", state))


# --- taking back -------------------------------------------------------------------------------


def _undo(call: Call, wanted: OfficerWords, found: list[list[Unit]]) -> Outcome:
    """Ask whether to take back what was granted to the units she names, or to any of hers."""
    mine = list_own_units(call)
    granted = [one for one in list_extensions(call, mine) if one.hers]
    if wanted.names or wanted.unit_id:
        named = {call.units.id_of(unit.key) for meant in found for unit in meant}
        granted = [one for one in granted if one.unit_id in named]
    if wanted.month:
        period = find_period(call, wanted)
        granted = [one for one in granted if one.period == str(period)]
    if not granted:
        return Outcome((GrantedExtensions(tuple(mine)),))
    periods = {one.period for one in granted}
    if len(granted) > 1 and (len(periods) > 1 or not wanted.names):
        return _ask_which_to_undo(granted)
    return _ask_to_undo(call, granted)


def _ask_which_to_undo(granted: list[GrantedExtension]) -> Outcome:
    options = [
        (_label(one), f"/giahan bo {one.unit_id} {one.period}") for one in granted[:MOST_OFFERED]
    ]
    state, notices = open_choice("extension", options, len(granted) - len(options), "/giahan bo")
    return Outcome(notices, opens=("choose", state))


def _label(one: GrantedExtension) -> str:
    """Name an extension: `Xã Bảo Lâm · 10/2025 → 25/10`."""
    period = Period.parse(one.period)
    return f"{one.unit_name} · {period.month}/{period.year} → {one.until.day}/{one.until.month}"


def _ask_to_undo(call: Call, granted: list[GrantedExtension]) -> Outcome:
    period = Period.parse(granted[0].period)
    units = describe_concerned(call, [one.unit_id for one in granted], period)
    state = ExtendState(str(period), units, find_last_day(call, period), undoes=True)
    opened, notices = open_extension(state, "", None, call.today)
    return Outcome(notices, opens=("extend", opened))


def take_back(call: Call) -> Outcome:
    """Ask whether to take back what was put off: "bỏ gia hạn", "rút gia hạn bảo lâm"."""
    return extend(replace(call, words=f"bỏ {call.words}".strip()))


HANDLERS = (
    Handler(("giahan",), extend, typed=("gia han", "xin gia han")),
    Handler(("bogiahan",), take_back, typed=("bo gia han", "rut gia han", "huy gia han")),
)
