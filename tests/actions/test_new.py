"""A fresh workbook by name: with macros or without, never over another."""

import errno
import os
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from ozon_xl import errors
from ozon_xl.actions.new import new_workbook
from ozon_xl.hosts.xlsx import saving


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize(("name", "has_macros"), [("Shop.xlsm", True), ("Магазин.XLSM", True), ("Shop.xlsx", False)])
def test_the_name_decides_about_macros(name: str, has_macros: bool, tmp_path: Path) -> None:
    path = tmp_path / "new folder" / name
    new_workbook(path, "ru")
    with zipfile.ZipFile(path) as package:
        assert ("xl/vbaProject.bin" in package.namelist()) == has_macros
        assert (b"macroEnabled" in package.read("[Content_Types].xml")) == has_macros


def test_each_has_an_id_of_its_own(tmp_path: Path) -> None:
    ids = set()
    for name in ("a.xlsm", "b.xlsm"):
        new_workbook(tmp_path / name, "en")
        book = load_workbook(tmp_path / name)
        ((sheet, cell),) = book.defined_names["WorkbookId"].destinations
        ids.add(book[sheet][cell].value)
    assert len(ids) == 2
    assert all(len(str(found)) == 36 for found in ids)


@pytest.mark.parametrize("name", ["Shop", "Shop.xls", "Shop.xlsb", "Shop.xlam"])
def test_another_suffix_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(errors.WorkbookSuffixError):
        new_workbook(tmp_path / name, "en")
    assert not (tmp_path / name).exists()


def test_what_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "Shop.xlsm"
    path.write_bytes(b"mine")
    with pytest.raises(errors.WorkbookExistsError):
        new_workbook(path, "zh")
    assert path.read_bytes() == b"mine"


def test_a_place_for_no_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(errors.FileNotWrittenError):
        new_workbook(tmp_path / "file" / "Shop.xlsx", "en")
    with pytest.raises(errors.FileNotWrittenError):
        new_workbook(tmp_path / "file" / "below" / "Shop.xlsx", "en")
    with pytest.raises(errors.FileNotWrittenError):
        new_workbook(tmp_path / f"{'x' * 300}.xlsx", "en")
    assert [left.name for left in tmp_path.iterdir() if left.name != "home"] == ["file"]


@pytest.mark.skipif(sys.platform != "linux", reason="folders of Linux")
@pytest.mark.parametrize("folder", ["/proc", "/proc/new", "/sys"])
def test_a_folder_of_the_system_is_said(folder: str) -> None:
    with pytest.raises((errors.FileNotWrittenError, errors.WorkbookReadOnlyError)):
        new_workbook(Path(folder) / "Shop.xlsx", "en")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.EACCES, errors.WorkbookReadOnlyError),
        (errno.EROFS, errors.WorkbookReadOnlyError),
        (errno.ENOSPC, errors.DiskFullError),
        (errno.EIO, errors.WorkbookUnreachableError),
    ],
)
def test_what_the_system_forbids_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, error: type[errors.OzonXLError]
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(saving, "tempfile", SimpleNamespace(mkstemp=failing, TemporaryFile=failing))
    with pytest.raises(error):
        new_workbook(tmp_path / "Shop.xlsx", "en")
    assert not (tmp_path / "Shop.xlsx").exists()


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_new_workbook_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    new_workbook(tmp_path / "Shop.xlsx", "en")
    (tmp_path / "other").touch()
    assert (tmp_path / "Shop.xlsx").stat().st_mode == (tmp_path / "other").stat().st_mode
