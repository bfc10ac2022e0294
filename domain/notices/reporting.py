"""Notices in and around the report conversation.

`period` is a period's key ("2025-10"), `code` an indicator's code or "case" (the question whether
somebody needs help), and `number` a question's number in the form, from 1. Amounts map fields to
numbers; yes is 1 and no is 0.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

import msgspec
from msgspec import structs

from domain.notices.base import Notice, Wait

CASE = "case"
"""Code of the question whether somebody needs help, which is no indicator of the plan."""

Amounts = dict[str, float]


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a form or a review.

    `values`: None where nothing is known (it was skipped, or there is no previous report).
    `unchanged`: taken over from the last report and not said anew. `doubt`: as the `why` of
    ConfirmValue, where she should look twice; `usual` goes with it. `of_other`: she
    answers for somebody else, so what is asked of the leader is not asked of her.
    """

    number: int
    code: str
    values: Amounts | None = None
    unchanged: bool = False
    doubt: str = ""
    usual: float | None = None
    of_other: bool = False


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line that changed since it was shown or sent. None: the question was left out."""

    number: int
    code: str
    old: Amounts | None = None
    new: Amounts | None = None


class OwedMonth(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report that is owed besides. `late`: its due day is over.

    `unit_name`: "" for the same unit that is spoken of.
    """

    period: str
    late: bool = False
    unit_name: str = ""


class Head(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whose form it is, of which period, and when it is due.

    `unit_name`: with its commune where another unit bears its name. `on_behalf`: an officer enters
    it for the unit. `correcting`: a report already sent is being corrected. `also_owed`: other
    months of the unit, named when a form opens.
    """

    unit_name: str
    period: str
    due: date | None = None
    on_behalf: bool = False
    correcting: bool = False
    also_owed: tuple[OwedMonth, ...] = ()


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

    when_followed = Wait.TAKES_OVER

    line: Line
    questions: int
    first: bool = False
    answered: Amounts | None = None
    fixing: bool = False


class AskAll(Notice, frozen=True, tag="ask_all/1"):
    """Asks the whole form in one message; each line's `values` are the previous ones."""

    when_followed = Wait.TAKES_OVER

    head: Head
    lines: tuple[Line, ...]


class AskRest(Notice, frozen=True, tag="ask_rest/1"):
    """Asks the questions of the form that are still open; the other answers are kept."""

    when_followed = Wait.REPLACED

    head: Head
    lines: tuple[Line, ...]


class HelpOnQuestion(Notice, frozen=True, tag="help_on_question/1"):
    """Gives the one line of help of a question. `number`: 0 where her form does not ask it."""

    number: int
    code: str


class HelpOnForm(Notice, frozen=True, tag="help_on_form/1"):
    """Explains how a form in one message is answered, with an example for these questions."""

    codes: tuple[str, ...] = ()


class StillAsked(Notice, frozen=True, tag="still_asked/1"):
    """Says that the form goes on where it was; its `left` questions stand a message above."""

    left: int


class NoSuchAnswer(Notice, frozen=True, tag="no_such_answer/1"):
    """Says that a question amid a form of so many lines cannot be answered, and what can."""

    says_unread: ClassVar[bool] = True

    questions: int


class LeftOut(Notice, frozen=True, tag="left_out/1"):
    """Says that words of hers were given to no line.

    `pieces`: (her words, why), the reasons being those of domain.answers.UnplacedReason; "" where
    her words may not be quoted.
    """

    pieces: tuple[tuple[str, str], ...]

    def without_quotes(self) -> Notice:
        """Leave her words out: they are quoted while this process lives, and not stored."""
        return structs.replace(self, pieces=tuple(("", why) for _, why in self.pieces))


class NotComplete(Notice, frozen=True, tag="not_complete/1"):
    """Says why a report is not sent at her OK: `left` of `questions` are still open."""

    left: int
    questions: int


class Waiting(Notice, frozen=True, tag="waiting/1"):
    """Says that there is no hurry, and that nothing was sent. `correcting`: as in Head."""

    correcting: bool = False


class AskCaseAgain(Notice, frozen=True, tag="ask_case_again/1"):
    """Asks once more whether somebody needs help.

    `told`: what she said may tell of somebody; else it was a bare "ok", which answers nothing.
    `kept`: the other answers of the message stand.
    """

    number: int
    told: bool = False
    kept: bool = False


class AskYesOrNo(Notice, frozen=True, tag="ask_yes_or_no/1"):
    """Asks for the question's own yes or no: a bare "ok" may have been meant for the report."""

    number: int
    code: str


# --- understanding -----------------------------------------------------------------------------


class NotRead(Notice, frozen=True, tag="not_read/1"):
    """Says that an answer was not understood.

    `words`: at most a few of hers, "" where none may be quoted. `then`: what else is said: "skip"
    (she may leave it out), "kept" (the other answers of the message stand), or "" where more
    follows.
    """

    when_followed = Wait.REPLACED

    says_unread: ClassVar[bool] = True

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

    says_unread: ClassVar[bool] = True

    expected: int


class ConfirmValue(Notice, frozen=True, tag="confirm_value/1"):
    """Asks her once to confirm what was read.

    `why`: "read" (it was hard to read), "far" (much more than `usual`), "ceiling" (more than the
    plan's), "fell" (far less than `usual`, the last figure), "back" (a yes became a no), "share"
    (the part is larger than the whole) or "whole" (it was `usual`).
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

    when_followed = Wait.REPLACED

    number: int
    code: str
    low: float | None = None
    high: float | None = None
    percent: float | None = None


class Kept(Notice, frozen=True, tag="kept/1"):
    """Says that an answer was changed."""

    when_followed = Wait.CARRIED

    change: Change


class CannotChange(Notice, frozen=True, tag="cannot_change/1"):
    """Says that a message was edited, but what it says now could not be read."""

    says_unread: ClassVar[bool] = True


class NoText(Notice, frozen=True, tag="no_text/1"):
    """Says kindly that a photo, a sticker, a voice message and the like cannot be read.

    `what`: as in bot.engine.channel.Shown.
    """

    says_unread: ClassVar[bool] = True

    what: str


# --- the end of a form -------------------------------------------------------------------------


class Review(Notice, frozen=True, tag="review/1"):
    """Shows the whole report before it is sent.

    `nothing`: she answered "không phát sinh" to all of it.
    """

    when_followed = Wait.REPLACED

    head: Head
    lines: tuple[Line, ...]
    changes: tuple[Change, ...] = ()
    nothing: bool = False


class WhichLine(Notice, frozen=True, tag="which_line/1"):
    """Asks which line is not right. `held`: what she said it should be, "" for nothing."""

    lines: tuple[Line, ...]
    held: str = ""


class ReviewHint(Notice, frozen=True, tag="review_hint/1"):
    """Says how to answer the review. `unread`: her answer was neither yes nor a correction.

    `correcting`: a report stands already, and what changes it is not sent. `kept`: the line she
    left as it was, 0 for none.
    """

    unread: bool = False
    correcting: bool = False
    kept: int = 0


class Parked(Notice, frozen=True, tag="parked/1"):
    """Says that the form is set aside; `answered` of `questions` are kept."""

    when_followed = Wait.TAKES_OVER

    head: Head
    answered: int
    questions: int
    unit_id: int = 0


class GoOn(Notice, frozen=True, tag="go_on/1"):
    """Says that the form goes on where it was; its question follows.

    `named_below`: what follows says itself whose form it is, and for when.
    """

    head: Head
    named_below: bool = False


class NotedToo(Notice, frozen=True, tag="noted_too/1"):
    """Says that the same message answered a second report, which comes once this one is sent."""

    head: Head


class AskCancel(Notice, frozen=True, tag="ask_cancel/1"):
    """Asks whether she really wants to drop the form; `answered` answers would be lost.

    `again`: her answer was neither yes nor no.
    """

    when_followed = Wait.TAKES_OVER

    head: Head
    answered: int
    again: bool = False


class Cancelled(Notice, frozen=True, tag="report_cancelled/1"):
    """Says that the form was dropped, and what stays: the report that it corrected, or that
    somebody else sent in the meantime (`sent_meanwhile`)."""

    when_followed = Wait.TAKES_OVER

    head: Head
    sent_meanwhile: bool = False


class PartNotRead(Notice, frozen=True, tag="part_not_read/1"):
    """Says that what she wrote for one of several reports in a message was not read.

    `period`: the month she named for it, "" for none.
    """

    unit_name: str
    period: str = ""


class ReportReceipt(Notice, frozen=True, tag="report_receipt/1"):
    """Confirms that a report was stored. Its number, its time and what comes next are read late."""

    when_followed = Wait.TAKES_OVER

    submission_id: int
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt says.

    `number`: "BC-2510-0417"; `sent_at`: aware; `praise`: (code, the unit's sum since January) of
    the indicator that the plan praises, None where there is nothing to praise; `next_due`: the day
    the next report is due, never a day that is over. `entered_for`: (id, short name) of the branch
    where an officer entered the report, by which she corrects it. `owed`: what she still owes.
    `newest`: no later month of the unit was sent, so that the bare word corrects this one.
    """

    number: str
    sent_at: datetime
    unit_id: int
    unit_name: str
    period: str
    praise: tuple[str, float] | None = None
    next_due: date | None = None
    entered_for: tuple[int, str] | None = None
    owed: tuple[OwedMonth, ...] = ()
    newest: bool = True


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


class NotOpenYet(Notice, frozen=True, tag="not_open_yet/1"):
    """Says that the report of a month she named can be sent only from a day on, and until when."""

    unit_name: str
    period: str
    opens: date
    due: date | None = None


class AlreadySent(Notice, frozen=True, tag="already_sent/1"):
    """Says that the report was sent already, and how it is corrected.

    `unit_id`: 0 in rows of an earlier release. `locked`: it takes no correction any more.
    """

    unit_name: str
    period: str
    number: str
    sent_at: datetime
    unit_id: int = 0
    locked: bool = False


class Choose(Notice, frozen=True, tag="choose/1"):
    """Lets her choose one of `labels`, by its number or its words.

    `what`: "unit", "role", "period", "document", or "answers" (which report those were for that
    she has just given). `again`: her answer was none of them. `more`:
    how many there are beyond the labels, which can be named by typing.
    """

    what: str
    labels: tuple[str, ...]
    again: bool = False
    more: int = 0


class NothingChosen(Notice, frozen=True, tag="nothing_chosen/1"):
    """Answers her leaving a list without choosing."""
