"""/start, /start CODE, a code typed anywhere: joining; and /sai: "not me"."""

from bot.engine.channel import Said
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.notices.people import AskCode, CodeMistyped, JoinedAlready, WrongWhat
from domain.people.invites import CodeReading, read_code
from services.people.joining import (
    find_last_use,
    has_reported_since,
    make_code_prefix,
    redeem_code,
    undo_use,
)
from services.people.posts import list_posts, name_posts


def join(call: Call) -> Outcome | None:
    """Redeem a typed text that is an invitation's code; None if it is none."""
    reading = read_code(call.words)
    if reading is None or not reading.fits(make_code_prefix(call)):
        return None
    return _redeem(call, reading)


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


def undo_joining(call: Call) -> Outcome:
    """Take back the post just given, or part this phone from the person it was linked to.

    Amid a conversation, or after a report, the bare word rather means that a number is wrong:
    there only "/sai" (or its button) means her.
    """
    typed = _is_typed_as_word(call)
    if call.session.frame is not None and typed:
        return Outcome((WrongWhat(asking=True),))
    use = find_last_use(call)
    if use is None:
        return Outcome((WrongWhat(name_posts(call, list_posts(call))),))
    if typed and has_reported_since(call, use):
        return Outcome((WrongWhat(sent=True),))
    shown_name = call.inbound.display_name if call.inbound is not None else ""
    return Outcome(undo_use(call, use, shown_name))


def _is_typed_as_word(call: Call) -> bool:
    content = call.inbound.content if call.inbound is not None else None
    return isinstance(content, Said) and not content.text.startswith("/")


HANDLERS = (Handler(("start",), start), Handler(("sai",), undo_joining, anywhere=("wrong",)))
