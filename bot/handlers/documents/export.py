"""/xuat: a unit's figures of some months as a Word report or an Excel sheet, for staff."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversations.choose import open_choice
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.documents.request import DocumentKind, DocumentRequest, read_document_request
from domain.documents.span import SO_FAR, Span, list_offered
from domain.documents.span_names import SO_FAR_TO_PICK, name_span_to_pick
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.documents import SpanNotThere, UnitDocument
from domain.org.naming import name_unit
from domain.org.tree import Unit
from domain.people.roles import Permission
from domain.periods import Period
from services.people.named_units import find_named_units
from services.people.posts import list_posts_for
from services.progress import figures

_LONGEST = 80
_MOST_OFFERED = 8
_FORMS = {
    DocumentKind.REPORT: "Word",
    DocumentKind.SHEET: "Excel",
    DocumentKind.RAW: "Báo cáo gốc (Excel)",
}


def export_document(call: Call) -> Outcome:
    """Make the file of her unit, or of one below it that she names."""
    month = Period(call.today.year, call.today.month)
    request = read_document_request(call.words[:_LONGEST], call.plan.year, month)
    mine = list(dict.fromkeys(p.unit_id for p in list_posts_for(call, Permission.EXPORT)))
    if not mine:
        return Outcome((NotForYou(),))
    if not request.unit:
        return _export_or_ask(call, [call.units.unit(unit_id) for unit_id in mine], request)
    found = find_named_units(call, mine, request.unit)
    return Outcome((found,)) if isinstance(found, Notice) else _export_or_ask(call, found, request)


def _export_or_ask(call: Call, units: Sequence[Unit], request: DocumentRequest) -> Outcome:
    """Make the file; ask for the unit, then the months, then the kind, where they are not clear."""
    there = figures.list_open_months(call)
    if not there or (request.span is not None and request.span.first not in there):
        first, last = (there[0], there[-1]) if there else ("", "")
        return Outcome((SpanNotThere(str(first), str(last)),))
    if len(units) > 1:
        view = call.units.tree.at(call.today)
        named = [(name_unit(view, unit), unit) for unit in units[:_MOST_OFFERED]]
        return _ask_which("unit", [(name, _write_command(request, unit)) for name, unit in named])
    [unit] = units
    if request.span is None and not request.so_far:
        return _ask_months(call, unit, request)
    if request.kind is None:
        return _ask_which(
            "document",
            [(n, _write_command(replace(request, kind=k), unit)) for k, n in _FORMS.items()],
        )
    span = "" if request.span is None else str(request.span)
    return Outcome((UnitDocument(call.units.id_of(unit.key), request.kind.value, span),))


def _ask_months(call: Call, unit: Unit, request: DocumentRequest) -> Outcome:
    counted = figures.find_counted(unit, call)
    last = None if counted is None else counted.period
    offered = list_offered(tuple(figures.list_open_months(call)), last)
    options = [
        (name_span_to_pick(span), _write_command(replace(request, span=span), unit))
        for span in offered
    ]
    if last is not None and Span.since_january(last) not in offered:
        so_far = replace(request, so_far=True)
        options.append((SO_FAR_TO_PICK, _write_command(so_far, unit)))
    return _ask_which("span", options)


def _write_command(request: DocumentRequest, unit: Unit) -> str:
    """Write the command that asks for the same, with nothing left to guess."""
    months = SO_FAR if request.so_far else request.span
    said = (request.kind, months, unit.key.code)
    return " ".join(["/xuat", *(str(each) for each in said if each is not None)])


def _ask_which(what: str, options: Sequence[tuple[str, str]]) -> Outcome:
    state, notices = open_choice(what, options)
    return Outcome(notices, opens=("choose", state), in_between=True)


HANDLERS = (Handler(("xuat", "export"), export_document, typed=("xuat",)),)
