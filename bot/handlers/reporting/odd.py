"""/sola, SỐ LẠ: what was sent though it looks odd, for officers."""

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.reporting.report import names_only_month, read_month
from domain.answers.text.wishes import Wish
from domain.notices.common import NotForYou
from domain.notices.odd import OddNumbers
from domain.people.roles import Permission
from services.people.posts import list_posts_for
from services.reminders.nudges import find_newest_open


def list_odd_numbers(call: Call) -> Outcome:
    """List the odd numbers of the month she names, else the newest, in each of her units."""
    posts = list_posts_for(call, Permission.REPORT_FOR_BRANCH)
    period = read_month(call) or str(find_newest_open(call) or "")
    if not posts or not period:
        return Outcome((NotForYou(),))
    units = dict.fromkeys(post.unit_id for post in posts)
    return Outcome(tuple(OddNumbers(unit_id, period, asked=True) for unit_id in units))


HANDLERS = (
    Handler(
        ("sola", "so_la"),
        list_odd_numbers,
        typed=("so la",),
        takes=names_only_month,
        wishes=(Wish.ODD,),
    ),
)
"""What an officer asks for by name, or in words of her own."""
