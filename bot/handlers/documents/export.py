"""/xuat: a unit's year as a Word report or an Excel sheet, for staff."""

from collections.abc import Sequence

from bot.conversations.choose import open_choice
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call, Handler
from domain.documents.request import DocumentKind, DocumentRequest, read_document_request
from domain.notices.base import Notice
from domain.notices.common import NotForYou
from domain.notices.documents import UnitDocument
from domain.org.naming import name_unit
from domain.org.tree import Unit
from domain.people.roles import Permission
from services.people.named_units import find_named_units
from services.people.posts import list_posts_for

_LONGEST = 80
_MOST_OFFERED = 8
_FORMS = {DocumentKind.REPORT: "Word", DocumentKind.SHEET: "Excel"}


def export_document(call: Call) -> Outcome:
    """Make the file of her unit, or of one below it that she names."""
    request = read_document_request(call.words[:_LONGEST])
    mine = list(dict.fromkeys(p.unit_id for p in list_posts_for(call, Permission.EXPORT)))
    if not mine:
        return Outcome((NotForYou(),))
    if not request.unit:
        return _export_or_ask(call, [call.units.unit(unit_id) for unit_id in mine], request)
    found = find_named_units(call, mine, request.unit)
    return Outcome((found,)) if isinstance(found, Notice) else _export_or_ask(call, found, request)


def _export_or_ask(call: Call, units: Sequence[Unit], request: DocumentRequest) -> Outcome:
    """Make the file; if the unit or its kind is not clear, ask for the unit first."""
    if len(units) > 1:
        kind, view = request.kind or "", call.units.tree.at(call.today)
        return _ask_which(
            "unit",
            [(name_unit(view, u), f"/xuat {kind} {u.code}") for u in units[:_MOST_OFFERED]],
        )
    if request.kind is None:
        code = units[0].code
        return _ask_which("document", [(name, f"/xuat {k} {code}") for k, name in _FORMS.items()])
    return Outcome((UnitDocument(call.units.id_of(units[0].key), request.kind.value),))


def _ask_which(what: str, options: Sequence[tuple[str, str]]) -> Outcome:
    state, notices = open_choice(what, options)
    return Outcome(notices, opens=("choose", state), in_between=True)


HANDLERS = (Handler(("xuat", "export"), export_document, typed=("xuat",)),)
