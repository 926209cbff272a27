"""Putting a job into this computer's scheduler and out again."""

import platform
import subprocess
from collections.abc import Sequence
from typing import Protocol

from ozon_xl.actions.schedule.cron import Cron
from ozon_xl.actions.schedule.job import Done, Job
from ozon_xl.actions.schedule.mac import Launchd
from ozon_xl.actions.schedule.systemd import Systemd
from ozon_xl.actions.schedule.windows import TaskScheduler
from ozon_xl.errors import NoSchedulerError
from ozon_xl.settings import Settings


class Scheduler(Protocol):
    """What every one of them can."""

    def install(self, job: Job) -> None:
        """Have the job started from now on, in place of one of the same name."""

    def remove(self, name: str) -> None:
        """Forget the job of this name; that there is none is fine."""

    def is_there(self, name: str) -> bool:
        """Whether the system knows a job of this name."""


def scheduler(system: str = "") -> Scheduler:
    """The one of this computer. Raises NoSchedulerError."""
    system = system or platform.system()
    if system == "Windows":
        return TaskScheduler(run)
    if system == "Darwin":
        return Launchd(run)
    for kind in (Systemd(run), Cron(run)):
        if kind.works():
            return kind
    raise NoSchedulerError(what="systemctl --user, crontab")


def run(command: Sequence[str], text: str) -> Done:
    """Run a command of the system to its end."""
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        command, input=text, capture_output=True, text=True, check=False, errors="replace"
    )
    return Done(done.returncode, done.stdout + done.stderr)


def install(job: Job) -> None:
    """Have a job started from now on. Raises NoSchedulerError."""
    try:
        scheduler().install(job)
    except OSError as error:
        raise NoSchedulerError(what=error) from error


def remove_all(name: str = "") -> list[str]:
    """Have the job of this name, or all of ours, started no more. Returns their workbooks or shops.

    Raises:
        NoSchedulerError: the system does not let go of one.
    """
    gone = [entry for entry in Settings.load().schedules if name in ("", entry.name)]
    for entry in gone:
        try:
            scheduler().remove(entry.name)
        except OSError as error:
            raise NoSchedulerError(what=error) from error
        Settings.load().without_schedule(entry.name).save()
    return [entry.book or entry.client_id for entry in gone]


def is_there(name: str) -> bool:
    """Whether the system will start it."""
    try:
        return scheduler().is_there(name)
    except (OSError, NoSchedulerError):
        return False
