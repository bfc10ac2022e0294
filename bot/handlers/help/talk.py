"""Courtesies, small talk and insults: one kind sentence, and what comes next."""

from bot.conversations.intents import is_bare_agreement
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.cases.report_case import report_or_list_cases
from bot.handlers.cases.talk import offer_to_pass_on
from bot.handlers.help.standing import find_standing
from domain.answers.text.wishes import Wish, read_wish
from domain.notices.common import COURTESIES, NotUnderstood
from services.people.posts import list_posts


def answer_talk(call: Call) -> Outcome:
    """Answer kindly; what may be meant for the officer of an open case of hers is offered to go
    there first."""
    wish = read_wish(call.words)
    kind = wish.value if wish is not None else "text"
    if kind not in COURTESIES and call.session.frame is None:
        offered = offer_to_pass_on(call, call.words)
        if offered is not None:
            return offered
    roles = tuple(dict.fromkeys(post.role.value for post in list_posts(call)))
    standing = find_standing(call)
    if (
        standing is not None
        and standing.due is not None
        and is_bare_agreement(Event(call.words, None))
    ):
        kind = "agreed"
    return Outcome((NotUnderstood(roles, kind, standing),))


HANDLERS = (
    Handler(("baoviec",), report_or_list_cases, wishes=(Wish.CASE,)),
    Handler(
        ("chao",),
        answer_talk,
        wishes=(Wish.THANKS, Wish.GREETING, Wish.SMALL_TALK, Wish.INSULT),
    ),
)
