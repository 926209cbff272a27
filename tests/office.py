"""LibreOffice as a judge: it opens, recalculates and converts what we write. Every run has its own profile."""

import atexit
import os
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest
from openpyxl import Workbook, load_workbook

TIMEOUT_S = 180

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@cache
def soffice() -> str:
    """The program. Without it the test is skipped, or fails where ``OZON_XL_REQUIRE_OFFICE=1``."""
    return shutil.which("soffice") or shutil.which("libreoffice") or missing("LibreOffice")


@cache
def office_python() -> str:
    """A Python that can speak to LibreOffice: its own, else the system's. Missing, it is like a missing LibreOffice."""
    for program in (Path(soffice()).resolve().with_name("python"), Path("/usr/bin/python3")):
        if (
            program.exists()
            and not subprocess.run([program, "-c", "import uno"], check=False, capture_output=True).returncode
        ):
            return str(program)
    return missing("LibreOffice's Python (python3-uno)")


def missing(what: str) -> NoReturn:
    """What a test needs is not here: it is skipped, or fails where ``OZON_XL_REQUIRE_OFFICE=1``."""
    if os.environ.get("OZON_XL_REQUIRE_OFFICE") == "1":
        pytest.fail(f"{what} is required (OZON_XL_REQUIRE_OFFICE=1) but not installed")
    pytest.skip(f"{what} is not installed")


class PcClock:
    """The clock of the computer on which a program runs: not ours, and put forward and back while the program runs."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "faketime"
        self._ahead = timedelta(0)
        self.set(datetime.now(UTC))

    def set(self, now: datetime) -> None:
        """It goes on from ``now``."""
        self._ahead = now - datetime.now(UTC)
        new = self._file.with_suffix(".new")
        new.write_text(f"{self._ahead / timedelta(seconds=1):+.6f}\n", encoding="ascii")
        new.replace(self._file)  # whole: the program reads it whenever it asks for the time

    def now(self) -> datetime:
        """What it shows, in UTC."""
        return datetime.now(UTC) + self._ahead

    @property
    def env(self) -> dict[str, str]:
        """Environment of a program that goes by it."""
        return {
            "LD_PRELOAD": _faketime(),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


@cache
def _faketime() -> str:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    return str(found[0]) if found else missing("libfaketime")


@cache
def _profile(*, recalculate: bool) -> str:
    folder = Path(tempfile.mkdtemp(prefix="ozon-xl-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if recalculate:
        user = folder / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    return folder.as_uri()


def convert(source: Path, to: str, folder: Path, *, tz: str = "UTC", recalculate: bool = True) -> Path:
    """``source`` opened in LibreOffice and saved into ``folder`` as ``to`` (``xlsx``, ``pdf``, ``csv`` ...).

    ``tz`` is the time zone of that computer. ``recalculate`` computes every cell anew; without it LibreOffice does
    what it does on a user's computer.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        soffice(),
        f"-env:UserInstallation={_profile(recalculate=recalculate)}",
        "--headless",
        "--norestore",
        "--convert-to",
        to,
        "--outdir",
        str(folder),
        str(source),
    ]
    done = subprocess.run(
        command, env={**os.environ, "TZ": tz}, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )
    made = folder / f"{source.stem}.{to.partition(':')[0]}"
    assert made.exists(), f"LibreOffice made no {made.name}: {done.stdout}{done.stderr}"
    return made


def recalculated(source: Path, folder: Path, *, tz: str = "UTC", recalculate: bool = True) -> Workbook:
    """The workbook with the values that LibreOffice computes."""
    assert folder.resolve() != source.parent.resolve()
    return load_workbook(convert(source, "xlsx", folder, tz=tz, recalculate=recalculate), data_only=True)


def error_cells(book: Workbook) -> list[str]:
    """``sheet!cell value`` of every cell that holds an error."""
    return [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or (isinstance(cell.value, str) and cell.value.startswith("Err:"))
    ]
