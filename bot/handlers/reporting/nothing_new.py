"""Nothing new this month, said outside any form: the form opens with that, to be confirmed."""

from dataclasses import replace

from bot.conversations.reporting.report import ReportConversation
from bot.conversations.reporting.state import Manner, ReportState, switch_manner
from bot.engine.conversation import Event, Facts, Outcome
from bot.engine.dialogue import Call
from bot.handlers.reporting.report import start_report
from domain.answers import tells_no_news
from domain.answers.text.wishes import Wish, read_wish

_SAID = Event("không có gì mới", "nothing")


def report_nothing_new(call: Call) -> Outcome | None:
    """Open the form of the month she owes, answered with "nothing new"; None for other words."""
    if read_wish(call.words) is not Wish.NOTHING_NEW and not tells_no_news(call.words):
        return None
    opened = start_report(replace(call, words=""))
    if opened.opens is None or not isinstance(opened.opens[1], ReportState):
        return opened
    state = switch_manner(opened.opens[1], Manner.ONE_ANSWER)
    step = ReportConversation().step(state, _SAID, Facts(call.now, call.plan, one_answer=True))
    if step.state is None or step.effects or step.state.answers == state.answers:
        return opened
    return Outcome(step.notices, opens=(ReportConversation.name, step.state))
