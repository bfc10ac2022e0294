"""The jobs of the product."""

from scheduler.due import Job
from scheduler.events import EVENTS

JOBS: tuple[Job, ...] = (EVENTS,)
