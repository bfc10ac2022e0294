"""The jobs of the product."""

from scheduler import broadcasts, events, quotas, reminders
from scheduler.due import Job

JOBS: tuple[Job, ...] = (reminders.JOB, events.JOB, broadcasts.JOB, quotas.JOB)
