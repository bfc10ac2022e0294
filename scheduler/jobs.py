"""The jobs of the product."""

from scheduler import broadcasts, digests, events, quotas, reminders
from scheduler.due import Job

JOBS: tuple[Job, ...] = (reminders.JOB, events.JOB, broadcasts.JOB, digests.JOB, quotas.JOB)
