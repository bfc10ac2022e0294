"""Joining, linking, "not me" and groups in words."""

from collections.abc import Sequence

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.engine.view import View
from domain.notices.people import (
    AskCode,
    CodeExpired,
    CodeMistyped,
    CodeSpent,
    CodeUnknown,
    CodeWait,
    Held,
    Joined,
    JoinedAlready,
    LinkCode,
    Linked,
    LinkHere,
    LinkNeedsPost,
    LinkRefused,
    NoSeat,
    PhoneLinked,
    PhoneParted,
    PostUndone,
    WrongWhat,
)
from domain.people.roles import Role

_LISTED = 2
_LONGEST_NAME, _LONGEST_LISTED = 60, 34

# --- posts in words ----------------------------------------------------------------------------


def post_words(surface: Surface, held: Held, longest: int = _LONGEST_NAME) -> str:
    """`chi hội trưởng Chi hội Nà Pồng, xã Bảo Lâm`."""
    places = [_in_sentence(p, longest) for p in (held.unit, held.commune) if p]
    return _role_words(surface, held.role, ", ".join(places))


def _role_words(surface: Surface, role: str, place: str) -> str:
    say = surface.say
    match role:
        case Role.LEADER:
            return say("leader of {place}", place=place)
        case Role.DEPUTY:
            return say("deputy leader of {place}", place=place)
        case Role.COMMUNE:
            return say("officer of the Women's Union in {place}", place=place)
        case Role.AREA:
            return say("officer for {place}", place=place)
        case Role.PROVINCE:
            return say("officer of the provincial Women's Union, {place}", place=place)
        case _:
            return say("administrator of the Women's Union, {place}", place=place)


def _in_sentence(name: str, longest: int = _LONGEST_NAME) -> str:
    """`xã Bảo Lâm` for "Xã Bảo Lâm": a kind of unit is no name; "Chi hội …" stays as it is."""
    cut = name if len(name) <= longest else name[: longest - 1] + "…"
    return cut if cut.startswith("Chi hội") else cut[:1].lower() + cut[1:]


def posts_words(surface: Surface, held: Sequence[Held]) -> str:
    """All her posts in a row."""
    listed = [post_words(surface, h, _LONGEST_LISTED) for h in held[:_LISTED]]
    return "; ".join(listed) + ("; …" if len(held) > _LISTED else "")


def _offering(text: str, surface: Surface, held: Sequence[Held], *, undo: bool = False) -> Message:
    """The text with what she may do next, where there are buttons; elsewhere the words say it."""
    if not surface.buttons:
        return Message(text)
    say = surface.say
    staff = any(h.role not in (Role.LEADER, Role.DEPUTY) for h in held)
    second = Choice(say("Progress"), "/tiendo") if staff else Choice(say("Case"), "/vuviec")
    last = [Choice(say("Help"), "/trogiup")] + [Choice(say("Not me"), "/sai")] * undo
    return Message(text, ((Choice(say("Report"), "/baocao"), second), tuple(last)), ageless=True)


# --- joining -----------------------------------------------------------------------------------


def ask_code(notice: AskCode, surface: Surface) -> Message:
    """Who the bot is, and that a code is needed."""
    return Message(
        _hello(surface, notice.province)
        + "\n"
        + surface.say(
            "Please type the invitation code your commune's Women's Union gave you, "
            "such as CB-7K4-Q2M-9RT. No code yet? Ask the officer of your commune."
        )
    )


def _hello(surface: Surface, province: str) -> str:
    return surface.say(
        "Hello! I am the automatic assistant of the Women's Union of {province}; "
        "I am not a real person.",
        province=_in_sentence(province),
    )


def joined(notice: Joined, surface: Surface) -> Message:
    """The welcome: one message that says who the bot is, who she is to it, and what to type."""
    say, held = surface.say, notice.held
    post = post_words(surface, held)
    if notice.more:
        lines = [say("You are now also recorded as **{post}**.", post=post)]
    else:
        lines = [_hello(surface, held.province)]
        lines.append(_recorded(surface, held, post))
    lines.append(_what_next(surface, held))
    return _offering("\n".join(lines), surface, [held], undo=True)


def _recorded(surface: Surface, held: Held, post: str) -> str:
    if held.role in (Role.LEADER, Role.DEPUTY):
        return surface.say(
            "You are recorded as **{post}**. A few messages a month and your report is done.",
            post=post,
        )
    return surface.say("You are recorded as **{post}**.", post=post)


def _what_next(surface: Surface, held: Held) -> str:
    if held.role in (Role.LEADER, Role.DEPUTY):
        return surface.say(
            "Type REPORT to try it, CASE when a woman needs help, HELP when you have a question. "
            "Not you? Type WRONG."
        )
    return surface.say(
        "Type PROGRESS to see how the plan stands, REPORT to send your numbers, HELP when you "
        "have a question. Not you? Type WRONG."
    )


def joined_already(notice: JoinedAlready, surface: Surface) -> Message:
    """She is in; nothing was spent."""
    text = surface.say(
        "You have joined already, as **{posts}**. I am the automatic assistant, not a real person. "
        "Type REPORT to report, HELP to see what I can do.",
        posts=posts_words(surface, notice.held),
    )
    return _offering(text, surface, notice.held)


def code_mistyped(_: CodeMistyped, surface: Surface) -> Message:
    return Message(
        surface.say(
            "This code has a letter wrong or missing. Please look at it again and type it whole, "
            "such as CB-7K4-Q2M-9RT; capitals and dashes do not matter."
        )
    )


def code_unknown(_: CodeUnknown, surface: Surface) -> Message:
    return Message(
        surface.say(
            "I do not know this code. Please compare it with the invitation and type it again, "
            "or ask the officer of your commune for a new one."
        )
    )


def code_spent(_: CodeSpent, surface: Surface) -> Message:
    return Message(
        surface.say(
            "This code has been used already. Please ask the officer of your commune for a new "
            "one, then type it here."
        )
    )


def code_expired(notice: CodeExpired, surface: Surface) -> Message:
    return Message(
        surface.say(
            "This code expired on {day}. Please ask the officer of your commune for a new one, "
            "then type it here.",
            day=surface.long_day(notice.until),
        )
    )


def code_wait(notice: CodeWait, surface: Surface) -> Message:
    return Message(
        surface.say(
            "Several codes were wrong, so I must wait a little. Please type yours again after "
            "{moment}, or ask the officer of your commune.",
            moment=surface.moment(notice.until),
        )
    )


def no_seat(notice: NoSeat, surface: Surface) -> Message:
    if not notice.bot:
        return Message(
            surface.say(
                "Your code is right, but there is no free place here just now. Please tell the "
                "officer of your commune; your code stays good."
            )
        )
    return Message(
        surface.say(
            "Your code is right, but this assistant is full. Please open **{bot}** and type the "
            "same code there; it stays good.",
            bot=f"{notice.bot} (@{notice.username})" if notice.username else notice.bot,
        )
    )


# --- a further phone ---------------------------------------------------------------------------


def link_code(notice: LinkCode, surface: Surface) -> Message:
    return Message(
        surface.say(
            "Your code for another phone or network: **{code}**\nOpen the assistant there and "
            "type this code before {moment}. It is good once; give it to nobody.",
            code=notice.code,
            moment=surface.moment(notice.until),
        )
    )


def link_needs_post(_: LinkNeedsPost, surface: Surface) -> Message:
    return Message(
        surface.say(
            "To link another phone you must have joined first: please type the invitation code "
            "your commune's Women's Union gave you."
        )
    )


def link_here(_: LinkHere, surface: Surface) -> Message:
    return Message(
        surface.say(
            "This phone is linked to you already. Please type the code on the other phone or "
            "network."
        )
    )


def linked(notice: Linked, surface: Surface) -> Message:
    text = surface.say(
        "Done: this phone is linked to you, **{posts}**. I am the automatic assistant, not a real "
        "person; you can go on here where you stopped. Type REPORT or HELP. "
        "Not you? Type WRONG.",
        posts=posts_words(surface, notice.held),
    )
    return _offering(text, surface, notice.held, undo=True)


def link_refused(notice: LinkRefused, surface: Surface) -> Message:
    text = surface.say(
        "This phone already belongs to **{posts}**, so I did not link it. If both are you, please "
        "tell the officer of your commune; the code stays good.",
        posts=posts_words(surface, notice.held),
    )
    return Message(text)


def phone_linked(notice: PhoneLinked, surface: Surface) -> Message:
    return Message(
        surface.say(
            "Another phone was just linked to your name, on {network}. If that was not you, "
            "please tell the officer of your commune at once.",
            network=notice.network.capitalize(),
        )
    )


# --- "not me" ----------------------------------------------------------------------------------


def post_undone(notice: PostUndone, surface: Surface) -> Message:
    return Message(
        surface.say(
            "Thank you for telling me. You are no longer recorded as {post}, and the code can be "
            "used again. If it was meant for you after all, type it once more; if you have "
            "another, type that one.",
            post=post_words(surface, notice.held),
        )
    )


def phone_parted(_: PhoneParted, surface: Surface) -> Message:
    return Message(
        surface.say(
            "Thank you for telling me. This phone is no longer linked to that person. If you "
            "have an invitation code of your own, please type it here."
        )
    )


def wrong_what(notice: WrongWhat, surface: Surface) -> Message:
    say = surface.say
    if notice.asking:
        return Message(
            say(
                "If a number is wrong, type the number of the question and the new answer, such "
                "as `4: 5`. If you are not the person I took you for, type /sai."
            )
        )
    if notice.sent:
        return Message(
            say(
                "If a number of the report you sent is wrong, type EDIT. If you are not the "
                "person I took you for, type /sai."
            )
        )
    if not notice.held:
        return Message(
            say(
                "You are not recorded in any post. If you have an invitation code, please type "
                "it here."
            )
        )
    text = say(
        "You have been recorded as **{posts}** for a while. If that is wrong, please tell the "
        "officer of your commune. To correct a report, type EDIT.",
        posts=posts_words(surface, notice.held),
    )
    return Message(text)


VIEWS: tuple[View, ...] = (
    View(AskCode, ask_code),
    View(Joined, joined),
    View(JoinedAlready, joined_already),
    View(CodeMistyped, code_mistyped),
    View(CodeUnknown, code_unknown),
    View(CodeSpent, code_spent),
    View(CodeExpired, code_expired),
    View(CodeWait, code_wait),
    View(NoSeat, no_seat),
    View(LinkCode, link_code),
    View(LinkNeedsPost, link_needs_post),
    View(LinkHere, link_here),
    View(Linked, linked),
    View(LinkRefused, link_refused),
    View(PhoneLinked, phone_linked),
    View(PostUndone, post_undone),
    View(PhoneParted, phone_parted),
    View(WrongWhat, wrong_what),
)
