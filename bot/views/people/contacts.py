"""Words of who writes here and whom to ask; telephone numbers only as officers let them be shown.

Numbers are read when a message is sent, and stand in no notice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.engine.view import View
from bot.views.people.people import name_post, name_posts, put_in_sentence
from domain.notices.asked import (
    AboutMe,
    AskLeaving,
    LeavingTold,
    OfficerAbove,
    PostGoneAlready,
    PostLeft,
    StaysInPost,
    WhomToAsk,
)
from domain.people.phones import format_phone
from domain.people.roles import STAFF
from services.context import Context
from services.people.contacts import find_officers_above, name_nearest_unit
from storage import people


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """The officers over her, nearest first; `office`: the unit to ask where there are none."""

    officers: Sequence[OfficerAbove]
    office: str


def read_officers(notice: WhomToAsk, context: Context) -> AskedFacts | None:
    """Read whom she may ask; nothing is added to the help of staff who have nobody above them."""
    found = find_officers_above(context, notice.person_id)
    held = people.load_posts(context.tx, notice.person_id)
    if not found and notice.about == "help" and any(post.role in STAFF for post in held):
        return None
    return AskedFacts(found, name_nearest_unit(context, notice.person_id))


def render_whom_to_ask(notice: WhomToAsk, facts: AskedFacts, surface: Surface) -> Message:
    """Say what concerns the question, then whom to ask by name."""
    first = _say_about(notice.about, surface)
    return Message(" ".join(part for part in (first, _say_officers(facts, surface)) if part))


def _say_about(about: str, surface: Surface) -> str:
    say = surface.say
    return {
        "substitute": say(
            "A deputy with an invitation code of her own can report for the branch, and the "
            "commune's officer can enter the report."
        ),
        "delete": say(
            "I keep your name, your post, when you wrote, and the reports you sent; not what you "
            "type, no photos, no voice. Reports stay, as they are the Union's figures. The "
            "province's staff take out name and post by hand: please tell the officer."
        ),
        "unknown": say("I cannot answer that question."),
        "print": say(
            "I cannot print here. The officer can export the reports to Word or Excel and print "
            "them."
        ),
        "phone": say(
            "New phone or number: type LINK on the old one, and the code I give you on the new "
            "one. The old one is lost: the officer gives you a new code."
        ),
    }.get(about, "")


def _say_officers(facts: AskedFacts, surface: Surface) -> str:
    say = surface.say
    if not facts.officers:
        return say(
            "Nobody of {unit} uses this assistant yet: please ask at their office.",
            unit=put_in_sentence(facts.office),
        )
    listed = [_name_officers(each, surface) for each in facts.officers]
    return say("Please ask {officers}.", officers="; ".join(listed))


def _name_officers(found: OfficerAbove, surface: Surface) -> str:
    say = surface.say
    people_named = [_name_one(name, number, surface) for name, number in found.people]
    return say(
        "{names}, officer of the Union in {unit}",
        names=", ".join(people_named),
        unit=put_in_sentence(found.unit_name),
    )


def _name_one(name: str, number: str, surface: Surface) -> str:
    named = surface.say("our {name}", name=name) if name.strip() else surface.say("the officer")
    return f"{named} ({format_phone(number)})" if number else named


def render_about_me(notice: AboutMe, surface: Surface) -> Message:
    """Say that it is a machine, whose, what for, and as whom she is recorded."""
    say = surface.say
    lines = [
        say(
            "I am the automatic assistant of the Women's Union of {province}, not a person. I "
            "take the monthly reports, remind of them, and pass on when a woman needs help.",
            province=put_in_sentence(notice.province),
        )
    ]
    if notice.held:
        posts = name_posts(surface, notice.held)
        lines.append(say("You are recorded as **{posts}**. Not you? Type WRONG.", posts=posts))
    return Message("\n".join(lines))


# --- leaving a post ----------------------------------------------------------------------------


def render_ask_leaving(notice: AskLeaving, surface: Surface) -> Message:
    """Ask whether the officer should be told that she is not in her post any more."""
    return Message(
        surface.say(
            "You are recorded as **{post}**. Have you left it? 1: yes, tell the officer. "
            "2: no, it stays.",
            post=name_post(surface, notice.held),
        )
    )


def render_leaving_told(notice: LeavingTold, surface: Surface) -> Message:
    """Say what happens now."""
    say, post = surface.say, name_post(surface, notice.held)
    if notice.officers:
        told = say(
            "Thank you for telling me. I have told the officer that you left as {post}; she takes "
            "you out and gives a code to whoever comes after you.",
            post=post,
        )
    else:
        told = say("I could reach no officer about {post}: please tell them yourself.", post=post)
    if not notice.paused:
        return Message(told)
    quiet = say("From now on I do not remind you of its reports.")
    return Message(f"{told} {quiet}")


def render_post_gone_already(notice: PostGoneAlready, surface: Surface) -> Message:
    """Say that she is out of that post already."""
    return Message(
        surface.say(
            "You are not recorded as {post} any more, so there is nobody left to tell. Whom may "
            "you ask? Type: whom do I call.",
            post=name_post(surface, notice.held),
        )
    )


def render_stays_in_post(notice: StaysInPost, surface: Surface) -> Message:
    """Say that nothing changes."""
    return Message(surface.say("Good, you stay {post}.", post=name_post(surface, notice.held)))


def read_who_left(notice: PostLeft, context: Context) -> str:
    """Read the name of who left."""
    return people.find_name(context.tx, notice.person_id) or ""


def render_post_left(notice: PostLeft, name: str, surface: Surface) -> Message:
    """Tell the officer who left and what is to be done."""
    say = surface.say
    return Message(
        say(
            "{name} says she is no longer {post}. Please check, then have her taken out and a new "
            "code made for whoever comes after her.",
            name=say("Ms {name}", name=name) if name.strip() else say("Somebody"),
            post=name_post(surface, notice.held),
        )
    )


VIEWS: tuple[View, ...] = (
    View(AboutMe, render_about_me),
    View(WhomToAsk, render_whom_to_ask, load=read_officers),
    View(AskLeaving, render_ask_leaving),
    View(LeavingTold, render_leaving_told),
    View(PostGoneAlready, render_post_gone_already),
    View(StaysInPost, render_stays_in_post),
    View(PostLeft, render_post_left, load=read_who_left),
)
