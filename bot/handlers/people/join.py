"""/start, /start CODE, a code typed anywhere: joining; and /sai: "not me"."""

import re

from bot.conversations.people.not_me import NotMeState
from bot.engine.channel import Said
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call, Handler
from domain.answers import fold
from domain.answers.text.wishes import Wish
from domain.notices.base import Notice
from domain.notices.people import AskCode, AskNotMe, CodeMistyped, JoinedAlready, WrongWhat
from domain.people.invites import CodeReading, find_code, read_code
from domain.people.roles import STAFF
from services.people.joining import (
    find_last_use,
    has_reported_since,
    make_code_prefix,
    redeem_code,
    undo_use,
)
from services.people.posts import list_posts, name_post, name_posts
from storage.invites import Use


def join(call: Call) -> Outcome | None:
    """Redeem a typed text that is an invitation's code; None if it is none."""
    prefix = make_code_prefix(call)
    reading = read_code(call.words)
    if reading is None or not reading.fits(prefix):
        reading = find_code(call.words, prefix)
        reading = reading if reading is not None and _may_give_code(call) else None
    return None if reading is None else _redeem(call, reading)


def _may_give_code(call: Call) -> bool:
    """Tell whether a code amid a sentence is her own.

    Staff pass codes on, and in a conversation it may be part of what she tells.
    """
    staff = any(post.role in STAFF for post in list_posts(call))
    return call.session.frame is None and not staff


def start(call: Call) -> Outcome:
    """Answer the first word on Telegram, with a code when it came by a link."""
    if call.words:
        reading = read_code(call.words)
        return _redeem(call, reading) if reading else Outcome((CodeMistyped(),))
    posts = list_posts(call)
    if posts:
        return Outcome((JoinedAlready(name_posts(call, posts)),))
    return Outcome((AskCode(call.units.province(call.today).name),))


def _redeem(call: Call, reading: CodeReading) -> Outcome:
    return Outcome(redeem_code(call, reading, seats=call.abilities.seats))


# --- "not me" ----------------------------------------------------------------------------------


def ask_whether_not_me(call: Call) -> Outcome:
    """Ask whether the post just given is not hers, or this phone not that of the person it became.

    Nothing ends before she has answered, since old buttons lead here too. Amid a conversation, or
    after a report, the bare word rather means that a number is wrong: there only "/sai" (or its
    button) means her.
    """
    typed = _is_typed_as_word(call)
    if call.session.frame is not None and typed:
        return Outcome((WrongWhat(asking=True),))
    use = find_last_use(call)
    if use is None:
        return Outcome((WrongWhat(name_posts(call, list_posts(call))),))
    if typed and has_reported_since(call, use):
        return Outcome((WrongWhat(sent=True),))
    return _ask(call, use)


_SHE_IS_NOT = re.compile(
    r"(da )?(sai|nham|lon)( (nguoi|so|may|ten|roi))*( (em|a|oi|nhe|nha))*"
    r"|(da )?((sai|nham)( roi)? )?(khong|ko|k|hong) phai( la)? (toi|chi|minh|co|bac)"
    r"( (dau|day|ma|em|a|oi|nhe|nha))*"
    r"|(da )?(sai|nham|khong phai|ko phai)( roi)?( em)?( oi)?,? (chi|toi|minh|co|bac) (la|lam) .+"
)
_LONGEST_DENIAL = 100


def hear_not_me(call: Call, event: Event) -> Outcome | None:
    """Hear "không phải chị đâu" and "sai rồi chị là chi hội phó" after the welcome, else None.

    Only while no form is open and no report was sent: later such words are about something else.
    """
    if event.what != "text" or event.pressed or call.session.frame is not None:
        return None
    if len(event.text) > _LONGEST_DENIAL or not _SHE_IS_NOT.fullmatch(_fold(event.text)):
        return None
    use = find_last_use(call)
    return None if use is None or has_reported_since(call, use) else _ask(call, use)


def _fold(text: str) -> str:
    return " ".join(fold(text).strip(" .!?").split())


def _ask(call: Call, use: Use) -> Outcome:
    held = name_post(call.units, use.invite.post, call.today)
    state = NotMeState(use.invite.code, held, linked=use.invite.person_id is not None)
    return Outcome((AskNotMe(held, state.linked),), opens=("not_me", state), in_between=True)


def take_back_post(call: Call, code: str) -> tuple[Notice, ...]:
    """Take back what this code gave her; where that has become impossible, say what she holds."""
    use = find_last_use(call)
    if use is None or use.invite.code != code:
        return (WrongWhat(name_posts(call, list_posts(call))),)
    shown_name = call.inbound.display_name if call.inbound is not None else ""
    return undo_use(call, use, shown_name)


def _is_typed_as_word(call: Call) -> bool:
    content = call.inbound.content if call.inbound is not None else None
    return isinstance(content, Said) and not content.text.startswith("/")


HANDLERS = (
    Handler(("start",), start),
    Handler(("sai",), ask_whether_not_me, anywhere=("wrong",), wishes=(Wish.NOT_ME,)),
)
