"""What the intake of a case must know: the communes, and the officers over the one named."""

from dataclasses import replace

from bot.conversations.cases.intake_state import IntakeState
from bot.engine.conversation import Facts
from domain.answers import Place
from domain.cases.case import CASE_ROLES
from domain.cases.escalation import STEPS
from domain.org.levels import Level
from domain.people.roles import LEVEL_OF_ROLE
from services.context import Request
from storage import people


def load_intake_facts(request: Request, state: IntakeState, facts: Facts) -> Facts:
    """Return the facts with the province's communes and the officers over the commune named.

    The officers stand in the order of escalation, the nearest first; whoever reports is left out.
    """
    view = request.units.tree.at(request.today)
    communes = tuple(
        Place(str(request.units.id_of(u.key)), u.key.valid_from, u.name)
        for u in view.of_level(Level.COMMUNE)
    )
    line = request.units.line(state.unit_id, request.today)
    over = people.load_appointments(request.tx, line, CASE_ROLES)
    ranked = sorted(over, key=lambda h: (STEPS.index(LEVEL_OF_ROLE[h.post.role]), h.since))
    officers = dict.fromkeys(h.person_id for h in ranked if h.person_id != request.person_id)
    return replace(facts, communes=communes, officers=tuple(officers))
