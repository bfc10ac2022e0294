"""KHÔNG, typed alone after a case of hers has ended: it has not, and it is opened again. While one
is open it may be about the case or about a report, so she is asked."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.conversations.intents import fold_phrase
from bot.engine.conversation import Event, Outcome
from bot.engine.dialogue import Call
from bot.handlers.cases.report_case import act_on_case
from domain.cases.actions import CaseAction, CaseCommand
from domain.cases.case import Case
from domain.notices.intake import NoToWhat
from storage import sent_reminders
from storage.cases import audit, cases

_SO_LONG_AFTER = timedelta(days=14)
_LATELY = timedelta(days=3)
_NO = re.compile(
    r"(da |van |nhung )*(khong|ko|k|kg|chua|chang)"
    r"( (xong|duoc|on|dau|ma|a|em|nha|nhe|nhi))*"
)


def answer_her_no(call: Call, event: Event) -> Outcome | None:
    """Hear her no before a reminder of a report does, unless that came after the case ended."""
    if event.pressed or event.what != "text":
        return None
    said = replace(call, words=event.text)
    return _ask_what_about(said) if _find_meant(said) is None else reopen_at_her_no(said)


def _ask_what_about(call: Call) -> Outcome | None:
    """Say that her no was counted nowhere, where a report waits for an answer and something
    happened in an open case of hers these days; None otherwise."""
    if not _says_no(call):
        return None
    lately = call.now - _LATELY
    mine = cases.load_reported_by(call.tx, call.person_id)
    fresh = [case for case in mine if _find_last_event(call, case) >= lately]
    reminded = sent_reminders.find_last(call.tx, call.person_id, lately.date())
    if not fresh or reminded is None:
        return None
    return Outcome((NoToWhat(quiet=not all(case.may_write_plainly for case in fresh)),))


def _find_last_event(call: Call, case: Case) -> datetime:
    return max((entry.at for entry in audit.load_log(call.tx, case.id)), default=case.opened_at)


def reopen_at_her_no(call: Call) -> Outcome | None:
    """Open the case that ended last again; None if she says something else, if none of hers ended
    within two weeks, or if she was reminded of a report since."""
    ended = _find_meant(call)
    if ended is None:
        return None
    day = (ended.closed_at or ended.opened_at).date() + timedelta(days=1)
    if sent_reminders.find_last(call.tx, call.person_id, day) is not None:
        return None
    return act_on_case(call, CaseCommand(CaseAction.REOPEN), ended)


def _says_no(call: Call) -> bool:
    return bool(_NO.fullmatch(fold_phrase(call.words[:40]))) and call.session.frame is None


def _find_meant(call: Call) -> Case | None:
    if not _says_no(call):
        return None
    ended = cases.load_ended_of(call.tx, call.person_id, call.now - _SO_LONG_AFTER)
    return ended[-1] if ended else None
