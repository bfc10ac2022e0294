"""What conversations about cases ask for: filed, passed on, taken back."""

from dataclasses import replace

import msgspec

from bot.conversations.base import Facts
from bot.conversations.effects import FileCase, SayInCase, TakeBack
from bot.conversations.intake_state import IntakeState
from bot.dialogue import Call
from bot.handlers.case_deeds import allowed, desk_of, tell, tell_words
from domain.answers import Place
from domain.cases.acts import Act, Trace
from domain.cases.case import CASE_ROLES, Case, without_excluded
from domain.cases.ladder import STEPS
from domain.levels import Level
from domain.notices.base import Notice
from domain.notices.case_work import CaseNotFound, CasePassedOn, CaseReopened
from domain.notices.intake import IntakeKept, IntakeOpened
from domain.notices.withdrawn import Withdrawn
from domain.people import LEVEL_OF_ROLE
from scheduler.escalation import open_case, tell_first
from storage import audit, case_messages, cases, outbox, people
from storage.moments import seconds


def intake_facts(call: Call, state: IntakeState, facts: Facts) -> Facts:
    """The province's communes, and who works on cases of the commune named so far."""
    view = call.units.tree.at(call.now.date())
    communes = tuple(
        Place(str(call.units.id_of(u.key)), u.key.valid_from, u.name)
        for u in view.of_level(Level.COMMUNE)
    )
    line = call.units.line(state.unit_id, call.now.date())
    over = people.holders(call.book, line, CASE_ROLES)
    ranked = sorted(over, key=lambda h: (STEPS.index(LEVEL_OF_ROLE[h.post.role]), h.since))
    officers = dict.fromkeys(h.person_id for h in ranked if h.person_id != call.person_id)
    return replace(facts, communes=communes, officers=tuple(officers))


def file_case(effect: FileCase, call: Call) -> tuple[Notice, ...]:
    """Open the case, or complete the one opened a moment ago."""
    if effect.again and (case := _opened_since(effect, call)) is not None:
        _complete(case, effect, call)
        return effect.then
    case = open_case(desk_of(call), effect.intake, effect.unit_id, call.person_id)
    said = IntakeOpened(case.id) if case.passed_on else IntakeKept(case.id)
    return (said, *effect.then)


def _opened_since(effect: FileCase, call: Call) -> Case | None:
    mine = cases.reported_by(call.book, call.person_id)
    return next((c for c in reversed(mine) if c.opened_at >= effect.since), None)


def _complete(case: Case, effect: FileCase, call: Call) -> None:
    """More is known now; in another commune its own officers are told. Where whoever held it must
    not learn of it, the others are to take it."""
    locked = cases.lock(call.book, case.id) or case
    after = replace(locked, intake=effect.intake, unit_id=effect.unit_id)
    after = without_excluded(after, desk_of(call).due(after.urgency))
    kept = cases.save(call.book, locked, after)
    audit.append(call.book, case.id, Trace.COMPLETED, call.now, actor_id=call.person_id)
    if locked.owner_id is not None and kept.owner_id is None:
        tell(call, kept.told, CaseReopened(kept.id))
    if kept.unit_id != locked.unit_id and kept.owner_id is None:
        tell_first(desk_of(call), kept)


def say_in_case(effect: SayInCase, call: Call) -> tuple[Notice, ...]:
    """Keep the words in the vault and let the other side know that there are some."""
    case = cases.load(call.book, effect.case_id)
    if case is None or not allowed(call, Act.SAY, case) or not case.is_open:
        return (CaseNotFound(),)
    message_id = case_messages.say(call.book, case, call.person_id, effect.words, call.now)
    held = tell_words(call, case, message_id)
    return (CasePassedOn(case.id, nobody=not held, more=effect.more),)


def take_back(effect: TakeBack, call: Call) -> tuple[Notice, ...]:
    """Have messages of this chat deleted: what was said since, and her own."""
    if not call.abilities.delete:
        return ()
    here = f"{call.contact.id}:"
    hers = tuple(t.removeprefix(here) for t in effect.traces if t.startswith(here))
    now = seconds(call.now)
    row = {
        "address_id": call.contact.id,
        "network": call.contact.network,
        "bot": call.contact.bot,
        "priority": outbox.REPLY,
        "turn": None,
        "notices": msgspec.json.encode((Withdrawn(effect.since, call.now, hers),)).decode(),
        "created_at": now,
        "due_at": now,
    }
    outbox.put(call.book, [row])
    return ()
