"""What is to be started, and how often; the same for every system."""

import hashlib
import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from ozon_xl.actions.launcher import interpreter, version_started_by
from ozon_xl.actions.log import log_file
from ozon_xl.errors import NotStartableError
from ozon_xl.settings import ScheduleEntry
from ozon_xl.texts import Lang


class Done(NamedTuple):
    """How a command of the system ended."""

    code: int
    said: str
    """What it printed, errors included."""


Run = Callable[[Sequence[str], str], Done]
"""A command and what it reads -> how it ended. Raises OSError where there is no such command."""


class Job(NamedTuple):
    """One look, again and again."""

    name: str
    about: str
    """For people: the workbook, or the shop."""
    command: tuple[str, ...]
    """The program by its absolute path, then its arguments."""
    every: timedelta
    log: Path
    """Where the system may put what is printed."""
    environment: dict[str, str]


def job_for(entry: ScheduleEntry, lang: Lang) -> Job:
    """The job of an entry in the settings, started by the Python that runs this.

    Raises:
        StorePythonError, NotStartableError: no scheduler could start it.
    """
    python = interpreter()
    if not version_started_by(python):
        raise NotStartableError(python=python)
    book = (entry.book,) if entry.book else ()
    shop = ("--shop", entry.client_id) if entry.client_id else ()
    return Job(
        name=entry.name,
        about=entry.book or entry.client_id,
        command=(str(python), "-I", "-m", "ozon_xl", "watch", *book, "--once", *shop, "--lang", lang),
        every=timedelta(minutes=entry.minutes),
        log=log_file().with_name("schedule.log"),
        environment={name: os.environ[name] for name in ("OZON_XL_HOME",) if name in os.environ},
    )


def name_for(book: str, client_id: str) -> str:
    """The same for the same workbook or shop, whenever it is asked for."""
    return "ozon-xl-" + hashlib.blake2s((book or client_id).encode(), digest_size=4).hexdigest()
