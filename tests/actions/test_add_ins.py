"""Installing the worksheet functions: on Windows for Excel and LibreOffice, elsewhere for LibreOffice."""

import platform
import sys
import zipfile
from pathlib import Path

import pytest

from ozon_xl.actions import add_ins
from ozon_xl.actions.doctor import machine as doctor
from ozon_xl.actions.launcher import write_launcher
from ozon_xl.errors import AddInInUseError
from ozon_xl.hosts import excel_functions
from tests.hosts.test_excel_functions import Registry

PYTHON = Path("/opt/python/bin/python")


@pytest.fixture(autouse=True)
def _computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Registry:
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    registry = Registry()
    monkeypatch.setattr(excel_functions, "_registry", lambda: registry)
    return registry


@pytest.mark.parametrize("system", ["Linux", "Darwin"])
def test_without_windows_there_is_one_for_libreoffice(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    assert add_ins.install(PYTHON, "ru") == [add_ins.office_add_in()]
    assert zipfile.is_zipfile(add_ins.office_add_in())
    assert add_ins.remove() == [add_ins.office_add_in()]
    assert add_ins.remove() == []


def test_on_windows_excel_opens_its_own_by_itself(windows: Registry, tmp_path: Path) -> None:
    excel, office = add_ins.install(PYTHON, "zh")
    assert excel == tmp_path / "Roaming/Microsoft/Excel/XLSTART/OzonFunctions.xlam"
    assert zipfile.is_zipfile(excel)
    assert office.exists()
    assert excel_functions.registered() == f"{PYTHON} -I -m ozon_xl functions --com"
    assert add_ins.install(PYTHON, "en") == [excel, office]
    assert add_ins.remove() == [excel, office]
    assert excel_functions.registered() == ""


def test_a_file_that_excel_holds_is_named(windows: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_args: object) -> None:
        raise PermissionError

    add_ins.install(PYTHON, "en")
    monkeypatch.setattr(add_ins, "build_addin", held)
    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(AddInInUseError, match=r"OzonFunctions\.xlam"):
        add_ins.install(PYTHON, "en")
    with pytest.raises(AddInInUseError, match=r"OzonFunctions\.xlam"):
        add_ins.remove()
    assert excel_functions.registered(), "nothing was removed: the functions still work"


def test_the_doctor_sees_what_windows_would_start(windows: Registry) -> None:
    assert list(doctor.functions()) == []
    write_launcher(Path(sys.executable))
    assert list(doctor.functions()) == []
    add_ins.install(PYTHON, "en")
    (found,) = doctor.functions()
    assert str(PYTHON) in found.words.ru
    excel_functions.unregister()
    assert len(list(doctor.functions())) == 1
    add_ins.install(Path(sys.executable), "en")
    assert list(doctor.functions()) == []
