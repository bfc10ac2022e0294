"""/tiendo: how far the plan is, for her unit or one below it that she names."""

from collections.abc import Sequence

from bot.conversations.choose import open_choice
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.people.groups import answer_unbound_group
from domain.answers.text.wishes import Wish
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.progress import (
    Comparison,
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
from domain.org.names import fold
from domain.org.naming import name_unit
from domain.org.tree import Unit
from domain.people.roles import STAFF, Permission
from domain.progress.request import Page, ProgressRequest, read_progress_request
from services.people.named_units import find_named_units
from services.people.posts import list_posts_for

_LONGEST = 80
_MOST_OFFERED = 8
_NOT_FOR_BRANCHES = (Page.RANKING, Page.MAP)


def show_progress(call: Call) -> Outcome:
    """Show the card of her unit or of one below it, or the page that her words name."""
    if call.contact.is_group:
        return answer_unbound_group(call) or _answer(call, [call.contact.group_unit_id or 0])
    mine = list(dict.fromkeys(p.unit_id for p in list_posts_for(call, Permission.SEE_PROGRESS)))
    if not mine:
        return Outcome((NotForYou(),))
    request = _read_request(call)
    if len(mine) > 1 and not request.unit:
        return _ask_which(call, [call.units.unit(unit_id) for unit_id in mine], request)
    return _answer(call, mine)


def _read_request(call: Call) -> ProgressRequest:
    return read_progress_request(call.words[:_LONGEST], call.plan)


def _ask_which(call: Call, meant: Sequence[Unit], request: ProgressRequest) -> Outcome:
    """Ask which unit is meant and keep the rest of the request; tell a group the units' names."""
    if call.contact.is_group:
        return Outcome((UnitNotFound(tuple(_label(u) for u in meant[:_MOST_OFFERED])),))
    view = call.units.tree.at(call.today)
    options = [
        (name_unit(view, unit), f"/tiendo {unit.code} {request.rest}".strip())
        for unit in meant[:_MOST_OFFERED]
    ]
    state, notices = open_choice("unit", options)
    return Outcome(notices, opens=("choose", state), in_between=True)


def _answer(call: Call, mine: list[int]) -> Outcome:
    """Show the page of the unit named, if it is one of hers or below: her role allows no more."""
    request = _read_request(call)
    if request.page is Page.COMPARE:
        return _compare(call, mine, request)
    if not request.unit:
        return Outcome((_build_page(call, mine[0], request, own=True),))
    found = find_named_units(call, mine, request.unit)
    if isinstance(found, Notice):
        return Outcome((found,))
    if len(found) > 1:
        return _ask_which(call, found, request)
    unit_id = call.units.id_of(found[0].key)
    return Outcome((_build_page(call, unit_id, request, own=unit_id in mine),))


def answer_named_figures(call: Call) -> Outcome | None:
    """Show the figures that plain words of staff name: a unit, an indicator, or both.

    None where they are anything else besides, or she is no staff.
    """
    posts = [p for p in list_posts_for(call, Permission.SEE_PROGRESS) if p.role in STAFF]
    if not posts or len(call.words) > _LONGEST or not any(c.isalpha() for c in call.words):
        return None
    mine, request = [p.unit_id for p in posts], _read_request(call)
    if not request.unit:
        return show_progress(call) if request.page is not Page.CARD else None
    found = find_named_units(call, mine, request.unit)
    if isinstance(found, Notice) or not all(_is_named(unit, request.unit) for unit in found):
        return None
    return _answer(call, mine)


def _is_named(unit: Unit, words: str) -> bool:
    """Tell whether these words are a unit's whole name or code, and not a part of a sentence."""
    said = fold(words).removeprefix("dia ban ").removeprefix("huyen ")
    names = {fold(unit.short), fold(unit.name), fold(unit.code)}
    return said in names or f"huyen {said} cu" in names


def _compare(call: Call, mine: list[int], request: ProgressRequest) -> Outcome:
    """Show two units side by side; with one that is named, beside her own."""
    ids = []
    for words in (request.unit, request.other):
        if not words:
            ids.append(mine[0])
            continue
        found = find_named_units(call, mine, words)
        if isinstance(found, Notice):
            return Outcome((found,))
        if len(found) > 1:
            names = tuple(_label(unit) for unit in found[:_MOST_OFFERED])
            return Outcome((UnitNotFound(names),))
        ids.append(call.units.id_of(found[0].key))
    if len(set(ids)) < len(ids):
        return Outcome((UnitNotFound(),))
    return Outcome((Comparison(tuple(ids), request.what),))


def _label(unit: Unit) -> str:
    return f"{unit.name} ({unit.code})"


def _build_page(call: Call, unit_id: int, request: ProgressRequest, *, own: bool) -> Notice:
    """Build the page asked for; a group gets it without buttons, which would lead out of it."""
    is_branch = call.units.unit(unit_id).level is Level.BRANCH
    choices = not call.contact.is_group
    if is_branch and request.page in _NOT_FOR_BRANCHES:
        return NotForYou()
    match request.page:
        case Page.MISSING if not is_branch:
            return MissingReports(unit_id, request.what, request.number, choices)
        case Page.CHART | Page.RANKING if request.what:
            what = "trend" if request.page is Page.CHART else "ranking"
            return IndicatorPicture(unit_id, request.what, what, choices)
        case Page.RANKING:
            return Ranking(unit_id, choices)
        case Page.INDICATORS if not is_branch:
            return IndicatorList(unit_id, choices)
        case Page.INDICATOR:
            return IndicatorPage(unit_id, request.what, choices)
        case Page.MONTH:
            return MonthPage(
                unit_id, request.what, choices, request.last, request.code, request.number
            )
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
        wishes=(Wish.PROGRESS,),
        unheard=("list",),
    ),
)
