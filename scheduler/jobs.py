"""The jobs of the product."""

from scheduler.due import Job

JOBS: tuple[Job, ...] = ()
