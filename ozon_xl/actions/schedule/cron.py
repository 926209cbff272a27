"""cron, where there is no systemd: one line in the user's table, known by the comment at its end."""

import shlex
from datetime import timedelta

from ozon_xl.actions.schedule.job import Job, Run
from ozon_xl.errors import NoSchedulerError


def line(job: Job) -> str:
    """One line of the table. cron ends a command at a bare per cent sign."""
    minutes = job.every // timedelta(minutes=1)
    when = f"*/{minutes} * * * *" if minutes < 60 else f"0 */{minutes // 60} * * *"
    settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in job.environment.items())
    command = f"{settings} {shlex.join(job.command)} >>{shlex.quote(str(job.log))} 2>&1".strip()
    return f"{when} {command.replace('%', chr(92) + '%')} {_mark(job.name)}"


def with_line(table: str, job: Job) -> str:
    """The table with this job, in place of an older line."""
    return without_line(table, job.name) + line(job) + "\n"


def without_line(table: str, name: str) -> str:
    """The table without the job; all else as it was."""
    return "".join(f"{one}\n" for one in table.splitlines() if not one.endswith(_mark(name)))


class Cron:
    """``crontab``."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def works(self) -> bool:
        """Whether there is a table to write to; it may be empty."""
        try:
            self._table()
        except OSError:
            return False
        return True

    def install(self, job: Job) -> None:
        """Add the line, in place of an older one. Raises NoSchedulerError."""
        job.log.parent.mkdir(parents=True, exist_ok=True)
        self._write(with_line(self._table(), job))

    def remove(self, name: str) -> None:
        """Take the line out, if it is there."""
        if self.is_there(name):
            self._write(without_line(self._table(), name))

    def is_there(self, name: str) -> bool:
        """Whether the table has the line."""
        return any(one.endswith(_mark(name)) for one in self._table().splitlines())

    def _table(self) -> str:
        done = self._run(("crontab", "-l"), "")
        return "" if done.code else done.said

    def _write(self, table: str) -> None:
        done = self._run(("crontab", "-"), table)
        if done.code:
            raise NoSchedulerError(what=done.said.strip())


def _mark(name: str) -> str:
    return f"# {name}"
