"""Late facts of cases: read when a message is sent, for whoever may see them at that moment.

Whoever lost her post or was excluded in the meantime is told nothing: the message is dropped.
"""

from collections.abc import Sequence

import msgspec

from bot.conversations.cases.intake import IntakeConversation
from bot.conversations.cases.intake_answers import list_picked_numbers
from bot.engine.conversation import Conversation, S, Session
from bot.views.cases.fact_types import (
    CaseFacts,
    ListedCase,
    ListFacts,
    MenuFacts,
    SpokenWords,
)
from bot.views.cases.intake import OpenedFacts, QuestionFacts
from bot.views.cases.officer_facts import (
    add_who_was_asked,
    add_work,
    describe_colleague,
    describe_post,
    find_post,
    name_level,
    read_ended,
)
from domain.cases.actions import CaseAction, may
from domain.cases.case import CASE_ROLES, Actor, Case, find_relations
from domain.cases.duties import Duty, find_owed
from domain.cases.intake import Urgency, Way
from domain.cases.intake_form import IntakeStage
from domain.notices import case_work, intake
from domain.notices import cases as notices
from domain.notices.base import Notice
from domain.notices.people import NamedPost
from domain.notices.withdrawn import Withdrawn
from services.cases.access import (
    MOST_LISTED,
    can_now,
    list_named_cases,
    list_visible_cases,
    resolve_actor,
    sort_into_lists,
)
from services.context import Context
from storage import outbox, people, sessions
from storage.cases import case_messages, cases
from storage.moments import seconds
from storage.officers import find_reachable_chats

_LAST_WORDS = 5
_INTAKE = IntakeConversation()

CaseNotice = (
    notices.CaseWaiting
    | notices.CaseUrgent
    | notices.CaseToldOf
    | notices.CaseNobody
    | notices.CaseTaken
    | notices.CaseHandedOver
    | notices.CaseLate
    | notices.CaseLost
    | notices.CaseUnreached
    | case_work.CaseReminded
    | case_work.CaseAssigned
    | case_work.CaseContacted
    | case_work.CaseToldOutside
    | case_work.CaseReopened
    | case_work.CaseCard
    | case_work.CaseStatus
    | case_work.CaseRefused
    | case_work.CaseDone
    | case_work.CaseOffered
    | case_work.CaseAnswered
    | case_work.CaseClosing
    | case_work.CaseEnded
    | case_work.CaseSaid
    | case_work.CaseReporterLost
    | case_work.CaseCalled
    | case_work.CasePassedOn
    | case_work.CaseTalk
)


def find_reader(context: Context) -> Actor:
    """Find who is written to, with the posts she holds in units that exist today."""
    phone = people.find_private_chat(context.tx, context.address_id)
    who = None if phone is None else phone.person_id
    if who is None:
        return Actor(0)
    today = context.now.date()
    units = context.units
    held = people.load_posts(context.tx, who)
    return Actor(who, tuple(p for p in held if units.unit(p.unit_id).exists_on(today)))


def read_case(notice: CaseNotice, context: Context) -> CaseFacts | None:
    """Read a case as far as the reader may know it; None where she has no relation to it, or where
    a phone that is not safe would be told once more that there is news."""
    case = cases.load(context.tx, notice.case_id)
    if case is None:
        return None
    actor = resolve_actor(context.tx, find_reader(context), case)
    line = context.units.line(case.unit_id, context.now.date())
    if not find_relations(actor, case, line):
        return None
    facts = _gather_facts(case, actor, line, context)
    if facts.quiet and _says_nothing_new(notice, case):
        return None
    is_hint = isinstance(notice, _PUSHED_TO_REPORTER) and not isinstance(notice, _DECISIVE)
    repeats = facts.quiet and is_hint and _lies_unseen(context)
    return None if repeats else facts


_PUSHED_TO_REPORTER: tuple[type[Notice], ...] = (
    notices.CaseToldOf,
    notices.CaseNobody,
    notices.CaseUnreached,
    notices.CaseTaken,
    case_work.CaseAssigned,
    case_work.CaseContacted,
    case_work.CaseToldOutside,
    case_work.CaseEnded,
    case_work.CaseReopened,
    case_work.CaseSaid,
)
"""What is sent to a reporter without her asking, and says nothing on a phone that is not safe."""

_DECISIVE = (case_work.CaseEnded, notices.CaseUnreached)
"""What must not pass her by: the neutral hint is sent once more, though one lies there unseen."""


def _says_nothing_new(notice: CaseNotice, case: Case) -> bool:
    """Tell whether a hint would lead to nothing: that still nobody has it, or, where she wants no
    message or the phone shows nothing, whatever is no officer's word and no end."""
    if isinstance(notice, notices.CaseNobody) and not notice.lost:
        return True
    no_contact = case.intake is not None and case.intake.contact.way is Way.NOT_NOW
    closed = no_contact or case.phone_is_safe is False
    must = isinstance(notice, (*_DECISIVE, case_work.CaseSaid))
    return closed and isinstance(notice, _PUSHED_TO_REPORTER) and not must


_PUSHED_KINDS = tuple(f'"{kind.__struct_config__.tag}"' for kind in _PUSHED_TO_REPORTER)


def _lies_unseen(context: Context) -> bool:
    """Tell whether such a message lies on the phone already, and she has not written since: one
    that says no more than that there is news is enough until she looks."""
    last = people.find_private_chat(context.tx, context.address_id)
    chats = {} if last is None else find_reachable_chats(context.tx, [last.person_id or 0])
    seen_at = [c.seen_at for found in chats.values() for c in found if c.id == context.address_id]
    return bool(seen_at) and outbox.has_sent_since(
        context.tx, context.address_id, seen_at[0], _PUSHED_KINDS
    )


def read_untaken_case(
    notice: notices.CaseWaiting | notices.CaseToldOf | notices.CaseNobody, context: Context
) -> CaseFacts | None:
    """Read a case that nobody has taken, with who was asked to; None once somebody took it."""
    facts = read_case(notice, context)
    if facts is None or facts.taker:
        return None
    case = cases.load(context.tx, notice.case_id)
    if case is None or facts.reports:
        return facts
    line = context.units.line(case.unit_id, context.now.date())
    return add_who_was_asked(facts, case, find_reader(context).person_id, line, context)


def read_late(notice: notices.CaseLate, context: Context) -> CaseFacts | None:
    """Read a case of which something is late; None once it is done."""
    case = cases.load(context.tx, notice.case_id)
    owed = None if case is None else find_owed(case.duties, Duty(notice.duty))
    return None if owed is None else read_case(notice, context)


def read_unreached(notice: notices.CaseUnreached, context: Context) -> CaseFacts | None:
    """Read a case whose holder has not reached the woman; None once she has, or nobody holds it."""
    facts = read_case(notice, context)
    return facts if facts is not None and facts.unreached and facts.taker else None


def read_card(notice: case_work.CaseCard, context: Context) -> CaseFacts | None:
    """Read a case with its content; None where the reader may not see it."""
    facts = read_case(notice, context)
    return None if facts is None or facts.case is None else facts


def _gather_facts(case: Case, actor: Actor, line: tuple[int, ...], context: Context) -> CaseFacts:
    view = may(actor, CaseAction.VIEW, case, line)
    reports = actor.person_id == case.reporter_id
    owner = find_post(case.owner_id, line, context)
    facts = CaseFacts(
        number=case.number,
        state=case.state.value,
        opened_at=case.opened_at,
        danger=case.urgency is Urgency.DANGER,
        mine=case.owner_id == actor.person_id,
        taker="" if case.owner_id is None else name_level(owner),
        owner=None if owner is None else describe_post(owner, context),
        reporter=_describe_reporter(case, context) if view else None,
        place=context.units.unit(case.unit_id).name if view else "",
        case=case if view else None,
        reports=reports,
        acts=frozenset(act for act in CaseAction if can_now(actor, act, case, line)),
        said=_read_last_words(case, actor, context) if view or reports else (),
        siblings=_find_siblings(case, actor, context) if view else (),
        quiet=reports and not case.may_write_plainly,
        anybody_told=not reports or bool(_find_levels_told(case, context)),
        is_asker=case.pending is not None and case.pending.by == actor.person_id,
        unreached=find_owed(case.duties, Duty.CONTACT) is not None,
        ended=read_ended(case, line, context),
    )
    return add_work(facts, case, line, context) if view else facts


def _describe_reporter(case: Case, context: Context) -> NamedPost | None:
    held = () if case.reporter_id is None else people.load_posts(context.tx, case.reporter_id)
    return describe_post(held[0], context) if held else None


def _read_last_words(case: Case, actor: Actor, context: Context) -> tuple[SpokenWords, ...]:
    found = []
    for message in case_messages.load_last_messages(context.tx, case.id, _LAST_WORDS):
        by = "reporter" if message.person_id == case.reporter_id else "officer"
        by = "me" if message.person_id == actor.person_id else by
        found.append(SpokenWords(by, message.at, message.words))
    return tuple(found)


def _find_siblings(case: Case, actor: Actor, context: Context) -> tuple[str, ...]:
    """Find the numbers of other cases about the same person that the reader may see too."""
    units, on = context.units, context.now.date()
    about = [c for c in cases.load_about_subject(context.tx, case.subject) if c.id != case.id]
    seen = [c for c in about if may(actor, CaseAction.VIEW, c, units.line(c.unit_id, on))]
    return tuple(c.number for c in seen)


# --- lists and menus ---------------------------------------------------------------------------


def read_case_list(notice: case_work.CaseList, context: Context) -> ListFacts:
    """Read her open cases in one of four lists: all named to her, hers, not taken, or overdue."""
    actor = find_reader(context)
    seen = list_named_cases(context.tx, context.units, actor, context.now)
    lists = sort_into_lists(seen, actor, context.now)
    wanted = lists.get(notice.which, seen)
    shown = [_list_case(case, actor, context) for case in wanted[:MOST_LISTED]]
    counts = {name: len(found) for name, found in lists.items()}
    return ListFacts(tuple(shown), len(wanted) - len(shown), counts)


def read_case_numbers(notice: case_work.CaseNumberWanted, context: Context) -> tuple[str, ...]:
    """Read the numbers of the open cases she may see or reported herself, the newest last."""
    actor = find_reader(context)
    seen = list_visible_cases(context.tx, context.units, actor, context.now)
    found = {case.number for case in (*seen, *cases.load_reported_by(context.tx, actor.person_id))}
    return tuple(sorted(found))


def _list_case(case: Case, actor: Actor, context: Context) -> ListedCase:
    waits = case.find_wait(context.now)
    line = context.units.line(case.unit_id, context.now.date())
    is_others = case.owner_id not in (None, actor.person_id)
    return ListedCase(
        case.number,
        case.state.value,
        case.urgency is Urgency.DANGER,
        case.opened_at,
        case.owner_id == actor.person_id,
        case.is_overdue(context.now),
        duty="" if waits is None else waits.duty.value,
        since=None if waits is None else waits.since,
        readable=case.is_readable,
        holder=describe_colleague(case.owner_id, line, context) if is_others else None,
    )


def read_menu(notice: case_work.CaseMenu, context: Context) -> MenuFacts | None:
    """Read the names of the officers, or the numbers of the cases, that a menu offers."""
    facts = read_case(case_work.CaseStatus(notice.case_id), context)
    if facts is None:
        return None
    if notice.menu == "officer":
        posts = _read_posts([int(option) for option in notice.options], context)
        names = people.load_names(context.tx, list(posts))
        return MenuFacts(
            facts.number,
            {str(who): name for who, name in names.items()},
            {str(who): held for who, held in posts.items()},
        )
    if notice.menu == "case":
        others = [cases.load(context.tx, int(option)) for option in notice.options]
        actor, on = find_reader(context), context.now.date()
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
    return MenuFacts(facts.number, is_asker=facts.is_asker)


def _read_posts(ids: Sequence[int], context: Context) -> dict[int, NamedPost]:
    found = {}
    for who in ids:
        held = [p for p in people.load_posts(context.tx, who) if p.role in CASE_ROLES]
        if held:
            found[who] = describe_post(held[0], context)
    return found


# --- the intake --------------------------------------------------------------------------------


def read_question(notice: intake.IntakeQuestion, context: Context) -> QuestionFacts:
    """Read the communes' names and the officers' posts that a question offers.

    An officer's own name is added where another holds the same post.
    """
    units = tuple(context.units.unit(unit_id).name for unit_id in notice.units)
    posts = _read_posts(notice.officers, context)
    named = [] if notice.stranger else list(posts.values())
    alike = [held for held in named if named.count(held) > 1]
    names = people.load_names(context.tx, [who for who, held in posts.items() if held in alike])
    # Officers who left keep their place, so that a number means the same when it is answered.
    officers = [(posts.get(who), names.get(who, "")) for who in notice.officers]
    picked = _read_picked(notice, context)
    earlier = cases.load(context.tx, notice.case_id) if notice.case_id else None
    number = "" if earlier is None else earlier.number
    asks = notice.stage == IntakeStage.COMMUNE_TOLD
    mine = cases.load_reported_by(context.tx, find_reader(context).person_id) if asks else []
    told = bool(mine) and "commune" in _find_levels_told(mine[-1], context)
    at = mine[-1].tells_commune_at if mine else None
    return QuestionFacts(units, tuple(officers), picked, number, told, at)


def _read_picked(notice: intake.IntakeQuestion, context: Context) -> tuple[int, ...]:
    """Read which answers stand by now; none if another question is open."""
    state = read_open_state(_INTAKE, context) if notice.picking else None
    if state is None or state.stage != notice.stage:
        return ()
    return list_picked_numbers(state)


def read_open_state(conversation: Conversation[S], context: Context) -> S | None:
    """Read where the reader stands in a conversation, from her sealed session; None if it is not
    the one that is open."""
    stored = sessions.peek(context.tx, find_reader(context).person_id)
    frame = msgspec.json.decode(stored, type=Session).frame if stored else None
    wanted = (conversation.name, conversation.version)
    if frame is None or (frame.name, frame.version) != wanted:
        return None
    return msgspec.json.decode(frame.state, type=conversation.state_type)


def read_opened(
    notice: intake.IntakeOpened | intake.IntakeKept | intake.IntakeCommune | intake.IntakeSame,
    context: Context,
) -> OpenedFacts | None:
    """Read the case's number, and the levels of the officers told by now."""
    case = cases.load(context.tx, notice.case_id)
    if case is None:
        return None
    levels = _find_levels_told(case, context)
    danger = case.urgency is Urgency.DANGER
    return OpenedFacts(case.number, levels, danger, case.commune_left_out)


def _find_levels_told(case: Case, context: Context) -> tuple[str, ...]:
    """Find the levels of the officers told who may know of it still, and got word of it."""
    line = context.units.line(case.unit_id, context.now.date())
    may_know = case.told - case.excluded - cases.find_unreached_officers(context.tx, case.id)
    reached = find_reachable_chats(context.tx, sorted(may_know))
    told = {name_level(find_post(who, line, context)) for who in reached}
    return tuple(level for level in ("commune", "area", "province") if level in told)


def read_withdrawn(notice: Withdrawn, context: Context) -> tuple[str, ...] | None:
    """Read the network's ids of the messages to take away; None where there are none."""
    since, until = seconds(notice.since), seconds(notice.until)
    ours = outbox.find_message_ids(context.tx, context.address_id, since, until, notice.kinds)
    return (*ours, *notice.hers) or None
