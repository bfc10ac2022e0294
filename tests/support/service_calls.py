"""Requests as services get them from somebody on the stage, and what they put into the outbox."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec

from domain.org.tree import Unit
from domain.people.roles import Role
from services.context import Context, Request
from storage import addresses, outbox, people
from storage.moments import seconds
from tests.support.people_stage import Stage

_A_WEEK = 7 * 86_400


def add_chat(stage: Stage, chat: str) -> int:
    """Somebody who has written from a chat on Zalo before; the id of the person."""
    with stage.database.write() as tx:
        found = addresses.find(tx, "zalo", "1", [chat])
        if not found:
            new = [(chat, False, "Tên trên máy")]
            found = addresses.add_chats(tx, "zalo", "1", new, seconds(stage.now))
    person_id = found[chat].person_id
    assert person_id is not None
    return person_id


def appoint(stage: Stage, chat: str, role: Role, *units: Unit) -> int:
    """The same, put into posts."""
    person_id = add_chat(stage, chat)
    with stage.database.write() as tx:
        for unit in units:
            people.give_post(tx, person_id, stage.post(role, unit), seconds(stage.now))
    return person_id


@contextmanager
def asked_by(
    stage: Stage, chat: str, quotas: Mapping[str, int | None] | None = None
) -> Iterator[Request]:
    """A request of whoever writes from this chat, in a transaction that is kept."""
    contact = stage.find(chat)
    with stage.database.write() as tx:
        yield Request(tx, stage.reference, stage.now, quotas or {}, contact=contact)


@contextmanager
def at_the_moment(stage: Stage) -> Iterator[Context]:
    """A context that nobody asks in, as jobs and views have it."""
    with stage.database.write() as tx:
        yield Context(tx, stage.reference, stage.now)


def read_outbox(stage: Stage) -> dict[str, list[str]]:
    """The kinds of notices that wait on Zalo for the next week, by chat."""
    found: dict[str, list[str]] = {}
    with stage.database.read() as tx:
        ids = outbox.find_pending_ids(tx, "zalo", "1", seconds(stage.now) + _A_WEEK)
        for message in outbox.load(tx, ids):
            notices = msgspec.json.decode(message.notices)
            found.setdefault(message.chat, []).extend(n["kind"] for n in notices)
    return found
