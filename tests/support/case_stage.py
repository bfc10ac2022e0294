"""The player of transcripts, for tests about cases: time jumps, and only the watch ticks."""

from datetime import datetime

from bot.engine.channel import Network
from bot.play.player import Player
from bot.play.transcript import find_moment
from bot.play.world import TREE, UNITS
from bot.runtime.reference import read_calendar, read_plan
from domain.people.roles import Post, Role
from domain.periods import VIETNAM
from scheduler.cases.watch import watch
from services.context import Reference
from storage import addresses, units
from storage.database import Database
from tests.support.paths import DAYS_OFF_FILE, PLAN_FILE


class CaseStage(Player):
    """`does` is one line of a transcript; what all phones show after it comes back."""

    def __init__(self, database: Database, starts: str) -> None:
        with database.write() as tx:
            units.save(tx, TREE)
            known = units.load(tx)
        reference = Reference.of(read_plan(PLAN_FILE), read_calendar(DAYS_OFF_FILE), known)
        super().__init__(
            database, reference, datetime.fromisoformat(starts).replace(tzinfo=VIETNAM)
        )

    async def join(self, name: str, network: str, role: str, unit: str) -> None:
        """Somebody takes a post."""
        post = Post(Role(role), self.reference.units.id_of(UNITS[unit].key))
        await self.enter(name, Network(network), [post])

    async def does(self, who: str, line: str) -> list[tuple[str, str]]:
        """What somebody types or presses: (whose phone, what it shows)."""
        return [(shown.who, shown.text) for shown in await self.do(who, line)]

    async def passes(self, span: str) -> list[tuple[str, str]]:
        """Time goes by at once, "31 phút"; the watch looks when it is over."""
        self.now = find_moment(span, self.now)
        self.tick()
        return await self.shows()

    async def shows(self) -> list[tuple[str, str]]:
        """What all phones show of what is due now."""
        return [(shown.who, shown.text) for shown in await self.deliver()]

    def tick(self) -> None:
        """Let the watch over cases look once."""
        watch(lambda: self.reference, self.database, self.now, quotas={})

    def unblock(self, who: str) -> None:
        """The bot may write to her again."""
        with self.database.write() as tx:
            addresses.set_reachable(tx, self.find(who).id, reachable=True)
