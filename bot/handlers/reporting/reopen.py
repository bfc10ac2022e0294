"""/moky: an officer reopens a locked month for one unit below hers."""

from bot.conversations.choose import open_choice
from bot.conversations.reopening import ReopenState, open_reopening
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.answers import fold
from domain.notices.common import NotForYou
from domain.notices.reopening import AskUnit, NothingLocked
from domain.org.search import search
from domain.org.tree import Unit
from domain.people.roles import Permission
from services.people.posts import list_posts_for
from services.reporting.reopening import list_locked_months, may_reopen

_LONGEST = 80
_OFFERED = 8
_SHOWN_MONTHS = 6


def reopen_month(call: Call) -> Outcome:
    """Ask for the unit, or open the questions about the one that is named."""
    if not list_posts_for(call, Permission.REOPEN):
        return Outcome((NotForYou(),))
    if not call.words:
        state, notices = open_reopening(ReopenState())
        return Outcome(notices, opens=("reopen", state))
    found = search(call.units.tree.at(call.now.date()), call.words[:_LONGEST])
    mine = [u for u in found if may_reopen(call, call.units.id_of(u.key))]
    match mine:
        case []:
            return Outcome((AskUnit(again=True),), opens=("reopen", ReopenState()))
        case [only]:
            return _open_questions(call, only)
    options = [(f"{u.name} ({u.code})", f"/moky {u.code}") for u in mine[:_OFFERED]]
    choice, asked = open_choice("unit", options)
    return Outcome(asked, opens=("choose", choice))


def _open_questions(call: Call, unit: Unit) -> Outcome:
    unit_id = call.units.id_of(unit.key)
    months = list_locked_months(call, unit, unit_id)[:_SHOWN_MONTHS]
    if not months:
        return Outcome((NothingLocked(unit.name),))
    state, notices = open_reopening(ReopenState(unit_id, unit.name, months))
    return Outcome(notices, opens=("reopen", state))


def _may_follow(words: str) -> bool:
    """Tell whether these words may follow the command typed without a slash."""
    return len(fold(words).split()) <= 6


HANDLERS = (Handler(("moky", "mo_ky"), reopen_month, typed=("mo ky",), takes=_may_follow),)
