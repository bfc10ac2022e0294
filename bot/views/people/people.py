"""Words of joining, of linking another phone, and of "not me"."""

from collections.abc import Sequence

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.engine.view import View
from domain.notices.people import (
    AskCode,
    AskNotMe,
    CodeExpired,
    CodeMistyped,
    CodeSpent,
    CodeUnknown,
    CodeWait,
    Joined,
    JoinedAlready,
    LinkCode,
    Linked,
    LinkHere,
    LinkNeedsPost,
    LinkRefused,
    NamedPost,
    NoSeat,
    PhoneLinked,
    PhoneParted,
    PostUndone,
    StaysRecorded,
    WrongWhat,
)
from domain.people.roles import Role

_LISTED = 2
_LONGEST_NAME, _LONGEST_LISTED = 60, 34

# --- posts in words ----------------------------------------------------------------------------


def name_post(surface: Surface, held: NamedPost, longest: int = _LONGEST_NAME) -> str:
    """Name a post: `chi hội trưởng Chi hội Nà Pồng, xã Bảo Lâm`."""
    places = [put_in_sentence(p, longest) for p in (held.unit, held.commune) if p]
    return _name_role(surface, held.role, ", ".join(places))


def _name_role(surface: Surface, role: str, place: str) -> str:
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


def put_in_sentence(name: str, longest: int = _LONGEST_NAME) -> str:
    """Write a unit's name as it stands in a sentence: `xã Bảo Lâm` for "Xã Bảo Lâm".

    The kind of unit is no name and loses its capital; "Chi hội …" stays as it is.
    """
    cut = name if len(name) <= longest else name[: longest - 1] + "…"
    return cut if cut.startswith("Chi hội") else cut[:1].lower() + cut[1:]


def name_posts(surface: Surface, held: Sequence[NamedPost]) -> str:
    """Name her posts in a row, the first two of them."""
    listed = [name_post(surface, h, _LONGEST_LISTED) for h in held[:_LISTED]]
    return "; ".join(listed) + ("; …" if len(held) > _LISTED else "")


def _add_choices(
    text: str, surface: Surface, held: Sequence[NamedPost], *, undo: bool = False
) -> Message:
    """Add buttons with what she may do next; where there are none, the text says it itself."""
    if not surface.buttons:
        return Message(text)
    say = surface.say
    staff = any(h.role not in (Role.LEADER, Role.DEPUTY) for h in held)
    second = Choice(say("Progress"), "/tiendo") if staff else Choice(say("Case"), "/vuviec")
    last = [Choice(say("Help"), "/trogiup")] + [Choice(say("Not me"), "/sai")] * undo
    return Message(text, ((Choice(say("Report"), "/baocao"), second), tuple(last)), ageless=True)


# --- joining -----------------------------------------------------------------------------------


def render_ask_code(notice: AskCode, surface: Surface) -> Message:
    """Say who the bot is, and that a code is needed."""
    return Message(
        _say_hello(surface, notice.province)
        + "\n"
        + surface.say(
            "Please type the invitation code your commune's Women's Union gave you, "
            "such as CB-7K4-Q2M-9RT. No code yet? Ask the officer of your commune."
        )
    )


def _say_hello(surface: Surface, province: str) -> str:
    return surface.say(
        "Hello! I am the automatic assistant of the Women's Union of {province}; "
        "I am not a real person.",
        province=put_in_sentence(province),
    )


def render_joined(notice: Joined, surface: Surface) -> Message:
    """Welcome her: say who the bot is, as whom she is recorded, and what to type."""
    say, held = surface.say, notice.held
    post = name_post(surface, held)
    if notice.more:
        lines = [say("You are now also recorded as **{post}**.", post=post)]
    else:
        lines = [_say_hello(surface, held.province)]
        lines.append(_say_recorded(surface, held, post))
    lines.append(_say_what_next(surface, held))
    return _add_choices("\n".join(lines), surface, [held], undo=True)


def _say_recorded(surface: Surface, held: NamedPost, post: str) -> str:
    if held.role in (Role.LEADER, Role.DEPUTY):
        return surface.say(
            "You are recorded as **{post}**. A few messages a month and your report is done.",
            post=post,
        )
    return surface.say("You are recorded as **{post}**.", post=post)


def _say_what_next(surface: Surface, held: NamedPost) -> str:
    if held.role in (Role.LEADER, Role.DEPUTY):
        return surface.say(
            "Type REPORT to send your report, CASE when a woman needs help, HELP when you have a "
            "question. Not you? Type WRONG."
        )
    return surface.say(
        "Type PROGRESS to see how the plan stands, REPORT to send your numbers, HELP when you "
        "have a question. Not you? Type WRONG."
    )


def render_joined_already(notice: JoinedAlready, surface: Surface) -> Message:
    """Say that she has joined already; no code was spent."""
    text = surface.say(
        "You have joined already, as **{posts}**. I am the automatic assistant, not a real person. "
        "Type REPORT to report, HELP to see what I can do.",
        posts=name_posts(surface, notice.held),
    )
    return _add_choices(text, surface, notice.held)


def render_code_mistyped(_: CodeMistyped, surface: Surface) -> Message:
    return Message(
        surface.say(
            "This code has a letter wrong or missing. Please look at it again and type it whole, "
            "such as CB-7K4-Q2M-9RT; capitals and dashes do not matter."
        )
    )


def render_code_unknown(_: CodeUnknown, surface: Surface) -> Message:
    return Message(
        surface.say(
            "I do not know this code. Please compare it with the invitation and type it again, "
            "or ask the officer of your commune for a new one."
        )
    )


def render_code_spent(_: CodeSpent, surface: Surface) -> Message:
    return Message(
        surface.say(
            "This code has been used already. Please ask the officer of your commune for a new "
            "one, then type it here."
        )
    )


def render_code_expired(notice: CodeExpired, surface: Surface) -> Message:
    return Message(
        surface.say(
            "This code expired on {day}. Please ask the officer of your commune for a new one, "
            "then type it here.",
            day=surface.long_day(notice.until),
        )
    )


def render_code_wait(notice: CodeWait, surface: Surface) -> Message:
    return Message(
        surface.say(
            "Several codes were wrong, so I must wait a little. Please type yours again after "
            "{moment}, or ask the officer of your commune.",
            moment=surface.moment(notice.until),
        )
    )


def render_no_seat(notice: NoSeat, surface: Surface) -> Message:
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


def render_link_code(notice: LinkCode, surface: Surface) -> Message:
    return Message(
        surface.say(
            "Your code for another phone or network: **{code}**\nOpen the assistant there and "
            "type this code before {moment}. It is good once; give it to nobody.",
            code=notice.code,
            moment=surface.moment(notice.until),
        )
    )


def render_link_needs_post(_: LinkNeedsPost, surface: Surface) -> Message:
    return Message(
        surface.say(
            "To link another phone you must have joined first: please type the invitation code "
            "your commune's Women's Union gave you."
        )
    )


def render_link_here(_: LinkHere, surface: Surface) -> Message:
    return Message(
        surface.say(
            "This phone is linked to you already. Please type the code on the other phone or "
            "network."
        )
    )


def render_linked(notice: Linked, surface: Surface) -> Message:
    text = surface.say(
        "Done: this phone is linked to you, **{posts}**. I am the automatic assistant, not a real "
        "person; you can go on here where you stopped. Type REPORT or HELP. "
        "Not you? Type WRONG.",
        posts=name_posts(surface, notice.held),
    )
    return _add_choices(text, surface, notice.held, undo=True)


def render_link_refused(notice: LinkRefused, surface: Surface) -> Message:
    text = surface.say(
        "This phone already belongs to **{posts}**, so I did not link it. If both are you, please "
        "tell the officer of your commune; the code stays good.",
        posts=name_posts(surface, notice.held),
    )
    return Message(text)


def render_phone_linked(notice: PhoneLinked, surface: Surface) -> Message:
    return Message(
        surface.say(
            "Another phone was just linked to your name, on {network}. If that was not you, "
            "please tell the officer of your commune at once.",
            network=notice.network.capitalize(),
        )
    )


# --- "not me" ----------------------------------------------------------------------------------


def render_post_undone(notice: PostUndone, surface: Surface) -> Message:
    return Message(
        surface.say(
            "Thank you for telling me. You are no longer recorded as {post}, and the code can be "
            "used again. If it was meant for you after all, type it once more; if you have "
            "another, type that one.",
            post=name_post(surface, notice.held),
        )
    )


def render_phone_parted(_: PhoneParted, surface: Surface) -> Message:
    return Message(
        surface.say(
            "Thank you for telling me. This phone is no longer linked to that person. If you "
            "have an invitation code of your own, please type it here."
        )
    )


def render_ask_not_me(notice: AskNotMe, surface: Surface) -> Message:
    """Ask whether she is not the person of this post, and say what follows from either answer."""
    say = surface.say
    post = name_post(surface, notice.held)
    text = (
        say(
            "I take this phone for another one of **{post}**. If that is not you, I part it; the "
            "post and its reports stay.",
            post=post,
        )
        if notice.linked
        else say(
            "I have you recorded as **{post}**. If that is not you, I end this; reports sent stay "
            "as they are.",
            post=post,
        )
    )
    if surface.buttons:
        row = (Choice(say("Not me, end it"), "1"), Choice(say("It is me, keep it"), "2"))
        return Message(text, (row,))
    return Message(text + "\n" + say("1 Not me, end it · 2 It is me, keep it"))


def render_stays_recorded(notice: StaysRecorded, surface: Surface) -> Message:
    return Message(
        surface.say(
            "All right: you stay recorded as **{post}**. Type REPORT to report, HELP to ask.",
            post=name_post(surface, notice.held),
        )
    )


def render_wrong_what(notice: WrongWhat, surface: Surface) -> Message:
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
        posts=name_posts(surface, notice.held),
    )
    return Message(text)


VIEWS: tuple[View, ...] = (
    View(AskCode, render_ask_code),
    View(Joined, render_joined),
    View(JoinedAlready, render_joined_already),
    View(CodeMistyped, render_code_mistyped),
    View(CodeUnknown, render_code_unknown),
    View(CodeSpent, render_code_spent),
    View(CodeExpired, render_code_expired),
    View(CodeWait, render_code_wait),
    View(NoSeat, render_no_seat),
    View(LinkCode, render_link_code),
    View(LinkNeedsPost, render_link_needs_post),
    View(LinkHere, render_link_here),
    View(Linked, render_linked),
    View(LinkRefused, render_link_refused),
    View(PhoneLinked, render_phone_linked),
    View(PostUndone, render_post_undone),
    View(PhoneParted, render_phone_parted),
    View(WrongWhat, render_wrong_what),
    View(AskNotMe, render_ask_not_me),
    View(StaysRecorded, render_stays_recorded),
)
