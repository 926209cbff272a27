"""A running LibreOffice for tests: one for the whole run, without windows, in a profile of its own."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from ozon_xl.hosts.calc import CalcHost, attach_path
from tests.office import office_python, soffice

_NUMBERS = count()


class Office:
    """``profile`` is what the host is told; the person has a way in of its own."""

    def __init__(self, env: Mapping[str, str] | None = None) -> None:
        """``env`` is laid over our environment."""
        self.folder = Path(tempfile.mkdtemp(prefix="ozon-xl-calc-"))
        self.profile = (self.folder / "profile").as_uri()
        pipe = f"ozon-xl-test-{os.getpid()}-{next(_NUMBERS)}"
        options = ["--headless", "--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={pipe};urp"]
        self.process = subprocess.Popen(
            [soffice(), f"-env:UserInstallation={self.profile}", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **(env or {})},
        )
        self._person = subprocess.Popen(
            [office_python(), Path(__file__).with_name("calc_person.py"), pipe],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._person.stdout is not None
        assert self._person.stdout.readline() == "true\n", "LibreOffice does not start"

    def ask(self, name: str, *arguments: object) -> Any:
        """What the person finds."""
        assert self._person.stdin is not None
        assert self._person.stdout is not None
        self._person.stdin.write(json.dumps([name, *arguments]) + "\n")
        self._person.stdin.flush()
        answer, error = json.loads(self._person.stdout.readline())
        assert not error, error
        return answer

    @contextmanager
    def open(self, path: Path) -> Iterator[str]:
        """A workbook on the screen; its URL."""
        url = path.as_uri()
        assert self.ask("open", url)
        try:
            yield url
        finally:
            with suppress(AssertionError, OSError, ValueError):
                self.ask("close", url)

    def kill(self) -> None:
        """As the power cut does."""
        os.killpg(self.process.pid, 9)
        self.process.wait()

    def end(self) -> None:
        with suppress(ProcessLookupError):
            self.kill()
        self._person.kill()
        self._person.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)


_running: list[Office] = []


@cache
def office() -> Office:
    """The one of this run; ``end_office`` ends it."""
    _running.append(Office())
    return _running[0]


def end_office() -> None:
    """If one was started."""
    for running in _running:
        running.end()
    _running.clear()
    office.cache_clear()


_open: dict[tuple[Path, bytes], Path] = {}
"""Workbooks under test, as they were on disk, and the copies that are open."""


@contextmanager
def calc_host(path: Path) -> Iterator[CalcHost]:
    """A copy of the workbook, open. It stays open until ``close_all``, and whoever opens it next finds it as it is:
    saving is its user's business, and LibreOffice keeps but 15 digits of a number then.
    """
    running = office()
    known = (path, path.read_bytes())
    if known not in _open:
        folder = running.folder / str(next(_NUMBERS))
        folder.mkdir()
        _open[known] = Path(shutil.copy(path, folder / path.name))
        assert running.ask("open", _open[known].as_uri())
    with attach_path(_open[known], running.profile) as host:
        yield host


def close_all() -> None:
    """After a test."""
    for copy in _open.values():
        office().ask("close", copy.as_uri())
    _open.clear()
