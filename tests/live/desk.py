"""A person at a computer with LibreOffice: opens workbooks, presses buttons, types, and looks at cells."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self, TypeVar

from ozon_xl.sheets import Table
from ozon_xl.sheets.buttons import Button
from ozon_xl.texts import Lang, Words
from tests.live.screen import HEIGHT, WIDTH, Screen
from tests.office import office_python, soffice

T = TypeVar("T")

PATIENCE_S = 90
"""A computer that is busy with other things must not fail a test."""

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop>
<prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product">
<prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>{version}</value></prop></item>
</oor:items>
"""


def until(look: Callable[[], T], *, what: str, seconds: float = PATIENCE_S) -> T:
    """What ``look`` returns as soon as it is true."""
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        assert time.monotonic() < end, f"not within {seconds:g} s: {what}; last seen: {seen!r}"
        time.sleep(0.05)


class Desk:
    """One running office. ``place`` is where its workbooks lie and also its current folder."""

    def __init__(self, folder: Path, screen: Screen) -> None:
        self.screen = screen
        self.home, self.place, self.profile = folder / "home", folder / "place", folder / "profile"
        for made in (self.home, self.place, self.profile / "user"):
            made.mkdir(parents=True)
        (self.profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(version="7.4"))
        pipe = f"ozon-xl-live-{os.getpid()}"
        options = ["--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={pipe};urp"]
        self._office = subprocess.Popen(
            [soffice(), f"-env:UserInstallation={self.profile.as_uri()}", *options],
            cwd=self.place,
            env={**screen.environment, "OZON_XL_HOME": str(self.home)},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._driver = subprocess.Popen(
            [office_python(), str(Path(__file__).with_name("driver.py")), pipe],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, command: str, *arguments: object) -> Any:
        """What the driver answers; see ``driver.Office``."""
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.write(json.dumps([command, *arguments]) + "\n")
        self._driver.stdin.flush()
        answer = json.loads(self._driver.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["is"]

    def open(self, path: Path, lang: Lang) -> "OpenBook":
        """Open a workbook with its macros."""
        self.ask("open", path.as_uri(), WIDTH, HEIGHT)
        return OpenBook(self, path.as_uri(), lang)

    @contextlib.contextmanager
    def program(self, path: str | None) -> Iterator[None]:
        """What set-up has written into the file that names the program; None: it was never run."""
        naming = self.home / "python.txt"
        if path is not None:
            naming.write_text(f"{path}\n", encoding="utf-8")
        yield
        naming.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(AssertionError, OSError, ValueError, subprocess.TimeoutExpired):
            self.ask("quit")
            self._office.wait(20)
        self._driver.kill()
        self._driver.communicate()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._office.pid, signal.SIGKILL)
        self._office.wait()


class OpenBook:
    """A workbook on the screen."""

    def __init__(self, desk: Desk, url: str, lang: Lang) -> None:
        self._desk, self._url, self._lang = desk, url, lang

    def show(self, sheet: Words) -> None:
        """Turn to a sheet."""
        self._desk.ask("show", self._url, sheet.say(self._lang))

    def press(self, button: Button, sheet: Words) -> None:
        """Press a button on a sheet with the mouse."""
        self.show(sheet)
        name, caption = sheet.say(self._lang), button.caption.say(self._lang)
        place = until(lambda: self._desk.ask("button", self._url, name, caption), what=f"a drawn button {caption}")
        self._desk.screen.press(*place)

    def get(self, name: str) -> Any:
        """A named cell."""
        return self._desk.ask("get", self._url, name)

    def put(self, name: str, value: object) -> None:
        """Write a named cell."""
        self._desk.ask("put", self._url, name, value)

    def rows(self, table: Table) -> list[list[Any]]:
        """The cells of a table's rows."""
        rows: list[list[Any]] = self._desk.ask("data", self._url, table.name)
        return rows[1:]

    def status(self, words: Words, **values: object) -> None:
        """Wait until the workbook says this."""
        said = words.say(self._lang, **values)
        until(lambda: self.get("Status") == said, what=f"{said!r}")

    def copy_sheet(self, sheet: Words) -> None:
        """Copy a sheet within the workbook."""
        self._desk.ask("copy_sheet", self._url, sheet.say(self._lang))

    def close(self) -> None:
        """Close it without saving; no matter if that was done before."""
        self._desk.ask("close", self._url)
