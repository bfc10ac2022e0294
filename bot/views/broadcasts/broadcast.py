"""Words of broadcasts: asking for one, its preview, what everybody reads, and how far it is."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.engine.view import View
from domain.notices.broadcasts import (
    AskAudience,
    AskWords,
    BroadcastPreview,
    BroadcastStarted,
    BroadcastStatus,
    BroadcastTooDear,
    Cost,
    FromStaff,
    NoBroadcast,
    NothingBroadcast,
    PreviewFacts,
    StatusFacts,
    WordsFacts,
)

_NETWORKS = {"telegram": "Telegram", "zalo": "Zalo"}


def _name_level(level: str, surface: Surface) -> str:
    say = surface.say
    return {
        "branch": say("branch leaders and deputies"),
        "commune": say("commune officers"),
        "area": say("area officers"),
    }[level]


def render_ask_audience(notice: AskAudience, surface: Surface) -> Message:
    """Ask whom it is for."""
    say = surface.say
    labels = [f"{_name_level(level, surface)} ({people})" for level, people in notice.audiences]
    text = say("Whom below {unit} shall I tell?", unit=notice.unit)
    if notice.again:
        text = say("I did not understand.") + " " + text
    if surface.buttons:
        rows = tuple((Choice(label, str(n)),) for n, label in enumerate(labels, 1))
        return Message(text, (*rows, (Choice(say("Do not send"), "cancel"),)))
    listed = "\n".join(f"{n}. {label}" for n, label in enumerate(labels, 1))
    return Message(f"{text}\n{listed}\n" + say("Type the number, or DROP."))


def render_ask_words(notice: AskWords, surface: Surface) -> Message:
    """Ask what is to be said."""
    say = surface.say
    level = _name_level(notice.level, surface)
    text = say(
        "Please type what I shall tell {people} {level}. Everybody reads it as you type it: "
        "no names and no stories of women who need help.",
        people=surface.number(notice.people),
        level=level,
    )
    if notice.fault == "long":
        text = say("That is too long: at most {n} letters.", n=notice.most) + " " + text
    if notice.fault == "no_text":
        text = say("I can only read text.") + " " + text
    if surface.buttons:
        return Message(text, ((Choice(say("Do not send"), "cancel"),),))
    return Message(text + " " + say("Type DROP to leave it."))


def render_broadcast_preview(
    notice: BroadcastPreview, facts: PreviewFacts, surface: Surface
) -> Message:
    """Show the words as they will be read, how many people get them, and what it costs."""
    say = surface.say
    lines = [say("This is how it will read:"), _say_words(facts.unit, facts.words, surface), ""]
    lines.append(
        say(
            "**{reached}** of {people} {level} get it.",
            reached=surface.number(facts.reached),
            people=surface.number(facts.people),
            level=_name_level(facts.level, surface),
        )
    )
    lines += [_say_cost(cost, surface) for cost in facts.costs]
    if facts.leaves is not None:
        lines.append(say("It is late: it leaves at {moment}.", moment=surface.moment(facts.leaves)))
    if surface.buttons:
        row = (Choice(say("Send it"), "ok"), Choice(say("Other words"), "edit"))
        return Message("\n".join(lines), (row, (Choice(say("Do not send"), "cancel"),)))
    lines.append(say("Type OK to send it, other words to change it, or DROP."))
    return Message("\n".join(lines))


def _say_words(unit: str, words: str, surface: Surface) -> str:
    return surface.say("**{unit}** tells you:", unit=unit) + "\n" + words


def _say_cost(cost: Cost, surface: Surface) -> str:
    return surface.say(
        "{network}: {messages} messages; {left} may still be spent this month.",
        network=_NETWORKS.get(cost.network, cost.network),
        messages=surface.number(cost.messages),
        left=surface.number(cost.left),
    )


def render_broadcast_started(notice: BroadcastStarted, surface: Surface) -> Message:
    """Say that it is on its way, and how to follow or stop it."""
    say = surface.say
    people = surface.number(notice.people)
    if notice.leaves is not None:
        when = surface.moment(notice.leaves)
        text = say("Kept for {people} people: it leaves at {when}.", people=people, when=when)
    else:
        text = say("On its way to {people} people. I tell you when it is done.", people=people)
    return _add_stop(text, notice.broadcast_id, surface)


def _add_stop(text: str, broadcast_id: int, surface: Surface) -> Message:
    say = surface.say
    if not surface.buttons:
        return Message(text + " " + say("Type ANNOUNCE SEE or ANNOUNCE STOP."))
    row = (
        Choice(say("How far is it?"), f"/thongbao xem {broadcast_id}"),
        Choice(say("Stop it"), f"/thongbao dung {broadcast_id}"),
    )
    return Message(text, (row,), ageless=True)


def render_broadcast_too_dear(notice: BroadcastTooDear, surface: Surface) -> Message:
    """Say that too few messages are left this month, since some are kept for answers and cases."""
    return Message(
        surface.say(
            "Nothing was sent: it needs {cost} messages on {network}, and {left} may still be "
            "spent this month (the rest is kept for answers and for women who need help). "
            "Please tell them in the group, or choose fewer people.",
            network=_NETWORKS.get(notice.network, notice.network),
            cost=surface.number(notice.cost),
            left=surface.number(notice.left),
        )
    )


def render_nothing_broadcast(notice: NothingBroadcast, surface: Surface) -> Message:
    """Say that nothing was sent: it was dropped, or nobody is there to be told."""
    if notice.nobody:
        return Message(
            surface.say(
                "Nobody below your unit has joined yet, so nobody can be told. "
                "Ask at the office for invitation codes."
            )
        )
    return Message(surface.say("Dropped: nothing was sent."))


def render_from_staff(notice: FromStaff, facts: WordsFacts, surface: Surface) -> Message:
    """Show a broadcast as its receivers read it."""
    return Message(_say_words(facts.unit, facts.words, surface))


def render_broadcast_status(
    notice: BroadcastStatus, facts: StatusFacts, surface: Surface
) -> Message:
    """Say how many were sent, could not be reached, were stopped, or are on their way."""
    say = surface.say
    lines = [
        say(
            'Announcement of {when} ("{begins}"):',
            when=surface.moment(facts.sent_at),
            begins=facts.begins,
        ),
        say(
            "Sent to **{sent}/{all}**.",
            sent=surface.number(facts.sent),
            all=surface.number(facts.all),
        ),
    ]
    missed = facts.lost + facts.silent
    if missed:
        lines.append(say("{n} could not be reached (no phone joined, or blocked).", n=missed))
    if facts.stopped or facts.dropped:
        lines.append(say("Stopped: {n} were not sent.", n=facts.dropped + facts.waiting))
        return Message("\n".join(lines))
    if facts.waiting:
        lines.append(say("{n} are still on their way.", n=facts.waiting))
        return _add_stop("\n".join(lines), notice.broadcast_id, surface)
    lines.append(say("It is done."))
    return Message("\n".join(lines))


def render_no_broadcast(_: NoBroadcast, surface: Surface) -> Message:
    """Say that she has sent no broadcast."""
    return Message(surface.say("I find no announcement of yours. Type ANNOUNCE to begin one."))


VIEWS: tuple[View, ...] = (
    View(AskAudience, render_ask_audience),
    View(AskWords, render_ask_words),
    View(BroadcastStarted, render_broadcast_started),
    View(BroadcastTooDear, render_broadcast_too_dear),
    View(NothingBroadcast, render_nothing_broadcast),
    View(NoBroadcast, render_no_broadcast),
)
