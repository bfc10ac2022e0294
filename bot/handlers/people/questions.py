"""What she asks about people: who writes here, whom to call, who may report instead of her, what is
kept of her, and what a new phone needs."""

from collections.abc import Callable

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.answers.text.wishes import Wish
from domain.notices.asked import AboutMe, WhomToAsk
from services.people.posts import list_posts, name_posts


def say_who_writes(call: Call) -> Outcome:
    """Say that this is a machine, whose it is, and as whom she is recorded."""
    province = call.units.province(call.today).name
    return Outcome((AboutMe(province, name_posts(call, list_posts(call))),))


def _answer_with(about: str) -> Callable[[Call], Outcome]:
    return lambda call: Outcome((WhomToAsk(call.person_id, about),))


HANDLERS = (
    Handler(("ailaai", "about"), say_who_writes, wishes=(Wish.WHO,)),
    Handler(("goiai",), _answer_with("call"), wishes=(Wish.CONTACT,)),
    Handler(("baothay",), _answer_with("substitute"), wishes=(Wish.SUBSTITUTE,)),
    Handler(("xoadulieu",), _answer_with("delete"), wishes=(Wish.DELETE,)),
    Handler(("maymoi",), _answer_with("phone"), wishes=(Wish.NEW_PHONE,)),
)
