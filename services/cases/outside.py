"""Recording, from an officer's own words, that somebody outside the Union was told."""

from domain.cases.actions import CaseAction, CaseCommand, Refusal
from domain.cases.case import Case
from domain.cases.outside_words import read_told_outside
from domain.confidential import Confidential
from services.cases.commands import carry_out
from services.context import Request


def note_told_outside(request: Request, case: Case, words: Confidential) -> bool:
    """Record what the words say of those told outside; False where they say anything else, or it
    may not be recorded."""
    told = read_told_outside(words.reveal(), request.now)
    if told is None or (
        told.at is not None and told.at < case.opened_at.replace(second=0, microsecond=0)
    ):
        return False
    done = [
        carry_out(request, case, CaseCommand(CaseAction.TELL_OUTSIDE, outside=each, at=told.at))
        for each in told.whom
    ]
    return not any(isinstance(each, Refusal) for each in done)
