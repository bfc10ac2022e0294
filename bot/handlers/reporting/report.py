"""/baocao: open the report that is meant, or ask which that is."""

from collections.abc import Mapping, Sequence

import msgspec

from bot.conversations.choose import open_choice
from bot.conversations.reporting.state import Answer
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from bot.handlers.reporting.for_branch import find_branches_meant, find_overseen_units
from bot.handlers.reporting.forms import (
    ReportingUnit,
    find_owed_periods,
    find_own_units,
    find_reporting_unit,
    load_form_facts,
    open_conversation,
    open_owed,
    tell_already_sent,
    tell_nothing_owed,
)
from bot.views.reporting.words import say_month_word
from domain.answers.dates.named_month import read_named_months
from domain.answers.text.wishes import Wish
from domain.notices.common import NotForYou
from domain.periods import Period
from services.reporting import owed as owing
from storage import reports

__all__ = [
    "HANDLERS",
    "ReportingUnit",
    "ask_which_unit",
    "find_branches_meant",
    "find_overseen_units",
    "find_owed_periods",
    "find_own_units",
    "find_reporting_unit",
    "load_form_facts",
    "names_only_month",
    "offer_correction",
    "open_conversation",
    "open_owed",
    "read_month",
    "start_report",
]

_ANY_MONTH = Period(2025, 1)
_CORRECT = "SỬA"
"""The word that corrects a report, as it is typed."""


def start_report(call: Call) -> Outcome:
    """Open the report of her unit that she was last told of, or of the unit named by its id.

    After the id a period may be named ("/baocao 12 2025-10"), then answers given before the form
    was open (as `write_answers` does). A month may be named in words ("báo cáo tháng 9").
    """
    named, _, words = call.words.partition(" ")
    if named.isdecimal():
        period, _, kept = words.partition(" ")
        reporting_unit = find_reporting_unit(call, int(named))
        if reporting_unit is None:
            return Outcome((NotForYou(),))
        return open_owed(call, reporting_unit, check_period(period), read_answers(kept))
    wanted, own = read_month(call), find_own_units(call)
    owing_units = [each for each in own if _owes(call, each, wanted)] if len(own) > 1 else own
    match owing_units or own[:1]:
        case []:
            return Outcome((NotForYou(),))
        case [reporting_unit]:
            return open_owed(call, reporting_unit, wanted)
        case several:
            return ask_which_unit(call, several, "/baocao", wanted)


def _owes(call: Call, reporting_unit: ReportingUnit, wanted: str) -> bool:
    """Tell whether a unit owes any report, or the one of the month that is wanted."""
    periods = [str(period) for period in find_owed_periods(call, reporting_unit)]
    return wanted in periods if wanted else bool(periods)


def check_period(words: str) -> str:
    """Return the words behind a unit's id if they are a period as a button gives it; else ""."""
    try:
        return str(Period.parse(words))
    except ValueError:
        return ""


def read_month(call: Call) -> str:
    """Return the one month that her words name ("tháng 9") as it is stored; "" for none."""
    named = read_named_months(call.words, find_this_month(call))
    return str(named.meant[0]) if named is not None and len(named.meant) == 1 else ""


def names_only_month(words: str) -> bool:
    """Tell whether these words are a month and nothing else, whichever it is."""
    named = read_named_months(words, _ANY_MONTH)
    return named is not None and len(named.meant) == 1 and not named.rest and not named.relative


def find_this_month(call: Call) -> Period:
    """Return the month of the calendar today."""
    return Period(call.today.year, call.today.month)


def ask_whose_answers(
    call: Call,
    forms: Sequence[tuple[ReportingUnit, Period]],
    given: Mapping[str, Answer],
    sent: Period | None = None,
) -> Outcome:
    """Ask for which of these reports she has just answered, and keep the answers until she says.

    `sent`: a month that was sent, which she may have meant to correct.
    """
    units = {each.unit_id for each, _ in forms}
    months = {period for _, period in forms}
    options = []
    for each, period in forms:
        whose = [owing.say_whose(call, each.unit_id)] if len(units) > 1 else []
        when = [say_month_word(str(period))] if len(months) > 1 or len(units) == 1 else []
        label = ", ".join(whose + when)
        options.append((label, f"/baocao {each.unit_id} {period} {write_answers(given)}"))
    if sent is not None:
        correct = f"{_CORRECT} {say_month_word(str(sent))}"
        options.append((correct, f"/sua {forms[0][0].unit_id} {sent}"))
    asked = "answers" if given else "unit" if len(units) > 1 else "period"
    state, notices = open_choice(asked, options)
    return Outcome(notices, opens=("choose", state), in_between=True)


def write_answers(given: Mapping[str, Answer]) -> str:
    """Write answers without a blank, as they stand behind a command until she has chosen."""
    return msgspec.json.encode(given).decode()


def read_answers(written: str) -> dict[str, Answer]:
    """Read what `write_answers` wrote; nothing for anything else."""
    try:
        return msgspec.json.decode(written or "{}", type=dict[str, Answer])
    except msgspec.DecodeError:
        return {}


def offer_correction(call: Call) -> Outcome | None:
    """Say how a sent report is corrected.

    None while a report is owed, and for somebody who reports for several units.
    """
    reporting_units = find_own_units(call)
    if len(reporting_units) != 1 or find_owed_periods(call, reporting_units[0]):
        return None
    return answer_for_sent(call, reporting_units[0])


def answer_for_sent(call: Call, reporting_unit: ReportingUnit) -> Outcome:
    """Say that this month's report was sent and how to correct it, or that nothing is owed."""
    period = Period.of(call.now.date(), call.plan.settings.cutoff_day)
    report = reports.find_in_force(call.tx, reporting_unit.unit_id, str(period))
    if report is None:
        return Outcome((tell_nothing_owed(call, reporting_unit),))
    return Outcome((tell_already_sent(call, reporting_unit, report),))


def ask_which_unit(
    call: Call, reporting_units: Sequence[ReportingUnit], command: str, period: str = ""
) -> Outcome:
    """Ask which of these units is meant; the command is run for the one that is picked."""
    options = [
        (owing.say_whose(call, each.unit_id), f"{command} {each.unit_id} {period}".strip())
        for each in reporting_units
    ]
    state, notices = open_choice("unit", options)
    return Outcome(notices, opens=("choose", state), in_between=True)


HANDLERS = (
    Handler(
        ("baocao", "bao_cao", "report"),
        start_report,
        typed=("bao cao",),
        takes=names_only_month,
        anywhere=("report",),
        unheard=("nothing", "skip"),
        wishes=(Wish.REPORT,),
    ),
)
