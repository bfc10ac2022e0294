"""/nhac: have those reminded who have not sent, of late months too, and see who is not reached."""

from collections.abc import Sequence

from bot.conversations.choose import open_choice
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.reminders.named import (
    MOST_OFFERED,
    find_period,
    find_units,
    list_own_units,
    say_unopened,
)
from domain.answers import fold
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.extensions import UnitsUnclear
from domain.notices.reminders import Nudged, UnreachedPage
from domain.org.naming import name_unit
from domain.org.tree import Unit
from domain.periods import Period
from domain.reminders.officer_words import OfficerWords, Wanted, read_officer_words
from services.reminders.extensions import check_period
from services.reminders.nudges import list_unreached, nudge

_A_UNIT = ("xa ", "dia ban ", "chi hoi ", "huyen ", "toan tinh", "ca tinh", "cac ", "nhung ")
_FEWEST_WORDS = 2
"""A name of one syllable alone may be any word of a sentence."""


def nudge_missing(call: Call) -> Outcome:
    """Remind the branches of a commune that have not sent; above, the officers of communes.

    Without words of every month that can still be sent, below her own units.
    """
    if not list_own_units(call):
        return Outcome((NotForYou(),))
    return _nudge(call, read_officer_words(call.words))


def hear_nudge(call: Call, text: str) -> Outcome | None:
    """Hear "nhắc xã quảng lâm", "nhắc tháng 11" from an officer; None for anything else."""
    first, _, rest = text.strip(" .!?").partition(" ")
    if fold(first) != "nhac" or not rest or not list_own_units(call):
        return None
    wanted = read_officer_words(rest)
    named = fold(rest).startswith(_A_UNIT) or wanted.what is Wanted.LIST
    found = find_units(call, wanted) if wanted.names else None
    if wanted.day or (not named and not wanted.month and found is None):
        return None
    if isinstance(found, Notice) and not (named or _is_others(found)):
        return None
    if not named and any(len(name.split()) < _FEWEST_WORDS for name in wanted.names):
        return None
    return _nudge(call, wanted)


def _is_others(found: Notice) -> bool:
    return isinstance(found, UnitsUnclear) and found.others


def _nudge(call: Call, wanted: OfficerWords) -> Outcome:
    found = find_units(call, wanted)
    if isinstance(found, Notice):
        return Outcome((found,))
    if wanted.names and any(len(meant) > 1 for meant in found):
        return _ask_which(call, wanted, found)
    period = find_period(call, wanted) if wanted.month else None
    if wanted.month and period is None:
        return Outcome((say_unopened(call, wanted),))
    if period is not None and (closed := check_period(call, period)) is not None:
        return Outcome((closed,))
    units = [unit for meant in found for unit in meant]
    ids, asked = call.units.ids(units), _say_asked(wanted, units, period)
    if wanted.what is Wanted.LIST:
        there = list_unreached(call, ids, period)
        return Outcome((UnreachedPage(there, max(1, wanted.page), asked),))
    return Outcome(tuple(_add_asked(notice, asked) for notice in nudge(call, ids, period)))


def _add_asked(notice: Notice, asked: str) -> Notice:
    if not isinstance(notice, Nudged):
        return notice
    return Nudged(
        notice.reminded, notice.already, notice.unreached, notice.held, notice.months, asked
    )


def _say_asked(wanted: OfficerWords, units: Sequence[Unit], period: Period | None) -> str:
    """Say what she named by codes, so that it can be typed again; "" where that is all of hers."""
    named = ", ".join(unit.code for unit in units) if wanted.names or wanted.unit_id else ""
    month = "" if period is None else f"tháng {period.month}/{period.year}"
    return f"{named} {month}".strip()


def _ask_which(call: Call, wanted: OfficerWords, found: list[list[Unit]]) -> Outcome:
    """Ask which of the units of one name is meant; the others are named by their codes."""
    place = next(place for place, meant in enumerate(found) if len(meant) > 1)
    view, period = call.units.tree.at(call.today), find_period(call, wanted)
    options = []
    for unit in found[place][:MOST_OFFERED]:
        named = [
            meant[0].code if len(meant) == 1 else name
            for meant, name in zip(found, wanted.names, strict=True)
        ]
        named[place] = unit.code
        month = f" tháng {period.month}/{period.year}" if wanted.month and period else ""
        options.append((name_unit(view, unit), f"/nhac {', '.join(named)}{month}"))
    state, notices = open_choice("unit", options)
    return Outcome(notices, opens=("choose", state))


HANDLERS = (Handler(("nhac",), nudge_missing),)
