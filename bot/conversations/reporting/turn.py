"""One event at one state of a report, and what may follow at any stage.

The form is asked on, set aside, dropped or sent: nothing empty, nothing over another's head, and of
a leader's not unexplained. What somebody else sent since it was opened is shown, and she says which
one stays.
"""

import dataclasses
from dataclasses import dataclass

from msgspec.structs import replace

from bot.conversations.effects import SubmitReport
from bot.conversations.intents import (
    Intent,
    fold_phrase,
    is_bare_agreement,
    read_loose_intent,
    read_plain_intent,
)
from bot.conversations.reporting.asking import ask_in_full
from bot.conversations.reporting.reading import LONGEST_ANSWER
from bot.conversations.reporting.state import (
    ReportStage,
    ReportState,
    Stands,
    build_head,
    build_submission,
    collect_values,
    find_changes,
    form_key,
    number_of,
)
from bot.engine.conversation import Event, Facts, RunCommand, Step
from domain.notices.base import Notice
from domain.notices.hands import (
    CORRECTION_REASONS,
    AskCorrectionReason,
    EmptyReport,
    KeptAsSent,
    NothingChanged,
    SameAsSent,
    StandingReport,
)
from domain.notices.reporting import CASE, Change, Parked
from domain.plan.plan import Plan

ReportStep = Step[ReportState]


@dataclass(frozen=True, slots=True)
class Turn:
    """One event at one state.

    `text`: "" if what was typed is too long to be an answer. `plainly`: the wish was said in its
    own words, without a slip. `standing`: as in Facts. `agrees`: it is nothing but agreement ("ok",
    "ừ em"). `case_opened`: the case that was told amid this form has been reported.
    `unseen`: as in Facts.
    """

    state: ReportState
    text: str
    intent: Intent | None
    plainly: bool
    event: Event
    plan: Plan
    standing: StandingReport | None = None
    agrees: bool = False
    case_opened: bool = False
    unseen: bool = False

    @property
    def reading(self) -> tuple[Plan, ReportState, str]:
        """The arguments of the functions that read the message."""
        return self.plan, self.state, self.text

    def with_state(self, state: ReportState) -> "Turn":
        """Return the same event at another state."""
        return dataclasses.replace(self, state=state)


def read_turn(state: ReportState, event: Event, facts: Facts) -> Turn:
    """Read the wish in an event, as the stages need it."""
    text = event.text if len(event.text) <= LONGEST_ANSWER else ""
    intent = read_plain_intent(event)
    wish = intent or read_loose_intent(event)
    agrees = is_bare_agreement(event)
    return Turn(
        state,
        text,
        wish,
        intent is not None,
        event,
        facts.plan,
        facts.standing,
        agrees,
        case_opened=facts.recent_case != 0,
        unseen=facts.unseen,
    )


def step_to(state: ReportState) -> ReportStep:
    """Go on in this state and ask its question."""
    return Step(state, ask_in_full(state))


def say_unread(turn: Turn, *notices: Notice) -> ReportStep:
    """Say that it was not read; but leave a word that asks for a list of figures to the shell."""
    if turn.event.command == "list":
        return Step(turn.state, unheard=True)
    return Step(turn.state, notices)


def park_form(turn: Turn) -> ReportStep:
    """Set the form aside as it stands."""
    state = turn.state
    notice = Parked(build_head(state), len(state.answers), len(state.codes), state.unit_id)
    return Step(state, (notice,), park=form_key(state))


def ask_cancel(turn: Turn) -> ReportStep:
    """Ask whether the form should be dropped."""
    return step_to(replace(turn.state, stage=ReportStage.CANCEL, returns_to=turn.state.stage))


# --- sending --------------------------------------------------------------------------------------


_NEW_CASE = "/vuviec moi"
"""Run after a report that says somebody needs help: the case is asked about at once, apart."""

_REPLACE = frozenset(
    {"thay", "thay di", "thay nhe", "thay em", "thay ban cua chi", "gui thay", "gui ban cua chi"}
)
_KEEP = frozenset(
    {"giu", "giu di", "giu nhe", "giu nguyen", "giu lai", "giu ban da gui", "khong thay"}
)


def send_report(turn: Turn) -> ReportStep:
    """Send the report, unless something must be said or asked first.

    What she has not been shown she cannot have agreed to: then the summary is shown.
    """
    state = turn.state
    if turn.unseen:
        return step_to(replace(state, stage=ReportStage.REVIEW))
    if not any(answer.values is not None for answer in state.answers.values()):
        return _refuse_empty(state)
    if turn.standing is not None:
        return _show_standing(state, turn.standing)
    if state.correcting and not find_changes(state):
        return Step(None, (NothingChanged(build_head(state)),))
    if state.of_leader and not state.reason:
        return step_to(replace(state, stage=ReportStage.REASON))
    return _submit(turn)


def _refuse_empty(state: ReportState) -> ReportStep:
    """Keep a form in which everything was skipped, and ask it again from its beginning."""
    blank = replace(state, stage=ReportStage.ASK, answers={}, position=0, fixing=False, shown=None)
    return Step(blank, (EmptyReport(build_head(state)), *ask_in_full(blank)))


def _submit(turn: Turn) -> ReportStep:
    """Send it; if it newly says that somebody needs help, open the intake of a case."""
    report = build_submission(turn.state)
    told = turn.case_opened or (turn.state.correcting and not _tells_case_anew(report))
    if not report.help_needed or told:
        return Step(None, effects=(report,))
    return Step(None, effects=(report, RunCommand(_NEW_CASE)))


def _tells_case_anew(report: SubmitReport) -> bool:
    return any(change.code == CASE for change in report.corrected)


# --- somebody else has sent ----------------------------------------------------------------------


def _show_standing(state: ReportState, standing: StandingReport) -> ReportStep:
    """Show what stands now and ask which one stays; nothing to ask if both say the same."""
    changes = _compare(state, standing)
    if not changes:
        return Step(None, (SameAsSent(build_head(state), standing.submission_id),))
    stands = Stands(standing.submission_id, standing.edition, changes, standing.by_officer)
    return step_to(replace(state, stage=ReportStage.STANDS, stands=stands))


def _compare(state: ReportState, standing: StandingReport) -> tuple[Change, ...]:
    mine, theirs = collect_values(state), standing.values
    return tuple(
        Change(number_of(state, code), code, theirs.get(code), mine.get(code))
        for code in state.codes
        if theirs.get(code) != mine.get(code)
    )


def decide_which_stays(turn: Turn) -> ReportStep:
    """Replace what was sent or keep it, at these words alone: yes and no could mean both."""
    state, stands = turn.state, turn.state.stands
    if stands is None or turn.standing is None or turn.standing.edition != stands.edition:
        return send_report(turn.with_state(_back_to_review(state)))
    said = fold_phrase(turn.text[:40])
    if said in _REPLACE:
        agreed = _agree_to_replace(state, turn.standing, stands)
        return send_report(dataclasses.replace(turn, state=agreed, standing=None))
    if said in _KEEP or turn.intent is Intent.CANCEL:
        return Step(None, (KeptAsSent(build_head(state), stands.submission_id),))
    if turn.intent is Intent.LATER:
        return park_form(turn)
    if turn.intent in (Intent.BACK, Intent.EDIT):
        return step_to(_back_to_review(state))
    return step_to(state)


def _agree_to_replace(state: ReportState, standing: StandingReport, stands: Stands) -> ReportState:
    """Make her form a correction of what stands: that is what the receipt and the others say."""
    theirs = {c: dict(standing.values[c]) if c in standing.values else None for c in state.codes}
    return replace(
        _back_to_review(state),
        edition=stands.edition,
        of_leader=state.on_behalf and not stands.by_officer,
        correcting=True,
        shown=theirs,
    )


def _back_to_review(state: ReportState) -> ReportState:
    return replace(state, stage=ReportStage.REVIEW, stands=None)


# --- an officer corrects a leader ----------------------------------------------------------------


def take_reason(turn: Turn) -> ReportStep:
    """Take one of the reasons by its number and send."""
    said = fold_phrase(turn.text[:20])
    if said.isdecimal() and 1 <= int(said) <= len(CORRECTION_REASONS):
        given = replace(turn.state, reason=CORRECTION_REASONS[int(said) - 1])
        return send_report(turn.with_state(given))
    if turn.intent in (Intent.LATER, Intent.CANCEL):
        return park_form(turn.with_state(_back_to_review(turn.state)))
    if turn.intent in (Intent.BACK, Intent.EDIT):
        return step_to(_back_to_review(turn.state))
    return Step(turn.state, (AskCorrectionReason(again=True),))
