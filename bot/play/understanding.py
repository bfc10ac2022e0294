"""What was understood of a rehearsed conversation, as JSON: answers, doubts, and what it was."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.conversations.reporting.reading import find_answer_kind, read_one
from bot.conversations.reporting.state import ReportState, find_changes, find_open_codes
from bot.demo.samples.last_month import LAST_MONTH
from bot.engine.conversation import Session
from bot.errors import OperatorMistake
from bot.play.rehearsal import (
    HeardMessage,
    Rehearsal,
    Rehearsed,
    list_branch_codes,
    list_frames,
    open_form,
)
from bot.play.world import NEXT
from bot.runtime.reference import read_plan
from domain.answers import Kind, Status
from domain.answers.batch.relevance import has_amount
from domain.answers.dates.named_month import read_named_months
from domain.answers.text.question_shapes import asks_outside
from domain.answers.text.wishes import Wish, read_wish, sort_wish, spell_out
from domain.notices.base import Notice
from domain.notices.common import Apology, Net, NotUnderstood
from domain.notices.intake import HarmlessScreen, IntakeNumbers
from domain.notices.reminders import NotSentYet, SentIndeed, WillRemind
from domain.notices.reporting import (
    CASE,
    AlreadySent,
    Amounts,
    CannotChange,
    LeftOut,
    NothingOwed,
    NotOpenYet,
)
from domain.periods import Period, opens_at
from domain.plan.plan import Plan
from storage.reports import Report

_BETWEEN, _LINE_BREAK = "¦", "⏎"
_OPENING = "báo cáo"
_AN_EVENING = timedelta(days=4, hours=19, minutes=40)
"""From the opening of a month until the evening on which she writes."""

_UNTOLD = "-"
_COMMAND_OF: Mapping[type[Notice], str] = {
    WillRemind: "later",
    NotSentYet: "sent",
    SentIndeed: "sent",
    HarmlessScreen: "leave",
}
"""Commands that are heard before any handler is called, by what they are answered with."""


_CARRIED_OUT = frozenset({
    Wish.DELETE, Wish.PRINT, Wish.NEW_PHONE, Wish.SUBSTITUTE, Wish.MY_REPORT, Wish.CONTACT,
})  # fmt: skip
"""Wishes that are answered beside what stands open; a command where they are not asked about."""

_HELPS = frozenset({"help", "trogiup"})
_TALK = frozenset({"talk", "planned", "small_talk", "insult", "thanks", "greeting", "agreed"})
_OF_REPORTS = (LeftOut, AlreadySent, NotOpenYet, NothingOwed)
_ANY_MONTH = Period(2025, 1)


class Heard(StrEnum):
    """What the product took a conversation for; the first of these that any message was."""

    DANGER = "danger"
    REPORT = "report"
    COMMAND = "command"
    QUESTION = "question"
    TALK = "talk"
    NOTHING = "nothing"


# --- answers to a form -------------------------------------------------------------------------


def describe_report(plan: Plan, played: Rehearsed, period: str) -> dict[str, Any]:
    """Describe what became of one period's report: answers, open questions, whether it left."""
    form, sent = played.forms.get(period), played.sent.get(period)
    return {
        "answers": _list_answers(plan, played, period),
        "asked": [] if sent is not None or form is None else list(find_open_codes(form)),
        "sent": sent is not None,
    }


def _list_answers(plan: Plan, played: Rehearsed, period: str) -> dict[str, Any]:
    form, sent = played.forms.get(period), played.sent.get(period)
    if form is None:
        return {}
    confirmed = {code for code in form.codes if _was_asked_to_confirm(played, period, code)}
    values = {code: answer.values for code, answer in form.answers.items()}
    if sent is not None:
        values = _list_sent_values(sent)
    return {
        code: {
            "value": None if values[code] is None else to_value(plan, code, values[code] or {}),
            "doubt": code in confirmed or _is_marked(form, code, values[code]),
        }
        for code in form.codes
        if code in values
    }


def _list_sent_values(sent: Report) -> dict[str, Amounts | None]:
    """List the answers of a report that was sent; None for what was left out."""
    values: dict[str, Amounts | None] = dict.fromkeys(sent.extra.get("skipped", ()))
    values |= sent.answers
    help_needed = sent.extra.get("help_needed")
    return values if help_needed is None else {**values, CASE: {"yes": float(help_needed)}}


def _was_asked_to_confirm(played: Rehearsed, period: str, code: str) -> bool:
    forms = (open_form(message.after.frame) for message in played.messages)
    return any(
        form.period == period and form.pending is not None and form.pending.code == code
        for form in forms
        if form is not None
    )


def _is_marked(form: ReportState, code: str, values: Amounts | None) -> bool:
    """Tell whether the review marks this line as one to look at twice."""
    answer = form.answers.get(code)
    return answer is not None and answer.values == values and bool(answer.doubt)


def to_value(plan: Plan, code: str, amounts: Amounts) -> Any:
    """Give an answer as `sohoi read` does: 2, "yes", or the plan's fields with their numbers."""
    if find_answer_kind(plan, code) is Kind.YES_NO:
        return "yes" if any(amounts.values()) else "no"
    plain = {name: int(n) if n == int(n) else n for name, n in amounts.items()}
    return next(iter(plain.values())) if len(plain) == 1 else plain


def read_last_month(plan: Plan, codes: Sequence[str], text: str) -> dict[str, Amounts]:
    """Read answers to the questions in order: `1 2 0 1 3/1 rồi 0`, with commas if of many words.

    The case question may be left out, "-" is what was not told. Raises OperatorMistake for a text
    that does not answer them one by one.
    """
    parts = text.split("," if "," in text else None)
    asked = codes[:-1] if len(parts) < len(codes) and codes[-1] == CASE else codes
    if len(parts) != len(asked):
        raise OperatorMistake(f"--last: {len(parts)} answers to {len(codes)} questions")
    told = {c: _read_amounts(plan, c, part.strip()) for c, part in zip(asked, parts, strict=True)}
    return {code: amounts for code, amounts in told.items() if amounts and code != CASE}


def _read_amounts(plan: Plan, code: str, text: str) -> Amounts:
    if text == _UNTOLD:
        return {}
    kind, reading = find_answer_kind(plan, code), read_one(plan, code, text)
    fields = ("yes",) if code == CASE else plan.indicator(code).field_names
    numbers = [float(number) for number in re.findall(r"\d+", text)]
    if kind is Kind.YES_NO and reading.value in ("yes", "no"):
        return {fields[0]: float(reading.value == "yes")}
    if kind is Kind.YES_NO and reading.status is Status.NOT_YET:
        return {fields[0]: 0.0}
    if kind is Kind.YES_NO or len(numbers) != len(fields):
        raise OperatorMistake(f"--last: {text!r} is no answer to {code}")
    return dict(zip(fields, numbers, strict=True))


# --- what was said outside a form --------------------------------------------------------------


def describe_said(plan: Plan, played: Rehearsed, period: str) -> dict[str, Any]:
    """Describe what messages outside a form were taken for, and what they reported."""
    kinds = [_find_kind(message) for message in played.messages]
    nothing = (Heard.NOTHING, "")
    heard, command = min(kinds, key=lambda kind: list(Heard).index(kind[0]), default=nothing)
    return {
        "heard": heard.value,
        "command": command or None,
        "answers": _list_answers(plan, played, period),
        "net": bool(played.messages) and _carries_net(played.messages[-1]),
    }


def _find_kind(message: HeardMessage) -> tuple[Heard, str]:
    """Find what one message was taken for, and the command."""
    numbers = [notice for notice in message.notices if isinstance(notice, IntakeNumbers)]
    if any(notice.when != "asked" for notice in numbers):
        return Heard.DANGER, ""
    if _list_given(message.before) != _list_given(message.after):
        return Heard.REPORT, ""
    if not message.command and _is_open(message.after) and not _is_open(message.before):
        return Heard.REPORT, ""
    if message.command:
        return _sort_command(message)
    for notice in message.notices:
        if type(notice) in _COMMAND_OF:
            return Heard.COMMAND, _COMMAND_OF[type(notice)]
    heard = _find_talk(message, _strip_month(message.text))
    if heard is Heard.QUESTION and _opened_report(message):
        told = _strip_month(message.text) and "bao cao" not in spell_out(message.text)
        return (Heard.REPORT, "") if told else (Heard.COMMAND, "report")
    return heard, ""


def _is_open(session: Session) -> bool:
    """Tell whether a form stands open."""
    return open_form(session.frame) is not None


def _strip_month(text: str) -> str:
    """Strip the month a text is for: its number is no figure that is reported."""
    named = read_named_months(text, _ANY_MONTH)
    return text if named is None else named.rest


def _opened_report(message: HeardMessage) -> bool:
    """Tell whether a report was opened by name, or why it cannot be was said."""
    return any(isinstance(notice, _OF_REPORTS) for notice in message.notices)


def _sort_command(message: HeardMessage) -> tuple[Heard, str]:
    """Tell a question or small talk that a handler answers from what is commanded."""
    wish = read_wish(message.text)
    sort = "command" if wish is None else sort_wish(wish)
    asked = asks_outside(message.text)
    if wish in _CARRIED_OUT and not asked:
        sort = "command"
    if wish is Wish.HELP and asked and message.command in _HELPS:
        sort = "question"
    return Heard(sort), message.command if sort == "command" else ""


def _list_given(session: Session) -> list[object]:
    """List what lies answered in any form, however it stands; what was sent before is no answer."""
    forms = [form for frame in list_frames(session) if (form := open_form(frame)) is not None]
    given = [find_changes(form) if form.correcting else form.answers for form in forms]
    return [answers for answers in given if answers]


def _find_talk(message: HeardMessage, text: str) -> Heard:
    """Find what words were taken for that are neither report nor command."""
    said = [n for n in message.notices if not isinstance(n, Apology | CannotChange | Net)]
    if not said:
        return Heard.NOTHING
    told = next((notice for notice in said if isinstance(notice, NotUnderstood)), None)
    if told is not None:
        return Heard.TALK if told.sent in _TALK else Heard.NOTHING
    answers_report = any(isinstance(notice, _OF_REPORTS) for notice in said)
    return Heard.REPORT if answers_report and has_amount(text) else Heard.QUESTION


def _carries_net(message: HeardMessage) -> bool:
    return any(isinstance(notice, Net) for notice in message.notices)


# --- whole lines -------------------------------------------------------------------------------


def rehearse_reports(
    folder: Path, plan_file: Path, lines: Iterable[str], period: Period, last: str
) -> Iterator[dict[str, Any]]:
    """Play each line in the form of a month, opened; `last`: as in `read_last_month`."""
    plan = read_plan(plan_file)
    codes = list_branch_codes(plan, period)
    previous = read_last_month(plan, codes, last) if last else LAST_MONTH
    rehearsal = Rehearsal(folder, plan_file, period, previous)
    starts = opens_at(period, plan.settings) + _AN_EVENING
    for line in lines:
        played = rehearsal.play([_OPENING, *split_messages(line)], starts)
        yield describe_report(plan, played, str(period))
    rehearsal.close()


def rehearse_talk(
    folder: Path, plan_file: Path, lines: Iterable[str], at: datetime | None
) -> Iterator[dict[str, Any]]:
    """Play each line outside any form, at a moment at which the newest month is owed."""
    plan = read_plan(plan_file)
    starts = at or opens_at(NEXT, plan.settings) + _AN_EVENING
    opened = [period for period in plan.periods if opens_at(period, plan.settings) <= starts]
    if not opened:
        raise OperatorMistake(f"--now: no month of the plan is open yet at {starts:%Y-%m-%d}")
    rehearsal = Rehearsal(folder, plan_file, opened[-1], LAST_MONTH)
    for line in lines:
        played = rehearsal.play(list(split_messages(line)), starts)
        yield describe_said(plan, played, str(opened[-1]))
    rehearsal.close()


def split_messages(line: str) -> Iterator[str]:
    """Split a line into the messages of one conversation."""
    for message in line.split(_BETWEEN):
        if text := message.replace(_LINE_BREAK, "\n").strip():
            yield text
