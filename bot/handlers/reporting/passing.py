"""A report said outside any form: the same reader as inside opens the form with what was told.

Nothing is sent by it. What was given to no line is named.
"""

from collections.abc import Sequence

from bot.conversations.reporting.asking import explain_refusal, name_left_out
from bot.conversations.reporting.corrections import Corrections
from bot.conversations.reporting.report import fill_in_answers, read_told_answers
from bot.conversations.reporting.state import ReportState
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call
from bot.handlers.help.standing import find_standing
from bot.handlers.reporting.correct import correct_sent
from bot.handlers.reporting.forms import (
    ReportingUnit,
    choose_period,
    find_newest_asked,
    find_owed_periods,
    find_own_units,
    list_also_owed,
    open_conversation,
    open_form,
)
from bot.handlers.reporting.report import answer_for_sent, ask_whose_answers
from domain.answers import UnplacedReason
from domain.notices.base import Notice
from domain.notices.common import NotUnderstood
from domain.periods import Period
from services.people.posts import list_posts

_MOST_REFUSALS = 2


def open_report_said_in_passing(call: Call) -> Outcome | None:
    """Open the form filled in with what was told outside any form ("thoát nghèo 3 hộ").

    Where it is not plain which report it is for, ask. Where the report was sent, say how to correct
    it. None if her words report nothing.
    """
    if call.what != "text" or not call.words:
        return None
    own = find_own_units(call)
    owed = {each: find_owed_periods(call, each) for each in own}
    owing_units = [each for each in own if owed[each]]
    if not owing_units:
        return _answer_where_none_owed(call, own)
    period = choose_period(call, owing_units[0].unit_id, owed[owing_units[0]])
    state, announced = open_form(call, owing_units[0], period)
    told = read_told_answers(call.plan, state, call.words)
    if told is None:
        return None
    if not told.answers:
        return _take_nothing(call, state, told, announced)
    if len(owing_units) > 1:
        forms = [(u, p) for u in owing_units for p in owed[u][-1:]]
        return ask_whose_answers(call, forms, told.answers)
    return _fill_in_passing(call, owing_units[0], owed[owing_units[0]], state, told)


def _answer_where_none_owed(call: Call, own: Sequence[ReportingUnit]) -> Outcome | None:
    """Say how a sent report is corrected where figures were told and none is owed."""
    newest = find_newest_asked(call, own[0]) if len(own) == 1 else None
    if newest is None:
        return None
    state, _ = open_form(call, own[0], newest)
    told = read_told_answers(call.plan, state, call.words)
    if told is None or not told.answers:
        return None
    return correct_sent(call, own[0]) or answer_for_sent(call, own[0])


def _fill_in_passing(
    call: Call,
    reporting_unit: ReportingUnit,
    owed: Sequence[Period],
    state: ReportState,
    told: Corrections,
) -> Outcome:
    """Fill the form in, unless the newest month was sent: then ask which month is meant."""
    newest = find_newest_asked(call, reporting_unit)
    if newest is not None and newest not in owed:
        forms = [(reporting_unit, period) for period in owed]
        return ask_whose_answers(call, forms, told.answers, sent=newest)
    also = list_also_owed(call, reporting_unit, Period.parse(state.period))
    filled, notices = fill_in_answers(state, told.answers, also)
    refused = list(told.refused.items())[:_MOST_REFUSALS]
    why = tuple(explain_refusal(state, code, reason, then="") for code, reason in refused)
    return open_conversation("report", (filled, (*name_left_out(told.unplaced), *why, *notices)))


def _take_nothing(
    call: Call, state: ReportState, told: Corrections, announced: tuple[Notice, ...]
) -> Outcome | None:
    """Say why nothing was noted: a plan is told when it is done, all else goes by the form."""
    reasons = {one.why for one in told.unplaced}
    if reasons == {UnplacedReason.PLANNED}:
        roles = tuple(dict.fromkeys(post.role.value for post in list_posts(call)))
        return Outcome((NotUnderstood(roles, "planned", find_standing(call)),))
    if not reasons and not told.refused:
        return None
    refused = list(told.refused.items())[:_MOST_REFUSALS]
    why = tuple(explain_refusal(state, code, reason, then="") for code, reason in refused)
    left_out = name_left_out(told.unplaced)
    return open_conversation("report", (state, (*left_out, *why, *announced)))
