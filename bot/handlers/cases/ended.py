"""KHÔNG, typed alone after a case of hers has ended: it has not, and it is opened again."""

from dataclasses import replace
from datetime import timedelta

from bot.conversations.reporting.intents import fold_phrase
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call
from bot.handlers.cases.report_case import act_on_case
from domain.cases.actions import CaseAction, CaseCommand
from domain.cases.case import Case
from storage import sent_reminders
from storage.cases import cases

_SO_LONG_AFTER = timedelta(days=14)
_NO = frozenset({"khong", "ko", "khong a", "khong em", "chua xong", "khong xong", "chua"})


def answer_her_no(call: Call, event: Event) -> Outcome | None:
    """Hear her no before a reminder of a report does, unless that came after the case ended."""
    if event.pressed or event.what != "text":
        return None
    said = replace(call, words=event.text)
    ended = _find_meant(said)
    if ended is None or ended.closed_at is None:
        return None
    day = ended.closed_at.date()
    reminded = sent_reminders.find_last(call.tx, call.person_id, day + timedelta(days=1))
    return None if reminded is not None else reopen_at_her_no(said)


def reopen_at_her_no(call: Call) -> Outcome | None:
    """Open the case that ended last again; None if she says something else, or none of hers ended
    within two weeks."""
    ended = _find_meant(call)
    return None if ended is None else act_on_case(call, CaseCommand(CaseAction.REOPEN), ended)


def _find_meant(call: Call) -> Case | None:
    if fold_phrase(call.words[:40]) not in _NO or call.session.frame is not None:
        return None
    ended = cases.load_ended_of(call.tx, call.person_id, call.now - _SO_LONG_AFTER)
    return ended[-1] if ended else None
