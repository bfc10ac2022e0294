"""Notices in and around the report conversation.

`period` is a period's key ("2025-10"), `code` an indicator's code or "case" (the question whether
somebody needs help), and `number` a question's number in the form, from 1. Amounts map fields to
numbers; yes is 1 and no is 0.
"""

from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from msgspec import structs

from domain.notices.base import Notice

CASE = "case"
"""Code of the question whether somebody needs help, which is no indicator of the plan."""

Amounts = dict[str, float]


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a form or a review.

    `values`: None where nothing is known (it was skipped, or there is no previous report).
    `unchanged`: taken over from the last report and not said anew. `doubt`: "read", "far" or
    "ceiling" (see ConfirmValue) where she should look twice; `usual` goes with it.
    """

    number: int
    code: str
    values: Amounts | None = None
    unchanged: bool = False
    doubt: str = ""
    usual: float | None = None


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line that changed since it was shown or sent. None: the question was left out."""

    number: int
    code: str
    old: Amounts | None = None
    new: Amounts | None = None


class Head(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whose form it is, of which period, and when it is due.

    `on_behalf`: an officer enters it for the unit. `correcting`: a report already sent is being
    corrected.
    """

    unit_name: str
    period: str
    due: date | None = None
    on_behalf: bool = False
    correcting: bool = False


# --- asking ------------------------------------------------------------------------------------


class Opened(Notice, frozen=True, tag="report_opened/1"):
    """Opens a form that is asked step by step. `left` of `questions` are still to be asked."""

    head: Head
    questions: int
    left: int


class AskOne(Notice, frozen=True, tag="ask_one/1"):
    """Asks one question. `line.values`: the previous answer; `answered`: what stands now.

    `first`: nothing was answered yet, so "nothing to report at all" is offered. `fixing`: she is
    correcting this one answer.
    """

    line: Line
    questions: int
    first: bool = False
    answered: Amounts | None = None
    fixing: bool = False


class AskAll(Notice, frozen=True, tag="ask_all/1"):
    """Asks the whole form in one message; each line's `values` are the previous ones."""

    head: Head
    lines: tuple[Line, ...]


class AskRest(Notice, frozen=True, tag="ask_rest/1"):
    """Asks the questions of the form that are still open; the other answers are kept."""

    head: Head
    lines: tuple[Line, ...]


class HelpOnQuestion(Notice, frozen=True, tag="help_on_question/1"):
    """Gives the one line of help of a question."""

    number: int
    code: str


class HelpOnForm(Notice, frozen=True, tag="help_on_form/1"):
    """Explains how a form in one message is answered, with an example for these questions."""

    codes: tuple[str, ...] = ()


# --- understanding -----------------------------------------------------------------------------


class NotRead(Notice, frozen=True, tag="not_read/1"):
    """Says that an answer was not understood.

    `words`: at most a few of hers, "" where none may be quoted. `then`: what else is said: "skip"
    (she may leave it out), "kept" (the other answers of the message stand), or "" where more
    follows.
    """

    number: int
    code: str
    words: str = ""
    then: str = "skip"

    def without_quotes(self) -> Notice:
        """Leave her words out: they are quoted while this process lives, and not stored."""
        return structs.replace(self, words="")


class NotKnown(Notice, frozen=True, tag="not_known/1"):
    """Says that not knowing is fine: explains the question, and that it can be skipped."""

    number: int
    code: str


class NotMatched(Notice, frozen=True, tag="not_matched/1"):
    """Says that a message could not be matched to the `expected` questions: it held too many
    answers, or none that could be read."""

    expected: int


class ConfirmValue(Notice, frozen=True, tag="confirm_value/1"):
    """Asks her once to confirm what was read.

    `why`: "read" (it was hard to read), "far" (it is much more than `usual`) or "ceiling" (it is
    more than `usual`, the plan's ceiling).
    """

    number: int
    code: str
    values: Amounts
    why: str = "read"
    usual: float | None = None


class AskExact(Notice, frozen=True, tag="ask_exact/1"):
    """Asks for one exact number.

    After a range ("10-15", "hơn 20": either end may be missing), after "another" was pressed (both
    are missing), or after a percentage where two numbers are kept.
    """

    number: int
    code: str
    low: float | None = None
    high: float | None = None
    percent: float | None = None


class Kept(Notice, frozen=True, tag="kept/1"):
    """Says that an answer was changed."""

    change: Change


class CannotChange(Notice, frozen=True, tag="cannot_change/1"):
    """Says that a message was edited, but what it says now could not be read."""


class NoText(Notice, frozen=True, tag="no_text/1"):
    """Says kindly that a photo, a sticker, a voice message and the like cannot be read.

    `what`: as in bot.engine.channel.Shown.
    """

    what: str


# --- the end of a form -------------------------------------------------------------------------


class Review(Notice, frozen=True, tag="review/1"):
    """Shows the whole report before it is sent.

    `nothing`: she answered "không phát sinh" to all of it.
    """

    head: Head
    lines: tuple[Line, ...]
    changes: tuple[Change, ...] = ()
    nothing: bool = False


class WhichLine(Notice, frozen=True, tag="which_line/1"):
    """Asks which line is not right."""

    lines: tuple[Line, ...]


class ReviewHint(Notice, frozen=True, tag="review_hint/1"):
    """Says how to answer the review. `unread`: her answer was neither yes nor a correction."""

    unread: bool = False


class Parked(Notice, frozen=True, tag="parked/1"):
    """Says that the form is set aside; `answered` of `questions` are kept."""

    head: Head
    answered: int
    questions: int


class GoOn(Notice, frozen=True, tag="go_on/1"):
    """Says that the form goes on where it was; its question follows."""

    head: Head


class AskCancel(Notice, frozen=True, tag="ask_cancel/1"):
    """Asks whether she really wants to drop the form; `answered` answers would be lost."""

    head: Head
    answered: int


class Cancelled(Notice, frozen=True, tag="report_cancelled/1"):
    """Says that the form was dropped; where it corrected a report, that one stands."""

    head: Head


class ReportReceipt(Notice, frozen=True, tag="report_receipt/1"):
    """Confirms that a report was stored. Its number, its time and what comes next are read late."""

    submission_id: int
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt says.

    `number`: "BC-2510-0417"; `sent_at`: aware; `praise`: (code, the unit's sum since January) of
    the indicator that the plan praises, None where there is nothing to praise; `next_due`: the day
    the next report is due. `entered_for`: (id, short name) of the branch where an officer entered
    the report, by which she corrects it.
    """

    number: str
    sent_at: datetime
    praise: tuple[str, float] | None = None
    next_due: date | None = None
    entered_for: tuple[int, str] | None = None


# --- instead of a form -------------------------------------------------------------------------


class NothingOwed(Notice, frozen=True, tag="nothing_owed/1"):
    """Says that no report is owed now. `opens`: the day the next one opens; `due`: its due day."""

    unit_name: str
    period: str = ""
    opens: date | None = None
    due: date | None = None


class BranchNotFound(Notice, frozen=True, tag="branch_not_found/1"):
    """Says that none of the branches an officer may report for has the name she typed."""


class BranchesHaveSent(Notice, frozen=True, tag="branches_have_sent/1"):
    """Says that the branch she named has sent what it owes; all of them where `name` is ""."""

    name: str = ""


class AlreadySent(Notice, frozen=True, tag="already_sent/1"):
    """Says that the report was sent already, and can be corrected."""

    unit_name: str
    period: str
    number: str
    sent_at: datetime


class Choose(Notice, frozen=True, tag="choose/1"):
    """Lets her choose one of `labels`, by its number or its words.

    `what`: "unit", "role", "period" or "document". `again`: her answer was none of them. `more`:
    how many there are beyond the labels, which can be named by typing.
    """

    what: str
    labels: tuple[str, ...]
    again: bool = False
    more: int = 0


class NothingChosen(Notice, frozen=True, tag="nothing_chosen/1"):
    """Answers her leaving a list without choosing."""
