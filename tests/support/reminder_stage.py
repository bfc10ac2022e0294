"""The stage of cases with the scheduler's jobs: for transcripts of reminders."""

import re
from datetime import datetime

from bot.runtime.reference import drop_spread
from scheduler import digest, reminders
from services.context import Context
from services.reminders.due import enqueue_due
from storage import people, reports
from storage.database import Database
from tests.support.case_stage import CaseStage
from tests.support.people_stage import LAM, MUC, PONG

_JOBS = (reminders.JOB, digest.JOB)
_MOMENT = re.compile(r"(\d\d):(\d\d) (\d+)/(\d+)")


class ReminderStage(CaseStage):
    """Everybody has sent the months before October. Time also passes to "07:00 15/10"; nothing
    is spread over minutes."""

    def __init__(self, database: Database, starts: str) -> None:
        super().__init__(database, starts)
        self.reference = drop_spread(self.reference)
        with database.write() as tx:
            for unit in (PONG, MUC, LAM):
                for month in ("2025-07", "2025-08", "2025-09"):
                    reports.send(tx, self.units.id_of(unit.key), month, {}, sent_at=0.0)

    async def enter(
        self, name: str, network: str, role: str = "", unit: str = "", called: str = ""
    ) -> None:
        """Somebody in a post, and what she is called."""
        await super().enter(name, network, role, unit)
        person_id = self.find(name, network).person_id
        assert person_id is not None
        with self.database.write() as tx:
            people.rename(tx, person_id, called)

    async def passes(self, span: str) -> list[tuple[str, str]]:
        """As in cases, or until a moment of the year."""
        named = _MOMENT.fullmatch(span)
        if named is None:
            return await super().passes(span)
        hour, minute, day, month = map(int, named.groups())
        self.now = datetime(self.now.year, month, day, hour, minute, tzinfo=self.now.tzinfo)
        self.tick()
        return await self.deliver()

    def tick(self) -> None:
        known = self.reference
        for job in _JOBS:
            with self.database.read() as tx:
                ground = Context(tx, known, self.now)
                dues = list(job.due(ground))
            with self.database.write() as tx:
                enqueue_due(tx, dues, self.now)
