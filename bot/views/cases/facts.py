"""Late facts of cases: read when a message is sent, for whoever may see them at that moment.

Whoever lost her post, or was excluded meanwhile, is told nothing: the message is dropped.
"""

from collections.abc import Sequence

import msgspec

from bot.conversations.cases.intake import IntakeConversation
from bot.conversations.cases.intake_answers import list_picked_numbers
from bot.conversations.cases.intake_state import IntakeState
from bot.engine.conversation import Session
from bot.views.cases.fact_types import CaseFacts, ListedCase, ListFacts, MenuFacts, Words
from bot.views.cases.intake import OpenedFacts, QuestionFacts
from domain.cases.actions import CaseAction, may
from domain.cases.case import CASE_ROLES, Actor, Case, find_relations
from domain.cases.intake import Urgency
from domain.notices import case_work, intake
from domain.notices import cases as notices
from domain.notices.people import Held
from domain.notices.withdrawn import Withdrawn
from domain.people.roles import LEVEL_OF_ROLE, Post
from services.cases.access import acting, can_now, seen_cases
from services.context import Context
from services.people.posts import named
from storage import outbox, people, sessions
from storage.cases import case_messages, cases
from storage.moments import seconds

_MOST_LISTED = 12
_LAST_WORDS = 5
_INTAKE = IntakeConversation()

CaseNotice = (
    notices.CaseWaiting
    | notices.CaseUrgent
    | notices.CaseFollowUp
    | notices.CaseToldOf
    | notices.CaseNobody
    | notices.CaseTaken
    | notices.CaseHandedOver
    | case_work.CaseCard
    | case_work.CaseStatus
    | case_work.CaseRefused
    | case_work.CaseDone
    | case_work.CaseOffered
    | case_work.CaseAnswered
    | case_work.CaseClosing
    | case_work.CaseEnded
    | case_work.CaseSaid
    | case_work.CasePassedOn
    | case_work.CaseTalk
)


def reader(context: Context) -> Actor:
    """Who is written to, with the posts she holds in units that exist."""
    phone = people.phone(context.tx, context.address_id)
    who = None if phone is None else phone.person_id
    if who is None:
        return Actor(0)
    today = context.now.date()
    units = context.units
    held = people.posts_of(context.tx, who)
    return Actor(who, tuple(p for p in held if units.unit(p.unit_id).lives(today)))


def known(notice: CaseNotice, context: Context) -> CaseFacts | None:
    """The case as she stands to it; None where it is none of hers."""
    case = cases.load(context.tx, notice.case_id)
    if case is None:
        return None
    actor = acting(context.tx, reader(context), case)
    line = context.units.line(case.unit_id, context.now.date())
    relation = find_relations(actor, case, line)
    return _facts(case, actor, line, context) if relation else None


def waiting(notice: notices.CaseWaiting, context: Context) -> CaseFacts | None:
    """As above, unless somebody took it meanwhile."""
    facts = known(notice, context)
    return None if facts is None or facts.taker else facts


def card(notice: case_work.CaseCard, context: Context) -> CaseFacts | None:
    """As above, only where she may see what it says."""
    facts = known(notice, context)
    return None if facts is None or facts.case is None else facts


def _facts(case: Case, actor: Actor, line: tuple[int, ...], context: Context) -> CaseFacts:
    view = may(actor, CaseAction.VIEW, case, line)
    reports = actor.person_id == case.reporter_id
    owner = _post(case.owner_id, line, context)
    return CaseFacts(
        number=case.number,
        state=case.state.value,
        opened_at=case.opened_at,
        danger=case.urgency is Urgency.DANGER,
        mine=case.owner_id == actor.person_id,
        taker="" if case.owner_id is None else _level(owner),
        owner=None if owner is None else _named(owner, context),
        reporter=_reporter(case, context) if view else None,
        place=context.units.unit(case.unit_id).name if view else "",
        case=case if view else None,
        reports=reports,
        acts=frozenset(act for act in CaseAction if can_now(actor, act, case, line)),
        said=_said(case, actor, context) if view or reports else (),
        siblings=_siblings(case, actor, context) if view else (),
    )


def _post(who: int | None, line: Sequence[int], context: Context) -> Post | None:
    """The post by which somebody works on a case of this line."""
    held = () if who is None else people.posts_of(context.tx, who)
    return next((p for p in held if p.role in CASE_ROLES and p.unit_id in line), None)


def _level(post: Post | None) -> str:
    return "officer" if post is None else LEVEL_OF_ROLE[post.role].value


def _named(post: Post, context: Context) -> Held:
    return named(context.units, post, context.now.date())


def _reporter(case: Case, context: Context) -> Held | None:
    held = () if case.reporter_id is None else people.posts_of(context.tx, case.reporter_id)
    return _named(held[0], context) if held else None


def _said(case: Case, actor: Actor, context: Context) -> tuple[Words, ...]:
    found = []
    for message in case_messages.load_last_messages(context.tx, case.id, _LAST_WORDS):
        by = "reporter" if message.person_id == case.reporter_id else "officer"
        by = "me" if message.person_id == actor.person_id else by
        found.append(Words(by, message.at, message.words))
    return tuple(found)


def _siblings(case: Case, actor: Actor, context: Context) -> tuple[str, ...]:
    """Other cases about the same person that she may see too."""
    units, on = context.units, context.now.date()
    about = [c for c in cases.load_about_subject(context.tx, case.subject) if c.id != case.id]
    seen = [c for c in about if may(actor, CaseAction.VIEW, c, units.line(c.unit_id, on))]
    return tuple(c.number for c in seen)


# --- lists and menus ---------------------------------------------------------------------------


def listed(notice: case_work.CaseList, context: Context) -> ListFacts:
    """Her open cases: all she may see, hers, those nobody holds, those overdue."""
    actor = reader(context)
    seen = seen_cases(context.tx, context.units, actor, context.now)
    lists = {
        "all": seen,
        "mine": [c for c in seen if c.owner_id == actor.person_id],
        "free": [c for c in seen if c.owner_id is None],
        "overdue": [c for c in seen if c.is_overdue(context.now)],
    }
    wanted = lists.get(notice.which, seen)
    shown = [_listed(case, actor, context) for case in wanted[:_MOST_LISTED]]
    counts = {name: len(found) for name, found in lists.items()}
    return ListFacts(tuple(shown), len(wanted) - len(shown), counts)


def numbers(notice: case_work.CaseNumberWanted, context: Context) -> tuple[str, ...]:
    """The numbers of the open cases she may see or reported herself, the newest last."""
    actor = reader(context)
    seen = seen_cases(context.tx, context.units, actor, context.now)
    found = {case.number for case in (*seen, *cases.load_reported_by(context.tx, actor.person_id))}
    return tuple(sorted(found))


def _listed(case: Case, actor: Actor, context: Context) -> ListedCase:
    return ListedCase(
        case.number,
        case.state.value,
        case.urgency is Urgency.DANGER,
        case.opened_at,
        case.owner_id == actor.person_id,
        case.is_overdue(context.now),
    )


def menu(notice: case_work.CaseMenu, context: Context) -> MenuFacts | None:
    """Names of the officers or the numbers of the cases that a menu offers."""
    facts = known(case_work.CaseStatus(notice.case_id), context)
    if facts is None:
        return None
    if notice.menu == "officer":
        posts = _posts_of([int(option) for option in notice.options], context)
        names = people.names_of(context.tx, list(posts))
        return MenuFacts(
            facts.number,
            {str(who): name for who, name in names.items()},
            {str(who): held for who, held in posts.items()},
        )
    if notice.menu == "case":
        others = [cases.load(context.tx, int(option)) for option in notice.options]
        actor, on = reader(context), context.now.date()
        lines = context.units.line
        found = [
            c
            for c in others
            if c is not None and may(actor, CaseAction.VIEW, c, lines(c.unit_id, on))
        ]
        return MenuFacts(
            facts.number,
            {str(c.id): c.number for c in found},
            opened={str(c.id): c.opened_at for c in found},
        )
    return MenuFacts(facts.number)


def _posts_of(ids: Sequence[int], context: Context) -> dict[int, Held]:
    found = {}
    for who in ids:
        held = [p for p in people.posts_of(context.tx, who) if p.role in CASE_ROLES]
        if held:
            found[who] = _named(held[0], context)
    return found


# --- the intake --------------------------------------------------------------------------------


def question(notice: intake.IntakeQuestion, context: Context) -> QuestionFacts:
    """Names of the communes and posts of the officers offered; a name where posts are alike."""
    units = tuple(context.units.unit(unit_id).name for unit_id in notice.units)
    posts = _posts_of(notice.officers, context)
    alike = [held for held in posts.values() if list(posts.values()).count(held) > 1]
    names = people.names_of(context.tx, [who for who, held in posts.items() if held in alike])
    # Each keeps her place, also who left meanwhile: a number means the same when it is answered.
    officers = [(posts.get(who), names.get(who, "")) for who in notice.officers]
    return QuestionFacts(units, tuple(officers), _picked(notice, context))


def _picked(notice: intake.IntakeQuestion, context: Context) -> tuple[int, ...]:
    """What stands answered, from the sealed session; nothing once another question is asked."""
    stored = sessions.look(context.tx, reader(context).person_id) if notice.picking else None
    frame = msgspec.json.decode(stored, type=Session).frame if stored else None
    if frame is None or (frame.name, frame.version) != (_INTAKE.name, _INTAKE.version):
        return ()
    state = msgspec.json.decode(frame.state, type=IntakeState)
    return list_picked_numbers(state) if state.stage == notice.stage else ()


def opened(notice: intake.IntakeOpened | intake.IntakeKept, context: Context) -> OpenedFacts | None:
    """The case's number, and the levels of the officers told by now."""
    case = cases.load(context.tx, notice.case_id)
    if case is None:
        return None
    line = context.units.line(case.unit_id, context.now.date())
    told = {_level(_post(who, line, context)) for who in case.told}
    levels = tuple(level for level in ("commune", "area", "province") if level in told)
    return OpenedFacts(case.number, levels, case.urgency is Urgency.DANGER)


def withdrawn(notice: Withdrawn, context: Context) -> tuple[str, ...] | None:
    """The network's ids of what is to be taken away; None where there is nothing."""
    since, until = seconds(notice.since), seconds(notice.until)
    ours = outbox.find_message_ids(context.tx, context.address_id, since, until, notice.kinds)
    return (*ours, *notice.hers) or None
