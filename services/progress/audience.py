"""For whom figures are made in a chat. Without asking here they are made for everyone."""

from dataclasses import replace

from domain.progress.audience import Audience, find_audience
from services.context import Context
from storage import addresses, people


def make_for_chat(context: Context) -> Context:
    """Return the context for whoever is written to: what is personal is told in private chats."""
    audience = _find(context)
    return replace(context, audience=Audience.PERSON if audience.sees_few else audience)


def make_for_chat_closely(context: Context) -> Context:
    """Return the same; the province's case officers are told of few cases in their own chat."""
    return replace(context, audience=_find(context))


def _find(context: Context) -> Audience:
    person_id = addresses.find_person(context.tx, context.address_id)
    if person_id is None:
        return Audience.EVERYONE
    return find_audience(tuple(people.load_posts(context.tx, person_id)), private=True)
