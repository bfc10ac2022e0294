"""What is said in and around the report conversation.

`period` is a period's key ("2025-10"), `code` an indicator's code or "case" (the question whether
somebody needs help), `number` the question's number in the form, from 1. Amounts are
field → number; yes is 1 and no is 0. Whoever hears of herself is not named by `unit_name`:
it is filled in where a form is headed by its unit.
"""

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from domain.notices.base import Notice

CASE = "case"
"""Code of the question whether somebody needs help: it is no indicator of the plan."""

Amounts = dict[str, float]


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a form or a summary. `values` None: nothing is known (skipped, or no previous).

    `unchanged`: taken over from the last report, not said anew. `doubt`: "read", "far" or
    "ceiling" (see ConfirmValue) where she should look twice; `usual` goes with it.
    """

    number: int
    code: str
    values: Amounts | None = None
    unchanged: bool = False
    doubt: str = ""
    usual: float | None = None


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line that is not what it was when it was shown, or sent. None: left out."""

    number: int
    code: str
    old: Amounts | None = None
    new: Amounts | None = None


class Head(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whose form for when, and by when. `correcting`: a report already sent is being corrected."""

    unit_name: str
    period: str
    due: date | None = None
    on_behalf: bool = False
    correcting: bool = False


# --- asking ------------------------------------------------------------------------------------


class Opened(Notice, frozen=True, tag="report_opened/1"):
    """The first line of a form asked step by step. `left` of `questions` are still to be asked."""

    head: Head
    questions: int
    left: int


class AskOne(Notice, frozen=True, tag="ask_one/1"):
    """One question. `line.values` is what was answered last period; `answered` what stands now.

    `first`: nothing was answered yet, so "nothing to report at all" is offered.
    """

    line: Line
    questions: int
    first: bool = False
    answered: Amounts | None = None
    fixing: bool = False


class AskAll(Notice, frozen=True, tag="ask_all/1"):
    """The whole form in one message; `line.values` are those of last period."""

    head: Head
    lines: tuple[Line, ...]


class AskRest(Notice, frozen=True, tag="ask_rest/1"):
    """Some questions of the form are still open, the others are kept."""

    head: Head
    lines: tuple[Line, ...]


class HelpOnQuestion(Notice, frozen=True, tag="help_on_question/1"):
    """The one-line help of a question, and what may be said to it."""

    number: int
    code: str


class HelpOnForm(Notice, frozen=True, tag="help_on_form/1"):
    """How the form in one message is answered: an example for these questions."""

    codes: tuple[str, ...] = ()


# --- understanding -----------------------------------------------------------------------------


class NotRead(Notice, frozen=True, tag="not_read/1"):
    """An answer was not understood. `words`: a few of them at most, "" where none may be quoted.

    `then`: what else is said: "skip" (she may leave it out), "kept" (the other answers of the
    message stand), or "" where more follows.
    """

    number: int
    code: str
    words: str = ""
    then: str = "skip"


class NotKnown(Notice, frozen=True, tag="not_known/1"):
    """She does not know: it can be skipped, and how to find out."""

    number: int
    code: str


class NotMatched(Notice, frozen=True, tag="not_matched/1"):
    """A message could not be laid out over `expected` questions: too many answers, or none read."""

    expected: int


class ConfirmValue(Notice, frozen=True, tag="confirm_value/1"):
    """A reading is echoed once. `why`: "read" (risky to read), "far" (much more than `usual`) or
    "ceiling" (more than `usual`, the plan's ceiling)."""

    number: int
    code: str
    values: Amounts
    why: str = "read"
    usual: float | None = None


class AskExact(Notice, frozen=True, tag="ask_exact/1"):
    """Which number exactly? After a range ("10-15", "hơn 20": either end may be missing), after
    "another" was pressed (both missing), or after a percentage where two numbers are kept."""

    number: int
    code: str
    low: float | None = None
    high: float | None = None
    percent: float | None = None


class Kept(Notice, frozen=True, tag="kept/1"):
    """An answer was changed: old → new."""

    change: Change


class CannotChange(Notice, frozen=True, tag="cannot_change/1"):
    """A message was edited, but what it says now could not be taken over."""


class NoText(Notice, frozen=True, tag="no_text/1"):
    """A photo, sticker, voice and the like came: kindly, it cannot be read. `what` as in Shown."""

    what: str


# --- the end of a form -------------------------------------------------------------------------


class Review(Notice, frozen=True, tag="review/1"):
    """The whole report before it is sent. `nothing`: "không phát sinh" was said to all of it."""

    head: Head
    lines: tuple[Line, ...]
    changes: tuple[Change, ...] = ()
    nothing: bool = False


class WhichLine(Notice, frozen=True, tag="which_line/1"):
    """Something is not right: which line?"""

    lines: tuple[Line, ...]


class ReviewHint(Notice, frozen=True, tag="review_hint/1"):
    """What may be said to the summary. `unread`: what was said is neither yes nor a correction."""

    unread: bool = False


class Parked(Notice, frozen=True, tag="parked/1"):
    """The form is set aside; `answered` of `questions` are kept."""

    head: Head
    answered: int
    questions: int


class GoOn(Notice, frozen=True, tag="go_on/1"):
    """The form goes on where it was: before its question is asked again."""

    head: Head


class AskCancel(Notice, frozen=True, tag="ask_cancel/1"):
    """Really drop what was answered? `answered` answers would be lost."""

    head: Head
    answered: int


class Cancelled(Notice, frozen=True, tag="report_cancelled/1"):
    """The form was dropped. `correcting`: the report sent earlier stands."""

    head: Head


class ReportReceipt(Notice, frozen=True, tag="report_receipt/1"):
    """A report was stored. Its number, time and what comes next are known when it is rendered."""

    submission_id: int
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What the receipt's view needs from storage.

    `number`: "BC-2510-0417"; `sent_at` aware; `praise`: (code, the unit's sum since January) of
    one indicator worth a word, or None; `next_due`: the day the next report is due. `entered_for`:
    (id, short name) of the branch, where an officer entered it: by these she corrects it.
    """

    number: str
    sent_at: datetime
    praise: tuple[str, float] | None = None
    next_due: date | None = None
    entered_for: tuple[int, str] | None = None


# --- instead of a form -------------------------------------------------------------------------


class NothingOwed(Notice, frozen=True, tag="nothing_owed/1"):
    """No report is owed now. `opens` is the day the next may be sent, `due` the day it is due."""

    unit_name: str
    period: str = ""
    opens: date | None = None
    due: date | None = None


class BranchNotFound(Notice, frozen=True, tag="branch_not_found/1"):
    """None of the branches an officer may report for is so called."""


class BranchesHaveSent(Notice, frozen=True, tag="branches_have_sent/1"):
    """The branch she named, or all of them, have sent what they owe. `name` is "" for several."""

    name: str = ""


class AlreadySent(Notice, frozen=True, tag="already_sent/1"):
    """The report was sent; it can be corrected."""

    unit_name: str
    period: str
    number: str
    sent_at: datetime


class Choose(Notice, frozen=True, tag="choose/1"):
    """Pick one: the answer is its number or its words.

    `what`: "unit", "role", "period" or "document".

    `more`: how many there are beyond the labels, to be named by typing.
    """

    what: str
    labels: tuple[str, ...]
    again: bool = False
    more: int = 0


class NothingChosen(Notice, frozen=True, tag="nothing_chosen/1"):
    """She left a list without picking."""
