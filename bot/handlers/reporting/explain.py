"""What an indicator means, asked outside any form: answered from the plan's help."""

from bot.conversations.reporting.questions import find_line_asked
from bot.conversations.reporting.state import ReportState, list_form_codes, number_of
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call
from bot.handlers.reporting.forms import find_newest_asked, find_own_units
from domain.answers.text.question_shapes import asks_outside
from domain.notices.reporting import HelpOnQuestion

_LONGEST = 200


def explain_indicator(call: Call) -> Outcome | None:
    """Explain the indicator that a question names ("5 không 3 sạch là gì"); None for none."""
    if len(call.words) > _LONGEST or not asks_outside(call.words):
        return None
    form = _make_own_form(call)
    code = find_line_asked(call.plan, form, call.words)
    if not code:
        return None
    return Outcome((HelpOnQuestion(number_of(form, code) if code in form.codes else 0, code),))


def _make_own_form(call: Call) -> ReportState:
    """Make a form with the questions of her newest month; none for who reports for nobody."""
    for each in find_own_units(call):
        period = find_newest_asked(call, each)
        if period is not None:
            codes = list_form_codes(call.plan, each.unit.level, period)
            return ReportState(each.unit_id, each.unit.name, str(period), codes)
    return ReportState(0, "", "", ())
