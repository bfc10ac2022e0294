"""/tiendo: how far the plan is, for the unit she stands in, or one below it that she names."""

from collections.abc import Sequence

from bot.conversations.choose import open_choice
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.people.groups import answer_unbound_group
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.progress import (
    IndicatorList,
    IndicatorPage,
    IndicatorPicture,
    MissingReports,
    MonthPage,
    ProgressCard,
    ProgressPicture,
    Ranking,
    UnitNotFound,
)
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.people.roles import Action
from domain.progress.request import Asked, Page, read_asked
from services.people.named_units import units_named
from services.people.posts import posts_for

_LONGEST = 80
_MOST_OFFERED = 8
_NOT_FOR_BRANCHES = (Page.RANKING, Page.MAP)


def show_progress(call: Call) -> Outcome:
    """The card of her unit or of one below it, or the page of it that the words name."""
    if call.contact.is_group:
        return answer_unbound_group(call) or _answer(call, [call.contact.group_unit_id or 0])
    mine = list(dict.fromkeys(p.unit_id for p in posts_for(call, Action.SEE_PROGRESS)))
    if not mine:
        return Outcome((NotForYou(),))
    asked = _read_request(call)
    if len(mine) > 1 and not asked.unit:
        return _ask_which(call, [call.units.unit(unit_id) for unit_id in mine], asked)
    return _answer(call, mine)


def _read_request(call: Call) -> Asked:
    return read_asked(call.words[:_LONGEST], call.plan)


def _ask_which(call: Call, meant: Sequence[Unit], asked: Asked) -> Outcome:
    """She is asked which unit, and what else she asked for is kept; a group is told their names."""
    if call.contact.is_group:
        return Outcome((UnitNotFound(tuple(_label(u) for u in meant[:_MOST_OFFERED])),))
    options = [(u.name, f"/tiendo {u.code} {asked.rest}".strip()) for u in meant[:_MOST_OFFERED]]
    state, notices = open_choice("unit", options)
    return Outcome(notices, opens=("choose", state), in_between=True)


def _answer(call: Call, mine: list[int]) -> Outcome:
    """The page of the unit named, if it is hers or below: nobody sees more than her role."""
    asked = _read_request(call)
    if not asked.unit:
        return Outcome((_build_page(call, mine[0], asked, own=True),))
    found = units_named(call, mine, asked.unit)
    if isinstance(found, Notice):
        return Outcome((found,))
    if len(found) > 1:
        return _ask_which(call, found, asked)
    unit_id = call.units.id_of(found[0].key)
    return Outcome((_build_page(call, unit_id, asked, own=unit_id in mine),))


def _label(unit: Unit) -> str:
    return f"{unit.name} ({unit.code})"


def _build_page(call: Call, unit_id: int, asked: Asked, *, own: bool) -> Notice:
    """A group gets the same pages without buttons: they would lead out of it."""
    is_branch = call.units.unit(unit_id).level is Level.BRANCH
    choices = not call.contact.is_group
    if is_branch and asked.page in _NOT_FOR_BRANCHES:
        return NotForYou()
    match asked.page:
        case Page.MISSING if not is_branch:
            return MissingReports(unit_id)
        case Page.CHART | Page.RANKING if asked.what:
            what = "trend" if asked.page is Page.CHART else "ranking"
            return IndicatorPicture(unit_id, asked.what, what, choices)
        case Page.RANKING:
            return Ranking(unit_id, choices)
        case Page.INDICATORS if not is_branch:
            return IndicatorList(unit_id, choices)
        case Page.INDICATOR:
            return IndicatorPage(unit_id, asked.what, choices)
        case Page.MONTH:
            return MonthPage(unit_id, asked.what, choices)
        case Page.CHART | Page.MAP as picture:
            return ProgressPicture(unit_id, picture.value, own, choices)
    return ProgressCard(unit_id, own, choices)


HANDLERS = (
    Handler(
        ("tiendo", "tien_do", "progress"),
        show_progress,
        in_groups=True,
        typed=("tien do",),
        anywhere=("progress",),
        unheard=("list",),
    ),
)
