"""The Python that the macros start: which one it is, and the file of one line that names it to them."""

import ctypes
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from ozon_xl import errors
from ozon_xl.home import kept_in
from ozon_xl.settings import launcher_file

WINDOWLESS: Final = "pythonw.exe"
_STORE_FOLDER: Final = "windowsapps"
_MOST_SECONDS: Final = 30
_ASK_VERSION: Final = "import ozon_xl; print(ozon_xl.__version__)"
_REACH_EXCEL: Final = """
from ozon_xl.hosts import excel
try:
    excel.load_engine()
except Exception as error:
    print(repr(error.__cause__ or error))
"""


def interpreter(python: Path | None = None) -> Path:
    """The Python that runs this (or the one given), as the macros should start it: on Windows without a black window.

    Raises:
        StorePythonError: it is the one of the Microsoft Store, which only the system itself may start.
    """
    python = python or Path(sys.executable)
    if is_of_store(python):
        raise errors.StorePythonError(path=python)
    windowless = python.with_name(WINDOWLESS)
    return windowless if windowless.exists() else python


def is_of_store(python: Path) -> bool:
    """Whether a Python is the Microsoft Store's, or the alias that leads there."""
    return _STORE_FOLDER in str(python).casefold().replace("\\", "/").split("/")


def version_started_by(python: Path) -> str:
    """The version of this program that a Python finds when it is started as the macros start it; empty if none."""
    return _answer(python, _ASK_VERSION) or ""


def excel_trouble(python: Path) -> str:
    """Why a Python that is started as the macros start it cannot reach Excel: libraries that are missing, broken, or
    built for another Python; empty if it can.
    """
    said = _answer(python, _REACH_EXCEL)
    return "-" if said is None else said


def _answer(python: Path, code: str) -> str | None:
    """What code prints in a Python that is started as the macros start it; None where it cannot be run."""
    with suppress(OSError, subprocess.TimeoutExpired):
        command = [str(python), "-I", "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_MOST_SECONDS, check=False)  # noqa: S603
        return done.stdout.strip() if done.returncode == 0 else None
    return None


def write_launcher(python: Path) -> None:
    """Name a Python to the macros. Raises PathUnwritableError, HomeUnusableError."""
    path, line = launcher_file(), as_macros_read(str(python))
    with kept_in(path.parent):
        path.write_bytes(line)


def read_launcher() -> Path | None:
    """The Python that the macros start; None where none is named."""
    try:
        line = launcher_file().read_bytes().decode(MACRO_CODING).strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(line) if line else None


def as_macros_read(path: str, coding: str = "", shortened: Callable[[str], str] | None = None) -> bytes:
    """A path in the code page of this computer, shortened by Windows where it has letters outside it.

    Raises:
        PathUnwritableError: Windows gives no shorter name either.
    """
    for spelling in (str, shortened or short_path):
        with suppress(UnicodeEncodeError):
            return spelling(path).encode(coding or MACRO_CODING)
    raise errors.PathUnwritableError(path=path)


if sys.platform == "win32":
    MACRO_CODING: Final = "mbcs"

    def short_path(path: str) -> str:
        """The name of eight letters and three that Windows keeps beside a long one, where it does."""
        room = ctypes.create_unicode_buffer(32_768)
        return room.value if ctypes.windll.kernel32.GetShortPathNameW(path, room, len(room)) else path

else:
    MACRO_CODING: Final = "utf-8"

    def short_path(path: str) -> str:
        """Nothing shorter is known here."""
        return path
