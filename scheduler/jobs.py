"""The jobs of the product."""

from scheduler import broadcasts, calendar, digest, quotas, reminders
from scheduler.job import Job
from scheduler.tasks import recalled

JOBS: tuple[Job, ...] = (
    reminders.JOB,
    calendar.JOB,
    recalled.JOB,
    broadcasts.JOB,
    digest.JOB,
    quotas.JOB,
)
