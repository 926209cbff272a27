"""Where LibreOffice is on this computer, and which Pythons can speak to it. Nothing is started here."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from ozon_xl.errors import ProgramMissingError
from ozon_xl.texts import hosts as texts

PROGRAM: Final = "LibreOffice"

QUIETLY: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Windows: no console window flashes up."""

_REGISTRY: Final = r"SOFTWARE\LibreOffice\UNO\InstallPath"
_SYSTEM_PYTHON: Final = Path("/usr/bin/python3")
"""Has LibreOffice's module where a distribution packs LibreOffice."""


def find_office() -> Path:
    """The program ``soffice``. Raises ProgramMissingError."""
    for found in _candidates():
        if found.is_file():
            return found
    raise ProgramMissingError(program=PROGRAM, what=texts.NO_OFFICE)


def find_pythons(office: Path) -> list[Path]:
    """The Pythons that may have the module ``uno`` of this office, the likeliest first. Raises ProgramMissingError."""
    program = office.resolve().parent
    bundled = (program / "python.exe", program / "python", program.parent / "Resources" / "python")
    found = [python for python in (*bundled, _SYSTEM_PYTHON) if python.is_file()]
    if not found:
        raise ProgramMissingError(program=PROGRAM, what=texts.NO_OFFICE_PYTHON)
    return found


def can_speak(python: Path) -> bool:
    """Whether a Python has the module ``uno``."""
    with suppress(OSError, subprocess.TimeoutExpired):
        command = [*python_command(python), "-c", "import uno"]
        done = subprocess.run(  # noqa: S603 - found where LibreOffice puts it
            command, env=clean_environment(), creationflags=QUIETLY, capture_output=True, timeout=30, check=False
        )
        return done.returncode == 0
    return False


def python_command(python: Path) -> list[str]:
    """How to start it apart from the user's own modules. LibreOffice's own finds its modules by the environment."""
    return [str(python), "-I"] if python == _SYSTEM_PYTHON else [str(python)]


def clean_environment() -> dict[str, str]:
    """This program's environment without what steers a Python."""
    return {name: value for name, value in os.environ.items() if not name.upper().startswith("PYTHON")}


def _candidates() -> Iterator[Path]:
    """Where it is put. On Windows never looked for in the path: that would begin with the current folder."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415

        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            with suppress(OSError):
                yield Path(winreg.QueryValue(root, _REGISTRY)) / "soffice.exe"
        for name in ("ProgramFiles", "ProgramFiles(x86)"):
            if name in os.environ:
                yield Path(os.environ[name]) / "LibreOffice" / "program" / "soffice.exe"
    elif sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield folder / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
    else:
        named = shutil.which("soffice") or shutil.which("libreoffice")
        if named:
            yield Path(named)
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
        yield Path("/usr/lib/libreoffice/program/soffice")
