"""Late facts of what is said to whoever reported a case, besides its state."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.conversations.cases.intake import IntakeConversation
from bot.conversations.cases.offer_words import OfferWordsConversation
from bot.views.cases.facts import find_reader, read_case, read_open_state, read_opened
from bot.views.cases.intake import OpenedFacts
from bot.views.cases.intake_ended import Unanswered
from bot.views.cases.officer_facts import find_post, name_level
from bot.views.cases.reporter import LateFacts, Learnt, OfferedFacts, StandingFacts
from domain.cases.actions import AuditEvent, CaseAction
from domain.cases.case import CASE_ROLES
from domain.cases.intake_form import IntakeStage
from domain.notices.case_work import CaseStatus
from domain.notices.intake import (
    IntakeCommune,
    IntakeSilent,
    IntakeStanding,
    LeftOutLate,
    OfferWords,
)
from domain.org.levels import Level
from domain.people.roles import LEVEL_OF_ROLE
from services.context import Context
from storage import people
from storage.cases import audit, cases
from storage.cases.audit import AuditEntry

_INTAKE, _OFFER = IntakeConversation(), OfferWordsConversation()


def read_late(notice: LeftOutLate, context: Context) -> LateFacts | None:
    """Read from the audit log what each had learnt; None where the reader may not know."""
    facts = read_case(CaseStatus(notice.case_id), context)
    if facts is None:
        return None
    log = audit.load_log(context.tx, notice.case_id)
    learnt = tuple(_read_learnt(who, log, context) for who in notice.people)
    return LateFacts(facts.number, learnt, facts.reports)


def _read_learnt(who: int, log: list[AuditEntry], context: Context) -> Learnt:
    told = next((e.at for e in log if e.what == AuditEvent.TOLD and _was_told(who, e)), None)
    seen = next((e.at for e in log if e.actor_id == who and _was_read(e)), None)
    held = [p for p in people.load_posts(context.tx, who) if p.role in CASE_ROLES]
    return Learnt(LEVEL_OF_ROLE[held[0].role].value if held else "officer", told, seen)


def _was_read(entry: AuditEntry) -> bool:
    """Tell whether what the case says was read: a name in a list says nothing."""
    return entry.what == CaseAction.VIEW and "by" not in entry.detail


def _was_told(who: int, entry: AuditEntry) -> bool:
    return str(who) in str(entry.detail.get("people", "")).split(",")


def read_offered(notice: OfferWords, context: Context) -> OfferedFacts | None:
    """Read number and day of the cases offered; None where the reader neither
    reported nor holds them."""
    me = find_reader(context).person_id
    found = [cases.load(context.tx, case_id) for case_id in notice.case_ids]
    hers = [case for case in found if case is not None and me in (case.reporter_id, case.owner_id)]
    if len(hers) != len(notice.case_ids):
        return None
    return OfferedFacts(tuple(c.number for c in hers), tuple(c.opened_at for c in hers))


_NEXT = timedelta(hours=12)
"""What is further away than that is no news of what comes next."""


def read_standing(notice: IntakeStanding, context: Context) -> StandingFacts | None:
    """Read from the audit log who was told of a case of the reader's, and what comes next."""
    me = find_reader(context).person_id
    mine = cases.load_reported_by(context.tx, me)
    case = next((c for c in reversed(mine) if notice.case_id in (0, c.id)), None)
    if case is None:
        return None
    told: dict[str, datetime] = {}
    for entry in audit.load_log(context.tx, case.id):
        if entry.what == AuditEvent.TOLD:
            for level in str(entry.detail.get("level", "")).split(","):
                told.setdefault(level, entry.at)
    levels = sorted((each for each in told if each), key=lambda each: told[each])
    if case.commune_left_out and "commune" in levels:
        levels.remove("commune")
    opened = read_opened(IntakeCommune(case.id), context)
    held = case.owner_id is not None
    line = context.units.line(case.unit_id, context.now.date())
    soon = context.now + _NEXT
    return StandingFacts(
        case.number,
        tuple((level, told[level]) for level in levels) if opened and opened.levels else (),
        taker=name_level(find_post(case.owner_id, line, context)) if held else "",
        commune_at=_find_soon(case.tells_commune_at, soon),
        next_at=None if held else _find_soon(case.due_at, soon),
        hidden=case.phone_is_safe is False,
    )


def _find_soon(at: datetime | None, soon: datetime) -> datetime | None:
    return at if at is not None and at <= soon else None


def read_silence(notice: IntakeSilent, context: Context) -> Unanswered | None:
    """Read what she was asked then, if she has answered nothing since.

    That nobody was told is never said while a case of hers is open.
    """
    mine = cases.load_reported_by(context.tx, find_reader(context).person_id)
    state = read_open_state(_INTAKE, context)
    if state is not None:
        waits = not state.opened and state.stage is not IntakeStage.LEFT
        same = (state.asked_at or state.started_at) == notice.asked_at
        if any(case.opened_at >= state.started_at for case in mine):
            return None  # her cry was told meanwhile
        unanswered = Unanswered.OFFER if mine else Unanswered.INTAKE
        return unanswered if waits and same else None
    offer = read_open_state(_OFFER, context)
    same = offer is not None and offer.danger and offer.asked_at == notice.asked_at
    return Unanswered.OFFER if same else None


def read_commune(notice: IntakeCommune, context: Context) -> OpenedFacts | None:
    """Read who was told, whether somebody holds the case, and whether officers of the commune had
    learnt of it who are left out now."""
    opened, case = read_opened(notice, context), cases.load(context.tx, notice.case_id)
    if opened is None or case is None:
        return opened
    left_out = case.told & case.excluded
    held = [post for who in left_out for post in people.load_posts(context.tx, who)]
    knew = case.commune_left_out and any(
        post.role in CASE_ROLES and LEVEL_OF_ROLE[post.role] is Level.COMMUNE for post in held
    )
    return replace(opened, commune_knew=knew, taken=case.owner_id is not None)
