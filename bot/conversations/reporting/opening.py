"""How a report is opened: new, or one already sent that is to be corrected."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from bot.conversations.reporting.asking import opening
from bot.conversations.reporting.flow import go_on, keep
from bot.conversations.reporting.reading import judge
from bot.conversations.reporting.state import (
    Answer,
    Manner,
    ReportState,
    form_codes,
    number_of,
    values_of,
)
from domain.answers import Reading
from domain.notices.base import Notice
from domain.notices.reporting import CASE, Amounts, Change, Kept
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import OneAnswer, Plan

Opening = tuple[ReportState, tuple[Notice, ...]]
Readings = Sequence[tuple[str, Reading]]
"""What was read in passing: (indicator code, reading)."""


def open_report(
    plan: Plan,
    *,
    unit_id: int,
    unit_name: str,
    level: Level,
    period: Period,
    previous: Mapping[str, Amounts],
    usual: Mapping[str, Amounts],
    one_answer: bool,
    on_behalf: bool = False,
    due: date | None = None,
) -> Opening:
    """A new form and what is said first.

    `previous`: last period's amounts; `usual`: the unit's highest so far; both code → field →
    amount. `one_answer`: messages out are scarce, so one should ask all (the plan's setting may
    say otherwise). The form must ask something: `form_codes` not empty.
    """
    state = ReportState(
        unit_id=unit_id,
        unit_name=unit_name,
        period=str(period),
        codes=form_codes(plan, level, period),
        level=level.value,
        due=due,
        manner=_manner(plan, one_answer),
        on_behalf=on_behalf,
        previous=_plain(previous),
        usual=_plain(usual),
    )
    return state, opening(state)


def offered(plan: Plan, opened: Opening, readings: Readings) -> Opening | None:
    """The new form with what was said in passing filled in and echoed; None where nothing fits."""
    state, _ = opened
    judged = {
        code: judge(plan, state, code, reading) for code, reading in readings if code in state.codes
    }
    given = {code: answer for code, answer in judged.items() if isinstance(answer, Answer)}
    if not given:
        return None
    filled = keep(state, given)
    echoed = tuple(
        Kept(Change(number_of(state, code), code, None, answer.values))
        for code, answer in given.items()
    )
    return filled, (*echoed, *opening(filled))


def correct_report(
    plan: Plan,
    *,
    unit_id: int,
    unit_name: str,
    level: Level,
    period: Period,
    previous: Mapping[str, Amounts],
    usual: Mapping[str, Amounts],
    sent: Mapping[str, Amounts],
    skipped: Sequence[str],
    help_needed: bool | None,
    one_answer: bool,
    on_behalf: bool = False,
    due: date | None = None,
) -> Opening:
    """A report already sent, at its summary; see `open_report`. `sent`: its amounts."""
    state, _ = open_report(
        plan,
        unit_id=unit_id,
        unit_name=unit_name,
        level=level,
        period=period,
        previous=previous,
        usual=usual,
        one_answer=one_answer,
        on_behalf=on_behalf,
        due=due,
    )
    state = replace(state, answers=_sent_answers(state, sent, skipped, help_needed))
    state = go_on(replace(state, correcting=True, shown=values_of(state)))
    return state, opening(state)


def _sent_answers(
    state: ReportState,
    sent: Mapping[str, Amounts],
    skipped: Sequence[str],
    help_needed: bool | None,
) -> dict[str, Answer]:
    answers = {code: Answer() for code in skipped if code in state.codes}
    answers |= {code: Answer(dict(sent[code])) for code in state.codes if code in sent}
    if help_needed is not None and CASE in state.codes:
        answers[CASE] = Answer({"yes": float(help_needed)})
    return answers


def _manner(plan: Plan, one_answer: bool) -> Manner:
    setting = plan.settings.one_answer
    all_at_once = one_answer if setting is OneAnswer.AUTO else setting is OneAnswer.ALWAYS
    return Manner.ONE_ANSWER if all_at_once else Manner.STEPS


def _plain(amounts: Mapping[str, Amounts]) -> dict[str, Amounts]:
    return {code: dict(values) for code, values in amounts.items()}
