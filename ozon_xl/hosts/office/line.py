"""The line to LibreOffice: a process of LibreOffice's own Python that takes commands and answers them.

Every wait has an end. A line that does not answer in time is cut, and with it goes its process.
"""

import hashlib
import json
import marshal
import queue
import subprocess
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Any, Final, Self

from ozon_xl.errors import (
    OzonXLError,
    ProgramBusyError,
    ProgramGoneError,
    ProgramMissingError,
    ProgramRefusedError,
)
from ozon_xl.home import user_name
from ozon_xl.hosts.office.installed import (
    PROGRAM,
    QUIETLY,
    clean_environment,
    find_office,
    find_pythons,
    python_command,
)
from ozon_xl.sheets import Cell
from ozon_xl.texts import hosts as texts

ANSWER_S: Final = 60.0
"""For a command without rows; LibreOffice answers within milliseconds unless it is deep in something else."""
CELLS_A_SECOND: Final = 2_000
"""Slower than any computer that was seen, with all formulas that depend on them."""
START_S: Final = 30.0
ASKED_S: Final = 3_600.0
"""For a question to the user."""

_BRIDGE: Final = Path(__file__).parent.parent / "calc_bridge.py"
_MARSHAL: Final = 2
"""A version of the format that every Python 3 reads and writes alike."""
_NO_MODULE: Final = "no uno"

Rows = Sequence[Sequence[Cell]]


class Line:
    """An open line. Use as a context manager: at the end whatever was switched off is switched on again."""

    def __init__(self, python: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - found where LibreOffice puts it
            [*python_command(python), str(_BRIDGE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=clean_environment(),
            creationflags=QUIETLY,
        )
        self._answers: queue.Queue[bytes | None] = queue.Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def ask(self, do: str, *, payload: Sequence[Rows] = (), seconds: float = 0, **details: object) -> Any:
        """The answer to a command. ``payload`` are blocks of rows; ``seconds`` more than ``ANSWER_S`` are named.

        Raises:
            ProgramBusyError: somebody edits a cell, or no answer came in time.
            ProgramGoneError: the office, the workbook or the line has ended.
            ProgramRefusedError: LibreOffice raised an error.
        """
        blocks = [marshal.dumps(_held(rows), _MARSHAL) for rows in payload]
        command = {"do": do, **details, "payload": [len(block) for block in blocks]}
        cells = sum(len(rows) * len(rows[0]) for rows in payload)
        self._send([json.dumps(command).encode("ascii") + b"\n", *blocks])
        try:
            line = self._answers.get(timeout=(seconds or ANSWER_S) + cells / CELLS_A_SECOND)
        except queue.Empty:
            self._cut()
            raise ProgramBusyError(program=PROGRAM, details={"command": do}) from None
        answer = {"wrong": "gone", "what": "no more answers"} if line is None else json.loads(line)
        if "ok" in answer:
            return answer["ok"]
        raise _told(answer, do)

    def _send(self, parts: Sequence[bytes]) -> None:
        pipe = self._process.stdin
        try:
            assert pipe is not None  # noqa: S101 - asked for above
            for part in parts:
                pipe.write(part)
            pipe.flush()
        except (OSError, ValueError) as error:
            raise ProgramGoneError(program=PROGRAM, details={"cause": repr(error)}) from error

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._answers.put(line)
        self._answers.put(None)

    def _cut(self) -> None:
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """What can no longer be told is left to the process; it ends by itself when its line ends."""
        try:
            self._process.communicate(timeout=START_S)
        except subprocess.TimeoutExpired:
            self._cut()
        except (OSError, ValueError):
            self._process.wait()
        self._reader.join(START_S)


def open_line(profile: str) -> Line:
    """A line to the office that runs with this profile, a URL; an empty one for the user's own.

    Raises:
        ProgramMissingError: LibreOffice or its Python is not on this computer.
        OfficeNotRunningError: no office runs with this profile.
    """
    office = find_office()
    line = _speaking(office)
    try:
        _connect(line, office, profile)
    except BaseException:
        line.__exit__()
        raise
    return line


class OfficeNotRunningError(Exception):
    """No office runs with this profile."""


def _speaking(office: Path) -> Line:
    for python in find_pythons(office):
        line = Line(python)
        try:
            line.ask("ready")
        except ProgramMissingError:
            line.__exit__()
        except BaseException:
            line.__exit__()
            raise
        else:
            return line
    raise ProgramMissingError(program=PROGRAM, what=texts.NO_OFFICE_PYTHON)


def _connect(line: Line, office: Path, profile: str) -> None:
    pipe = _pipe_of(profile)
    if line.ask("connect", pipe=pipe, patience_s=0):
        return
    _have_it_listen(office, profile, pipe)
    if not line.ask("connect", pipe=pipe, patience_s=5):
        raise OfficeNotRunningError


def _have_it_listen(office: Path, profile: str, pipe: str) -> None:
    """Started a second time, the office hands its options to the one that runs and ends.

    Where none runs, ``--terminate_after_init`` ends it before it has opened anything (seen with 7.4; the one that
    runs does not look at it). So no second office ever stays, and no window opens.
    """
    options = ["--headless", "--terminate_after_init", f"--accept=pipe,name={pipe};urp", "--nologo", "--norestore"]
    command = [str(office), *([f"-env:UserInstallation={profile}"] if profile else []), *options]
    try:
        subprocess.run(  # noqa: S603 - found where LibreOffice is installed
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=QUIETLY,
            timeout=START_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramBusyError(program=PROGRAM, details={"cause": repr(error)}) from error
    except OSError as error:
        raise ProgramMissingError(program=PROGRAM, what=texts.NO_OFFICE, details={"cause": repr(error)}) from error


def _pipe_of(profile: str) -> str:
    """One name for one user's one profile: on Windows all users share the names."""
    return "ozon-xl-" + hashlib.sha256(f"{user_name()}\n{profile}".encode()).hexdigest()[:24]


def _held(rows: Rows) -> tuple[tuple[Cell, ...], ...]:
    """The cells as LibreOffice takes them, a column at a time: most columns are taken as they are."""
    return tuple(zip(*map(_held_column, zip(*rows, strict=True)), strict=True))


def _held_column(column: Sequence[Cell]) -> Sequence[Cell]:
    """An empty text makes an empty cell, where None would make #N/A; a long whole number would be refused."""
    if set(map(type, column)) <= {str, float}:
        return column
    return ["" if cell is None else float(cell) if isinstance(cell, int) else cell for cell in column]


def _told(answer: dict[str, str], do: str) -> OzonXLError:
    kind, what = answer["wrong"], answer["what"]
    details: dict[str, object] = {"command": do, "kind": kind, "what": what, "trace": answer.get("trace", "")}
    if kind == _NO_MODULE:
        return ProgramMissingError(program=PROGRAM, what=texts.NO_OFFICE_PYTHON)
    if kind == "busy":
        return ProgramBusyError(program=PROGRAM, details=details)
    if kind == "gone":
        return ProgramGoneError(program=PROGRAM, details=details)
    return ProgramRefusedError(program=PROGRAM, what=what, details=details)
