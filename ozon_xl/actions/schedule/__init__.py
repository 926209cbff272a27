"""Looks that the scheduler of the operating system starts, so that alerts come while nothing of ours runs."""

from ozon_xl.actions.schedule.job import Job, job_for
from ozon_xl.actions.schedule.keeping import install, is_there, remove_all

__all__ = ["Job", "install", "is_there", "job_for", "remove_all"]
