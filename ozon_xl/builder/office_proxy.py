"""The worksheet functions inside LibreOffice: this file runs in LibreOffice's own Python, whichever that is (3.7 on).

It knows nothing but the way to the program: ``python.txt`` in the program's folder names the interpreter, one process
serves the whole office, a range is one line of JSON there and one back. A process that died is started anew; one that
does not answer in time is ended. LibreOffice must never wait for long, so after a failed start it is left alone for
a while.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uno  # type: ignore[import-not-found]
import unohelper  # type: ignore[import-not-found]

IMPLEMENTATION = "org.ozonxl.Functions"
INTERFACE = "org.ozonxl.XFunctions"
PREFIX = "OZON_"
NOT_STARTED = "{not started}"
"""What a cell says where the program does not answer; the builder puts in the user's words."""
ANSWER_S = 60
"""For one formula; the first one after a refresh reads the store."""
REST_S = 30
"""After a failure."""


def program_folder() -> Path:
    """Where the program keeps its things; the same as ``ozon_xl.home``."""
    named = os.environ.get("OZON_XL_HOME")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ["LOCALAPPDATA"], "ozon_xl")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "ozon_xl"
    shared = os.environ.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path.home() / ".local" / "share") / "ozon_xl"


def command() -> list[str]:
    """What to start. Raises OSError where the program is not set up."""
    encoding = "mbcs" if sys.platform == "win32" else "utf-8"
    text = (program_folder() / "python.txt").read_text(encoding=encoding)
    python = Path(text.strip())
    if not python.is_absolute():
        raise FileNotFoundError(text)
    return [str(python), "-I", "-m", "ozon_xl", "functions"]


class Process:
    """The running program. A thread of its own talks to it, because a pipe cannot be read with a time limit."""

    def __init__(self, words: list[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - the interpreter that set-up wrote down
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=program_folder(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._requests: queue.Queue[bytes | None] = queue.Queue()
        self._answers: queue.Queue[bytes] = queue.Queue()
        self._thread = threading.Thread(target=self._talk, name="ozon_xl", daemon=True)
        self._thread.start()

    def _talk(self) -> None:
        with suppress(OSError), self._process as pipes:  # what could not be written is written once more at the end
            for request in iter(self._requests.get, None):
                try:
                    pipes.stdin.write(request)  # type: ignore[union-attr]
                    pipes.stdin.flush()  # type: ignore[union-attr]
                    self._answers.put(pipes.stdout.readline())  # type: ignore[union-attr]
                except OSError:
                    self._answers.put(b"")

    def ask(self, request: bytes, seconds: float) -> bytes:
        """The answer, empty if the process has ended. Raises queue.Empty when the time is up."""
        self._requests.put(request)
        return self._answers.get(timeout=seconds)

    def end(self) -> None:
        """Whatever it does."""
        self._process.kill()
        self._requests.put(None)


class Program:
    """The program as the functions see it."""

    def __init__(
        self,
        command: Callable[[], list[str]] = command,
        answer_s: float = ANSWER_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._command = command
        self._answer_s = answer_s
        self._clock = clock
        self._process: Process | None = None
        self._rests_until: float | None = None
        self._count = 0

    def ask(self, name: str, arguments: tuple[object, ...]) -> object:
        """The answer of a function; None if there is none to be had now."""
        if self._rests_until is not None and self._clock() < self._rests_until:
            return None
        for _time in range(2 if self._process else 1):  # one that had answered before may start anew
            try:
                return self._answer(name, arguments)
            except queue.Empty:
                self.end()
                break
            except (
                OSError,
                ValueError,
                KeyError,
                TypeError,
            ):  # it is not there, has ended, or does not speak as it should
                self.end()
        self._rests_until = self._clock() + REST_S
        return None

    def _answer(self, name: str, arguments: tuple[object, ...]) -> object:
        if self._process is None:
            self._process = Process(self._command())
        self._count += 1
        request = json.dumps({"id": self._count, "name": name, "arguments": arguments}, default=str)
        answer = json.loads(self._process.ask(request.encode("ascii") + b"\n", self._answer_s))
        if answer["id"] != self._count:
            raise ValueError(answer["id"])
        return answer["value"]

    def end(self) -> None:
        """Let the process go."""
        if self._process is not None:
            self._process.end()
            self._process = None


_PROGRAM = Program()


def for_calc(value: object) -> tuple[tuple[object, ...], ...]:
    """An answer as Calc takes it: always rows, numbers as doubles."""
    rows = value if isinstance(value, list) else [[value]]
    return tuple(tuple(float(cell) if isinstance(cell, int) else cell for cell in row) for row in rows)


class OzonFunctions(unohelper.Base, uno.getClass(INTERFACE)):  # type: ignore[misc]
    """The add-in: whatever function of ours Calc calls is handed on."""

    def __init__(self, context: object) -> None:
        """LibreOffice gives its component context."""
        del context

    def __getattr__(self, name: str) -> Callable[..., object]:
        if not name.startswith(PREFIX):
            raise AttributeError(name)

        def call(*arguments: object) -> object:
            value = _PROGRAM.ask(name, arguments)
            return for_calc(NOT_STARTED if value is None else value)

        return call


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - LibreOffice looks for this name
g_ImplementationHelper.addImplementation(OzonFunctions, IMPLEMENTATION, (IMPLEMENTATION,))
