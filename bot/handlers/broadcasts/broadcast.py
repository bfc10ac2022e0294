"""/thongbao: staff write to all of a level below their unit.

`/thongbao xem` shows how far the sending is, `/thongbao dung` stops it.
"""

from bot.conversations.broadcasts.broadcast import open_broadcast
from bot.conversations.choose import open_choice
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.answers import fold
from domain.notices.broadcasts import BroadcastStatus, NoBroadcast, NothingBroadcast
from domain.notices.common import NotForYou
from domain.org.levels import Level
from domain.people.roles import Permission
from services.broadcasts.broadcasting import find_audience, reaches
from services.people.posts import list_posts_for
from storage import broadcasts
from storage.broadcasts import Broadcast
from storage.moments import seconds

_LEVELS = (Level.BRANCH, Level.COMMUNE, Level.AREA)
_SEE, _STOP = "xem", "dung"


def manage_broadcasts(call: Call) -> Outcome:
    """Begin a broadcast, or show or stop one that was sent."""
    unit_ids = list(dict.fromkeys(p.unit_id for p in list_posts_for(call, Permission.BROADCAST)))
    if not unit_ids:
        return Outcome((NotForYou(),))
    what, _, which = fold(call.words[:40]).strip().partition(" ")
    if what in (_SEE, _STOP):
        return _show_or_stop(call, which, stop=what == _STOP)
    if what.isdecimal() and int(what) in unit_ids:
        return _open_draft(call, int(what))
    if len(unit_ids) == 1:
        return _open_draft(call, unit_ids[0])
    options = [(call.units.unit(i).name, f"/thongbao {i}") for i in unit_ids]
    state, notices = open_choice("unit", options)
    return Outcome(notices, opens=("choose", state))


def _open_draft(call: Call, unit_id: int) -> Outcome:
    """Store an empty draft and ask for its audience and words; only levels with people count."""
    tx, units = call.tx, call.units
    people = [(level, find_audience(tx, units, unit_id, level, call.now)) for level in _LEVELS]
    audiences = tuple((level.value, len(reached)) for level, reached in people if reached)
    if not audiences:
        return Outcome((NothingBroadcast(nobody=True),))
    draft = broadcasts.create_draft(tx, unit_id, call.person_id, seconds(call.now))
    state, notices = open_broadcast(draft, units.unit(unit_id).name, audiences)
    return Outcome(notices, opens=("broadcast", state))


def _show_or_stop(call: Call, which: str, *, stop: bool) -> Outcome:
    broadcast = _find_broadcast(call, which)
    if broadcast is None or broadcast.sent_at is None or not reaches(broadcast, call):
        return Outcome((NoBroadcast(),))
    if stop:
        broadcasts.stop(call.tx, broadcast.id, seconds(call.now))
    return Outcome((BroadcastStatus(broadcast.id),))


def _find_broadcast(call: Call, which: str) -> Broadcast | None:
    """Return the broadcast of this number, or the last one of hers; None if there is none."""
    if which.isdecimal() and len(which) < 12:
        return broadcasts.find(call.tx, int(which))
    return broadcasts.find_last_of(call.tx, call.person_id)


def _may_follow(words: str) -> bool:
    """Tell whether these words may follow the command typed without a slash.

    With other words it is the beginning of a sentence.
    """
    return fold(words).partition(" ")[0] in ("", _SEE, _STOP)


HANDLERS = (
    Handler(("thongbao", "thong_bao"), manage_broadcasts, typed=("thong bao",), takes=_may_follow),
)
