"""Joining by an invitation's code, linking a phone by a link code, and taking either back.

What is said to the chat that asked is returned as notices; other phones are told through the
outbox, in the same transaction.
"""

from domain.notices.base import Notice
from domain.notices.hands import ReportsBeside
from domain.notices.people import (
    CodeExpired,
    CodeMistyped,
    CodeSpent,
    CodeUnknown,
    CodeWait,
    Joined,
    JoinedAlready,
    Linked,
    LinkHere,
    LinkRefused,
    NoSeat,
    PhoneLinked,
    PhoneParted,
    PostUndone,
)
from domain.org.levels import Level
from domain.people.invites import UNDO_SECONDS, CodeReading, choose_bot, find_wait_end, make_prefix
from domain.people.roles import LEVEL_OF_ROLE, Post
from services.context import Request
from services.people.posts import forget_posts, list_posts, name_post, name_posts
from services.people.unasked import make_unasked
from storage import addresses, invites, outbox, people
from storage.invites import Invite, Use
from storage.moments import moment, seconds
from storage.outbox import Outgoing
from storage.post_holders import load_post_holders


def make_code_prefix(request: Request) -> str:
    """Return the letters that this province's codes begin with, such as "CB"."""
    return make_prefix(request.units.province(request.today).short)


def redeem_code(request: Request, reading: CodeReading, *, seats: int | None) -> tuple[Notice, ...]:
    """Join the post an invitation gives, or link this phone to the person of a link code.

    `seats`: how many people a bot of this network takes, None for any number. Nothing is stored
    where the code cannot be redeemed, but a wrong one counts as a guess.
    """
    if not reading.sound:
        return (CodeMistyped(),)
    now = seconds(request.now)
    until = find_wait_end(invites.load_guesses(request.tx, request.contact.id, now), now)
    if until is not None:
        return (CodeWait(moment(until)),)
    invite = invites.find(request.tx, reading.format_code(make_code_prefix(request)))
    if invite is None:
        invites.record_guess(request.tx, request.contact.id, now)
        return (CodeUnknown(),)
    if invite.person_id is None:
        return _join_post(request, invite, seats)
    return _link_phone(request, invite, invite.person_id, seats)


def _join_post(request: Request, invite: Invite, seats: int | None) -> tuple[Notice, ...]:
    posts = list_posts(request)
    if invite.post in posts:
        return (JoinedAlready(name_posts(request, posts)),)
    refused = _check_invite(request, invite) or (None if posts else _check_seat(request, seats))
    if refused is not None:
        return (refused,)
    now = seconds(request.now)
    if not invites.redeem(request.tx, invite.code, request.person_id, now):
        return (CodeSpent(),)
    people.give_post(request.tx, request.person_id, invite.post, now)
    forget_posts(request)
    if invite.name and not posts:
        people.rename(request.tx, request.person_id, invite.name)
    welcome = Joined(name_post(request.units, invite.post, request.today), more=bool(posts))
    return (welcome, *_tell_one_another(request, invite.post))


def _tell_one_another(request: Request, given: Post) -> tuple[Notice, ...]:
    """Tell those who report for the same branch that she joined; return what she is told of them.

    Two who do not know of one another send the same report twice.
    """
    if LEVEL_OF_ROLE[given.role] is not Level.BRANCH:
        return ()
    found = load_post_holders(request.tx, [given.unit_id]).get(given.unit_id, ())
    others = {each.person_id: each for each in found if each.person_id != request.person_id}
    notice = ReportsBeside(given.unit_id, (request.person_id,), joined=True)
    told = [make_unasked(request, each.contact, notice) for each in others.values() if each.contact]
    outbox.enqueue(request.tx, told)
    return (ReportsBeside(given.unit_id, tuple(others)),) if others else ()


def _check_invite(request: Request, invite: Invite) -> Notice | None:
    """Return why nobody can redeem the invitation now; None if it is good."""
    if invite.uses_left < 1:
        return CodeSpent()
    until = moment(invite.expires_at)
    if until <= request.now:
        return CodeExpired(until.date())
    if not request.units.unit(invite.post.unit_id).exists_on(request.today):
        return CodeExpired(request.today)
    return None


def _check_seat(request: Request, seats: int | None) -> NoSeat | None:
    """Return where a full bot sends her; None if there is a seat here."""
    here = request.contact
    if seats is None or invites.count_taken_seats(request.tx, here.network, here.bot) < seats:
        return None
    others = [b for b in invites.load_bot_seats(request.tx) if b.bot != here.bot]
    other = choose_bot(others, here.network)
    return NoSeat() if other is None else NoSeat(other.name, other.username)


# --- a further phone of the same person --------------------------------------------------------


def _link_phone(
    request: Request, invite: Invite, owner_id: int, seats: int | None
) -> tuple[Notice, ...]:
    if owner_id == request.person_id:
        return (LinkHere(),)
    mine = list_posts(request)
    theirs = {*people.load_posts(request.tx, owner_id), invite.post}
    refused = _check_invite(request, invite) or (None if mine else _check_seat(request, seats))
    if refused is not None:
        return (refused,)
    if not theirs.issuperset(mine):
        return (LinkRefused(name_posts(request, mine)),)
    if not invites.redeem(request.tx, invite.code, owner_id, seconds(request.now)):
        return (CodeSpent(),)
    return _give_phone(request, invite.post, owner_id)


def _give_phone(request: Request, post: Post, owner_id: int) -> tuple[Notice, ...]:
    now = seconds(request.now)
    _tell_other_phones(request, owner_id)
    people.end_posts(request.tx, request.person_id, now)
    addresses.give_to_person(request.tx, request.contact.id, owner_id)
    people.give_post(request.tx, owner_id, post, now)
    forget_posts(request)
    return (Linked(name_posts(request, people.load_posts(request.tx, owner_id))),)


def _tell_other_phones(request: Request, person_id: int) -> None:
    """Tell all her phones, so that one added behind her back does not stay unseen."""
    notice, now = PhoneLinked(request.contact.network), seconds(request.now)
    for contact in addresses.load_private_chats(request.tx, [person_id]):
        if contact.reachable:
            outbox.enqueue(request.tx, [Outgoing(contact, (notice,), outbox.REPLY, now)])


# --- "not me" ----------------------------------------------------------------------------------


def find_last_use(request: Request) -> Use | None:
    """Find the last code she redeemed, if that can be undone.

    It can within `UNDO_SECONDS`, while she is still in the post it gave or has the phone it added.
    """
    several = len(addresses.load_private_chats(request.tx, [request.person_id])) > 1
    posts = people.load_posts(request.tx, request.person_id)
    recent = seconds(request.now) - UNDO_SECONDS
    for use in invites.load_uses(request.tx, request.person_id):
        linked = use.invite.person_id is not None
        if use.at >= recent and (several if linked else use.invite.post in posts):
            return use
    return None


def has_reported_since(request: Request, use: Use) -> bool:
    """Return True if she has sent a report since she redeemed that code."""
    return people.has_reported(request.tx, request.person_id, use.at)


def undo_use(request: Request, use: Use, shown_name: str) -> tuple[Notice, ...]:
    """Take back the post a code gave, or part this phone from the person it was linked to.

    The code can be redeemed again. `shown_name`: the name the network shows for this chat, "" if
    unknown; the person is called by it from now on.
    """
    now, person_id = seconds(request.now), request.person_id
    invites.give_back(request.tx, use.invite.code, person_id)
    if use.invite.person_id is not None:
        people.give_to_new_person(request.tx, request.contact.id, shown_name, now)
        return (PhoneParted(),)
    people.end_posts(request.tx, person_id, now, use.invite.post)
    forget_posts(request)
    invites.withdraw_links(request.tx, person_id)
    if use.invite.name:
        people.rename(request.tx, person_id, shown_name)
    return (PostUndone(name_post(request.units, use.invite.post, request.today)),)
