"""/start, /start CODE, a code typed anywhere: joining; and /sai: "not me"."""

from bot.engine.channel import Said
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.notices.base import Notice
from domain.notices.people import (
    AskCode,
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
    WrongWhat,
)
from domain.people.invites import (
    UNDO_SECONDS,
    Reading,
    choose_bot,
    prefix_of,
    read_code,
    wait_until,
)
from domain.people.roles import Post
from services.people.posts import all_named, named, posts_of
from storage import addresses, invites, outbox, people
from storage.addresses import Contact
from storage.invites import Invite, Use
from storage.moments import moment, seconds
from storage.outbox import Outgoing


def prefix(call: Call) -> str:
    """How this province's codes begin."""
    return prefix_of(call.units.province(call.now.date()).short)


def join(call: Call) -> Outcome | None:
    """What a typed text leads to where it is an invitation's code; None: it is none."""
    reading = read_code(call.words)
    if reading is None or not reading.fits(prefix(call)):
        return None
    return _enter(call, reading)


def start(call: Call) -> Outcome:
    """The first word on Telegram, with a code when it came by a link."""
    if call.words:
        reading = read_code(call.words)
        return _enter(call, reading) if reading else Outcome((CodeMistyped(),))
    posts = posts_of(call)
    if posts:
        return Outcome((JoinedAlready(all_named(call, posts)),))
    return Outcome((AskCode(call.units.province(call.now.date()).name),))


def _enter(call: Call, reading: Reading) -> Outcome:
    if not reading.sound:
        return Outcome((CodeMistyped(),))
    now = seconds(call.now)
    until = wait_until(invites.load_guesses(call.tx, call.contact.id, now), now)
    if until is not None:
        return Outcome((CodeWait(moment(until)),))
    invite = invites.find(call.tx, reading.code(prefix(call)))
    if invite is None:
        invites.record_guess(call.tx, call.contact.id, now)
        return Outcome((CodeUnknown(),))
    return Outcome(_join_as(call, invite) if invite.person_id is None else _link(call, invite))


def _join_as(call: Call, invite: Invite) -> tuple[Notice, ...]:
    posts = posts_of(call)
    if invite.post in posts:
        return (JoinedAlready(all_named(call, posts)),)
    refused = _not_good(call, invite) or (None if posts else _no_seat(call))
    if refused is not None:
        return (refused,)
    now = seconds(call.now)
    if not invites.redeem(call.tx, invite.code, call.person_id, now):
        return (CodeSpent(),)
    people.give_post(call.tx, call.person_id, invite.post, now)
    if invite.name and not posts:
        people.rename(call.tx, call.person_id, invite.name)
    return (Joined(named(call.units, invite.post, call.now.date()), more=bool(posts)),)


def _not_good(call: Call, invite: Invite) -> Notice | None:
    """Why the invitation cannot be taken by anybody now."""
    if invite.uses_left < 1:
        return CodeSpent()
    until = moment(invite.expires_at)
    if until <= call.now:
        return CodeExpired(until.date())
    if not call.units.unit(invite.post.unit_id).lives(call.now.date()):
        return CodeExpired(call.now.date())
    return None


def _no_seat(call: Call) -> NoSeat | None:
    """Where a full bot sends her; None: there is a seat here."""
    here = call.contact
    if call.abilities.seats is None:
        return None
    if invites.count_taken_seats(call.tx, here.network, here.bot) < call.abilities.seats:
        return None
    others = [b for b in invites.load_bot_seats(call.tx) if b.bot != here.bot]
    other = choose_bot(others, here.network)
    return NoSeat() if other is None else NoSeat(other.name, other.username)


# --- a further phone of the same person --------------------------------------------------------


def _link(call: Call, invite: Invite) -> tuple[Notice, ...]:
    whose = invite.person_id or 0
    if whose == call.person_id:
        return (LinkHere(),)
    mine = posts_of(call)
    theirs = {*people.posts_of(call.tx, whose), invite.post}
    refused = _not_good(call, invite) or (None if mine else _no_seat(call))
    if refused is not None:
        return (refused,)
    if not theirs.issuperset(mine):
        return (LinkRefused(all_named(call, mine)),)
    if not invites.redeem(call.tx, invite.code, whose, seconds(call.now)):
        return (CodeSpent(),)
    return _give_phone(call, invite.post, whose)


def _give_phone(call: Call, post: Post, whose: int) -> tuple[Notice, ...]:
    now = seconds(call.now)
    _tell_other_phones(call, whose)
    people.end_posts(call.tx, call.person_id, now)
    addresses.give_to_person(call.tx, call.contact.id, whose)
    people.give_post(call.tx, whose, post, now)
    return (Linked(all_named(call, people.posts_of(call.tx, whose))),)


def _tell_other_phones(call: Call, whose: int) -> None:
    """A phone added behind her back must not stay unseen."""
    for contact in addresses.load_private_chats(call.tx, [whose]):
        if contact.reachable:
            _tell(call, contact, PhoneLinked(call.contact.network))


def _tell(call: Call, contact: Contact, notice: Notice) -> None:
    outbox.enqueue(call.tx, [Outgoing(contact, (notice,), outbox.REPLY, seconds(call.now))])


# --- "not me" ----------------------------------------------------------------------------------


def sai(call: Call) -> Outcome:
    """Take back the post just given, or part this phone from the person it was linked to.

    Amid a conversation, or after a report, the bare word rather means that a number is wrong:
    there only "/sai" (or its button) means her.
    """
    if call.session.frame is not None and _typed_as_word(call):
        return Outcome((WrongWhat(asking=True),))
    use = _last_use(call)
    if use is None:
        return Outcome((WrongWhat(all_named(call, posts_of(call))),))
    if _typed_as_word(call) and people.has_reported(call.tx, call.person_id, use.at):
        return Outcome((WrongWhat(sent=True),))
    return Outcome(_undo(call, use))


def _typed_as_word(call: Call) -> bool:
    content = call.inbound.content if call.inbound is not None else None
    return isinstance(content, Said) and not content.text.startswith("/")


def _last_use(call: Call) -> Use | None:
    """The last invitation taken, if it is recent and there is something to undo."""
    several = len(addresses.load_private_chats(call.tx, [call.person_id])) > 1
    posts = people.posts_of(call.tx, call.person_id)
    recent = seconds(call.now) - UNDO_SECONDS
    for use in invites.load_uses(call.tx, call.person_id):
        linked = use.invite.person_id is not None
        if use.at >= recent and (several if linked else use.invite.post in posts):
            return use
    return None


def _undo(call: Call, use: Use) -> tuple[Notice, ...]:
    now, person_id = seconds(call.now), call.person_id
    invites.give_back(call.tx, use.invite.code, person_id)
    name = call.inbound.display_name if call.inbound is not None else ""
    if use.invite.person_id is not None:
        people.part(call.tx, call.contact.id, name, now)
        return (PhoneParted(),)
    people.end_posts(call.tx, person_id, now, use.invite.post)
    invites.withdraw_links(call.tx, person_id)
    if use.invite.name:
        people.rename(call.tx, person_id, name)
    return (PostUndone(named(call.units, use.invite.post, call.now.date())),)


HANDLERS = (Handler(("start",), start), Handler(("sai",), sai, anywhere=("wrong",)))
