"""A person at a computer with LibreOffice: opens workbooks, presses buttons, types, and looks at cells."""

import contextlib
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self, TypeVar

from ozon_xl.sheets import Table
from ozon_xl.sheets.buttons import Button
from ozon_xl.texts import Lang, Words
from tests.live.screen import HEIGHT, PLACES, WIDTH, Screen
from tests.office import office_python, soffice

T = TypeVar("T")

PATIENCE_S = 90
"""A computer that is busy with other things must not fail a test."""

LOST_S = 10
"""A press that nothing came of by then went elsewhere."""
LIST_S = 1
"""So long a list takes to drop down; it is in no tree of windows."""
_NOTHING_SAID = "-"

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop>
<prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.UI.Infobar/Enabled">
<prop oor:name="Donate" oor:op="fuse"><value>false</value></prop>
<prop oor:name="GetInvolved" oor:op="fuse"><value>false</value></prop>
<prop oor:name="WhatsNew" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


def until(look: Callable[[], T], *, what: str, seen: Callable[[], str] = str) -> T:
    """What ``look`` returns as soon as it is true. ``seen`` tells what is there instead."""
    end = time.monotonic() + PATIENCE_S
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end, f"not within {PATIENCE_S} s: {what}. {seen()}"
        time.sleep(0.05)


YES, NO = ("Left", "Return"), ("Escape",)
"""Keys that answer a question. Enter alone is No."""


class Desk:
    """One running office. ``place`` is where its workbooks lie and also its current folder."""

    def __init__(self, folder: Path, screen: Screen) -> None:
        self.screen = screen
        self.home, self.place, self.profile = folder / "home", folder / "place", folder / "profile"
        for made in (self.home, self.place, self.profile / "user"):
            made.mkdir(parents=True)
        (self.profile / "user" / "registrymodifications.xcu").write_text(_PROFILE)
        self.books: list[OpenBook] = []
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
        """Open a workbook with its macros at a free place of the screen."""
        place = min(set(range(PLACES)) - {book.place for book in self.books})
        self.ask("open", path.as_uri(), place * WIDTH, WIDTH, HEIGHT)
        self.books.append(OpenBook(self, path.as_uri(), lang, place))
        return self.books[-1]

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

    def __init__(self, desk: Desk, url: str, lang: Lang, place: int) -> None:
        self._desk, self._url, self._lang, self.place = desk, url, lang, place
        self._title = Path(url).name

    def show(self, sheet: Words) -> None:
        """Turn to a sheet of it."""
        self._desk.ask("show", self._url, sheet.say(self._lang))

    def press(self, button: Button, sheet: Words) -> None:
        """Press a button on a sheet with the mouse. The window gets the keyboard first, as a window manager would do
        it: LibreOffice passes over a press in a window that has it not.
        """
        self.show(sheet)
        screen = self._desk.screen
        screen.face(self._title)
        until(
            lambda: screen.faced().startswith(self._title), what="the keyboard reaches the workbook", seen=screen.faced
        )
        where = (self._url, sheet.say(self._lang), button.caption.say(self._lang))
        until(lambda: self._presses(where), what=f"the button {button.macro} is pressed", seen=self._last_words)

    def _presses(self, where: tuple[str, str, str]) -> bool:
        """Whether a press reached its button; every button says something at once. On a busy computer a press right
        after the sheet came up may go through to the cell below.
        """
        place = self._desk.ask("button", *where)
        if place is None:
            return False
        self.put("Status", _NOTHING_SAID)
        self._desk.screen.press(*place)
        end = time.monotonic() + LOST_S
        while self.get("Status") == _NOTHING_SAID and time.monotonic() < end:
            time.sleep(0.05)
        return bool(self.get("Status") != _NOTHING_SAID)

    def get(self, name: str) -> Any:
        """A named cell."""
        return self._desk.ask("get", self._url, name)

    def put(self, name: str, value: object) -> None:
        """Write a named cell."""
        self._desk.ask("put", self._url, name, value)

    def pick(self, name: str, place: int) -> None:
        """Pick from the list that drops down at a named cell of the sheet shown: the value at this place, from 1."""
        screen = self._desk.screen
        screen.face(self._title)
        until(
            lambda: screen.faced().startswith(self._title), what="the keyboard reaches the workbook", seen=screen.faced
        )
        self._desk.ask("select", self._url, name)
        screen.keys("alt+Down")
        time.sleep(LIST_S)
        there_and_back = ("Down", "Up")  # until it has moved, nothing is marked
        screen.keys(*there_and_back, *["Down"] * (place - 1), "Return")

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """The rows of a table that hold anything, cells by ``attr``."""
        headings, *rows = self._desk.ask("data", self._url, table.name)
        attrs = [table.attr_of(heading) for heading in headings]
        return [{attr: cell for attr, cell in zip(attrs, row, strict=True) if attr} for row in rows if any(row)]

    def type(self, table: Table, row: int, attr: str, text: str) -> None:
        """Type into a cell of a table; rows are counted from zero."""
        self._desk.ask("type", self._url, table.name, row, table.by_attr[attr].heading.say(self._lang), text)

    def status(self, words: Words) -> str:
        """Wait until the workbook says this, with whatever stands at the marks and behind. Returns what it says."""
        wanted = re.sub(r"\\\{\w+\\\}", ".*", re.escape(words.say(self._lang)))
        until(lambda: re.match(wanted, self.get("Status")), what=words.say(self._lang), seen=self._last_words)
        said: str = self.get("Status")
        return said

    def _last_words(self) -> str:
        return f"Status {self.get('Status')!r}, Request {self.get('Request')!r}, Alive {self.get('Alive')!r}"

    def asks(self) -> str:
        """Wait for a question. Returns its text."""
        return str(until(lambda: self._desk.ask("dialogs"), what="a question", seen=self._last_words)[0])

    def answer(self, *keys: str) -> None:
        """Answer a question with the keyboard."""
        screen, title = self._desk.screen, self._desk.ask("face_dialog")
        until(lambda: screen.faced() == title, what="the keyboard reaches the question", seen=screen.faced)
        screen.keys(*keys)
        until(lambda: not self._desk.ask("dialogs"), what="the question is gone", seen=self._last_words)

    def copy_sheet(self, sheet: Words) -> None:
        """Copy a sheet within the workbook."""
        self._desk.ask("copy_sheet", self._url, sheet.say(self._lang))

    def add_sheet(self, name: str, cells: list[list[str]]) -> None:
        """Add a sheet with these cells as the last one."""
        self._desk.ask("add_sheet", self._url, name, cells)

    def close(self) -> None:
        """Close it without saving; no matter if that was done before."""
        if self in self._desk.books:
            self._desk.books.remove(self)
            self._desk.ask("close", self._url)

    def keep_picture(self, name: str) -> None:
        """Keep a picture of it as ``name.lang.png``, if ``OZON_XL_PICTURES`` names a folder for them."""
        folder = os.environ.get("OZON_XL_PICTURES")
        if folder:
            (Path(folder) / f"{name}.{self._lang}.png").write_bytes(self._desk.screen.picture(self.place))
