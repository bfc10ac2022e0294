"""/lienket: a code with which she links her other network or phone herself."""

import secrets
from datetime import timedelta

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.notices.people import LinkCode, LinkNeedsPost
from domain.people.invites import LINK_SECONDS, RANDOM_BYTES, make_code
from services.people.joining import make_code_prefix
from services.people.posts import list_posts
from storage import invites
from storage.invites import Invite
from storage.moments import seconds


def issue_link_code(call: Call) -> Outcome:
    """Issue a new code that works once, for a day; her older codes stop working."""
    posts = list_posts(call)
    if not posts:
        return Outcome((LinkNeedsPost(),))
    now = seconds(call.now)
    made = Invite(
        make_code(make_code_prefix(call), secrets.token_bytes(RANDOM_BYTES)),
        posts[0],
        now + LINK_SECONDS,
        uses_left=1,
        person_id=call.person_id,
    )
    invites.withdraw_links(call.tx, call.person_id)
    invites.create(call.tx, made, now, created_by=call.person_id)
    until = call.now + timedelta(seconds=LINK_SECONDS)
    return Outcome((LinkCode(made.code, until),))


HANDLERS = (Handler(("lienket",), issue_link_code, typed=("lien ket",)),)
