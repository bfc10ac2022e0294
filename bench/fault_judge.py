"""What is stored compared with what the phones sent and received."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from sqlalchemy import func, select

from bench.fault_parts import Keeper, Subtree
from bench.fault_people import Player, Received
from bench.fault_stage import PERIOD, Leader
from domain.notices.reporting import CASE
from storage import outbox, reports
from storage.database import Database, Transaction
from storage.schema import inbox, set_aside, submission
from storage.schema import outbox as outbox_rows


@dataclass(slots=True)
class Tally:
    """The figures of one part, or of several together.

    faults: what the networks did wrong, known for all parts together. lost: answers not stored
    as typed. unheard: messages of phones that never came in. double: reports stored more than
    once. stuck: people who could not go on. asked_again: questions put anew though answered.
    unsaid: answers of the bot that never reached the phone. failed: messages the bot failed at.
    crashes: ends of the process that were not kills. repeated: messages that came twice by a
    kill; repeated_more: such beyond the last one before the kill, or without any. out_of_order:
    messages of the bot that came after a newer one, repeated or not: whoever answers the last
    question she sees would answer the wrong one. by_network: messages that came twice since the
    network did them and said nothing. nudges: how often somebody asked for an answer.
    """

    people: int = 0
    messages: int = 0
    kills: int = 0
    faults: int = 0
    lost: int = 0
    unheard: int = 0
    double: int = 0
    stuck: int = 0
    asked_again: int = 0
    unsaid: int = 0
    failed: int = 0
    crashes: int = 0
    repeated_more: int = 0
    repeated: int = 0
    by_network: int = 0
    out_of_order: int = 0
    nudges: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        """Whether the promise is."""
        return any(getattr(self, name) for name in PROMISED)

    def __add__(self, other: "Tally") -> "Tally":
        names = [f.name for f in fields(self)]
        return Tally(**{n: getattr(self, n) + getattr(other, n) for n in names})


PROMISED = (
    "lost", "unheard", "double", "stuck", "asked_again", "unsaid", "failed", "crashes",
    "repeated_more", "out_of_order",
)  # fmt: skip
"""What must be 0."""


def judge(part: Subtree, keeper: Keeper, tx: Transaction) -> Tally:
    """The figures of a part that has come to its end."""
    tally = Tally(
        people=len(part.players),
        messages=part.sent,
        kills=keeper.kills,
        crashes=keeper.crashes,
        stuck=sum(not player.done for player in part.players),
        asked_again=sum(len(player.asked_again) for player in part.players),
        nudges=sum(player.nudges for player in part.players),
    )
    for player in part.players:
        before = tally.repeated_more + tally.out_of_order
        count_repeats(tally, player)
        if (
            player.asked_again
            or not player.done
            or tally.repeated_more + tally.out_of_order > before
        ):
            tally.notes.append("\n    ".join([player.seat.person, *player.story]))
    _compare_reports(tally, part, tx)
    _compare_messages(tally, part.players, tx)
    return tally


def _compare_reports(tally: Tally, part: Subtree, tx: Transaction) -> None:
    counted = select(submission.c.unit_id, func.count()).group_by(submission.c.unit_id)
    editions: dict[int, int] = dict(tx.execute(counted).all())
    for leader, player in zip(part.leaders, part.players, strict=True):
        tally.double += max(0, editions.get(leader.unit_id, 0) - 1)
        if not player.done and not editions.get(leader.unit_id):
            continue  # she never came to send it; she is counted among the stuck
        wrong = _wrong(leader, tx)
        tally.lost += len(wrong)
        if wrong:
            tally.notes.append(f"leader {leader.number}: {', '.join(wrong)}")


def _wrong(leader: Leader, tx: Transaction) -> list[str]:
    """The answers that are not stored as she typed them."""
    report = reports.find_in_force(tx, leader.unit_id, str(PERIOD))
    if report is None:
        return ["no report"] * len(leader.figures)
    kept: dict[str, dict[str, float]] = {}
    for _, code, name, amount in reports.load_values(tx, leader.unit_id, str(PERIOD)):
        kept.setdefault(code, {})[name] = amount
    stored = {**report.answers, CASE: {"yes": float(bool(report.extra["help_needed"]))}}
    return [
        f"{f.code} typed {f.typed} stored {stored.get(f.code)}"
        for f in leader.figures
        if stored.get(f.code) != f.amounts or (f.code != CASE and kept.get(f.code) != f.amounts)
    ]


_OWED_LATER = "silence/"
"""How the keys begin of what closes a question half an hour after it was asked, and nothing else:
it is not owed when the run ends."""


def _compare_messages(tally: Tally, players: Sequence[Player], tx: Transaction) -> None:
    came = tx.execute(select(func.count()).select_from(inbox)).scalar_one()
    tally.unheard = tally.messages - came
    tally.failed = tx.execute(select(func.count()).select_from(set_aside)).scalar_one()
    key = func.coalesce(outbox_rows.c.unique_key, "")
    owed = ~key.startswith(_OWED_LATER)
    rows = set(tx.execute(select(outbox_rows.c.id).where(owed)).scalars())
    received = {got.row for player in players for got in player.received}
    tally.unsaid = len(rows - received)
    states = outbox.count_by_state(tx)
    if set(states) - {"sent"}:
        tally.notes.append(f"outbox: {states}")


def count_repeats(tally: Tally, player: Player) -> None:
    """Who repeated each message that came twice, and whether it was the last before a kill."""
    seen: dict[int, Received] = {}
    highest = 0
    ends = {got.life: got.row for got in player.received}
    by_kill: Counter[int] = Counter()
    for got in player.received:
        before = seen.get(got.row)
        tally.out_of_order += got.row < highest
        highest = max(highest, got.row)
        if before is not None and before.life == got.life:
            tally.by_network += before.late
            tally.repeated_more += not before.late
        elif before is not None:
            by_kill[before.life] += 1
            tally.repeated += 1
            tally.repeated_more += ends[before.life] != got.row
        seen[got.row] = got
    tally.repeated_more += sum(count - 1 for count in by_kill.values())


async def drained(database: Database, seconds: float) -> bool:
    """Whether all that is to be said has been said within this time."""
    for _ in range(int(seconds / 0.1)):
        states = await database.run_in_reader(outbox.count_by_state)
        if not states.get("pending"):
            return True
        await asyncio.sleep(0.1)
    return False
