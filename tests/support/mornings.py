"""The small Cao Bằng with a ticker: what is due is put into the outbox, and read on the phones."""

from datetime import datetime
from typing import ClassVar

from bot.engine.message import Message, without_marks
from domain.periods import VIETNAM
from scheduler import digest, quotas, reminders
from scheduler.job import Job
from services.context import Context
from services.reminders.due import Due, enqueue_due
from storage import outbox
from storage.moments import seconds
from storage.outbox import DeliveryResult
from tests.support.town import Town

JOBS = (reminders.JOB, digest.JOB, quotas.JOB)


class Mornings(Town):
    """`morning` asks the jobs at a moment; what leaves by then comes back as chat → words."""

    quotas: ClassVar = {"zalo": 3000}

    def at(self, text: str) -> None:
        """Set the clock: "10-20 07:00" of the plan's year."""
        self.now = datetime.strptime(f"2025-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)

    def find_dues(self, job: Job) -> list[Due]:
        """What a job says is due now."""
        with self.database.read() as tx:
            known = self.reference
            ground = Context(tx, known, self.now, self.quotas)
            return list(job.due(ground))

    def tick(self) -> None:
        """Ask every job, and put what is due into the outbox."""
        for job in JOBS:
            dues = self.find_dues(job)
            with self.database.write() as tx:
                enqueue_due(tx, dues, self.now)

    async def leaving(self, minutes: float = 0) -> dict[str, str]:
        """What waits to leave by so many minutes from now, in words by chat; it has left then."""
        until = seconds(self.now) + minutes * 60
        said: dict[str, str] = {}
        for network in ("zalo", "telegram"):
            with self.database.read() as tx:
                ids = outbox.find_pending_ids(tx, network, "1", until)
                queued_messages = outbox.load(tx, ids)
            for queued in queued_messages:
                message = await self._renderer.render(queued)
                sent = DeliveryResult(
                    queued.id, "sent", 1, queued.due_at, sent_at=seconds(self.now)
                )
                with self.database.write() as tx:
                    outbox.record_results(tx, [sent])
                if message is not None and queued.priority >= outbox.REMINDER:
                    said[queued.chat] = _print(message)
        return said

    async def morning(self, day: str) -> dict[str, str]:
        """What people read in the reminders of a day ("10-20")."""
        self.at(f"{day} 07:00")
        self.tick()
        return await self.leaving(60)


def _print(message: Message) -> str:
    rows = (" ".join(f"[{choice.label}]" for choice in row) for row in message.choices)
    return "\n".join((without_marks(message.text), *rows))
