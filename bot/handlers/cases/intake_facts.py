"""What the intake of a case needs to know of the commune that was named."""

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
    """The province's communes, and who works on cases of the commune named so far."""
    view = request.units.tree.at(request.today)
    communes = tuple(
        Place(str(request.units.id_of(u.key)), u.key.valid_from, u.name)
        for u in view.of_level(Level.COMMUNE)
    )
    line = request.units.line(state.unit_id, request.today)
    over = people.holders(request.tx, line, CASE_ROLES)
    ranked = sorted(over, key=lambda h: (STEPS.index(LEVEL_OF_ROLE[h.post.role]), h.since))
    officers = dict.fromkeys(h.person_id for h in ranked if h.person_id != request.person_id)
    return replace(facts, communes=communes, officers=tuple(officers))
