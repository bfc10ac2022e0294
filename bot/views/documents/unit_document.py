"""A unit's figures of some months as a file in the chat, or as a link to it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.errors import OperatorMistake
from bot.views.attachments import attach_file
from bot.views.documents.document_files import (
    DocumentFile,
    DocumentKind,
    make_document_file,
    make_raw_file,
)
from domain.documents.figures import DocumentFacts
from domain.documents.raw import RawFacts
from domain.documents.span_names import name_span_to_pick
from domain.notices.documents import SpanNotThere, UnitDocument
from domain.periods import Period

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DocumentToMake:
    """What a document is made of: the facts, and the office's template of the report."""

    facts: DocumentFacts | RawFacts
    template: Path | None = None


def render_unit_document(notice: UnitDocument, found: DocumentToMake, surface: Surface) -> Message:
    """Send the document with a line that says what it is, or a kind sentence where it cannot be
    made."""
    facts, kind = found.facts, DocumentKind(notice.form)
    if isinstance(facts, RawFacts):
        words, make = _say_what_is_raw(facts, surface), _make_later(make_raw_file, facts)
    else:
        words = _say_what_it_is(kind, facts, surface)
        make = _make_later(make_document_file, facts, kind, found.template)
    try:
        return attach_file(notice, words, make, surface)
    except OperatorMistake as mistake:
        log.error("%s", mistake)
        return Message(
            surface.say("The form of the report cannot be used just now: please tell the office.")
        )


def _make_later(make: Callable[..., DocumentFile], *what: object) -> Callable[[], DocumentFile]:
    return lambda: make(*what)


def _say_what_it_is(kind: DocumentKind, facts: DocumentFacts, surface: Surface) -> str:
    named = {"unit": facts.unit.name, "months": name_span_to_pick(facts.span)}
    day = surface.day(facts.cutoff_day)
    if kind is DocumentKind.SHEET:
        text = surface.say(
            "**{unit}** · {months}: the sheet, figures up to {day}.", day=day, **named
        )
    else:
        text = surface.say(
            "**{unit}** · {months}: the Word report, figures up to {day}. Please read it through "
            "and fill in what stands in [square brackets] before you sign.",
            day=day,
            **named,
        )
    return " ".join(part for part in (text, _say_draft(facts, surface)) if part)


def _say_draft(facts: DocumentFacts, surface: Surface) -> str:
    draft = facts.draft
    if draft is None:
        return ""
    if draft.period is None:
        return surface.say("It is only a DRAFT: these months are not over.")
    return surface.say(
        "It is only a DRAFT: {sent} of {expected} reports of month {month} are here.",
        sent=surface.number(draft.sent),
        expected=surface.number(draft.expected),
        month=draft.period.month,
    )


def _say_what_is_raw(facts: RawFacts, surface: Surface) -> str:
    return surface.say(
        "**{unit}** · {months}: {count} single reports, who sent them, when, and who changed them.",
        unit=facts.unit.name,
        months=name_span_to_pick(facts.span),
        count=surface.number(len(facts.reports)),
    )


def render_span_not_there(notice: SpanNotThere, surface: Surface) -> Message:
    """Say of which months there can be a document, and how to ask for one."""
    if not notice.first:
        return Message(surface.say("No month can be reported yet, so there is nothing to export."))
    first, last = Period.parse(notice.first), Period.parse(notice.last)
    return Message(
        surface.say(
            "I have figures from month {first} to month {last} only. Type XUAT, and choose.",
            first=f"{first.month}/{first.year}",
            last=f"{last.month}/{last.year}",
        )
    )
