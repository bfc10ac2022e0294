"""The jobs of the product."""

from scheduler import quotas, reminders
from scheduler.due import Job
from scheduler.events import EVENTS

JOBS: tuple[Job, ...] = (reminders.JOB, EVENTS, quotas.JOB)
