"""/nhom CODE: staff bind a group chat to a unit, an area or a bloc."""

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.notices.base import Notice
from domain.notices.people import (
    Candidate,
    GroupBound,
    GroupHelp,
    GroupHowTo,
    GroupNoUnit,
    GroupRefused,
    GroupUnbound,
    GroupWhich,
    GroupWriteFirst,
)
from domain.org.search import search
from domain.org.tree import Unit
from domain.people.roles import Permission, Post, may
from storage import addresses, people

_LONGEST = 80
_LISTED = 6


def bind_group(call: Call) -> Outcome:
    """Bind this group to the unit named.

    A group that is bound already moves only if the sender may bind both units.
    """
    if not call.contact.is_group:
        return Outcome((GroupHowTo(private=True),))
    posts = _find_posts_of_sender(call)
    if not posts:
        return Outcome((GroupWriteFirst(),))
    if not call.words:
        return Outcome((GroupHowTo(),))
    return Outcome((_bind_named_unit(call, posts),))


def answer_unbound_group(call: Call) -> Outcome | None:
    """Say that this group has no unit yet; None in a private chat or a group that has one."""
    if call.contact.is_group and call.contact.group_unit_id is None:
        return Outcome((GroupUnbound(),))
    return None


def show_group_help(call: Call) -> Outcome:
    """Say what the group may ask, or that it has no unit yet."""
    unit_id = call.contact.group_unit_id
    name = "" if unit_id is None else call.units.unit(unit_id).name
    return answer_unbound_group(call) or Outcome((GroupHelp(name),))


def _find_posts_of_sender(call: Call) -> tuple[Post, ...]:
    """Return the posts of whoever wrote in the group.

    She is found by her private chat, whose id is the sender's.
    """
    if call.inbound is None or not call.inbound.sender:
        return ()
    here, sender = call.contact, call.inbound.sender
    private = addresses.find(call.tx, here.network, here.bot, [sender]).get(sender)
    if private is None or private.cut_off or private.person_id is None:
        return ()
    return people.load_posts(call.tx, private.person_id)


def _bind_named_unit(call: Call, posts: tuple[Post, ...]) -> Notice:
    found = search(call.units.tree.at(call.now.date()), call.words[:_LONGEST])
    if not found:
        return GroupNoUnit()
    mine = [u for u in found if _may_bind(call, posts, call.units.id_of(u.key))]
    if len(found) > 1:
        return _ask_which(mine or found)
    if not mine:
        return GroupRefused(found[0].name)
    return _bind_to(call, posts, mine[0])


def _ask_which(units: list[Unit] | tuple[Unit, ...]) -> GroupWhich:
    listed = tuple(Candidate(u.code, u.name) for u in units[:_LISTED])
    return GroupWhich(listed, len(units) - len(listed))


def _bind_to(call: Call, posts: tuple[Post, ...], unit: Unit) -> Notice:
    """Bind the group, unless it is bound to a unit that she may not bind."""
    before = call.contact.group_unit_id
    if before is not None and not _may_bind(call, posts, before):
        return GroupRefused(call.units.unit(before).name)
    addresses.bind_group(call.tx, call.contact.id, call.units.id_of(unit.key))
    return GroupBound(unit.name)


def _may_bind(call: Call, posts: tuple[Post, ...], unit_id: int) -> bool:
    return may(posts, Permission.BIND_GROUP, call.units.line(unit_id, call.now.date()))


HANDLERS = (Handler(("nhom",), bind_group, in_groups=True),)
