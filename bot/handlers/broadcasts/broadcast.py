"""/thongbao: staff tell all of a level below their unit; … xem: how far it is; … dung: stop it."""

from bot.conversations.broadcasts.broadcast import open_broadcast
from bot.conversations.choose import open_choice
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.answers import fold
from domain.notices.broadcasts import BroadcastStatus, NoBroadcast, NothingBroadcast
from domain.notices.common import NotForYou
from domain.org.levels import Level
from domain.people.roles import Action
from services.broadcasts.broadcasting import audience, reaches
from services.people.posts import posts_for
from storage import broadcasts
from storage.broadcasts import Broadcast
from storage.moments import seconds

_LEVELS = (Level.BRANCH, Level.COMMUNE, Level.AREA)
_SEE, _STOP = "xem", "dung"


def manage_broadcasts(call: Call) -> Outcome:
    """Begin one, or see to one that was sent."""
    offices = list(dict.fromkeys(p.unit_id for p in posts_for(call, Action.BROADCAST)))
    if not offices:
        return Outcome((NotForYou(),))
    what, _, which = fold(call.words[:40]).strip().partition(" ")
    if what in (_SEE, _STOP):
        return _show_or_stop(call, which, stop=what == _STOP)
    if what.isdecimal() and int(what) in offices:
        return _open_draft(call, int(what))
    if len(offices) == 1:
        return _open_draft(call, offices[0])
    options = [(call.units.unit(i).name, f"/thongbao {i}") for i in offices]
    state, notices = open_choice("unit", options)
    return Outcome(notices, opens=("choose", state))


def _open_draft(call: Call, unit_id: int) -> Outcome:
    tx, units = call.tx, call.units
    people = [(level, audience(tx, units, unit_id, level, call.now)) for level in _LEVELS]
    audiences = tuple((level.value, len(told)) for level, told in people if told)
    if not audiences:
        return Outcome((NothingBroadcast(nobody=True),))
    draft = broadcasts.create_draft(tx, unit_id, call.person_id, seconds(call.now))
    state, notices = open_broadcast(draft, units.unit(unit_id).name, audiences)
    return Outcome(notices, opens=("broadcast", state))


def _show_or_stop(call: Call, which: str, *, stop: bool) -> Outcome:
    found = _find_broadcast(call, which)
    if found is None or found.sent_at is None or not reaches(found, call):
        return Outcome((NoBroadcast(),))
    if stop:
        broadcasts.stop(call.tx, found.id, seconds(call.now))
    return Outcome((BroadcastStatus(found.id),))


def _find_broadcast(call: Call, which: str) -> Broadcast | None:
    """The one named, or her last."""
    if which.isdecimal() and len(which) < 12:
        return broadcasts.find(call.tx, int(which))
    return broadcasts.find_last_of(call.tx, call.person_id)


def _may_follow(words: str) -> bool:
    """What may follow when it is typed without a slash: else it is the beginning of a sentence."""
    return fold(words).partition(" ")[0] in ("", _SEE, _STOP)


HANDLERS = (Handler(("thongbao", "thong_bao"), manage_broadcasts, typed=("thong bao",), takes=_may_follow),)
