"""LibreOffice takes the project that we wrote: it finds every module and runs a function."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ozon_xl.builder import build, macros
from ozon_xl.builder.macros import SOURCES
from ozon_xl.builder.vba import read_modules
from tests.office import office_python, soffice

CODE_NAMES = {
    f"Sheet{name}" for name in ("Today", "Orders", "Lines", "Stock", "Journal", "Archive", "Rules", "Settings", "Texts")
}

pytestmark = [pytest.mark.office, pytest.mark.slow]

PROBE = b"""Attribute VB_Name = "Probe"
Option Explicit

Public Function Twice() As String
    Twice = Doubled(ThisWorkbook.Names("Shop").RefersToRange.Value)
End Function

Private Function Doubled(ByVal text As String) As String
    Doubled = text & text
End Function
"""


def test_it_loads_every_module_and_runs_a_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = tmp_path / "macros"
    shutil.copytree(SOURCES, sources)
    (sources / "Probe.bas").write_bytes(PROBE)
    monkeypatch.setattr(macros, "SOURCES", sources)
    book = tmp_path / "Ozon.xlsm"
    build(book, "zh", shop="00123")

    said = called(book, tmp_path / "profile", "Probe.Twice")

    assert said["returned"] == {"Probe.Twice": "0012300123"}
    assert set(said["modules"]) == {
        "ThisWorkbook",
        "Probe",
        *CODE_NAMES,
        *(module.name for module in read_modules(SOURCES)),
    }
    assert "Public Sub OzonPush()" in said["modules"]["Buttons"]


def called(book: Path, profile: Path, *functions: str) -> dict[str, dict[str, str]]:
    """What the functions return and which modules there are, from an office with a profile of its own."""
    pipe = f"ozon-xl-test-{os.getpid()}"
    options = ["--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"]
    office = subprocess.Popen([soffice(), f"-env:UserInstallation={profile.as_uri()}", *options])
    try:
        command = [office_python(), str(Path(__file__).with_name("call_macro.py")), pipe, book.as_uri(), *functions]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        office.wait(30)
    finally:
        office.kill()
        office.wait()
    said: dict[str, dict[str, str]] = json.loads(done.stdout)
    return said
