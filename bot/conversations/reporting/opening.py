"""How a report is opened: new, or one already sent that is to be corrected."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from bot.conversations.reporting.asking import announce_form
from bot.conversations.reporting.corrections import Corrections, lay_out_batch
from bot.conversations.reporting.flow import advance, keep_answers
from bot.conversations.reporting.reading import read_told
from bot.conversations.reporting.state import (
    Answer,
    Manner,
    ReportStage,
    ReportState,
    collect_values,
    list_form_codes,
    number_of,
)
from domain.notices.base import Notice
from domain.notices.reporting import CASE, Amounts, Change, Kept, OwedMonth
from domain.org.levels import Level
from domain.periods import Period
from domain.plan.plan import OneAnswer, Plan

Opening = tuple[ReportState, tuple[Notice, ...]]


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
    edition: int = 0,
    of_other: bool = False,
) -> Opening:
    """Open a new form; return its state and what is said first.

    `previous`: last period's amounts; `usual`: the unit's highest so far; both code → field →
    amount. `one_answer`: messages out are scarce, so one should ask all (the plan's setting may
    say otherwise). `of_other`: she is not the leader whom some lines ask about. The form must ask
    something: `list_form_codes` is not empty.
    """
    state = ReportState(
        unit_id=unit_id,
        unit_name=unit_name,
        period=str(period),
        codes=list_form_codes(plan, level, period),
        level=level.value,
        due=due,
        manner=_choose_manner(plan, one_answer),
        on_behalf=on_behalf,
        previous=_copy_amounts(previous),
        usual=_copy_amounts(usual),
        edition=edition,
        of_other=of_other,
    )
    return state, announce_form(state)


def read_told_answers(plan: Plan, state: ReportState, text: str) -> Corrections | None:
    """Read what was told of this form before it was open; None where the words report nothing."""
    told = read_told(plan, state, text)
    if told is None:
        return None
    return lay_out_batch(plan, state, told.text, state.codes, told.batch)


def fill_in_answers(
    state: ReportState, given: Mapping[str, Answer], also_owed: tuple[OwedMonth, ...] = ()
) -> Opening:
    """Fill a form in with answers given before it was open, and echo them.

    `also_owed`: other months of the unit, which the head names.
    """
    filled = keep_answers(state, given)
    echoed = tuple(
        Kept(Change(number_of(state, code), code, None, answer.values))
        for code, answer in given.items()
    )
    if filled.stage is ReportStage.REVIEW:
        echoed = ()
    return filled, (*echoed, *announce_form(filled, also_owed))


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
    edition: int = 0,
    of_other: bool = False,
    of_leader: bool = False,
) -> Opening:
    """Open a report already sent, at its summary; see `open_report`.

    `sent`: its amounts; `of_leader`: an officer corrects what the branch itself sent.
    """
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
        edition=edition,
        of_other=of_other,
    )
    state = replace(state, of_leader=of_leader)
    state = replace(state, answers=_restore_answers(state, sent, skipped, help_needed))
    state = advance(replace(state, correcting=True, shown=collect_values(state)))
    return state, announce_form(state)


def _restore_answers(
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


def _choose_manner(plan: Plan, one_answer: bool) -> Manner:
    setting = plan.settings.one_answer
    all_at_once = one_answer if setting is OneAnswer.AUTO else setting is OneAnswer.ALWAYS
    return Manner.ONE_ANSWER if all_at_once else Manner.STEPS


def _copy_amounts(amounts: Mapping[str, Amounts]) -> dict[str, Amounts]:
    return {code: dict(values) for code, values in amounts.items()}
