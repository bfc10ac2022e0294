"""/sodt: an officer gives, sees and withdraws her own telephone number."""

from bot.conversations.people.phone import PhoneState, open_phone_question
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.cases.talk import find_talk_cases
from domain.answers import fold
from domain.notices.base import Notice
from domain.notices.phones import (
    OwnPhones,
    PhoneKept,
    PhoneNotKept,
    PhoneOfOfficersOnly,
    PhonesWithdrawn,
)
from domain.people.phones import PhoneUse, PhoneWish, read_phone, read_phone_wish
from services.people.phones import keep_phone, list_staff_posts, seal_offered, withdraw_phones


def hear_own_phone(call: Call, event: Event) -> Outcome | None:
    """Hear "số của chị 09…", "số của chị" and "rút số của chị" of an officer, else None.

    Where a case is talked of, a number is said to the other side, and whoever has passed on a case
    that is open may mean its woman: she is answered as about the case. Of somebody without an
    officer's post only a number given is answered: it is not kept.
    """
    frame = call.session.frame
    if event.what != "text" or event.pressed or (frame is not None and frame.confidential):
        return None
    wish = read_phone_wish(event.text)
    if wish is None or (wish is PhoneWish.GIVE and find_talk_cases(call)):
        return None
    if not list_staff_posts(call):
        return Outcome((PhoneOfOfficersOnly(),)) if wish is PhoneWish.GIVE else None
    return _follow_wish(call, wish, event.text)


def manage_phone(call: Call) -> Outcome:
    """Show her numbers; with a number after it ask to keep it, with "rut" withdraw them."""
    if not list_staff_posts(call):
        return Outcome((PhoneOfOfficersOnly(),))
    if read_phone(call.words) is not None:
        return _follow_wish(call, PhoneWish.GIVE, call.words)
    withdraws = fold(call.words).strip(" .!") in _WITHDRAW
    wish = PhoneWish.WITHDRAW if withdraws else PhoneWish.SEE
    return _follow_wish(call, wish, call.words)


_WITHDRAW = frozenset({"rut", "rut lai", "rut so", "xoa", "bo"})


def _follow_wish(call: Call, wish: PhoneWish, words: str) -> Outcome:
    if wish is PhoneWish.WITHDRAW:
        return Outcome((PhonesWithdrawn(withdraw_phones(call) > 0),))
    number = read_phone(words) if wish is PhoneWish.GIVE else None
    if number is None:
        return Outcome((OwnPhones(call.person_id),))
    posts = list_staff_posts(call)
    units = tuple((post.unit_id, call.units.unit(post.unit_id).name) for post in posts)
    offered = PhoneState(call.person_id, seal_offered(call, number), units)
    state, notices = open_phone_question(offered)
    return Outcome(notices, opens=("phone", state), in_between=True)


def keep_offered(call: Call, sealed: str, units: tuple[int, ...]) -> tuple[Notice, ...]:
    """Keep the number she agreed to, or say that nothing was kept and how to give it again."""
    if not keep_phone(call, sealed, units, PhoneUse.SHOWN):
        return (PhoneNotKept(),)
    return (PhoneKept(tuple(call.units.unit(unit_id).name for unit_id in units)),)


HANDLERS = (Handler(("sodt", "so_dt"), manage_phone),)
