"""The jobs of the product."""

from scheduler import broadcasts, calendar, digest, quotas, reminders
from scheduler.job import Job

JOBS: tuple[Job, ...] = (reminders.JOB, calendar.JOB, broadcasts.JOB, digest.JOB, quotas.JOB)
