"""What the intake of a case must know: the communes, and the officers over the one named."""

from dataclasses import replace

from bot.conversations.cases.intake_state import IntakeState
from bot.engine.conversation import Facts
from domain.answers import Place
from domain.cases.case import CASE_ROLES
from domain.cases.escalation import STEPS
from domain.cases.intake_form import IntakeStage
from domain.org.levels import Level
from domain.people.roles import LEVEL_OF_ROLE
from services.cases.filing import find_recent_alarm
from services.context import Request
from storage import people


def load_intake_facts(request: Request, state: IntakeState, facts: Facts) -> Facts:
    """Return the facts with the province's communes and the officers over the commune named.

    The officers stand in the order of escalation, the nearest first; whoever reports is left out,
    and those of a commune that must not know.
    """
    view = request.units.tree.at(request.today)
    communes = tuple(
        Place(str(request.units.id_of(u.key)), u.key.valid_from, u.name)
        for u in view.of_level(Level.COMMUNE)
    )
    line = request.units.line(state.unit_id, request.today)
    over = people.load_appointments(request.tx, line, CASE_ROLES)
    ranked = sorted(over, key=lambda h: (STEPS.index(LEVEL_OF_ROLE[h.post.role]), h.since))
    hidden = {Level.COMMUNE} if state.commune_out else set[Level]()
    offered = [
        h
        for h in ranked
        if h.person_id != request.person_id and LEVEL_OF_ROLE[h.post.role] not in hidden
    ]
    officers = tuple(dict.fromkeys(h.person_id for h in offered))
    posts: dict[tuple[str, int], list[int]] = {}
    for holding in offered:
        same = posts.setdefault((holding.post.role.value, holding.post.unit_id), [])
        same.append(holding.person_id)
    return replace(
        facts,
        communes=communes,
        officers=officers,
        officer_posts=tuple(tuple(people) for people in posts.values()),
        officer_names=people.load_names(request.tx, officers) if state.stranger else {},
        recent_case=_find_earlier_case(request, state),
    )


def _find_earlier_case(request: Request, state: IntakeState) -> int:
    """Find the case of danger that she reported within the last minutes, 0 if there is none, or
    if it was opened for her silence in this very report."""
    if state.stage is not IntakeStage.DANGER:
        return 0
    case = find_recent_alarm(request)
    return 0 if case is None or case.opened_at >= state.started_at else case.id
