"""The Python that macros start: which it is, how its path is written for them, and whether it has the program."""

import os
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path, PureWindowsPath

import pytest

import ozon_xl
from ozon_xl import errors
from ozon_xl.actions.launcher import (
    as_macros_read,
    excel_trouble,
    interpreter,
    is_of_store,
    read_launcher,
    version_started_by,
    write_launcher,
)
from ozon_xl.settings import launcher_file


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "дом 家"))


def test_the_python_without_a_window_is_taken_where_it_lies_beside(tmp_path: Path) -> None:
    python = tmp_path / "python.exe"
    assert interpreter(python) == python
    (tmp_path / "pythonw.exe").touch()
    assert interpreter(python) == tmp_path / "pythonw.exe"


def test_an_environment_is_not_left_by_following_its_link() -> None:
    assert interpreter() == Path(sys.executable)


@pytest.mark.parametrize(
    ("path", "store"),
    [
        (r"C:\Users\x\AppData\Local\Microsoft\WindowsApps\python.exe", True),
        (r"C:\Users\x\AppData\Local\Microsoft\windowsapps\PythonSoftwareFoundation.Python.3.12_q\python.exe", True),
        (r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_q\python.exe", True),
        (r"C:\Users\x\AppData\Local\Programs\Python\Python312\python.exe", False),
        (r"C:\Users\WindowsAppsFan\python.exe", False),
        ("/usr/bin/python3", False),
    ],
)
def test_the_python_of_the_store_is_known_and_refused(path: str, store: bool) -> None:
    assert is_of_store(PureWindowsPath(path)) is store  # type: ignore[arg-type]
    if store:
        with pytest.raises(errors.StorePythonError) as caught:
            interpreter(Path(path))
        assert path in caught.value.say("zh")


def test_what_is_written_is_read_back_in_one_line() -> None:
    assert read_launcher() is None
    write_launcher(Path("/opt/пайтон 蟒/bin/python"))
    assert read_launcher() == Path("/opt/пайтон 蟒/bin/python")
    assert b"\n" not in launcher_file().read_bytes()
    launcher_file().write_bytes(b"\xff\xfe")
    assert read_launcher() is None
    launcher_file().write_text("  \n")
    assert read_launcher() is None


def test_a_path_outside_the_code_page_is_written_by_its_short_name() -> None:
    assert as_macros_read(r"C:\Программы\py.exe", "cp1251").decode("cp1251") == r"C:\Программы\py.exe"
    assert as_macros_read(r"C:\程序\py.exe", "cp1251", lambda _path: r"C:\B2F0~1\py.exe") == rb"C:\B2F0~1\py.exe"
    with pytest.raises(errors.PathUnwritableError) as caught:
        as_macros_read(r"C:\程序\py.exe", "cp1251", lambda path: path)
    assert r"C:\程序\py.exe" in caught.value.say("ru")


def test_a_python_that_is_not_there_has_no_version(tmp_path: Path) -> None:
    assert version_started_by(tmp_path / "nothing") == ""


def test_the_version_is_that_which_the_macros_would_start() -> None:
    try:
        distribution("ozon-xl")
    except PackageNotFoundError:
        pytest.skip("the suite runs from a source tree that is not installed")
    assert version_started_by(Path(sys.executable)) == ozon_xl.__version__


@pytest.mark.skipif(os.name != "posix", reason="makes a Python out of a shell script")
def test_a_python_that_finds_no_program_has_no_version(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 9.9.9\nexit 1\n")
    python.chmod(0o755)
    assert version_started_by(python) == ""


def test_why_excel_cannot_be_reached_is_told_by_the_python_that_would_have_to(tmp_path: Path) -> None:
    if not version_started_by(Path(sys.executable)):
        pytest.skip("the suite runs from a source tree that is not installed")
    assert excel_trouble(tmp_path / "nothing") == "-"
    if sys.platform != "win32":  # the libraries of Windows are missing here
        assert "Error(" in excel_trouble(Path(sys.executable))
