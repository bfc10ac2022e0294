"""A unit's year as a file in the chat, or as a link to it."""

import logging
from dataclasses import dataclass
from pathlib import Path

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.errors import OperatorMistake
from bot.views.attachments import attach_file
from bot.views.documents.document_files import DocumentFile, DocumentKind, make_document_file
from domain.documents.figures import DocumentFacts
from domain.notices.documents import UnitDocument

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DocumentToMake:
    """What a document is made of: the facts, and the office's template of the report."""

    facts: DocumentFacts
    template: Path | None


def render_unit_document(notice: UnitDocument, found: DocumentToMake, surface: Surface) -> Message:
    """Send the document with a line that says what it is, or a kind sentence where it cannot be
    made."""
    kind = DocumentKind(notice.form)

    def make() -> DocumentFile:
        return make_document_file(found.facts, kind, found.template)

    try:
        return attach_file(notice, _say_what_it_is(kind, found.facts, surface), make, surface)
    except OperatorMistake as mistake:
        log.error("%s", mistake)
        return Message(
            surface.say("The form of the report cannot be used just now: please tell the office.")
        )


def _say_what_it_is(kind: DocumentKind, facts: DocumentFacts, surface: Surface) -> str:
    unit, day = facts.unit.name, f"{facts.day.day}/{facts.day.month}/{facts.day.year}"
    if kind is DocumentKind.REPORT:
        return surface.say(
            "**{unit}**: the report up to {day} (Word). Please read it through before you sign.",
            unit=unit,
            day=day,
        )
    return surface.say("**{unit}**: the figures up to {day} (Excel).", unit=unit, day=day)
